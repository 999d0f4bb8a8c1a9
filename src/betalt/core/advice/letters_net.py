"""What each kind of letter, or each step of a ladder, brings in: fees that were paid, less what it costs to send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from betalt import law

KINDS = ("note", "reminder", "demand", "final_notice", "thanks")
_Row = tuple[str, int, int]  # the ladder, the step, and the kind's place


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLetters:
    """How many letters of a kind have left by a channel, and the öre that they asked for together."""

    kind: str
    channel: str
    count: int
    ore: int = 0
    ladder: str = ""  # of which kind of debtor, where steps are told apart
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedFees:
    """Fees of one kind that letters of one kind charged on one day, and how many of them have been paid."""

    letter: str
    kind: str
    on: date
    count: int
    paid: int
    ladder: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """One kind of letter, at one step where steps are told apart: how many, and öre charged, paid and spent."""

    ladder: str
    step: int
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
    sent: Counter[_Row] = Counter()
    paper: Counter[_Row] = Counter()
    for row in letters:
        at = (row.ladder, row.step, KINDS.index(row.kind))
        sent[at] += row.count
        paper[at] += row.count if row.channel == "post" else 0
    charged: Counter[_Row] = Counter()
    paid: Counter[_Row] = Counter()
    for fee in fees:
        each = law.fee_ore(fee.kind, fee.on) or 0
        at = (fee.ladder, fee.step, KINDS.index(fee.letter))
        charged[at] += each * fee.count
        paid[at] += each * fee.paid
    return tuple(
        Net(
            ladder=at[0],
            step=at[1],
            kind=KINDS[at[2]],
            count=sent[at],
            on_paper=paper[at],
            charged_ore=charged[at],
            paid_ore=paid[at],
            cost_ore=paper[at] * paper_cost_ore,
        )
        for at in sorted(sent.keys() | charged.keys())
        if sent[at] or charged[at]
    )
