"""Which cases a list shows: filters as plain values, and the conditions that they become."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from betalt.records.sealing import blind_indexes
from betalt.records.sql import array, fetch
from betalt.values import ocr, orgnr, personnummer
from betalt.values.days import add_days
from betalt.values.number import InvalidNumber

_WORD = re.compile(r"\w+")
_MOST_WORDS = 6
_MOST_NAMES = 500
_MOST_TYPED = 100
_BIGGEST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; what is empty or None narrows nothing. Sums in öre."""

    closed: bool = False
    asks: bool = False  # a person must answer
    runs: bool = False  # nothing holds it and nothing is asked
    stage: str = ""
    hold: str = ""
    payment: str = ""
    kind: str = ""  # of customer
    late_days: int | None = None  # at least so many days after the due day
    from_ore: int | None = None
    to_ore: int | None = None
    next_on: date | None = None  # something happens on this day at the latest
    customer: str = ""  # its number
    search: str = ""
    found: tuple[int, ...] | None = None  # ids that a search has found already


_OF_PARTY = "c.party_id IN (SELECT id FROM records_party WHERE creditor_id = %(creditor)s AND {} = {{}})"
_CONDITIONS = {
    "stage": "c.stage = {}",
    "hold": "c.hold = {}",
    "payment": "c.payment_status = {}",
    # The kind that the claim was taken in with decides the ladder; the customer's usual kind may be another.
    "kind": "c.procedure_id IN (SELECT id FROM records_procedure WHERE creditor_id = %(creditor)s AND kind = {})",
    "customer": _OF_PARTY.format("number"),
    "from_ore": "c.left_ore >= {}",
    "to_ore": "c.left_ore <= {}",
    "next_on": "c.next_look_on <= {}",
}
_FLAGS = {
    "asks": "c.asked_on IS NOT NULL",
    "runs": "c.asked_on IS NULL AND c.hold = 'none'",
}

# A search is done first and by itself: the few cases that it finds then lead the way to the list.
_FOUND = """
SELECT id FROM records_case WHERE creditor_id = %(creditor)s AND number = %(number)s
UNION SELECT case_id FROM records_invoice WHERE creditor_id = %(creditor)s AND number = %(text)s
    AND taken_back_on IS NULL
UNION SELECT case_id FROM records_invoice WHERE creditor_id = %(creditor)s AND ocr <> '' AND ocr = %(ocr)s
UNION SELECT k.id FROM records_case k WHERE k.creditor_id = %(creditor)s AND k.party_id = ANY (ARRAY(
    SELECT id FROM records_party WHERE creditor_id = %(creditor)s AND number = %(text)s
    UNION SELECT id FROM records_party WHERE creditor_id = %(creditor)s AND org_no <> '' AND org_no = %(org)s
    UNION SELECT id FROM records_party WHERE creditor_id = %(creditor)s AND personal_no_index = ANY (%(index)s)
    UNION SELECT id FROM betalt_find_names(%(creditor)s, %(words)s, %(most)s) WHERE %(words)s <> ''
))
"""


def conditions(
    filters: Filters, *, creditor: int, on: date, prefix: str = "f", openness: bool = True
) -> tuple[str, dict[str, Any]]:
    """Write filters as a condition on `records_case c`, with its parameters; `prefix` keeps them apart from others'."""
    told: dict[str, Any] = {}
    parts = list(_parts(filters, creditor, on, prefix, told))
    if openness:
        parts.insert(0, f"c.next_look_on IS {'' if filters.closed else 'NOT '}NULL")
    return " AND ".join(parts) or "true", told


def _parts(filters: Filters, creditor: int, on: date, prefix: str, told: dict[str, Any]) -> Iterator[str]:
    yield from (condition for name, condition in _FLAGS.items() if getattr(filters, name))
    for name, condition in _CONDITIONS.items():
        if (given := getattr(filters, name)) not in ("", None):
            told[f"{prefix}_{name}"] = given
            yield condition.format(f"%({prefix}_{name})s")
    if filters.late_days is not None:
        told[f"{prefix}_due"] = add_days(on, -filters.late_days)
        yield f"c.due_on <= %({prefix}_due)s"
    if filters.search:
        told[f"{prefix}_found"] = array(with_found(filters, creditor=creditor).found or ())
        yield f"c.id = ANY (%({prefix}_found)s::bigint[])"


def with_found(filters: Filters, *, creditor: int) -> Filters:
    """Do the search of some filters once, in open cases and closed; of a common name it takes the first in order."""
    if not filters.search or filters.found is not None:
        return filters
    told = {"creditor": creditor, "most": _MOST_NAMES, **searched(filters.search, creditor)}
    ids = [row[0] for row in fetch(_FOUND, told) if row[0] is not None]
    return replace(filters, found=tuple(ids))


def searched(typed: str, creditor: int) -> Mapping[str, Any]:
    """Read what was typed into a search as everything that it may mean: a name, a number, an OCR, an identity."""
    text = typed.strip()[:_MOST_TYPED]
    digits = re.sub(r"[\s-]", "", text)
    whole = digits.removeprefix("#")
    number = int(whole) if whole.isascii() and whole.isdigit() and int(whole) <= _BIGGEST else -1
    return {
        "text": text,
        "number": number,
        "ocr": digits if ocr.is_valid(digits) or digits.isdigit() else "",
        "org": _org_no(text),
        "index": _personal(text, creditor),
        "words": _words(text),
    }


def _org_no(text: str) -> str:
    try:
        return orgnr.validate(text)
    except InvalidNumber:
        return ""


def _personal(text: str, creditor: int) -> list[bytes]:
    """Hash a personal number in every century that it may mean, with every key; nothing is opened."""
    if not personnummer.is_valid(text):
        return []
    number = personnummer.compact(text)
    longs = (
        [number]
        if len(number) == len("191212121212")
        else [century + number[-10:] for century in ("19", "20")]
    )
    return [index for long in longs for index in blind_indexes(long, creditor=creditor)]


def _words(text: str) -> str:
    """Write the words of a name as a search for words that begin so; a number is no name."""
    words = [word for word in _WORD.findall(text.lower()) if word.strip("_")]
    if not any(letter.isalpha() for word in words for letter in word):
        return ""
    return " & ".join(f"'{word}':*" for word in words[:_MOST_WORDS])
