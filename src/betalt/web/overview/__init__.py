"""The overview: what needs a person, what happens by itself, and how the money goes."""
