"""A real ledger that nobody here wrote goes through the road: no crash, no silent row, no letter the law refuses."""

import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest

from betalt.adapters.files.mapping import from_dict
from betalt.flows.answer import approve_step
from betalt.flows.doctor import examine
from betalt.flows.receive import receive_invoices, release_batch
from betalt.records import models as m
from betalt.records.scope import acting_for

LEDGER = Path(__file__).resolve().parents[3] / "shared/data/highradius/open_book_2020_no_outcomes.csv.gz"
MAPPING = {
    "amount_as": "SEK",
    "shift_days": 2192,  # 2020 into 2026
    "columns": {
        "number": "doc_id",
        "customer_number": "cust_number",
        "issued_on": "document_create_date",
        "due_on": "due_date",
        "currency": "currency",
        "amount": "amount",
    },
    "constants": {
        "customer_kind": "business",
        "what": "Leverans enligt order",
        "street": "Industrigatan 1",
        "postcode": "411 01",
        "city": "Göteborg",
    },
}
ROWS = 300
FIRST, DAYS = date(2026, 3, 2), 60

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not LEDGER.exists(), reason="shared/data/highradius is not here"),
]


def test_a_real_ledger_walks_sixty_days(office):
    head, *rows = gzip.decompress(LEDGER.read_bytes()).decode().splitlines()
    text = "\n".join([head, *rows[:: len(rows) // ROWS][:ROWS]])
    received = receive_invoices(
        creditor=office.creditor, name="ledger.csv", data=text.encode(), on=FIRST, mapping=from_dict(MAPPING)
    )
    assert received.new + len(received.refused) == ROWS
    release_batch(creditor=office.creditor, batch=received.batch)

    for day in (FIRST + timedelta(days=n) for n in range(DAYS)):
        run = office.day(day)
        assert run.advanced.set_aside == []
        _owner_says_yes(office, day)

    examined = examine(creditor=office.creditor, on=FIRST + timedelta(days=DAYS))
    assert [finding.reason for finding in examined.findings if finding.serious] == []
    kinds = {kind for kind, state, *_ in office.letters() if state == "handed_over"}
    assert kinds == {"reminder", "demand"}


def _owner_says_yes(office, day: date) -> None:
    with acting_for([office.creditor]):
        asked = m.Question.objects.of(office.creditor).filter(
            answered_on=None, reason__question__in=["release", "confirm"]
        )
        numbers = list(asked.values_list("case__number", flat=True).distinct())
    for number in numbers:
        approve_step(creditor=office.creditor, number=number, on=day, actor="Karin")
