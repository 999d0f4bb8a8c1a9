"""Mistakes in a claim document: each is told in one line that begins with its JSON path."""

import json
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.core.claim.document import read_document, work_out
from betalt.core.claim.strict import DocumentError
from betalt.law import LawUnknown
from tests.core.claim.histories import engine, history
from tests.core.claim.test_document import EXAMPLE, Json, changed

WRONG: list[Any] = [
    *(None, True, 0, -1, 1.5, "", "x", [], {}, [1], {"kind": "x"}, "\ud800", "å" * 300),
    *("2026-01-01", "9999-12-31", "2999-12-31", "0.00", "-1.00", "999999999999999.99"),
    *("A", "p0", "statutory", "none", "error", "goodwill", "reminder", "write_off", "judgment"),
]


def refused(document: Any) -> str:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(DocumentError) as error:
        work_out(read_document(data), on=date(2026, 12, 31))
    return str(error.value)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("note", "x", "$.note: unknown field; known are id, on, creditor, debtor, "),
        ("terms.intrest", {}, "$.terms.intrest: unknown field; known are due_agreed, interest, "),
        ("invoices.0.amont", "1.00", "$.invoices[0].amont: unknown field; known are id, amount, "),
        (
            "events.0.amount",
            "1.00",
            "$.events[0].amount: unknown field; known are on, kind, invoice, charged",
        ),
        (
            "events.2.charged",
            True,
            "$.events[2].charged: unknown field; known are on, kind, amount, invoice, id",
        ),
        ("events.0.kind", "remind", "$.events[0].kind: must be one of reminder, demand, "),
        ("events.0.kind", 7, "$.events[0].kind: must be one of reminder, demand, "),
        ("debtor.kind", "company", "$.debtor.kind: must be one of consumer, business, public, not 'company'"),
        ("creditor.kind", "public", "$.creditor.kind: must be one of business, private, not 'public'"),
        ("basis", "30/360", "$.basis: must be one of AA, A365, not '30/360'"),
        ("allocation", ["CIP"], "$.allocation: must be one of CIP, ICP, PIC, not a list"),
        ("debtor", "consumer", "$.debtor: must be an object, not 'consumer'"),
        ("invoices", {}, "$.invoices: must be a list, not an object"),
        ("invoices", [], "$.invoices: holds no invoice"),
        ("invoices.0", None, "$.invoices[0]: must be an object, not null"),
        ("events", "none", "$.events: must be a list, not 'none'"),
        ("invoices.0.due_on", "2026-02-30", "$.invoices[0].due_on: 2026-02-30 is not a day of the calendar"),
        (
            "invoices.0.due_on",
            "31/3 2026",
            "$.invoices[0].due_on: '31/3 2026' is not a day written as YYYY-MM-DD",
        ),
        (
            "invoices.0.due_on",
            "20260331",
            "$.invoices[0].due_on: '20260331' is not a day written as YYYY-MM-DD",
        ),
        ("events.0.on", 20260414, "$.events[0].on: must be a string, not the number 20260414"),
        ("events.0.on", "0001-01-01", "$.events[0].on: 0001-01-01 lies outside the years 1900 to 2999"),
        ("on", "soon", "$.on: 'soon' is not a day written as YYYY-MM-DD"),
        (
            "invoices.0.amount",
            20000.0,
            '$.invoices[0].amount: must be a string such as "1234.50", not the number 2',
        ),
        (
            "invoices.0.amount",
            20000,
            '$.invoices[0].amount: must be a string such as "1234.50", not the number 20000',
        ),
        (
            "invoices.0.amount",
            float("nan"),
            '$.invoices[0].amount: must be a string such as "1234.50", not the nu',
        ),
        ("invoices.0.amount", "NaN", "$.invoices[0].amount: 'NaN' is not a sum in kronor with two decimals"),
        (
            "invoices.0.amount",
            "20000.000",
            "$.invoices[0].amount: '20000.000' is not a sum in kronor with two dec",
        ),
        (
            "invoices.0.amount",
            "20000",
            "$.invoices[0].amount: '20000' is not a sum in kronor with two decimals",
        ),
        ("invoices.0.amount", "-1.00", "$.invoices[0].amount: -1.00 is negative"),
        ("events.2.amount", "-5000.00", "$.events[2].amount: -5000.00 is negative"),
        ("events.2.amount", True, '$.events[2].amount: must be a string such as "1234.50", not true'),
        ("events.2.amount", "1e9", "$.events[2].amount: '1e9' is not a sum in kronor with two decimals"),
        (
            "invoices.0.tax_office_share",
            "20000.01",
            "$.invoices[0].tax_office_share: is larger than the amount",
        ),
        (
            "invoices.0.interest_notice",
            "true",
            "$.invoices[0].interest_notice: must be true or false, not 'true'",
        ),
        ("invoices.0.id", "", "$.invoices[0].id: must have 1 to 200 characters"),
        ("invoices.0.id", True, "$.invoices[0].id: must be a string, not true"),
        ("invoices.0.id", "\ud800", "$.invoices[0].id: holds half a character"),
        ("id", 7, "$.id: must be a string, not the number 7"),
        ("terms.due_agreed", 1, "$.terms.due_agreed: must be true or false, not the number 1"),
        ("terms.interest", {"kind": "fixed"}, "$.terms.interest.percent: is missing"),
        (
            "terms.interest",
            {"kind": "margin", "percent": "8.00"},
            "$.terms.interest.percent: unknown field; known",
        ),
        (
            "terms.interest",
            {"kind": "statutory", "points": "8.00"},
            "$.terms.interest.points: unknown field; know",
        ),
        ("terms.interest", {"points": "8.00"}, "$.terms.interest.kind: is missing"),
        (
            "terms.interest",
            {"kind": "fixed", "percent": 18},
            '$.terms.interest.percent: must be a string such as "',
        ),
        ("terms.interest", {"kind": "fixed", "percent": "-1.00"}, "$.terms.interest.percent: is negative"),
        (
            "terms.interest",
            {"kind": "fixed", "percent": "1.005"},
            "$.terms.interest.percent: '1.005' is not a perc",
        ),
        ("invoices.0.invoice\nid", 1, "$.invoices[0].'invoice\\nid': unknown field"),
        ("events.3", {"on": "2026-06-01", "kind": "payment"}, "$.events[3].amount: is missing"),
        ("events.3", {"kind": "reminder"}, "$.events[3].on: is missing"),
        ("events.3", {"on": "2026-06-01"}, "$.events[3].kind: is missing"),
        ("events.3", [], "$.events[3]: must be an object, not a list"),
    ],
)
def test_a_mistake_is_told_by_its_path(path: str, value: Any, said: str) -> None:
    told = refused(changed(path, value))

    assert told.startswith(said)
    assert "\n" not in told


def event(kind: str, **fields: Any) -> Json:
    return {"on": "2026-06-01", "kind": kind, **fields}


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([event("payment", amount="1.00", invoice="B")], "$.events[0].invoice: there is no invoice 'B'"),
        ([event("demand", invoice="B")], "$.events[0].invoice: there is no invoice 'B'"),
        ([event("credit", amount="1.00", ground="error")], "$.events[0].invoice: is missing"),
        ([event("credit", amount="1.00", invoice="A")], "$.events[0].ground: is missing"),
        ([event("payment_reversed", payment="p")], "$.events[0].payment: no payment 'p' is left to reverse"),
        (
            [
                event("payment", amount="1.00", id="p"),
                event("payment_reversed", payment="p"),
                event("payment_reversed", payment="p"),
            ],
            "$.events[2].payment: no payment 'p' is left to reverse",
        ),
        (
            [
                event("payment", amount="1.00", id="p"),
                {"on": "2026-05-31", "kind": "payment_reversed", "payment": "p"},
            ],
            "$.events[1].on: reversed before it was paid on 2026-06-01",
        ),
        (
            [event("payment", amount="1.00", id="p"), event("payment", amount="2.00", id="p")],
            "$.events[1].id: another payment has the id 'p'",
        ),
        (
            [event("write_off", amount="90000.00")],
            "$.events[0].amount: 69660.27 more than is owed on 2026-06-01",
        ),
    ],
)
def test_events_that_contradict_each_other_are_told_by_their_path(events: list[Json], said: str) -> None:
    assert refused({**EXAMPLE, "events": events}) == said


def test_two_invoices_with_one_id_are_refused() -> None:
    invoices = EXAMPLE["invoices"] * 2

    assert refused({**EXAMPLE, "invoices": invoices}) == "$.invoices[1].id: another invoice has the id 'A'"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "$: empty"),
        (b" \n ", "$: empty"),
        (b"%PDF-1.7 ...", "$: not JSON: Expecting value (line 1, column 1)"),
        (b'{"debtor": {"kind": "consumer"}', "$: not JSON: Expecting ',' delimiter (line 1, column 32)"),
        (b"\xff\xfe{}", "$: not UTF-8 (byte 1)"),
        ('{"id": "Å"}'.encode("latin-1"), "$: not UTF-8 (byte 9)"),
        (b"[]", "$: must be an object, not a list"),
        (b"7", "$: must be an object, not the number 7"),
        (b"NaN", "$: must be an object, not the number NaN"),
        (b"1" * 5000, "$: must be an object, not the number 1111111111111111111111111111111111111…"),
        (b"[" * 100_000, "$: nested too deep"),
        (b'{"id":' * 100_000, "$: nested too deep"),
        (b"{}", "$.debtor: is missing"),
        (
            b'{"debtor": {"kind": "consumer", "kind": "public"}, "invoices": []}',
            "$.debtor.kind: is given twice",
        ),
        (b'{"debtor": {"kind": "consumer"}}', "$.invoices: is missing"),
    ],
)
def test_bytes_that_are_no_claim_document_are_told_in_one_line(data: bytes, said: str) -> None:
    assert refused(data) == said


@settings(max_examples=150)
@given(st.randoms(use_true_random=False), st.sampled_from(WRONG))
def test_whatever_stands_in_a_wrong_place_is_answered_or_told_in_one_line(random: Random, wrong: Any) -> None:
    document, on = history(random)
    holder, key = random.choice(list(places(document)))
    holder[key] = wrong

    told = what_is_told(document, on)

    assert told == "" or (told.startswith("$") and "\n" not in told)


def what_is_told(document: Json, on: date) -> str:
    """Say what is wrong with a document, or nothing when it is answered or needs a rate that is not known."""
    try:
        engine(document, on)
    except DocumentError as error:
        return str(error)
    except LawUnknown:
        return ""
    return ""


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Find every place of a document: what holds it, and its key there."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        yield value, key
        yield from places(value[key])
