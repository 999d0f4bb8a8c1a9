"""A bureau demands payment for a client only with a licence (inkassolagen 2 §; INK-3)."""

from __future__ import annotations

from datetime import date

from betalt.core.access import FOR_OTHERS, Role
from betalt.core.process.refused import Refused
from betalt.flows.choices import Choices, choices_of
from betalt.records import models as m
from betalt.values.reason import Reason

GATED = ("demand", "final_notice")  # inkassoåtgärder; a note and a reminder are not
_GROUND = "inkassolagen 2 §"


def why_unlicensed(*, creditor: int, actor: str, on: date) -> Reason | None:
    """Tell why this person may not demand payment for the creditor, or None; the walls must be open.

    Whoever is at the creditor as a bureau collects for another. The licence is what the bureau has recorded with the
    creditor, up to and with its last day; nobody here can ask the authority.
    """
    if not _collects_for_another(creditor, actor):
        return None
    return _lacks(choices_of(m.Creditor.objects.get(id=creditor).settings), on)


def refuse_unlicensed(*, creditor: int, kind: str, actor: str, on: date) -> None:
    """Raise Refused where this person may not release a letter of this kind; the walls must be open."""
    why = why_unlicensed(creditor=creditor, actor=actor, on=on) if kind in GATED else None
    if why is not None:
        raise Refused(why)


def _collects_for_another(creditor: int, actor: str) -> bool:
    kind, _, user = actor.partition(":")
    if kind != "user" or not user.isdigit():
        return False  # whoever sits at the creditor's own machine
    role = m.Membership.objects.of(creditor).filter(user_id=int(user)).values_list("role", flat=True).first()
    return role is not None and Role(role) in FOR_OTHERS


def _lacks(choices: Choices, on: date) -> Reason | None:
    if not choices.agent_licence:
        return Reason(code="action.licence_missing", ground=_GROUND)
    if choices.agent_licence_until < on.isoformat():
        until = choices.agent_licence_until
        return Reason(code="action.licence_ended", params=(("until", until),), ground=_GROUND)
    return None
