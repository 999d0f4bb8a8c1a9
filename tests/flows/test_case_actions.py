"""What a person does to a case by hand: refused where the rules close it, and taken back where it can be."""

from collections.abc import Callable
from datetime import date

import pytest

from betalt.core.process.actions import ActionClosed
from betalt.core.process.refused import Refused
from betalt.flows.books import left_ore
from betalt.flows.case_documents import NewDocument, add_document, add_note
from betalt.flows.credit import credit_invoice, write_off
from betalt.flows.customer import CustomerUnclear, move_customer
from betalt.flows.facts import know
from betalt.flows.hold import agree_plan, keep_step, open_dispute, pause_case
from betalt.flows.hurry import hurry_case
from betalt.flows.inbox import note_payment
from betalt.flows.one_case import CaseChanged, CaseClosed, as_looked_at
from betalt.flows.settle import record_payment
from betalt.flows.setup import say_bank_checked
from betalt.flows.skip import skip_step
from betalt.flows.stop import reopen_case, stop_case
from betalt.flows.undo import undo_last
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.flows.ledger import assert_books
from tests.office import ASA, NORDANVIK, OWNER, Office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
PARTS = [(date(2026, 3, 16), 1_500_00), (date(2026, 4, 15), 1_520_00)]
PDF = NewDocument(name="C:\\temp\\foto av kranen.pdf", content=b"%PDF-1.7 ...")


@pytest.fixture
def noted(office: Office) -> Office:
    office.receive(ASA, on=RECEIVED_ON)
    office.day(NOTE_ON)
    return office


def why(act: Callable[[], object]) -> tuple[str, str]:
    """Tell why an action was refused, and what to mend."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.why.code.partition(".")[2], refused.value.field


def keep(office: Office, until: date, on: date = NOTE_ON) -> None:
    keep_step(creditor=office.creditor, number=1, on=on, until=until, reason="Ringer.", actor=OWNER)


def skip(office: Office, on: date = NOTE_ON, reason: str = "De betalar på fredag.") -> int:
    return skip_step(creditor=office.creditor, number=1, on=on, reason=reason, actor=OWNER)


def stop(office: Office, on: date = NOTE_ON, reason: str = "För dyrt.") -> None:
    stop_case(creditor=office.creditor, number=1, on=on, reason=reason, actor=OWNER)


def dispute(office: Office) -> None:
    open_dispute(creditor=office.creditor, number=1, on=NOTE_ON, reason="Läcker.", actor=OWNER)


def pay(office: Office, ore: int, key: str = "hand:1") -> None:
    record_payment(
        creditor=office.creditor, number=1, amount_ore=ore, booked_on=date(2026, 2, 16), on=NOTE_ON, key=key,
        actor=OWNER,
    )  # fmt: skip


def credit(office: Office, ore: int = 3_000_00) -> None:
    about = {"creditor": office.creditor, "invoice": ASA.number, "ground": "error", "key": "K1"}
    credit_invoice(**about, amount_ore=ore, on=NOTE_ON, actor=OWNER)


def undo(office: Office, on: date = NOTE_ON) -> str:
    return undo_last(creditor=office.creditor, number=1, on=on, actor=OWNER)


def test_a_step_that_is_kept_waits_for_its_day_and_then_a_person_is_asked(noted: Office) -> None:
    keep(noted, date(2026, 3, 10))
    noted.days(date(2026, 2, 18), date(2026, 3, 12))

    assert noted.asked()["code"] == "process.ends_person"
    assert [q.asked_on for q in noted.rows(m.Question)] == [date(2026, 3, 11)]
    assert [kind for kind, _ in noted.left()] == ["note"]
    assert [(note.text, note.actor) for note in noted.rows(m.Note)] == [("Ringer.", OWNER)]


def test_a_skipped_reminder_leads_to_the_demand_and_a_demand_is_never_skipped(noted: Office) -> None:
    assert skip(noted) == 2
    noted.days(date(2026, 2, 18), date(2026, 3, 12))

    assert noted.asked()["kind"] == "demand"
    assert why(lambda: skip(noted, on=date(2026, 3, 12))) == ("demand_stays", "")
    assert why(lambda: skip(noted, reason=" ")) == ("reason_missing", "reason")


def test_a_case_that_is_stopped_sends_nothing_and_stays_closed_when_money_comes(noted: Office) -> None:
    stop(noted)
    noted.pay(1, 500_00, date(2026, 3, 2))

    case = noted.case()
    assert (case.stage, case.outcome, case.payment_status, case.next_look_on) == (
        "closed", "stopped", "part", None,
    )  # fmt: skip
    assert not noted.has_work(date(2026, 6, 1))
    with pytest.raises(CaseClosed):
        stop(noted)
    assert_books(noted, date(2026, 3, 2))


def test_a_case_that_was_stopped_is_taken_up_again_where_it_stood(noted: Office) -> None:
    stop(noted)
    reopen_case(creditor=noted.creditor, number=1, on=date(2026, 2, 20), actor=OWNER)
    noted.days(date(2026, 2, 21), date(2026, 2, 24))

    assert noted.left()[1:] == [("reminder", date(2026, 2, 22))]
    assert why(lambda: reopen_case(creditor=noted.creditor, number=1, on=NOTE_ON)) == ("case_open", "")


def test_hurrying_asks_nobody_and_is_refused_until_the_step_is_ripe(noted: Office) -> None:
    with pytest.raises(ActionClosed) as early:
        hurry_case(creditor=noted.creditor, number=1, on=NOTE_ON, actor=OWNER)
    assert (early.value.why.code, early.value.closed.opens_on) == (
        "process.too_early_reminder",
        date(2026, 2, 22),
    )

    ripe = date(2026, 2, 25)
    say_bank_checked(creditor=noted.creditor, through=date(2026, 2, 24))
    hurry_case(creditor=noted.creditor, number=1, on=ripe, actor=OWNER)
    assert noted.case().next_look_on == ripe


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda o: pause_case(
            creditor=o.creditor, number=1, on=NOTE_ON, until=date(2026, 3, 9), reason="Sjuk.", actor=OWNER
        ), "paused"),
        (lambda o: keep(o, date(2026, 3, 9)), "kept"),
        (lambda o: agree_plan(
            creditor=o.creditor, number=1, on=NOTE_ON, instalments=PARTS, actor=OWNER
        ), "plan_agreed"),
        (lambda o: skip(o), "passed_over"),
        (lambda o: stop(o), "stopped"),
        (lambda o: write_off(creditor=o.creditor, number=1, on=NOTE_ON, reason="Dött.", actor=OWNER), "written_off"),
        (lambda o: dispute(o), "disputed"),
        (lambda o: pay(o, 3_000_00), "paid"),
        (lambda o: pay(o, 1_00), "paid"),
        (lambda o: credit(o), "credited"),
    ],
)  # fmt: skip
def test_what_was_done_last_is_taken_back_and_the_reminder_goes_on_its_day(
    noted: Office, act: Callable[[Office], object], kind: str
) -> None:
    act(noted)
    assert undo(noted) == kind
    noted.days(NOTE_ON, date(2026, 2, 24))

    assert noted.left()[1:] == [("reminder", date(2026, 2, 22))]
    assert (noted.case().hold, noted.case().payment_status) == ("none", "unpaid")
    assert_books(noted, date(2026, 2, 24))


def test_what_the_run_did_is_not_undone_and_nothing_after_its_day(noted: Office) -> None:
    assert why(lambda: undo(noted)) == ("nothing_to_undo", "")
    keep(noted, date(2026, 3, 9))
    assert why(lambda: undo(noted, on=date(2026, 2, 18))) == ("nothing_to_undo", "")


def test_what_is_undone_may_be_done_again_as_it_should_have_been(noted: Office) -> None:
    credit(noted)
    undo(noted)
    credit(noted, 500_00)
    pay(noted, 2_000_00)
    undo(noted)
    pay(noted, 200_00, key="hand:2")

    assert noted.claim(1, NOTE_ON).principal == 2_300_00
    assert noted.case().left_ore == 2_300_00
    assert_books(noted, NOTE_ON)


def test_an_objection_that_is_undone_leaves_the_pause_that_it_came_upon(noted: Office) -> None:
    until = date(2026, 3, 9)
    pause_case(creditor=noted.creditor, number=1, on=NOTE_ON, until=until, reason="Sjuk.", actor=OWNER)
    dispute(noted)
    undo(noted)

    assert (noted.case().hold, noted.case().hold_until) == ("pause", date(2026, 3, 10))
    assert [(one.outcome, one.closed_on) for one in noted.rows(m.Dispute)] == [("undone", NOTE_ON)]


def test_a_note_that_is_undone_is_gone_and_what_came_before_it_stays(noted: Office) -> None:
    for text in ("Ringde.", "Fel kund."):
        add_note(creditor=noted.creditor, number=1, on=NOTE_ON, text=text, actor=OWNER)
    assert undo(noted) == "note"

    assert [note.text for note in noted.rows(m.Note)] == ["Ringde."]
    assert why(lambda: undo(noted)) == ("nothing_to_undo", "")


def test_money_that_a_file_told_of_is_not_undone_in_a_case(noted: Office) -> None:
    done = {"creditor": noted.creditor, "on": NOTE_ON, "actor": OWNER}
    note_payment(**done, booked_on=NOTE_ON, amount_ore=3_000_00, key="swish:1", reference=ASA.number)

    assert noted.happened()[-1] == "paid"
    assert why(lambda: undo(noted)) == ("nothing_to_undo", "")


def test_a_written_plan_for_the_whole_debt_is_charged_once(noted: Office) -> None:
    agreed = {"creditor": noted.creditor, "number": 1, "on": NOTE_ON, "charged": True}
    short = [(date(2026, 3, 16), 1_000_00)]
    assert why(lambda: agree_plan(**agreed, instalments=short)) == ("plan_not_whole", "charged")

    whole = [(date(2026, 3, 16), 2_000_00), (date(2026, 4, 15), 1_200_00)]
    agree_plan(**agreed, instalments=whole, actor=OWNER)

    assert noted.fees() == [("plan", NOTE_ON, True)]
    assert noted.claim(1, NOTE_ON).costs == 170_00
    assert_books(noted, NOTE_ON)


def test_an_undone_plan_takes_its_fee_back(noted: Office) -> None:
    whole = [(date(2026, 3, 16), 3_400_00)]
    agree_plan(creditor=noted.creditor, number=1, on=NOTE_ON, instalments=whole, charged=True, actor=OWNER)
    assert undo(noted) == "plan_fee"

    assert (noted.case().hold, noted.fees(), noted.claim(1, NOTE_ON).costs) == ("none", [], 0)
    assert_books(noted, NOTE_ON)


def test_an_objection_comes_with_its_evidence_and_never_to_more_than_is_owed(noted: Office) -> None:
    about = {"creditor": noted.creditor, "number": 1, "on": NOTE_ON, "reason": "Läcker."}
    assert why(lambda: open_dispute(**about, amount_ore=5_000_00)) == ("dispute_too_much", "amount")
    assert why(lambda: open_dispute(**about, deadline_on=NOTE_ON)) == ("until_past", "deadline_on")
    open_dispute(**about, amount_ore=1_000_00, evidence=PDF, actor=OWNER)

    (kept,) = noted.rows(m.Attachment)
    (dispute,) = noted.rows(m.Dispute)
    assert (kept.name, kept.dispute_id, kept.actor) == ("foto av kranen.pdf", dispute.id, OWNER)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "document_empty"),
        (b"MZ\x90\x00", "document_kind"),
        (b"<script>\x00", "document_kind"),
        (b"%PDF-" + bytes(10 * 1024 * 1024), "document_large"),
    ],
)
def test_a_document_is_known_by_its_bytes(noted: Office, content: bytes, refusal: str) -> None:
    document = NewDocument(name="bild.png", content=content)
    assert why(lambda: add_document(creditor=noted.creditor, number=1, on=NOTE_ON, document=document)) == (
        refusal,
        "document",
    )


def test_the_same_document_is_kept_once_and_a_note_says_something(noted: Office) -> None:
    add_document(creditor=noted.creditor, number=1, on=NOTE_ON, document=PDF, note="Från kunden.")
    again = NewDocument(name="samma.pdf", content=PDF.content)
    assert why(lambda: add_document(creditor=noted.creditor, number=1, on=NOTE_ON, document=again)) == (
        "document_here",
        "document",
    )
    assert why(lambda: add_note(creditor=noted.creditor, number=1, on=NOTE_ON, text=" ")) == (
        "note_empty",
        "text",
    )
    assert noted.happened()[-1] == "document"


def test_nobody_acts_on_a_case_that_was_changed_since_it_was_looked_at(noted: Office) -> None:
    seen = noted.rows(m.Event, case__number=1)[-1].id
    with as_looked_at(number=1, event=seen):
        keep(noted, date(2026, 3, 9))
    with as_looked_at(number=1, event=seen), pytest.raises(CaseChanged) as changed:
        stop(noted)

    assert (changed.value.number, changed.value.since) == (1, seen)
    assert noted.case().stage == "noted"
    with as_looked_at(number=2, event=seen):
        stop(noted)  # what was looked at was another case


def test_where_an_address_comes_from_stands_in_the_journal(noted: Office) -> None:
    move = {"creditor": noted.creditor, "number": "8", "on": NOTE_ON, "email": "ny@example.com"}
    with pytest.raises(CustomerUnclear, match="not rumour"):
        move_customer(**move, source="rumour")
    move_customer(**move, source="population_register", actor=OWNER)

    assert noted.rows(m.Event, case__number=1)[-1].data == {"source": "population_register"}


def test_what_lists_are_summed_by_follows_every_payment_credit_and_write_off(office: Office) -> None:
    office.receive(ASA, NORDANVIK, on=RECEIVED_ON)
    assert [case.left_ore for case in office.rows(m.Case)] == [3_000_00, 12_500_00]
    assert [case.due_on for case in office.rows(m.Case)] == [date(2026, 2, 13), date(2026, 2, 13)]

    office.days(NOTE_ON, date(2026, 3, 6))
    office.pay(1, 1_000_00, date(2026, 3, 6))
    office.credit("1001", 500_00, on=date(2026, 3, 6), key="K1")
    held = office.rows(m.Case)
    with acting_for([office.creditor]):
        known = know([(office.creditor, case.id) for case in held], on=date(2026, 3, 9))
    assert [case.left_ore for case in held] == [left_ore(one) for one in known]

    write_off(creditor=office.creditor, number=2, on=date(2026, 3, 9))
    assert office.case(2).left_ore == 0
