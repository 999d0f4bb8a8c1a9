"""What came of a creditor's work: letters, money in, what was earned and what was refused; sums in öre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Sum

from betalt.core.process.charges import FEE_REASONS
from betalt.records import models as m


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The sums of a creditor's work up to now."""

    letters: Mapping[tuple[str, str], int]  # kind and channel -> how many have left
    withdrawn: int  # letters that were ready and did not leave
    payments: int
    paid_ore: int
    unmatched_ore: int
    booked: Mapping[str, int]  # account -> öre, debit as plus
    cases: Mapping[tuple[str, str], int]  # stage and payment status -> how many
    refusals: Mapping[str, int]  # reason code -> how many cases and steps
    fees_left_out: Mapping[str, int]  # reason code -> how many letters
    refused_rows: int


def report(*, creditor: int) -> Report:
    """Sum up a creditor's work; the transaction's walls must be open."""
    letters = m.Letter.objects.of(creditor)
    left = letters.filter(state="handed_over").values_list("kind", "channel").annotate(count=Count("id"))
    payments = m.Payment.objects.of(creditor).filter(kind="in", reversed_on=None).exclude(state="ignored")
    paid = payments.aggregate(count=Count("id"), ore=Sum("amount_ore"))
    ours = m.Match.objects.of(creditor).filter(payment__kind="in", payment__reversed_on=None)
    matched = ours.aggregate(ore=Sum("amount_ore"))
    cases = m.Case.objects.of(creditor).values_list("stage", "payment_status").annotate(count=Count("id"))
    return Report(
        letters={(kind, channel): count for kind, channel, count in left.order_by("kind", "channel")},
        withdrawn=letters.filter(state__in=["withdrawn", "failed"]).count(),
        payments=paid["count"],
        paid_ore=paid["ore"] or 0,
        unmatched_ore=(paid["ore"] or 0) - (matched["ore"] or 0),
        booked=_booked(creditor),
        cases={(stage, status): count for stage, status, count in cases.order_by("stage", "payment_status")},
        refusals=_refusals(creditor),
        fees_left_out=_fees_left_out(creditor),
        refused_rows=m.ImportRow.objects.of(creditor).filter(fate="refused").count(),
    )


def _booked(creditor: int) -> Mapping[str, int]:
    shown: Counter[str] = Counter()
    rows = m.Posting.objects.of(creditor).values_list("debit", "credit").annotate(ore=Sum("ore"))
    for debit, credit, ore in rows.order_by("debit", "credit"):
        shown[debit] += ore
        shown[credit] -= ore
    return shown


def _refusals(creditor: int) -> Mapping[str, int]:
    """Count what was not done by the code of the reason, once for each case and step."""
    told: set[tuple[int, int, str]] = set()
    for case, step, reason in m.Question.objects.of(creditor).values_list("case_id", "step", "reason"):
        told |= {(case, step, concern["code"]) for concern in reason.get("concerns", ())}
    passed = m.Event.objects.of(creditor).filter(kind__in=["passed_over", "letter_withdrawn"])
    for event, case, data in passed.values_list("id", "case_id", "data"):
        told.add((case, -event, str(data.get("why", ""))))
    return Counter(code for _, _, code in told)


def _fees_left_out(creditor: int) -> Mapping[str, int]:
    """Count the letters that left a fee out, by the code of the reason, which stands beside the checks."""
    sent = m.LetterCase.objects.of(creditor).filter(letter__state="handed_over")
    return Counter(
        code for codes in sent.values_list("checks", flat=True) for code in codes if code in FEE_REASONS
    )
