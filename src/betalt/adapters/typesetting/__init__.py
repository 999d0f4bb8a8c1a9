"""Typesetting: contents in, PDF out; QR codes as pictures, and logotypes drawn anew."""

from betalt.adapters.typesetting.logo import LogoError, draw_logo
from betalt.adapters.typesetting.press import Press, draw_page, typeset

__all__ = ["LogoError", "Press", "draw_logo", "draw_page", "typeset"]
