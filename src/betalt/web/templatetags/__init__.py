"""Tags and filters that templates know without loading them."""
