"""Up to which day a bank's file tells of the creditor's money: letters leave only when that is fresh (issue 4)."""

from datetime import date

import pytest

from betalt.flows.setup import change_choices
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.adapters.bank.camt_file import balance, message, statement, tag
from tests.flows.bank import ACCOUNT, Paid, bgmax, camt, take
from tests.office import Office

pytestmark = pytest.mark.django_db
RECEIVED_ON = date(2026, 2, 2)
BOOKED_ON, READ_ON = date(2026, 2, 12), date(2026, 2, 13)
ASA_PAYS = Paid(amount="3000.00", ocr="1002", payer="991-2346", name="Åsa Öberg")

COVERED = [
    (camt(ASA_PAYS, at="17:30:00"), READ_ON, BOOKED_ON),
    (camt(ASA_PAYS, at="09:15:00"), READ_ON, date(2026, 2, 11)),
    (camt(ASA_PAYS, at="09:15:00", kind="053"), READ_ON, BOOKED_ON),
    (bgmax(ASA_PAYS), READ_ON, BOOKED_ON),
]


@pytest.mark.parametrize(("data", "read_on", "covered_on"), COVERED)
def test_a_file_covers_its_newest_day_once_that_day_is_over(
    office: Office, data: bytes, read_on: date, covered_on: date
) -> None:
    taken = take(office, data, on=read_on)

    with acting_for([office.creditor]):
        home = m.Creditor.objects.get(id=office.creditor)
    assert (taken.covered_on, home.bank_data_on) == (covered_on, covered_on)


@pytest.mark.parametrize(("own", "covered_on"), [(ACCOUNT, BOOKED_ON), ("SE7280000810340009783242", None)])
def test_a_statement_of_a_day_without_money_covers_the_day_of_its_own_account(
    office: Office, own: str, covered_on: date | None
) -> None:
    change_choices(creditor=office.creditor, choices={"iban": ACCOUNT}, on=RECEIVED_ON)
    day = tag("Dt", tag("Dt", BOOKED_ON.isoformat()))
    closing = balance("CLBD", "10.00").replace("</Bal>", f"{day}</Bal>")
    head = balance("OPBD", "10.00") + closing

    taken = take(office, message(statement(head=head, own=own), kind="053").encode())

    assert (taken.covered_on, taken.counts["new"]) == (covered_on, 0)


OTHERS = Paid(amount="3000.00", payee="9912346", number="9")
SILENT = {
    "all of it came to another's account": camt(OTHERS, kind="053"),
    "another's deposit": bgmax(OTHERS).replace(b"50501055", b"09912346"),
    "a notice of debits": camt(Paid(amount="10.00", payee=""), side="DBIT"),
    "euro": camt(ASA_PAYS, kind="053").replace(b'"SEK"', b'"EUR"'),
    "an account in euro": message(
        statement(
            head=balance("OPBD", "10.00", currency="EUR")
            + balance("CLBD", "10.00", currency="EUR").replace(
                "</Bal>", f"{tag('Dt', tag('Dt', BOOKED_ON.isoformat()))}</Bal>"
            )
        ),
        kind="053",
    ).encode(),
}


@pytest.mark.parametrize("data", SILENT.values(), ids=SILENT)
def test_a_file_that_is_silent_on_the_creditors_money_covers_no_day(office: Office, data: bytes) -> None:
    taken = take(office, data)

    with acting_for([office.creditor]):
        home = m.Creditor.objects.get(id=office.creditor)
    assert (taken.covered_on, home.bank_data_on, taken.counts["new"]) == (None, None, 0)
