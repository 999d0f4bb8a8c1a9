"""The cases: the list with its views and filters, one case with all that is known of it, and what is done to it."""
