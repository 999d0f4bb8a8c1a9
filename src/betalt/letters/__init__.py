"""Letter templates, fonts and mail texts (files only)."""
