"""Files that the bank's program leaves in a folder are taken in, one long work each, and then put away.

A file stays where it was left until its work has ended. So a look that dies at any point is simply done again.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

from betalt.adapters.bank_folder import Left, NotTaken, Tray, open_tray, owners
from betalt.flows.bank_file import is_payments
from betalt.flows.bank_work import start_bank_file
from betalt.flows.look import CannotRead
from betalt.flows.refund import RefundRefused
from betalt.flows.refund_answer import read_refund_answer
from betalt.records import models as m
from betalt.records import queue
from betalt.records.queries.work import WorkShown, work_stamped
from betalt.records.scope import acting_for
from betalt.values.reason import Reason
from betalt.words import say

ACTOR = "bank_folder"
_IS_ANSWER = "read.is_pain"


def creditors_with_folder(*, root: Path) -> list[tuple[int, str]]:
    """List the creditors that have a folder below the root, by id and the name of the folder."""
    names = owners(root)
    if not names:
        return []
    with acting_for([home.creditor for home in queue.homes()]):
        found = m.Creditor.objects.filter(slug__in=names).order_by("id")
        return list(found.values_list("id", "slug"))


def look_in_folder(*, root: Path, creditor: int, slug: str, on: date, at: datetime) -> Counter[str]:
    """Look through a creditor's folder; return how many files were begun, wait, were read and refused."""
    with open_tray(root=root, owner=slug) as tray:
        if tray is None:
            return Counter()
        return Counter(_take(creditor, tray, left, on) for left in tray.left(at=at))


def _take(creditor: int, tray: Tray, left: Left, on: date) -> str:
    """Begin a file's work, or put the file away once its work has ended; tell what was done."""
    with acting_for([creditor]):
        work = work_stamped(creditor=creditor, stamp=left.stamp)
    if work is None:
        return _begin(creditor, tray, left, on)
    if work.is_left:
        return "waiting"
    return _put_away(tray, left, work)


def _begin(creditor: int, tray: Tray, left: Left, on: date) -> str:
    name = left.name.encode("utf-8", "replace").decode()
    try:
        data = tray.read(left.name)
        if not is_payments(data, creditor=creditor):
            return _refuse(tray, left, Reason(code="read.no_payments"))
        start_bank_file(creditor=creditor, name=name, data=data, on=on, asked_by=ACTOR, stamp=left.stamp)
    except NotTaken as error:
        return _refuse(tray, left, Reason(code=f"bank_folder.{error.code}"))
    except CannotRead as error:
        if error.reason.code != _IS_ANSWER:
            return _refuse(tray, left, error.reason)
        return _take_answer(creditor, tray, left, name, data, on)
    return "begun"


def _take_answer(creditor: int, tray: Tray, left: Left, name: str, data: bytes, on: date) -> str:
    """Read the bank's answer to refunds (pain.002) at once; read twice it changes nothing."""
    try:
        read_refund_answer(creditor=creditor, name=name, data=data, on=on, actor=ACTOR)
    except CannotRead as error:
        return _refuse(tray, left, error.reason)
    except RefundRefused as error:
        return _refuse(tray, left, Reason(code="bank_folder.answer", params=(("why", str(error)),)))
    tray.put_away(left.name)
    return "read"


def _put_away(tray: Tray, left: Left, work: WorkShown) -> str:
    if work.state == "done":
        tray.put_away(left.name)
        return "read"
    return _refuse(tray, left, work.problem or Reason(code="bank_folder.called_off"))


def _refuse(tray: Tray, left: Left, why: Reason) -> str:
    tray.put_away(left.name, refused_why="".join(f"{say(why, language=each)}\n" for each in ("sv", "en")))
    return "refused"
