"""SIE 4B (SIE-Gruppen, 2008-09-30): the text format in which Swedish bookkeeping programs exchange their books."""
