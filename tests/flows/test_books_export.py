"""What was booked, as a file for the bookkeeping program: a voucher a day and kind, and every öre of it."""

import ast
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import betalt.flows
from betalt.adapters.sie.reader import read_sie
from betalt.flows.books_export import export_sie, voucher_titles
from betalt.records import models as m
from tests.office import ASA, BO, NORDANVIK, Office

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def lived(office: Office) -> Office:
    """Three invoices: one paid, one paid too much, one with a charged demand."""
    office.receive(ASA, BO, NORDANVIK, on=date(2026, 2, 2))
    office.pay(1, 3_000_00, date(2026, 2, 12))
    office.pay(2, 3_500_00, date(2026, 2, 12))
    office.days(date(2026, 2, 16), date(2026, 3, 10))
    office.approve(3, date(2026, 3, 10))
    office.day(date(2026, 3, 10))
    return office


def sums(office: Office, *, with_invoices: bool) -> Counter[str]:
    """Add the vouchers up by account."""
    exported = export_sie(
        creditor=office.creditor, first=FIRST, last=LAST, made_on=LAST, with_invoices=with_invoices
    )
    total: Counter[str] = Counter()
    for voucher in read_sie(exported.data).vouchers:
        for row in voucher.rows:
            total[row.account] += row.ore
    return total


def test_the_whole_ledger_comes_out_to_the_ore(lived: Office) -> None:
    ledger: Counter[str] = Counter()
    for posting in lived.rows(m.Posting):
        ledger[posting.debit] += posting.ore
        ledger[posting.credit] -= posting.ore

    assert sums(lived, with_invoices=True) == ledger


def test_invoices_that_another_program_has_booked_are_left_out(lived: Office) -> None:
    whole, new = sums(lived, with_invoices=True), sums(lived, with_invoices=False)

    assert new["2999"] == 0
    assert new["1510"] == whole["1510"] + whole["2999"]
    assert {a: ore for a, ore in new.items() if a not in {"1510", "2999"}} == {
        a: ore for a, ore in whole.items() if a not in {"1510", "2999"}
    }
    assert new["1930"] == 6_500_00
    assert new["3990"] < 0


def test_a_voucher_a_day_and_kind_names_the_invoices_and_nobody(lived: Office) -> None:
    exported = export_sie(
        creditor=lived.creditor, first=FIRST, last=date(2026, 2, 28), made_on=LAST, year_begins=1
    )
    file = read_sie(exported.data)

    assert (file.company, file.org_no, file.made_on) == ("Göta Rör AB", "559999-8001", LAST)
    assert [(year.no, year.first, year.last) for year in file.years] == [(0, FIRST, LAST)]
    assert (file.refused, file.notes) == ((), ())
    (paid,) = file.vouchers
    assert (paid.on, paid.text) == (date(2026, 2, 12), "Betalningar")
    named = {row.text for voucher in file.vouchers for row in voucher.rows}
    assert named == {"Faktura 1002", "Faktura 1003"}
    assert {account.number: account.name for account in file.accounts} == {
        "1510": "Kundfordringar",
        "1930": "Företagskonto",
        "2420": "Förskott från kunder",
    }
    written = exported.data.decode("cp437")
    assert not [name for name in ("Åsa", "Öberg", "Bo Ek") if name in written]


def test_the_days_are_a_wall_on_both_sides(lived: Office) -> None:
    def counted(first: date, last: date) -> int:
        return export_sie(creditor=lived.creditor, first=first, last=last, made_on=LAST).postings

    assert counted(date(2026, 2, 12), date(2026, 2, 12)) > 0
    assert counted(date(2026, 2, 3), date(2026, 2, 11)) == 0
    assert counted(date(2026, 2, 13), date(2026, 3, 9)) == 0
    assert counted(date(2026, 3, 10), date(2026, 3, 10)) > 0


def test_a_case_of_many_invoices_names_the_first_ones() -> None:
    from betalt.flows.books_export import _about

    assert _about([]) == ""
    assert _about(["1"]) == "Faktura 1"
    assert _about([str(number) for number in range(1, 8)]) == "Faktura 1, 2, 3, 4, 5 + 2"


def test_every_kind_that_the_flows_book_has_a_title() -> None:
    booked = {"received"}
    for path in Path(betalt.flows.__file__).parent.glob("*.py"):
        for call in (
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
        ):
            if isinstance(call.func, ast.Name) and call.func.id in {"reckon", "book"}:
                words = {word.arg: word.value for word in call.keywords}
                kind = words.get("kind") or words.get("why")
                booked |= {kind.value} if isinstance(kind, ast.Constant) else set()

    assert booked - set(voucher_titles()) == set()
