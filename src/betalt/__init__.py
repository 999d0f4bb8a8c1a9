"""betalt gets Swedish small companies paid: lawful reminders, demands and claims, to the öre."""
