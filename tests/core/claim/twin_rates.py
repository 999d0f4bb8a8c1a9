"""The reference rates as the twin knows them, typed from the law digest apart from the law tables."""

from decimal import Decimal

# The reference rate of each half-year from the second half of 2002.
_HALVES = (
    "4.5 4 3 3 2 2 1.5 1.5 2.5 3 3.5 4 4.5 2 0.5 0.5 0.5 1.5 2 2 1.5 1 1 1 1 0 0 0 -0.5 -0.5 -0.5 -0.5 -0.5 -0.5 "
    "0 0 0 0 0 0 0.5 2.5 3.5 4 4 3 2 2 2"
)
REFERENCE = {
    (2002 + (half + 1) // 2, (half + 1) % 2): Decimal(percent) for half, percent in enumerate(_HALVES.split())
}
