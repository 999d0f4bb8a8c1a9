"""A day's letters that are alike: printed they are what composing gives, and handed over at once they move the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from betalt.core.letter.pattern import stored
from betalt.core.process.decide import decide
from betalt.core.process.decision import Take
from betalt.flows import hand_over as flow
from betalt.flows.advance import advance_cases, due_cases
from betalt.flows.compose import Batch, Draft, Printed, draft_letters
from betalt.flows.facts import know
from betalt.flows.press import print_letters
from betalt.flows.send import letters_to_send
from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from betalt.records.bulk import Key
from betalt.records.scope import acting_for
from tests.flow_guard import raw_rows
from tests.office import Bill, Customer, Office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)  # due Friday 13 February and two banking days
REMINDER_ON = date(2026, 2, 21)  # due and 8 days
NAMES = [
    "Åsa Öberg", "Bo \"Bosse\" Ek", "Polisförbundet", "Café {namn} & Co", "%s 100 %", "Li", "Ann-Sofie von Essen",
    "Sista", "O'Hara \\ Söner", "Eva Lång med ett namn som är så långt att det inte får plats", "Per", "Kim",
]  # fmt: skip


def bills(count: int) -> list[Bill]:
    made = []
    for n in range(count):
        customer = Customer(
            number=f"K{n}", name=NAMES[n % len(NAMES)], org_no="", kind="privat", street=f"Storgatan {n}"
        )
        issued = date(2026, 1, 14) + timedelta(days=n % 2)
        made.append(
            Bill(
                number=f"F-{2000 + n}",
                customer=customer,
                amount=f"{1000 + 7 * n},5{n % 10}",
                issued=str(issued),
            )
        )
    return made  # fmt: skip


def ready_to_remind(office: Office, *more: Bill, but: int = -1) -> None:
    """Let everybody but one have agreed to the fee, and stand as if the friendly note had left."""
    listed = [*bills(12), *more]
    office.receive(*listed, on=RECEIVED_ON)
    with raw_rows(), acting_for([office.creditor]):
        for n, party in enumerate(m.Party.objects.of(office.creditor).order_by("id")):
            m.Agreement.objects.bulk_create(
                m.Agreement(
                    creditor_id=office.creditor,
                    party=party,
                    clause=clause,
                    agreed_on=date(2025, 12, 1) + timedelta(days=n),
                    how="undertecknat avtal",
                )
                for clause in ("due_day", "reminder_fee")
                if clause == "due_day" or n != but
            )
        m.Case.objects.of(office.creditor).update(next_look_on=NOTE_ON, step_done=1, step_done_on=NOTE_ON)


def batches(office: Office, on: date) -> list[Batch]:
    """The letters that the rules decide on a day; the walls must be open."""
    found: list[Batch] = []
    for known in know(due_cases(on=on, creditors=[office.creditor]), on=on):
        decision = decide(known.facts, procedure=known.procedure, on=on)
        if isinstance(decision, Take):
            found.append([(known, decision)])
    return found


def shown(draft: Any) -> tuple[object, ...]:
    content = draft.content if isinstance(draft, Printed) else stored(draft.content)
    return content, draft.answer_by, draft.totals, draft.charges


@pytest.mark.parametrize("day", [NOTE_ON, REMINDER_ON])
def test_printed_letters_are_what_composing_gives(office: Office, day: date) -> None:
    ready_to_remind(office, but=3)
    say_bank_checked(creditor=office.creditor, through=day - timedelta(days=1))
    with raw_rows(), acting_for([office.creditor]):
        if day == NOTE_ON:
            m.Case.objects.of(office.creditor).update(step_done=0, step_done_on=None)
        asked = batches(office, day)
        printed = print_letters(batches=asked, on=day)
        composed = draft_letters(batches=asked, on=day)

    assert [shown(one) for one in printed] == [shown(one) for one in composed]
    # The first and the last are composed, as are those whose names must be read with care or broken over lines,
    # and the one without proof of the fee.
    assert 6 <= sum(isinstance(one, Printed) for one in printed) <= 9
    assert all(isinstance(one, Draft | Printed) for one in printed)


def rows(office: Office) -> list[list[tuple[Any, ...]]]:
    """All that a hand-over writes, without the ids that it was given."""
    columns = {
        m.Case: (
            "id",
            "stage",
            "step_done",
            "step_done_on",
            "answer_by",
            "next_look_on",
            "version",
            "left_ore",
        ),
        m.Letter: ("id", "state", "handed_over_on"),
        m.Measure: ("case_id", "invoice_id", "letter_id", "kind", "taken_on", "charged", "round", "step"),
        m.Event: ("case_id", "on", "kind", "stage", "hold", "payment_status", "data", "actor"),
        m.Posting: ("case_id", "on", "debit", "credit", "ore", "why"),
    }
    return [
        sorted(model.objects.of(office.creditor).values_list(*names), key=repr)  # type: ignore[attr-defined]
        for model, names in columns.items()
    ]


def tried(office: Office, act: Callable[[], object]) -> tuple[object, list[list[tuple[Any, ...]]]]:
    """Do something, read what came of it, and undo it; the walls must be open."""
    point = transaction.savepoint()
    answer = act()
    found = rows(office)
    transaction.savepoint_rollback(point)
    return answer, found


def composed_letters(office: Office, on: date) -> list[Key]:
    say_bank_checked(creditor=office.creditor, through=on - timedelta(days=1))
    advance_cases(keys=due_cases(on=on, creditors=[office.creditor]), on=on)
    return letters_to_send(creditors=[office.creditor])


def test_handing_over_at_once_writes_what_working_out_each_claim_writes(office: Office) -> None:
    share = replace(
        bills(1)[0], number="ROT-1", customer=replace(bills(1)[0].customer, number="K90"), rot="100,00"
    )
    ready_to_remind(office, share, but=3)
    office.pay(1, 5_00, NOTE_ON)
    office.credit("F-2001", 3_00, on=NOTE_ON, key="credit")
    letters = composed_letters(office, REMINDER_ON)
    with raw_rows(), acting_for([office.creditor]):
        at_once, _ = tried(office, lambda: flow._at_once(letters, REMINDER_ON))
        count, quick = tried(office, lambda: flow.hand_over(letters=letters, on=REMINDER_ON))
        each, slow = tried(office, lambda: flow.hand_over_with_claims(letters=letters, on=REMINDER_ON))

    assert quick == slow
    assert count == each == 13
    # Not those with a payment, a credit, a tax office's part, or without proof of the fee.
    assert isinstance(at_once, set)
    assert len(at_once) == 9


def test_a_later_day_or_other_books_are_worked_out(office: Office) -> None:
    ready_to_remind(office)
    letters = composed_letters(office, REMINDER_ON)
    with raw_rows(), acting_for([office.creditor]):
        later, _ = tried(office, lambda: flow._at_once(letters, REMINDER_ON + timedelta(days=1)))
        first = m.Case.objects.of(office.creditor).order_by("id").first()
        assert first is not None
        m.Posting.objects.create(
            creditor_id=office.creditor,
            case=first,
            on=NOTE_ON,
            debit="1510",
            credit="2999",
            ore=1,
            why="sale",
        )
        told, quick = tried(office, lambda: flow._at_once(letters, REMINDER_ON))
        # The first case is booked right again, and nothing is handed over twice.
        counts = [flow.hand_over(letters=letters, on=REMINDER_ON) for _ in range(2)]

    assert later == set()
    assert counts == [12, 0]
    assert isinstance(told, set)
    assert len(told) == 11
    assert sum(row[-1] == "charged" for row in quick[-1]) == 11
