"""Procedures: the ladders of an office, changed under the eyes of the law, tried before they are switched on."""
