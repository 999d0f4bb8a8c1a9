"""Which step a case takes next, and when."""
