"""The office's own: the company, its choices, clauses to paste, who saw and did what, and taking everything out."""
