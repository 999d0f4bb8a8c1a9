"""What an owner is told: what needs a person, what the money will do, and what letters bring in."""
