"""What is stored: the one Django app of ours with tables."""
