"""The claim document as it is read: the contract's own example, its defaults, and one line for every mistake."""

import json
from datetime import date
from typing import Any

import pytest

from betalt.core.claim.document import read_document
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.law import LawUnknown
from tests.core.claim.written import ask

Json = dict[str, Any]

EXAMPLE: Json = {
    "creditor": {"kind": "business"},
    "debtor": {"kind": "consumer"},
    "basis": "AA",
    "allocation": "CIP",
    "terms": {
        "due_agreed": True,
        "interest": {"kind": "statutory"},
        "reminder_fee_agreed": True,
        "consumer_credit": False,
    },
    "invoices": [{"id": "A", "amount": "20000.00", "invoiced_on": "2026-03-01", "due_on": "2026-03-31"}],
    "events": [
        {"on": "2026-04-14", "kind": "reminder"},
        {"on": "2026-05-04", "kind": "demand"},
        {"on": "2026-05-29", "kind": "payment", "amount": "5000.00"},
    ],
}
FULL: Json = {
    "id": "nr 7",
    "on": "2026-12-01",
    "creditor": {"kind": "private"},
    "debtor": {"kind": "business"},
    "basis": "A365",
    "allocation": "PIC",
    "terms": {
        "due_agreed": False,
        "interest": {"kind": "margin", "points": "12.5"},
        "reminder_fee_agreed": True,
        "consumer_credit": True,
    },
    "invoices": [
        {
            "id": "A",
            "amount": "100.00",
            "invoiced_on": "2026-03-01",
            "due_on": "2026-03-31",
            "sent_on": "2026-03-02",
            "interest_notice": True,
            "arose_on": "2026-02-20",
            "tax_office_share": "30.00",
        }
    ],
    "events": [
        {"on": "2026-04-01", "kind": "plan", "invoice": "A", "charged": False},
        {"on": "2026-04-02", "kind": "payment", "amount": "1.00", "invoice": "A", "id": "p"},
        {"on": "2026-04-03", "kind": "payment_reversed", "payment": "p"},
        {"on": "2026-04-04", "kind": "credit", "amount": "2.00", "invoice": "A", "ground": "goodwill"},
        {
            "on": "2026-04-05",
            "kind": "application",
            "application_fee": "300.00",
            "work_fee": "380.00",
            "served_on": "2026-04-20",
        },
        {"on": "2026-04-06", "kind": "judgment", "costs": "600.00", "invoice": "A"},
        {"on": "2026-04-07", "kind": "court_cost", "amount": "3.00"},
        {"on": "2026-04-08", "kind": "write_off", "amount": "0.50"},
    ],
}
ANSWER: Json = {
    "on": "2026-07-31",
    "currency": "SEK",
    "principal": "15563.29",
    "interest": "268.63",
    "costs": "0.00",
    "total": "15831.92",
    "overpaid": "0.00",
    "daily_interest": "4.263915",
    "invoices": [
        {
            "id": "A",
            "effective_due_on": "2026-03-31",
            "principal": "15563.29",
            "interest": "268.63",
            "costs": "0.00",
            "total": "15831.92",
            "interest_rows": [
                {
                    "from": "2026-04-01",
                    "to": "2026-05-29",
                    "days": 59,
                    "percent": "10.00",
                    "base": "20000.00",
                    "year_days": 365,
                    "amount": "323.29",
                    "ground": "räntelagen (1975:635) 6 §",
                },
                {
                    "from": "2026-05-30",
                    "to": "2026-07-31",
                    "days": 63,
                    "percent": "10.00",
                    "base": "15563.29",
                    "year_days": 365,
                    "amount": "268.63",
                    "ground": "räntelagen (1975:635) 6 §",
                },
            ],
        }
    ],
    "costs_rows": [
        {
            "on": "2026-04-14",
            "invoice": "A",
            "what": "reminder",
            "amount": "60.00",
            "ground": "lag (1981:739) 2, 4 §§",
        },
        {
            "on": "2026-05-04",
            "invoice": "A",
            "what": "demand",
            "amount": "180.00",
            "ground": "lag (1981:739) 3, 4 §§",
        },
    ],
    "payments": [
        {
            "on": "2026-05-29",
            "amount": "5000.00",
            "allocated": [{"invoice": "A", "costs": "240.00", "interest": "323.29", "principal": "4436.71"}],
            "overpaid": "0.00",
        }
    ],
    "refused": [],
}


def changed(path: str, value: Any) -> Json:
    """Put a value at a path of the example; the name it ends in may be new."""
    document = json.loads(json.dumps(EXAMPLE))
    *steps, last = path.split(".")
    place = document
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if isinstance(place, list):
        place[int(last) : int(last) + 1] = [value]
    else:
        place[last] = value
    return document


def test_the_contracts_own_example_is_answered_exactly() -> None:
    assert ask(EXAMPLE, on="2026-07-31") == ANSWER


def test_without_the_clause_the_reminder_is_refused() -> None:
    found = ask(changed("terms.reminder_fee_agreed", False), on="2026-07-31")

    assert found["refused"] == [
        {
            "on": "2026-04-14",
            "what": "reminder",
            "why": "not agreed when the debt arose",
            "ground": "lag (1981:739) 2 §",
        }
    ]
    assert [row["what"] for row in found["costs_rows"]] == ["demand"]


def test_what_is_left_out_has_the_contracts_defaults() -> None:
    read = read_document(
        b'{"debtor": {"kind": "public"}, "invoices":'
        b' [{"id": "A", "amount": "1.00", "invoiced_on": "2026-03-01", "due_on": "2026-03-31"}]}'
    )

    invoice = Invoice(id="A", amount_ore=100, invoiced_on=date(2026, 3, 1), due_on=date(2026, 3, 31))
    assert read.facts == Facts(
        creditor_kind="business",
        debtor_kind="public",
        basis="AA",
        allocation="CIP",
        terms=Terms(
            due_agreed=True,
            interest_kind="statutory",
            interest_bps=0,
            reminder_fee_agreed=False,
            consumer_credit=False,
        ),
        invoices=(invoice,),
        events=(),
    )
    assert (read.id, read.on) == (None, None)


def test_every_field_reaches_the_facts() -> None:
    read = read_document(json.dumps(FULL).encode())

    assert (read.id, read.on) == ("nr 7", date(2026, 12, 1))
    assert read.facts == Facts(
        creditor_kind="private",
        debtor_kind="business",
        basis="A365",
        allocation="PIC",
        terms=Terms(
            due_agreed=False,
            interest_kind="margin",
            interest_bps=1250,
            reminder_fee_agreed=True,
            consumer_credit=True,
        ),
        invoices=(
            Invoice(
                id="A",
                amount_ore=10_000,
                invoiced_on=date(2026, 3, 1),
                due_on=date(2026, 3, 31),
                sent_on=date(2026, 3, 2),
                interest_notice=True,
                arose_on=date(2026, 2, 20),
                tax_office_share_ore=3_000,
            ),
        ),
        events=(
            Event(on=date(2026, 4, 1), kind="plan", invoice="A", charged=False),
            Event(on=date(2026, 4, 2), kind="payment", amount_ore=100, invoice="A", id="p"),
            Event(on=date(2026, 4, 3), kind="payment_reversed", payment="p"),
            Event(on=date(2026, 4, 4), kind="credit", amount_ore=200, invoice="A", ground="goodwill"),
            Event(
                on=date(2026, 4, 5),
                kind="application",
                application_fee_ore=30_000,
                work_fee_ore=38_000,
                served_on=date(2026, 4, 20),
            ),
            Event(on=date(2026, 4, 6), kind="judgment", costs_ore=60_000, invoice="A"),
            Event(on=date(2026, 4, 7), kind="court_cost", amount_ore=300),
            Event(on=date(2026, 4, 8), kind="write_off", amount_ore=50),
        ),
    )


def test_a_byte_order_mark_is_read_past() -> None:
    read = read_document(b"\xef\xbb\xbf" + json.dumps(EXAMPLE).encode())

    assert read.facts.debtor_kind == "consumer"


def test_a_payment_after_the_asked_day_is_not_yet_there() -> None:
    assert ask(EXAMPLE, on="2026-05-28")["payments"] == []


def test_the_id_is_echoed() -> None:
    assert ask({**EXAMPLE, "id": "ärende 7"}, on="2026-07-31") == {"id": "ärende 7", **ANSWER}


def test_a_day_past_the_known_rates_names_table_and_last_day() -> None:
    """R5"""
    with pytest.raises(LawUnknown, match=r"reference_rate .* 2027-01-01: last known day is 2026-12-31"):
        ask(EXAMPLE, on="2027-01-01")
