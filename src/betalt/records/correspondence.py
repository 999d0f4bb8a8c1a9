"""What a letter needs to know beside the claim: who sends it, who gets it, and what was sold; and its storing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from betalt.records.bulk import Key
from betalt.records.sql import execute_with_rows, fetch, pairs
from betalt.records.veil import opened, veil_json
from betalt.values.personnummer import mentions


class SenderRow(NamedTuple):
    """The creditor as its letters show it."""

    creditor: int
    name: str
    org_no: str
    address: list[str]
    email: str
    phone: str
    hours: str
    policy_url: str
    privacy_url: str
    bankgiro: str
    plusgiro: str
    swish: str
    signer: str
    logo_sha256: str
    vat_number: str
    f_tax: bool
    seat: str
    foot_note: str


class PartyRow(NamedTuple):
    """The debtor as its letters show it: no number of any kind."""

    creditor: int
    party: int
    name: str
    address: list[str]
    email: str
    kind: str
    natural: bool
    language: str


class ParticularRow(NamedTuple):
    """What an invoice says beside its sums."""

    creditor: int
    invoice: int
    ocr: str
    what: str
    their_reference: str


class NewLetter(NamedTuple):
    """A composed letter to be stored."""

    creditor: int
    id: int
    party: int
    kind: str
    channel: str
    letter_on: date
    answer_by: date | None
    total_ore: int
    content: Mapping[str, Any] | bytes  # or its JSON as it is stored, which names no person's number


class NewLetterCase(NamedTuple):
    """The step of a case that a new letter takes."""

    creditor: int
    letter: int
    case: int
    round: int
    step: int
    kind: str
    total_ore: int
    charges: Sequence[tuple[str, int, bool]]
    checks: Sequence[str]


_STORE = """
INSERT INTO records_letter (creditor_id, id, party_id, kind, state, channel, letter_on, answer_by, total_ore, content)
SELECT (e ->> 0)::bigint, (e ->> 1)::bigint, (e ->> 2)::bigint, e ->> 3, 'ready', e ->> 4, (e ->> 5)::date,
    (e ->> 6)::date, (e ->> 7)::bigint, e -> 8
FROM jsonb_array_elements(%s::jsonb) AS r (e)
"""

_STORE_CASES = """
INSERT INTO records_lettercase
    (creditor_id, letter_id, case_id, round, step, kind, total_ore, charges, checks, live)
SELECT (e ->> 0)::bigint, (e ->> 1)::bigint, (e ->> 2)::bigint, (e ->> 3)::int, (e ->> 4)::int, e ->> 5,
    (e ->> 6)::bigint, e -> 7, e -> 8, true
FROM jsonb_array_elements(%s::jsonb) AS r (e)
"""

_PAIRS = "unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)"


def senders(creditors: Sequence[int]) -> dict[int, SenderRow]:
    """Read what the letters of these creditors say about them."""
    found = fetch(
        "SELECT id, name, org_no, address, email, phone, hours, policy_url, privacy_url, bankgiro, plusgiro, "
        "swish, signer, logo_sha256, vat_number, f_tax, seat, foot_note FROM records_creditor WHERE id = ANY (%s)",
        [list(creditors)],
    )
    return {row[0]: SenderRow._make((*row[:2], opened(row[2]), *row[3:])) for row in found}


def parties(keys: Sequence[Key]) -> dict[Key, PartyRow]:
    """Read the name and address of these parties, by creditor and id."""
    return {
        (row[0], row[1]): PartyRow._make(row)
        for row in _by_key(
            'SELECT p.creditor_id, p.id, p.name, p.address, p.email, p.kind, p."natural", p.language '
            f"FROM {_PAIRS} JOIN records_party p USING (creditor_id, id)",
            keys,
        )
    }


def particulars(keys: Sequence[Key]) -> dict[Key, ParticularRow]:
    """Read what these invoices say beside their sums, by creditor and id."""
    return {
        (row[0], row[1]): ParticularRow._make(row)
        for row in _by_key(
            "SELECT i.creditor_id, i.id, i.ocr, i.what, i.their_reference "
            f"FROM {_PAIRS} JOIN records_invoice i USING (creditor_id, id)",
            keys,
        )
    }


def choices(creditors: Iterable[int]) -> dict[int, str]:
    """Read what these creditors have chosen, as stored."""
    return dict(fetch("SELECT id, settings FROM records_creditor WHERE id = ANY (%s)", [list(creditors)]))


def new_letter_ids(count: int) -> list[int]:
    """Reserve ids for new letters."""
    return [
        row[0]
        for row in fetch("SELECT nextval('records_letter_id_seq') FROM generate_series(1, %s)", [count])
    ]


def store_letters(letters: Sequence[NewLetter], cases: Sequence[NewLetterCase]) -> None:
    """Store composed letters and the steps they take; a step that has a live letter already refuses another."""
    if not letters:
        return
    execute_with_rows(_STORE, [(*letter[:-1], _veiled(letter)) for letter in letters])
    execute_with_rows(_STORE_CASES, cases)


def _veiled(letter: NewLetter) -> Mapping[str, Any] | orjson.Fragment:
    """Seal where the sender's number stands if it is a sole trader's personal one; a letter holds no other."""
    if isinstance(letter.content, bytes):
        return orjson.Fragment(letter.content)
    if not _is_a_persons(letter.content["sender"]["org_no"]):
        return letter.content
    veiled: Mapping[str, Any] = veil_json(letter.content, creditor=letter.creditor)
    return veiled


@lru_cache(maxsize=256)
def _is_a_persons(org_no: str) -> bool:
    return mentions(org_no)


def _by_key(query: str, keys: Sequence[Key]) -> list[tuple[Any, ...]]:
    return fetch(query, pairs(keys))
