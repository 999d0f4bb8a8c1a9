"""How letters leave: one file a channel, each telling whether a failure is permanent, passing or not known."""
