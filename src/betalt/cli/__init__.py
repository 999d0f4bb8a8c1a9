"""The command line: asks the flows, shows the answers."""
