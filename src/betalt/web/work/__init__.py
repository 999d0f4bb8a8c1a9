"""Long work: how far it has come, and the way to what came of it."""
