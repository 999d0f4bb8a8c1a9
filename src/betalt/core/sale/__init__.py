"""What follows from an invoice."""
