"""A letter that breaks the press, or the whole process with it, is set aside: the others are set and leave."""

import os
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from betalt.adapters import typesetting
from betalt.flows.set_in_type import MOST_TRIES, set_in_type
from betalt.records import models as m
from tests.flow_guard import raw_rows
from tests.office import ASA, BO, NORDANVIK, Office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
DIED = 77


def composed(office: Office) -> list[int]:
    """Have three notes that are set already but shall be set once more."""
    office.receive(ASA, BO, NORDANVIK, on=RECEIVED_ON)
    office.outlet = replace(office.outlet, mail_server=None)
    office.day(NOTE_ON)
    with raw_rows():
        m.Letter.objects.update(pdf=None, set_tries=0)
    return [letter.id for letter in office.rows(m.Letter)]


def break_content(letter: int) -> None:
    with raw_rows():
        m.Letter.objects.filter(id=letter).update(content={})


def is_set(office: Office) -> list[bool]:
    return [letter.pdf_id is not None for letter in office.rows(m.Letter)]


def test_a_content_that_the_press_refuses_is_set_aside_and_the_others_are_set(office: Office) -> None:
    ids = composed(office)
    break_content(ids[1])

    pressed = set_in_type(creditor=office.creditor, ids=ids, on=NOTE_ON)

    assert (pressed.count, pressed.broke) == (2, [(ids[1], "KeyError")])
    assert is_set(office) == [True, False, True]
    assert [state for _, state, *_ in office.letters()] == ["ready", "failed", "ready"]
    assert office.case(2).next_look_on == NOTE_ON + timedelta(days=1)


def test_a_full_disk_is_no_letters_fault(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = composed(office)

    def full(_contents: Any, *, logos: Any) -> list[bytes]:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(typesetting, "typeset", full)
        for _ in range(MOST_TRIES + 1):
            with pytest.raises(OSError, match="No space"):
                set_in_type(creditor=office.creditor, ids=ids, on=NOTE_ON)

    assert set_in_type(creditor=office.creditor, ids=ids, on=NOTE_ON).count == 3


def in_child(act: Callable[[], object]) -> int:
    """Do something in a forked process that takes no connection along; return how it ended."""
    connection.close()
    child = os.fork()
    if not child:
        try:
            act()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_ends_the_process_is_set_aside_after_some_deaths_and_the_others_are_set(
    busy_office: Office,
) -> None:
    office = busy_office
    ids = composed(office)
    break_content(ids[0])

    def run() -> None:
        typesetting.typeset = lambda _, logos: os._exit(DIED)  # type: ignore[assignment]  # as a fault in the press does
        set_in_type(creditor=office.creditor, ids=ids, on=NOTE_ON)

    assert in_child(run) == DIED
    assert [letter.set_tries for letter in office.rows(m.Letter)] == [1, 1, 1]
    with raw_rows():
        m.Letter.objects.filter(id=ids[0]).update(set_tries=MOST_TRIES)

    pressed = set_in_type(creditor=office.creditor, ids=ids, on=NOTE_ON)

    assert pressed.broke == [(ids[0], f"the process ended, {MOST_TRIES} times")]
    assert is_set(office) == [False, True, True]
    assert [state for _, state, *_ in office.letters()] == ["failed", "ready", "ready"]
    assert office.case(1).next_look_on == NOTE_ON + timedelta(days=1)
