"""What is needed no longer is erased by rule, and what books, journal and law need stays, whoever asks."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction

from betalt.flows.agree import record_agreement
from betalt.flows.doctor import examine
from betalt.flows.hold import open_dispute, settle_dispute
from betalt.flows.retention import forget_customer, retain
from betalt.flows.setup import change_choices
from betalt.records import models as m
from betalt.records import snapshot
from betalt.records.custody import custody
from betalt.records.scope import acting_for
from tests.flow_guard import raw_rows
from tests.flows.bank import Paid, camt, take
from tests.flows.conftest import Inbox, mail
from tests.office import ASA, BO, NORDANVIK, Office, open_office

__all__ = ["mail"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

RECEIVED_ON = date(2026, 2, 16)
CLOSED_ON = date(2026, 3, 20)
UNTOUCHED = (
    "records_event", "records_posting", "records_measure", "records_case", "records_lettercase", "records_match",
    "records_creditnote", "records_delivery", "records_bundle", "records_agreement", "records_creditor",
)  # fmt: skip


@pytest.fixture
def settled(transactional_db: None, tmp_path: Path, mail: tuple[Inbox, Any]) -> Iterator[Office]:
    """Three cases: Åsa's is paid with its note, Nordanvik's with a reminder's fee, and Bo's is open."""
    office = open_office(bundles=tmp_path / "bundles", inbox=mail[0], server=mail[1])
    office.receive(ASA, NORDANVIK, BO, on=RECEIVED_ON)
    record_agreement(
        creditor=office.creditor, customer="7", clause="reminder_fee", agreed_on=date(2026, 1, 1), how="avtal 12",
        on=RECEIVED_ON,
    )  # fmt: skip
    for day in (date(2026, 2, 17), date(2026, 2, 24), date(2026, 3, 3)):
        office.day(day)
    open_dispute(
        creditor=office.creditor, number=1, on=date(2026, 3, 4), reason="Åsa säger att hon har betalat"
    )
    settle_dispute(creditor=office.creditor, number=1, on=date(2026, 3, 5), outcome="rejected")
    take(
        office,
        camt(Paid(amount="1.00", text="tack", name="Åsa", payer="991-2346"), on=date(2026, 3, 6)),
        on=CLOSED_ON,
    )
    for case in (office.case(1), office.case(2)):
        office.pay(case.number, office.claim(case.number, CLOSED_ON).total, CLOSED_ON, read_on=CLOSED_ON)
    yield office
    connections["owner"].close()


def rows(table: str) -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} t ORDER BY t.id")
        return [row for (row,) in cursor.fetchall()]


def charged(office: Office) -> dict[int, bool]:
    paid = {row.letter_id for row in office.rows(m.Measure, charged=True)}
    return {letter.id: letter.id in paid for letter in office.rows(m.Letter)}


def test_a_dry_run_says_what_and_why_and_changes_nothing(settled: Office) -> None:
    before = everything()
    after_a_year = date(2027, 3, 21)
    told = retain(creditor=settled.creditor, on=after_a_year, dry_run=True)

    assert everything() == before
    assert set(told.counts) >= {"letters", "notes", "contact"}
    assert {one.why.code for one in told.fallen} == {f"retention.{one.rule}" for one in told.fallen}
    assert dict(told.fallen[0].why.params)["settled"] == "2026-03-21"


def test_nothing_is_erased_while_it_may_be_needed(settled: Office) -> None:
    assert retain(creditor=settled.creditor, on=date(2027, 3, 19), dry_run=False).fallen == ()


def test_after_a_year_letters_notes_and_ways_to_reach_a_customer_go_and_the_books_stay(
    settled: Office,
) -> None:
    before = {table: rows(table) for table in UNTOUCHED}
    fees = charged(settled)
    letters = {x.id: x for x in settled.rows(m.Letter)}
    files = {x.id: (x.sha256, x.content) for x in settled.rows(m.File)}
    closed = [x.letter_id for x in settled.rows(m.LetterCase) if x.case_id != settled.case(3).id]

    done = retain(creditor=settled.creditor, on=date(2027, 3, 21), dry_run=False, actor="Karin")

    assert {table: rows(table)[: len(before[table])] for table in UNTOUCHED} == before
    erased = settled.rows(m.Event, kind="erased")
    assert {rule: n for event in erased for rule, n in event.data["rules"].items()} == done.counts
    assert {event.actor for event in erased} == {"Karin"}
    gone = [x for x in settled.rows(m.Letter) if x.erased_on]
    assert [x.id for x in gone] == sorted(x for x in set(closed) if not fees[x])
    assert len(gone) > 1
    for letter in gone:
        old = letters[letter.id]
        assert (letter.total_ore, letter.letter_on, letter.kind) == (old.total_ore, old.letter_on, old.kind)
        assert set(letter.content) == {"erased_on", "sha256"}
        assert letter.pdf.content == b""
        assert letter.pdf.sha256 == hashlib.sha256(files[letter.pdf_id][1]).hexdigest()
    assert [x.text for x in settled.rows(m.Note)] == [""]
    reached = {x.number: (x.name, x.email, x.personal_no) for x in settled.rows(m.Party)}
    assert reached["8"] == ("Åsa Öberg", "", None)
    assert reached["9"][1:] != ("", None)
    assert serious(settled, date(2027, 3, 21)) == []
    assert retain(creditor=settled.creditor, on=date(2027, 3, 21), dry_run=False).fallen == ()


def test_after_the_years_of_bookkeeping_the_rest_goes_too(settled: Office) -> None:
    """Posted in 2026, in a financial year that may end in 2027: kept through 2034 (BFL 7:2)."""
    settled.pay(3, settled.claim(3, CLOSED_ON).total, CLOSED_ON, read_on=CLOSED_ON)
    with acting_for([settled.creditor]), raw_rows():
        m.Payment.objects.of(settled.creditor).filter(state="open").update(state="ignored", note="inte vår")
    retain(creditor=settled.creditor, on=date(2034, 12, 31), dry_run=False)
    kept = [x.name for x in settled.rows(m.Party)]
    assert "" not in kept
    postings = rows("records_posting")

    done = retain(creditor=settled.creditor, on=date(2035, 1, 1), dry_run=False)

    assert set(done.counts) >= {"letters_charged", "bank_files", "payments", "names"}
    assert {x.name for x in settled.rows(m.Party)} == {""}
    assert [x.id for x in settled.rows(m.Letter) if not x.erased_on] == []
    assert [x.id for x in settled.rows(m.File) if not x.erased_on] == []
    assert {(x.payer, x.payer_name, tuple(x.text)) for x in settled.rows(m.Payment)} == {("", "", ())}
    assert rows("records_posting") == postings
    text = " ".join(row for table in shapes() for row in rows_of(table))
    assert [word for word in ("Åsa Öberg", "Bo Ek", "example.com", "Storgatan 1") if word in text] == []


def test_a_list_that_was_erased_may_come_again_and_is_kept(settled: Office) -> None:
    settled.pay(3, settled.claim(3, CLOSED_ON).total, CLOSED_ON, read_on=CLOSED_ON)
    (first,) = settled.rows(m.SourceFile, kind="invoices")
    words = first.file.content
    retain(creditor=settled.creditor, on=date(2027, 3, 21), dry_run=False)
    assert settled.rows(m.File, id=first.file_id)[0].content == b""

    settled.receive(ASA, NORDANVIK, BO, on=date(2027, 3, 22))

    again = settled.rows(m.SourceFile, kind="invoices")[-1]
    assert (again.file.content, again.file.sha256) == (words, first.file.sha256)


def test_a_customer_may_ask_to_be_forgotten_and_hears_what_stays_and_why(settled: Office) -> None:
    told = forget_customer(creditor=settled.creditor, customer="8", on=CLOSED_ON, dry_run=False)

    assert set(told.counts) >= {"letters", "notes", "contact"}
    assert [why.code for why in told.kept] == ["retention.kept_books", "retention.kept_lists"]
    assert dict(told.kept[0].params)["until"] == "2034-12-31"
    (asa,) = settled.rows(m.Party, number="8")
    assert (asa.name, asa.email, asa.personal_no) == ("Åsa Öberg", "", None)
    assert settled.rows(m.Party, number="7")[0].email != ""


def test_of_whom_a_case_is_open_everything_that_the_claim_needs_stays(settled: Office) -> None:
    told = forget_customer(creditor=settled.creditor, customer="9", on=CLOSED_ON, dry_run=False)

    assert told.fallen == ()
    assert told.kept[0].code == "retention.kept_open"


def test_a_creditor_may_keep_closed_cases_longer(settled: Office) -> None:
    change_choices(creditor=settled.creditor, choices={"keep_closed_cases_months": 36}, on=CLOSED_ON)
    assert retain(creditor=settled.creditor, on=date(2029, 3, 19), dry_run=True).fallen == ()
    assert retain(creditor=settled.creditor, on=date(2029, 3, 21), dry_run=True).fallen != ()


def test_the_app_erases_nothing(settled: Office) -> None:
    for statement in (
        "UPDATE records_letter SET content = '{}' WHERE state = 'handed_over'",
        "UPDATE records_file SET content = ''",
        "DELETE FROM records_file",
        "UPDATE records_posting SET ore = 1",
        "DELETE FROM records_event",
    ):
        refused = pytest.raises((IntegrityError, ProgrammingError))
        with raw_rows(), acting_for([settled.creditor]), refused, transaction.atomic():
            connections["default"].cursor().execute(statement)


def test_the_app_cannot_become_who_erases() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_has_role('betalt_app', 'betalt_retention', 'MEMBER')")
        assert cursor.fetchone() == (False,)
    connections["owner"].close()


def test_who_erases_can_change_no_sum_no_day_and_no_word_of_the_journal(settled: Office) -> None:
    for statement in (
        "UPDATE records_letter SET total_ore = 0",
        "UPDATE records_posting SET ore = 1",
        "UPDATE records_event SET data = '{}'",
        "DELETE FROM records_letter",
        "UPDATE records_payment SET amount_ore = 1",
        "UPDATE records_file SET sha256 = ''",
        "INSERT INTO records_note (creditor_id, case_id, \"on\", text) VALUES (1, 1, '2026-01-01', '')",
    ):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with raw_rows(), refused, custody([settled.creditor]) as cursor:
            cursor.execute(statement)


def test_who_erases_sees_one_creditor_alone(settled: Office) -> None:
    with custody([settled.creditor + 1]) as cursor:
        cursor.execute("SELECT count(*) FROM records_party")
        assert cursor.fetchone() == (0,)


def everything() -> dict[str, list[str]]:
    return {table: rows_of(table) for table in shapes()}


def shapes() -> list[str]:
    with connections["owner"].cursor() as cursor:
        return [table.name for table in snapshot.shapes(cursor) if table.name.startswith("records_")]


def rows_of(table: str) -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
        return [row for (row,) in cursor.fetchall()]


def serious(office: Office, on: date) -> list[str]:
    return [
        finding.reason.code
        for finding in examine(creditor=office.creditor, on=on).findings
        if finding.serious and finding.reason.code != "doctor.law_ended"
    ]
