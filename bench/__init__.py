"""Measures what betalt costs, in CPU time of the client process."""
