"""What follows: pure rules over facts; no Django, no clock."""
