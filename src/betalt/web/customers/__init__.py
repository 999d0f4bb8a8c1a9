"""Customers: what each owes, how it pays, what it has agreed to and where it is."""
