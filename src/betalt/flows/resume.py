"""After a restore nothing leaves until a person has looked at what left since the backup was taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from betalt.flows.flow import flow
from betalt.flows.withdraw import withdraw_letter
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.records.silence import RESTORED, hold_due


class NotSilent(ValueError):
    """The letters go already: nothing was restored since a person let them go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """What a person's word brought about."""

    since: datetime  # the moment of the backup
    held: int  # cases that may have had a letter since: a person looks at each
    unknown: int  # letters of which nobody knows whether they left
    taken_back: int  # letters that are written anew, since nothing has left


@flow
def resume_letters(*, creditor: int, on: date, nothing_left: bool, actor: str = "") -> Resumed:
    """Let letters go again after a restore, because a person says so.

    `nothing_left`: the person knows that no letter has left since the backup was taken, so those that were on their
    way are written anew. Otherwise each case that was due since is held until a person releases it, for a letter
    sent twice is a fee charged twice. Raises NotSilent.
    """
    with acting_for([creditor]):
        home = m.Creditor.objects.select_for_update(no_key=True).get(id=creditor)
        since = home.outlet_closed_at
        if since is None:
            raise NotSilent(NotSilent.__doc__)
        m.Creditor.objects.filter(id=creditor).update(outlet_closed_at=None)
        taken_back = _take_back(creditor, on) if nothing_left else 0
        held = 0 if nothing_left else hold_due(creditor=creditor, on=on, actor=actor)
        m.Event.objects.create(
            creditor_id=creditor, on=on, kind="letters_resumed", actor=actor,
            data={"nothing_left": nothing_left, "held": held, "taken_back": taken_back},
        )  # fmt: skip
        unknown = m.Letter.objects.of(creditor).filter(state="unknown").count()
    return Resumed(since=since, held=held, unknown=unknown, taken_back=taken_back)


def _take_back(creditor: int, on: date) -> int:
    waiting = m.Delivery.objects.of(creditor).filter(state="unknown", detail=RESTORED)
    found = m.Letter.objects.of(creditor).select_for_update().filter(id__in=waiting.values("letter_id"))
    letters = list(found.order_by("id"))
    waiting.update(state="later")
    for letter in letters:
        withdraw_letter(letter, on=on, why=RESTORED)
    return len(letters)
