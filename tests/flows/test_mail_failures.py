"""A mail server refuses, is busy or falls silent; the process dies: each letter leaves once, or nobody knows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from betalt.flows.day import run_day
from betalt.flows.doctor import examine
from betalt.flows.outlet import Sent
from betalt.flows.send import send_letters
from betalt.flows.withdraw import LetterUnknown, letter_left, letter_returned
from betalt.records import models as m
from tests.flow_guard import raw_rows
from tests.flows.meanwhile import after_commit_of
from tests.flows.tables import differences, snapshot
from tests.office import ASA, BO, Office, morning

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
REMINDER_ON = date(2026, 2, 22)  # a Sunday: what goes by post goes on Monday
MONDAY = date(2026, 2, 23)


def deliveries(office: Office) -> list[tuple[str, int, str, str]]:
    return [(d.channel, d.attempt, d.state, d.detail) for d in office.rows(m.Delivery)]


def test_an_address_that_does_not_exist_fails_for_good_and_the_post_takes_over(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.day(NOTE_ON)
    office.inbox.refuse.add("asa@example.com")
    office.day(REMINDER_ON)

    assert office.letters()[1:] == [("reminder", "failed", REMINDER_ON, 3_000_00)]
    assert deliveries(office)[1] == ("email", 1, "refused", "550 5.1.1 no such user")
    assert office.rows(m.Party)[0].email_bounced
    assert (office.case().step_done, office.case().stage) == (1, "noted")

    office.day(MONDAY)

    assert office.letters()[2:] == [("reminder", "handed_over", MONDAY, 3_000_00)]
    assert deliveries(office)[2][:3] == ("post", 1, "handed_over")


def test_a_busy_server_is_tried_again_and_the_next_day_the_letter_is_written_anew(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.inbox.busy = True
    office.day(NOTE_ON)
    assert [state for _, state, _, _ in office.letters()] == ["ready"]
    assert deliveries(office) == [("email", 1, "later", "451 4.3.0 try again later")]

    office.inbox.busy = False
    next_day = NOTE_ON + timedelta(days=1)
    office.day(next_day)

    assert office.letters() == [
        ("note", "withdrawn", NOTE_ON, 3_000_00),
        ("note", "handed_over", next_day, 3_000_00),
    ]
    assert len(office.inbox.mails) == 1


def test_a_busy_server_that_recovers_the_same_day_gets_the_same_letter(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.inbox.busy = True
    office.day(NOTE_ON)
    office.inbox.busy = False
    office.day(NOTE_ON)

    assert office.letters() == [("note", "handed_over", NOTE_ON, 3_000_00)]
    assert [row[:3] for row in deliveries(office)] == [("email", 1, "later"), ("email", 2, "handed_over")]


def test_mail_waits_where_there_is_no_server(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.outlet = replace(office.outlet, mail_server=None)

    assert office.day(NOTE_ON).sent.counts == {"mail_waits": 1}
    assert (office.letters()[0][1], deliveries(office)) == ("ready", [])


def test_a_line_that_is_cut_after_the_letter_leaves_it_unknown_and_it_is_never_sent_again(
    office: Office,
) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.inbox.drop = True
    office.day(NOTE_ON)
    office.inbox.drop = False
    office.days(NOTE_ON, date(2026, 4, 1))

    assert len(office.inbox.mails) == 1
    assert office.letters() == [("note", "unknown", NOTE_ON, 3_000_00)]
    assert [row[:3] for row in deliveries(office)] == [("email", 1, "unknown")]
    assert office.happened().count("delivery_unknown") == 1
    findings = examine(creditor=office.creditor, on=date(2026, 4, 1)).findings
    assert [f.reason.code for f in findings if f.serious] == ["doctor.delivery_unknown"]


def test_a_letter_of_which_nobody_knew_is_said_to_have_left(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.inbox.drop = True
    office.day(NOTE_ON)
    letter = office.rows(m.Letter)[0]
    letter_left(creditor=office.creditor, letter=letter.id, on=date(2026, 2, 18))
    office.inbox.drop = False
    office.days(date(2026, 2, 19), REMINDER_ON)

    assert office.left() == [("note", NOTE_ON), ("reminder", REMINDER_ON)]
    assert deliveries(office)[0][:3] == ("email", 1, "handed_over")
    with pytest.raises(LetterUnknown, match="of which nobody knows"):
        letter_left(creditor=office.creditor, letter=letter.id, on=REMINDER_ON)


def test_a_letter_of_which_nobody_knew_is_said_not_to_have_left(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.day(NOTE_ON)
    office.inbox.drop = True
    office.day(REMINDER_ON)
    letter = office.rows(m.Letter)[1]
    letter_returned(creditor=office.creditor, letter=letter.id, on=MONDAY)
    office.day(MONDAY)

    # By post, since the mail did not arrive.
    assert office.left() == [("note", NOTE_ON), ("reminder", MONDAY)]
    assert [row[:3] for row in deliveries(office)[1:]] == [
        ("email", 1, "bounced"),
        ("post", 1, "handed_over"),
    ]


def test_a_process_that_died_between_claim_and_note_leaves_the_letter_unknown(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    office.outlet, outlet = replace(office.outlet, mail_server=None), office.outlet
    office.day(NOTE_ON)
    letter = office.rows(m.Letter)[0]
    with raw_rows():
        m.Letter.objects.filter(id=letter.id).update(state="sending")
        m.Delivery.objects.create(
            creditor_id=office.creditor, letter=letter, channel="email", attempt=1, on=NOTE_ON, bounce_key="x"
        )

    outlet = replace(outlet, lease_seconds=0)
    sent = send_letters(on=NOTE_ON, at=morning(NOTE_ON), creditors=[office.creditor], outlet=outlet)

    assert sent.counts == {"unknown": 1, "mailed_note": 1}
    assert [state for _, state, *_ in office.letters()] == ["unknown", "handed_over"]
    before = snapshot()
    send_letters(on=NOTE_ON, at=morning(NOTE_ON), creditors=[office.creditor], outlet=outlet)
    assert differences(before, snapshot()) == []


class Died(Exception):
    """The process ends here."""


def die() -> None:
    raise Died


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_right_after_its_claim_sends_nothing_and_says_unknown(
    busy_office: Office,
) -> None:
    office = busy_office
    office.receive(ASA, on=RECEIVED_ON)
    with pytest.raises(Died), after_commit_of('INSERT INTO "records_delivery"', die):
        office.day(NOTE_ON)
    assert [state for _, state, *_ in office.letters()] == ["sending"]

    assert office.day(NOTE_ON).sent.counts == {"in_hand": 1}
    office.outlet = replace(office.outlet, lease_seconds=0)
    office.day(NOTE_ON)

    assert (office.letters()[0][1], office.inbox.mails) == ("unknown", [])


@pytest.mark.django_db(transaction=True)
def test_who_loses_a_claim_to_a_worker_that_gave_it_up_does_not_send(busy_office: Office) -> None:
    office = busy_office
    office.receive(ASA, on=RECEIVED_ON)
    impatient = replace(office.outlet, lease_seconds=0)

    def another_worker() -> None:
        run_day(on=NOTE_ON, at=morning(NOTE_ON), creditors_only=[office.creditor], outlet=impatient)

    with after_commit_of('INSERT INTO "records_delivery"', another_worker):
        office.day(NOTE_ON)

    assert (office.letters()[0][1], office.inbox.mails) == ("unknown", [])


@pytest.mark.django_db(transaction=True)
def test_a_second_sender_leaves_alone_what_another_has_just_taken_in_hand(busy_office: Office) -> None:
    office = busy_office
    office.receive(ASA, on=RECEIVED_ON)
    told: list[Sent] = []

    def second_sender() -> None:
        told.append(
            send_letters(on=NOTE_ON, at=morning(NOTE_ON), creditors=[office.creditor], outlet=office.outlet)
        )

    with after_commit_of('INSERT INTO "records_delivery"', second_sender):
        office.day(NOTE_ON)

    assert [sent.counts for sent in told] == [{"in_hand": 1}]
    assert (office.letters()[0][1], len(office.inbox.mails)) == ("handed_over", 1)


def test_every_mail_has_its_own_message_id_and_the_words_of_its_letter(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    office.day(NOTE_ON)
    heads = [mail.decode("utf-8", "replace").split("\r\n\r\n")[0] for mail in office.inbox.mails]
    ids = [line for head in heads for line in head.splitlines() if line.lower().startswith("message-id")]

    assert len({*ids}) == 2
