"""What each kind of letter brings in: fees that were paid, less what it costs to send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from betalt import law

KINDS = ("note", "reminder", "demand", "final_notice", "thanks")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLetters:
    """How many letters of a kind have left by a channel, and the öre that they asked for together."""

    kind: str
    channel: str
    count: int
    ore: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedFees:
    """Fees of one kind that letters of one kind charged on one day, and how many of them have been paid."""

    letter: str
    kind: str
    on: date
    count: int
    paid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """One kind of letter: how many, and öre charged, paid and spent."""

    kind: str
    count: int
    on_paper: int
    charged_ore: int
    paid_ore: int
    cost_ore: int

    @property
    def net_ore(self) -> int:
        """Tell the fees that were paid, less the cost."""
        return self.paid_ore - self.cost_ore


def nets(
    *, letters: Iterable[SentLetters], fees: Iterable[ChargedFees], paper_cost_ore: int
) -> tuple[Net, ...]:
    """Put each kind's fees (FEE-1, FEE-4, FEE-9) beside its cost; a letter on paper costs `paper_cost_ore`."""
    sent: Counter[str] = Counter()
    paper: Counter[str] = Counter()
    for row in letters:
        sent[row.kind] += row.count
        paper[row.kind] += row.count if row.channel == "post" else 0
    charged: Counter[str] = Counter()
    paid: Counter[str] = Counter()
    for fee in fees:
        each = law.fee_ore(fee.kind, fee.on) or 0
        charged[fee.letter] += each * fee.count
        paid[fee.letter] += each * fee.paid
    return tuple(
        Net(
            kind=kind,
            count=sent[kind],
            on_paper=paper[kind],
            charged_ore=charged[kind],
            paid_ore=paid[kind],
            cost_ore=paper[kind] * paper_cost_ore,
        )
        for kind in KINDS
        if sent[kind] or charged[kind]
    )
