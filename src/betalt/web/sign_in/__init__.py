"""Coming in: signing up and in, the second factor, one's own account, and the choice of office."""
