"""The first run: five steps from nothing to the first dry run, and the way into a company to look around in."""
