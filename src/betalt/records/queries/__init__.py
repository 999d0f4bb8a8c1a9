"""Lists and reports for whoever asks: frozen values read from the rows; the arithmetic stands in core."""
