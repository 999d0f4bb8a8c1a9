"""The small words: money in whole öre, days, numbers."""
