"""Letters as the office shows them: what waits for a yes, what has left, and print bundles; the walls must be open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from betalt.records import models as m
from betalt.records.queries.cases import as_reason
from betalt.records.sql import fetch
from betalt.values.reason import Reason

PAGE = 50


class Asked(NamedTuple):
    """A letter that waits for a yes; `id` is the question's."""

    id: int
    case_id: int
    number: int
    party: str
    asked_on: date
    times: int
    kind: str  # of the letter
    question: str  # release or confirm
    why: Reason
    concerns: tuple[Reason, ...]
    disputed: bool
    has_email: bool
    has_address: bool

    @property
    def is_demand(self) -> bool:
        """Tell whether the letter demands payment under inkassolagen."""
        return self.kind in ("demand", "final_notice")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterShown:
    """A letter with what became of its last attempt; the sum in öre."""

    id: int
    kind: str
    state: str
    channel: str
    letter_on: date
    left_on: date | None
    total_ore: int
    party: str
    cases: tuple[int, ...]
    attempt: str  # state of the last attempt to hand it over; empty before the first
    detail: str
    has_pdf: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleShown:
    """A print bundle with how many letters it holds, and their sum in öre."""

    id: int
    name: str
    on: date
    state: str
    posted_on: date | None
    letters: int
    total_ore: int


# A question that events have overtaken (money, a new address) is no longer the case's own.
_ASKED = """
SELECT q.id, c.id, c.number, p.name, q.asked_on, q.times, q.reason, c.hold = 'dispute',
    p.email <> '' AND NOT p.email_bounced, cardinality(p.address) > 0 AND NOT p.address_returned
FROM records_case c
CROSS JOIN LATERAL (
    SELECT q.id, q.asked_on, q.times, q.reason FROM records_question q
    WHERE q.creditor_id = c.creditor_id AND q.case_id = c.id AND q.answered_on IS NULL
        AND q.step = c.asked_step AND q.asked_on = c.asked_on AND q.times = c.asked_times
        AND q.reason ->> 'question' IN ('release', 'confirm') AND q.reason ->> 'code' <> 'process.first_run'
    ORDER BY q.id DESC LIMIT 1) q
JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
WHERE c.creditor_id = %(creditor)s AND c.next_look_on IS NOT NULL AND c.asked_on IS NOT NULL AND c.number > %(after)s
    AND (%(only)s::bigint IS NULL OR c.number = %(only)s)
ORDER BY c.number LIMIT %(most)s
"""

_LETTERS = """
SELECT l.id, l.kind, l.state, l.channel, l.letter_on, l.handed_over_on, l.total_ore, p.name,
    (SELECT array_agg(c.number ORDER BY c.number) FROM records_lettercase k
        JOIN records_case c ON c.creditor_id = k.creditor_id AND c.id = k.case_id
        WHERE k.creditor_id = l.creditor_id AND k.letter_id = l.id),
    coalesce(d.state, ''), coalesce(d.detail, ''), l.pdf_id IS NOT NULL
FROM records_letter l
JOIN records_party p ON p.creditor_id = l.creditor_id AND p.id = l.party_id
LEFT JOIN LATERAL (SELECT state, detail FROM records_delivery d
    WHERE d.creditor_id = l.creditor_id AND d.letter_id = l.id ORDER BY d.attempt DESC LIMIT 1) d ON true
WHERE l.creditor_id = %(creditor)s AND l.state = ANY (%(states)s) AND (%(before)s::bigint IS NULL OR l.id < %(before)s)
ORDER BY l.id DESC LIMIT %(most)s
"""

_BUNDLES = """
SELECT b.id, b.name, b."on", b.state, b.posted_on, count(l.id), coalesce(sum(l.total_ore), 0)::bigint
FROM records_bundle b
LEFT JOIN records_delivery d ON d.creditor_id = b.creditor_id AND d.bundle_id = b.id
LEFT JOIN records_letter l ON l.creditor_id = d.creditor_id AND l.id = d.letter_id
WHERE b.creditor_id = %(creditor)s GROUP BY 1, 2, 3, 4, 5 ORDER BY b.id DESC LIMIT %(most)s
"""

# Filters of the page of deliveries, each with the states it shows.
STATES: Mapping[str, tuple[str, ...]] = {
    "trouble": ("unknown", "failed"),
    "waiting": ("ready", "sending", "bundled"),
    "left": ("handed_over",),
    "withdrawn": ("withdrawn",),
}


def asked_letters(*, creditor: int, after: int = 0) -> tuple[Asked, ...]:
    """List letters that wait for a yes by their cases' numbers, from behind a number."""
    rows = fetch(_ASKED, {"creditor": creditor, "after": after, "only": None, "most": PAGE})
    return tuple(_asked(*row) for row in rows)


def question_in(*, creditor: int, number: int) -> int | None:
    """Find the question of a case that a yes answers."""
    rows = fetch(_ASKED, {"creditor": creditor, "after": 0, "only": number, "most": 1})
    return int(rows[0][0]) if rows else None


def letters_in(*, creditor: int, which: str, before: int | None = None) -> tuple[LetterShown, ...]:
    """List letters of one filter of STATES, the newest first."""
    told = {"creditor": creditor, "states": list(STATES[which]), "before": before, "most": PAGE}
    return tuple(
        LetterShown(
            id=number, kind=kind, state=state, channel=channel, letter_on=on, left_on=left, total_ore=ore, party=party,
            cases=tuple(cases or ()), attempt=attempt, detail=detail, has_pdf=has_pdf,
        )
        for number, kind, state, channel, on, left, ore, party, cases, attempt, detail, has_pdf in fetch(_LETTERS, told)
    )  # fmt: skip


def count_letters(*, creditor: int) -> dict[str, int]:
    """Count the letters of each filter of STATES."""
    rows = dict(
        fetch("SELECT state, count(*) FROM records_letter WHERE creditor_id = %s GROUP BY 1", [creditor])
    )
    return {which: sum(rows.get(state, 0) for state in states) for which, states in STATES.items()}


def bundles_of(*, creditor: int, most: int = PAGE) -> tuple[BundleShown, ...]:
    """List print bundles, the newest first."""
    return tuple(
        BundleShown(
            id=number, name=name, on=on, state=state, posted_on=posted, letters=letters, total_ore=ore
        )
        for number, name, on, state, posted, letters, ore in fetch(
            _BUNDLES, {"creditor": creditor, "most": most}
        )
    )


def bundle_files(*, creditor: int, bundle: int) -> list[tuple[str, bytes]]:
    """Give the name and the bytes of every letter in a bundle, in its order."""
    inside = m.Delivery.objects.of(creditor).filter(bundle_id=bundle).values("letter_id")
    rows = m.Letter.objects.of(creditor).filter(id__in=inside, pdf__isnull=False).select_related("pdf")
    return [(f"letter-{row.id}.pdf", bytes(row.pdf.content)) for row in rows.order_by("id")]


def _asked(
    number: int, case_id: int, case: int, party: str, on: date, times: int, reason: Any, *flags: bool
) -> Asked:
    told = (
        reason if isinstance(reason, dict) else json.loads(reason)
    )  # the driver gives JSON as text to Django
    concerns = tuple(as_reason(each) for each in told.get("concerns", ()))
    return Asked(
        number, case_id, case, party, on, times, told["kind"], told["question"], as_reason(told), concerns, *flags
    )  # fmt: skip
