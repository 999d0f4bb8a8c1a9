"""Typesetting: contents in, PDF out; and QR codes as pictures."""

from betalt.adapters.typesetting.press import Press, typeset

__all__ = ["Press", "typeset"]
