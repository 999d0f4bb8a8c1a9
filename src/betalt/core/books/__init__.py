"""Postings that follow from a claim."""
