"""What the clock and the queue ask for: each job calls one flow."""
