"""Money that came in: the inbox, where each payment goes, and what goes back."""
