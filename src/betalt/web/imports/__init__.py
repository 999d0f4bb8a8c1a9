"""Files that people drop: lists of invoices looked at and taken in, and taken back."""
