"""How long customers have taken to pay after a letter: Kaplan and Meier's curve over the creditor's own history.

All shares are whole millionths, so that the same history gives the same figures everywhere.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import isqrt
from typing import Final, NamedTuple

MILLION: Final = 1_000_000
FEWEST_PAYMENTS: Final = 5  # with fewer nothing is said: it would be chance
FEW_PAYMENTS: Final = 30  # with fewer the figures are shown as doubtful
LONGEST: Final = 180  # days after a letter; later payments are not its doing


class Stretch(NamedTuple):
    """Cases that were followed from one letter to the next, or to their payment."""

    kind: str  # of the letter before; "open" before the first
    entered: int  # days after that letter when they came to us; mostly 0
    left: int  # days after it when they were last seen unpaid, or were paid
    paid: bool
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """How many are still unpaid so many days after a letter, and how long those who paid have taken."""

    alive: tuple[int, ...]  # millionths of all, by day; the last value holds ever after
    waited: tuple[int, ...]  # the sum, up to a day, of day times the millionths who paid on it
    payments: int
    cases: int

    def alive_at(self, day: int) -> int:
        """Tell how many millionths are unpaid a number of days after the letter."""
        return self.alive[min(day, len(self.alive) - 1)]

    def waited_until(self, day: int) -> int:
        """Tell the days, times millionths, that those have waited who paid up to a day."""
        return self.waited[min(day, len(self.waited) - 1)]


def curves(stretches: Iterable[Stretch]) -> dict[str, Curve]:
    """Draw a curve for each kind of letter that enough customers have paid after."""
    by_kind: dict[str, list[Stretch]] = {}
    for stretch in stretches:
        if stretch.left > stretch.entered or (stretch.paid and stretch.left == stretch.entered == 0):
            by_kind.setdefault(stretch.kind, []).append(stretch)
    drawn = {kind: _curve(some) for kind, some in sorted(by_kind.items())}
    return {kind: curve for kind, curve in drawn.items() if curve.payments >= FEWEST_PAYMENTS}


def _curve(stretches: list[Stretch]) -> Curve:
    entered: Counter[int] = Counter()
    left: Counter[int] = Counter()
    paid: Counter[int] = Counter()
    for stretch in stretches:
        entered[stretch.entered] += stretch.cases
        left[stretch.left] += stretch.cases
        if stretch.paid:
            paid[stretch.left] += stretch.cases
    alive, waited = [MILLION], [0]
    at_risk = entered[0]
    at_risk, alive[0] = at_risk - left[0], _after(MILLION, at_risk, paid[0])
    for day in range(1, min(max(left), LONGEST) + 1):
        now = _after(alive[-1], at_risk, paid[day])
        waited.append(waited[-1] + day * (alive[-1] - now))
        alive.append(now)
        at_risk += entered[day] - left[day]
    return Curve(
        alive=tuple(alive),
        waited=tuple(waited),
        payments=sum(paid.values()),
        cases=sum(stretch.cases for stretch in stretches),
    )


def _after(alive: int, at_risk: int, paid: int) -> int:
    return alive * (at_risk - paid) // at_risk if at_risk else alive


_TEN_THOUSAND: Final = 10_000
_Z_SQUARED: Final = 38_416  # 1.96 squared, in ten thousandths


def likely_range(*, share: int, cases: int) -> tuple[int, int]:
    """Tell between which millionths a share lies nineteen times in twenty, by Wilson, given so many cases."""
    if cases <= 0:
        return 0, MILLION
    below = 2 * (cases * _TEN_THOUSAND + _Z_SQUARED)
    middle = 2 * cases * share * _TEN_THOUSAND + MILLION * _Z_SQUARED
    spread = 4 * cases * share * (MILLION - share) * _TEN_THOUSAND + _Z_SQUARED * MILLION**2
    half = isqrt(_Z_SQUARED * spread)
    return max(0, (middle - half) // below), min(MILLION, -((-middle - half) // below))
