"""Letters: what waits for a yes, what went and came back, and what goes on paper."""
