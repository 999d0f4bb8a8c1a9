"""Letters are set in type; one that breaks the press, or the whole process, is set aside and stops no other.

A fault inside the press may end the process without an exception. So each try is noted in the database before it is
made: what was begun before and never ended is set alone, the least tried first, and after MOST_TRIES not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F

from betalt.adapters import typesetting
from betalt.flows.flow import flow
from betalt.flows.logo import logos_of
from betalt.flows.set_aside import set_letter_aside
from betalt.records import files, letters
from betalt.records import models as m
from betalt.records.scope import acting_for

MOST_TRIES = 5  # more than the deaths and cut lines that letters without a fault may live through
AT_ONCE = 20  # letters whose contents and bytes are held: a job's eighty took a fifth of a worker's memory


@dataclass(slots=True, kw_only=True)
class Pressed:
    """How many letters were set, and which broke the press, each with the kind of the fault."""

    count: int = 0
    broke: list[tuple[int, str]] = field(default_factory=list)


@flow
def set_in_type(*, creditor: int, ids: Sequence[int], on: date) -> Pressed:
    """Set the letters of a day that have no PDF yet and keep the bytes; set aside those that cannot be set."""
    pressed = Pressed()
    waiting = _waiting(creditor, ids, on)
    fresh = [letter for letter, tries in waiting if tries == 0]
    alone = [letter for letter, tries in waiting if 0 < tries < MOST_TRIES]
    for start in range(0, len(fresh), AT_ONCE):
        some = fresh[start : start + AT_ONCE]
        if _press(creditor, some, pressed):
            alone = [*some, *alone]
    for letter in alone:
        if fault := _press(creditor, [letter], pressed):
            _set_aside(creditor, letter, on, type(fault).__name__, pressed)
    for letter in [letter for letter, tries in waiting if tries >= MOST_TRIES]:
        _set_aside(creditor, letter, on, f"the process ended, {MOST_TRIES} times", pressed)
    return pressed


def _waiting(creditor: int, ids: Sequence[int], on: date) -> list[tuple[int, int]]:
    with acting_for([creditor]):
        found = m.Letter.objects.of(creditor).filter(id__in=ids, state="ready", pdf=None, letter_on=on)
        return list(found.order_by("set_tries", "id").values_list("id", "set_tries"))


def _press(creditor: int, ids: Sequence[int], pressed: Pressed) -> Exception | None:
    """Set some letters together and keep them, with the try noted first; return the fault if the press has one."""
    if not ids:
        return None
    contents, logos = _begin(creditor, ids)
    try:
        pdfs = typesetting.typeset(list(contents.values()), logos=logos)
    except OSError:  # the machine's fault, and no letter's
        _take_try_back(creditor, list(contents))
        raise
    except Exception as fault:  # whatever a content does to the press, the others must leave
        return fault
    with acting_for([creditor]):
        kept = files.keep_all(creditor=creditor, contents=pdfs, media_type="application/pdf")
        letters.attach_pdfs(creditor=creditor, letters=list(contents), files=kept)
    pressed.count += len(contents)
    return None


def _begin(creditor: int, ids: Sequence[int]) -> tuple[dict[int, dict[str, Any]], dict[str, bytes]]:
    """Note a try of letters before it is made, and give their contents and the logotypes they carry."""
    with acting_for([creditor]):
        mine = m.Letter.objects.of(creditor).filter(id__in=ids, state="ready", pdf=None)
        mine.update(set_tries=F("set_tries") + 1)
        contents = dict(mine.order_by("id").values_list("id", "content"))
        return contents, logos_of(creditor=creditor, contents=contents.values())


def _take_try_back(creditor: int, ids: Sequence[int]) -> None:
    with acting_for([creditor]):
        m.Letter.objects.of(creditor).filter(id__in=ids).update(set_tries=F("set_tries") - 1)


def _set_aside(creditor: int, letter: int, on: date, fault: str, pressed: Pressed) -> None:
    if set_letter_aside(creditor=creditor, letter=letter, on=on):
        pressed.broke.append((letter, fault))
