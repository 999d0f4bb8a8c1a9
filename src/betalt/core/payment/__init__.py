"""Incoming money: matching and proposals."""
