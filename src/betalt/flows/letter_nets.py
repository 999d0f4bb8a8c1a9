"""What a year's letters brought in, less what they cost: by kind, and by the step of the ladder; changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from betalt.core.advice.letters_net import ChargedFees, Net, SentLetters, nets
from betalt.flows.choices import choices_of
from betalt.records import models as m
from betalt.records.queries import ladder_nets, overview_letters
from betalt.values.days import add_days

_YEAR_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterNets:
    """What letters brought in over a year, and whether somebody has said what one on paper costs."""

    first_on: date
    rows: tuple[Net, ...]
    cost_is_known: bool

    @property
    def count(self) -> int:
        """Count the letters."""
        return sum(row.count for row in self.rows)

    @property
    def paid_ore(self) -> int:
        """Sum the fees that were paid, in öre."""
        return sum(row.paid_ore for row in self.rows)

    @property
    def cost_ore(self) -> int:
        """Sum what the letters cost, in öre."""
        return sum(row.cost_ore for row in self.rows)

    @property
    def net_ore(self) -> int:
        """Tell the fees that were paid, less the cost, in öre."""
        return self.paid_ore - self.cost_ore


def letter_nets(*, creditor: int, on: date) -> LetterNets:
    """Put the fees that a year's letters brought beside what they cost."""
    first = add_days(on, -_YEAR_DAYS)
    return _nets(
        creditor,
        first,
        overview_letters.sent_letters(creditors=[creditor], first=first, last=on),
        overview_letters.charged_fees(creditors=[creditor], first=first, last=on),
    )


def step_nets(*, creditor: int, on: date) -> LetterNets:
    """Tell the same of each step of the ladders that the cases climb now; a letter for many counts at its first."""
    first = add_days(on, -_YEAR_DAYS)
    return _nets(
        creditor,
        first,
        ladder_nets.sent_at_steps(creditor=creditor, first=first, last=on),
        ladder_nets.charged_at_steps(creditor=creditor, first=first, last=on),
    )


def _nets(
    creditor: int, first: date, letters: Sequence[SentLetters], fees: Sequence[ChargedFees]
) -> LetterNets:
    cost = choices_of(m.Creditor.objects.get(id=creditor).settings).letter_cost_ore
    rows = nets(letters=letters, fees=fees, paper_cost_ore=cost)
    return LetterNets(first_on=first, rows=rows, cost_is_known=cost > 0)
