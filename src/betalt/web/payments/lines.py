"""The lines of the inbox: each waiting payment with its best suggestion and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from betalt.core.payment.certainty import Certainty, certainty
from betalt.flows.facts import know
from betalt.records import models as m
from betalt.records.queries.inbox import Suggested, WaitingPayment
from betalt.web.wording import reason_text, sentence

TONES = {Certainty.SURE: "ok", Certainty.LIKELY: "info", Certainty.DOUBTFUL: "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a payment may be for: text, what speaks for it, what is owed there in öre, and how sure it is."""

    cases: tuple[int, ...]
    text: str
    why: str
    owed_ore: int
    certainty: Certainty
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A waiting payment."""

    row: WaitingPayment
    name: str
    said: str  # what the payer wrote
    guesses: tuple[Guess, ...]
    why: str

    @property
    def best(self) -> Guess | None:
        """Give what speaks most for."""
        return self.guesses[0] if self.guesses else None


def inbox_lines(*, creditor: int, waiting: Sequence[WaitingPayment], on: object) -> list[Line]:
    """Show waiting payments with what is owed where they may belong; the walls must be open."""
    numbers = {number for row in waiting for some in row.suggestions for number, _, _ in some.cases}
    owed = owed_in(creditor=creditor, numbers=numbers, on=on)
    return [_line(row, owed) for row in waiting]


def owed_in(*, creditor: int, numbers: set[int], on: object) -> Mapping[int, int]:
    """Tell what is owed in cases, in öre, by their numbers."""
    ids = m.Case.objects.of(creditor).filter(number__in=numbers).values_list("id", flat=True)
    known = know([(creditor, case) for case in sorted(ids)], on=on) if numbers else []  # type: ignore[arg-type]
    return {
        each.row.number: claim.total
        for each in known
        if (claim := each.claim or each.without_interest) is not None
    }


def _line(row: WaitingPayment, owed: Mapping[int, int]) -> Line:
    quoted = [*row.references, *row.text]
    return Line(
        row=row,
        name=row.payer_name or sentence("office_payments.no_name"),
        said=sentence("office_payments.said", text=" ".join(quoted)[:80]) if quoted else "",
        guesses=tuple(_guess(row, some, owed) for some in row.suggestions),
        why=reason_text(row.why),
    )


def _guess(row: WaitingPayment, some: Suggested, owed: Mapping[int, int]) -> Guess:
    invoices = [invoice for _, _, invoice in some.cases if invoice]
    names = dict.fromkeys(name for _, name, _ in some.cases)
    sure = certainty(reasons=some.reasons, rivals=len(row.suggestions) - 1)
    numbers = tuple(dict.fromkeys(number for number, _, _ in some.cases))
    code = "for_invoices" if invoices else "for_cases"
    return Guess(
        cases=numbers,
        text=sentence(f"office_payments.{code}", numbers=", ".join(invoices) or ", ".join(map(str, numbers)),
                      name=", ".join(names)),
        why=" ".join(reason_text(reason) for reason in some.reasons),
        owed_ore=sum(owed.get(number, 0) for number in numbers),
        certainty=sure,
        tone=TONES[sure],
    )  # fmt: skip
