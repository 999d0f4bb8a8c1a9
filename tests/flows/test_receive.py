"""A list of unpaid invoices comes in: good rows go in, bad ones are told, what left the list or is credited is held."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from betalt.adapters.files.table import UnreadableFile
from betalt.flows.answer import NothingAsked
from betalt.flows.hold import release_hold
from betalt.flows.receive import receive_invoices, release_batch
from betalt.records import models as m
from betalt.records.queries.cases import open_questions
from betalt.records.scope import acting_for
from betalt.words import say
from tests.flows.ledger import assert_books
from tests.flows.tables import snapshot
from tests.office import ASA, ASA_OBERG, BO, NORDANVIK, SUND, Bill, Office, open_office, unpaid

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 2)


def read(office: Office, data: bytes, *, name: str = "unpaid.csv", snapshot: bool = False):
    return receive_invoices(creditor=office.creditor, name=name, data=data, on=ON, snapshot=snapshot)


def test_good_rows_become_invoices_with_cases_and_postings(office: Office) -> None:
    received = office.receive(NORDANVIK, replace(ASA, left="2 000,00"), on=ON, release=False)

    assert (received.new, received.known, received.refused) == (2, 0, ())
    assert [(i.number, i.amount_ore, i.settled_before_ore) for i in office.rows(m.Invoice)] == [
        ("1001", 12_500_00, 0),
        ("1002", 3_000_00, 1_000_00),
    ]
    cases = [office.case(1), office.case(2)]
    assert [(c.number, c.stage, c.next_look_on, c.payment_status) for c in cases] == [
        (1, "open", ON, "unpaid"),
        (2, "open", ON, "part"),
    ]
    (asa,) = office.rows(m.Party, number="8")
    assert (asa.kind, asa.natural, asa.org_no) == ("consumer", True, "")
    assert b"1990" not in bytes(asa.personal_no)
    assert [event.kind for event in office.rows(m.Event, case__isnull=False)] == ["received", "received"]
    assert_books(office, ON)


def test_the_same_list_again_adds_nothing(office: Office) -> None:
    office.receive(NORDANVIK, ASA, on=ON)
    rows = {name: len(found) for name, found in snapshot().items()}
    again = office.receive(NORDANVIK, ASA, on=ON)

    assert (again.new, again.known) == (0, 2)
    added = {name for name, found in snapshot().items() if len(found) != rows[name]}
    assert added == {"records_import", "records_importrow"}
    assert [row.fate for row in office.rows(m.ImportRow)] == ["known", "known"]


BAD = [
    (replace(ASA, amount="tre tusen"), "Belopp"),
    (replace(ASA, amount="0,00"), "Saldo"),
    (replace(ASA, due="2026-01-14"), "Förfallodatum"),
    (replace(ASA, issued="i går"), "Fakturadatum"),
    (replace(ASA, customer=replace(ASA_OBERG, org_no="19900101-2386")), "Orgnr"),
    (replace(ASA, left="3 001,00"), "Saldo"),
    (replace(ASA, number=""), "Fakturanr"),
]


@pytest.mark.parametrize(("bill", "column"), BAD, ids=[column for _, column in BAD])
def test_a_bad_row_is_refused_by_line_and_column_and_the_others_go_in(
    office: Office, bill: Bill, column: str
) -> None:
    received = read(office, unpaid(NORDANVIK, bill, BO))

    assert (received.new, [(r.line, r.column) for r in received.refused]) == (2, [(3, column)])
    (row,) = office.rows(m.ImportRow)
    assert (row.line, row.column, row.fate) == (3, column, "refused")
    assert say(received.refused[0].reason, language="sv") != say(received.refused[0].reason, language="en")
    assert [invoice.number for invoice in office.rows(m.Invoice)] == ["1001", "1003"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "read.empty_file"),
        (b"   \n ", "read.empty_file"),
        (b"%PDF-1.7 no list at all", "read.wrong_kind"),
        (b"\x00\x01\x02\x03", None),
        (b"Namn;Stad\nBo;Lund\n", None),
        ("Fakturanr;Belopp\n1;2\n".encode("utf-16"), None),
    ],
    ids=["empty", "blanks", "pdf", "bytes", "other columns", "utf-16 without what is needed"],
)
def test_a_file_that_is_no_list_is_refused_in_one_line_and_kept(
    office: Office, data: bytes, code: str | None
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(office, data)

    reason = refused.value.reason
    assert code in (None, reason.code)
    assert "\n" not in say(reason, language="sv")
    assert [batch.state for batch in office.rows(m.Import)] == ["refused"]
    assert [bytes(file.content) for file in office.rows(m.File)] == [data]
    assert office.rows(m.Case) == []


def test_a_spreadsheet_reads_like_its_csv(office: Office) -> None:
    book = Workbook()
    for line in unpaid(NORDANVIK, ASA).decode().splitlines():
        book.active.append(line.split(";"))
    stored = BytesIO()
    book.save(stored)
    received = read(office, stored.getvalue(), name="unpaid.xlsx")

    assert (received.new, received.refused) == (2, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_swedish_letters_in_any_usual_encoding(office: Office, encoding: str) -> None:
    read(office, unpaid(ASA).decode().encode(encoding))

    assert [party.name for party in office.rows(m.Party)] == ["Åsa Öberg"]


def test_letters_wait_until_the_batch_is_released(office: Office) -> None:
    batch = office.receive(ASA, on=date(2026, 2, 2), release=False).batch
    office.days(date(2026, 2, 16), date(2026, 2, 20))
    assert (office.letters(), office.asked()["code"]) == ([], "process.first_run")

    with pytest.raises(NothingAsked, match="a yes to the whole list"):
        office.approve(1, date(2026, 2, 20))

    assert release_batch(creditor=office.creditor, batch=batch) == 1
    assert release_batch(creditor=office.creditor, batch=batch) == 0
    office.day(date(2026, 2, 21))
    assert [kind for kind, _ in office.left()] == ["note"]
    with acting_for([office.creditor]):
        assert open_questions(creditor=office.creditor) == ()


def test_an_invoice_that_left_the_full_list_is_held_until_somebody_says_why(office: Office) -> None:
    office.receive(ASA, NORDANVIK, on=date(2026, 2, 2))
    later = office.receive(NORDANVIK, on=date(2026, 2, 10), snapshot=True)

    assert later.gone == 1
    assert [office.case(number).hold for number in (1, 2)] == ["source", "none"]
    office.days(date(2026, 2, 16), date(2026, 2, 20))
    assert [kind for kind, _ in office.left()] == ["note"]
    assert (office.asked(1)["code"], office.asked(1)["question"]) == ("process.ends_source", "hold")

    release_hold(creditor=office.creditor, number=1, on=date(2026, 2, 20), reason="fel lista")
    office.day(date(2026, 2, 21))
    assert len(office.left()) == 2


def test_a_list_that_is_not_the_whole_holds_nobody(office: Office) -> None:
    office.receive(ASA, NORDANVIK, on=ON)
    assert office.receive(NORDANVIK, on=ON).gone == 0
    assert [case.hold for case in office.rows(m.Case)] == ["none", "none"]


def test_a_paid_case_is_not_missed_in_the_list(office: Office) -> None:
    office.receive(ASA, NORDANVIK, on=ON)
    office.pay(1, 3_000_00, ON)

    assert office.receive(NORDANVIK, on=ON, snapshot=True).gone == 0


def test_a_credit_note_in_the_list_holds_its_customers_cases(office: Office) -> None:
    credit = Bill(number="1090", customer=ASA_OBERG, amount="-500,00", kind="kredit", due="2026-03-18")
    office.receive(ASA, replace(ASA, number="1012"), NORDANVIK, credit, on=ON)

    assert [office.case(number).hold for number in (1, 2, 3)] == ["person", "person", "none"]
    assert [(row.fate, row.reason["params"]) for row in office.rows(m.ImportRow)] == [
        ("credit", {"number": "1090"})
    ]


HALF_RUN = [
    # reminded on 25 February: its own day is 5 March, and three banking days later a person is asked
    (replace(ASA, reminded="2026-02-25"), "reminded", 2, date(2026, 3, 5), "process.release", date(2026, 3, 10)),
    # demanded on 25 February: to be answered by 9 March, and four banking days later a person is asked
    (replace(ASA, reminded="2026-02-16", demanded="2026-02-25"), "demanded", 3, date(2026, 3, 9), "process.release",
     date(2026, 3, 13)),
    (replace(NORDANVIK, demanded="2026-02-25"), "demanded", 3, date(2026, 3, 9), "process.ladder_climbed",
     date(2026, 3, 13)),
]  # fmt: skip


@pytest.mark.parametrize(("bill", "stage", "step", "answer_by", "asked", "asked_on"), HALF_RUN)
def test_a_half_run_case_goes_on_after_its_last_letters_day(
    office: Office, bill: Bill, stage: str, step: int, answer_by: date, asked: str, asked_on: date
) -> None:
    office.receive(bill, on=ON)
    case = office.case()
    assert (case.stage, case.step_done, case.answer_by) == (stage, step, answer_by)
    assert [charged for *_, charged in office.fees()] == [False] * (bool(bill.reminded) + bool(bill.demanded))
    office.days(ON, date(2026, 3, 20))

    assert office.letters() == []
    assert (office.asked()["code"], office.rows(m.Question)[0].asked_on) == (asked, asked_on)


def test_the_same_number_at_another_creditor_is_another_invoice(office: Office) -> None:
    office.receive(ASA, on=ON)
    other = open_office(bundles=office.outlet.bundles, inbox=office.inbox, server=None, name="Annat AB")

    assert other.receive(ASA, on=ON).new == 1
    assert (other.case().number, len(office.rows(m.Invoice))) == (1, 1)


def test_a_newer_list_brings_a_customers_new_address_and_forgets_the_bounce(office: Office) -> None:
    office.receive(ASA, on=date(2026, 2, 2))
    office.inbox.refuse.add("asa@example.com")
    office.day(date(2026, 2, 17))
    assert office.rows(m.Party)[0].email_bounced
    moved = replace(ASA_OBERG, email="ny@example.com", street="Nygatan 2")
    office.receive(replace(ASA, number="1012", customer=moved), on=date(2026, 2, 18))

    (asa,) = office.rows(m.Party)
    assert (asa.email, asa.address[0], asa.email_bounced) == ("ny@example.com", "Nygatan 2", False)
    office.receive(
        replace(ASA, number="1013", customer=replace(ASA_OBERG, email="", street="")), on=date(2026, 2, 19)
    )
    assert office.rows(m.Party)[0].email == "ny@example.com"


def test_a_municipality_is_told_from_a_company(office: Office) -> None:
    office.receive(SUND, NORDANVIK, on=ON)

    assert [(p.kind, p.natural) for p in office.rows(m.Party)] == [("public", False), ("business", False)]
    assert [x.debtor_kind for x in office.rows(m.Invoice)] == ["public", "business"]
