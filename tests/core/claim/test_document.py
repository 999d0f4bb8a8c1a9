"""The claim document as it is read: the contract's own example, its defaults, and one line for every mistake."""

import json
from datetime import date
from typing import Any

import pytest

from betalt.core.claim.document import read_document, work_out
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.claim.strict import DocumentError
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


def refused(document: Any) -> str:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(DocumentError) as error:
        work_out(read_document(data), on=date(2026, 12, 31))
    return str(error.value)


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
    document = {
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

    read = read_document(json.dumps(document).encode())

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
