"""The time machine: the open cases go through the days to come by the present ladder and, beside it, by a changed one.

It is long work: debtors by turns, each chunk's figures added to those before. The decisions are those of the live run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from betalt import law
from betalt.core.process.document import from_json, to_json
from betalt.core.process.forecast import Curves, Tally, foresee, tally_of
from betalt.core.process.foresee import Followed
from betalt.core.process.pay_curve import Curve, curves
from betalt.core.process.problems import problems
from betalt.core.process.procedure import Procedure
from betalt.flows.calm import no_collection
from betalt.flows.choices import choices_of
from betalt.flows.flow import flow
from betalt.flows.foresight import Changed, Debtor, changed_debtor, load_debtors
from betalt.flows.ladder import LadderUnlawful
from betalt.flows.long_work import Chunk, Going, ask_for_work
from betalt.records import foresight
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.days import add_days, parse_day

KIND = "time_machine"
DAYS = 90
_DEBTORS = 800  # in a chunk


@flow
def start_time_machine(*, creditor: int, ladder: Procedure, on: date, asked_by: str, days: int = DAYS) -> int:
    """Ask for the days to come with a changed ladder beside the present one; return the work's id.

    Raises LadderUnlawful: what may not be used is not tried on real cases either.
    """
    found = problems(ladder, on=on)
    if found:
        raise LadderUnlawful(found)
    with acting_for([creditor]):
        arguments = {"ladder": to_json(ladder), "kind": ladder.kind, "days": days, "first": on.isoformat()}
        total = sum(foresight.open_cases(creditor=creditor).values())
        return ask_for_work(
            creditor=creditor, kind=KIND, on=on, asked_by=asked_by, arguments=arguments, total=total
        )


def chunk(going: Going) -> Chunk:
    """Follow the next debtors' cases and add what comes of it to the figures."""
    first = parse_day(going.arguments["first"])
    place = dict(going.place) or _beginning(going, first)
    debtors = foresight.next_debtors(creditor=going.creditor, after=place["after"], most=_DEBTORS)
    if not debtors:
        return Chunk(done=going.total, total=going.total, result=_result(going, place, first))
    place["after"] = max(debtors)
    keys = [key for keys in debtors.values() for key in keys]
    ladder = from_json(going.arguments["ladder"])
    with no_collection():
        loaded = [debtor for debtor, _ in load_debtors(keys, on=first)]
        _follow_both(loaded, {ladder.kind: ladder}, place, first, add_days(first, going.arguments["days"]))
    return Chunk(done=going.done + len(keys), total=max(going.total, going.done + len(keys)), place=place)


def _beginning(going: Going, first: date) -> dict[str, Any]:
    drawn = curves(foresight.payment_history(creditor=going.creditor, on=first))
    return {
        "after": 0,
        "present": Tally().as_json(),
        "changed": Tally().as_json(),
        "curves": {kind: [list(c.alive), list(c.waited), c.payments, c.cases] for kind, c in drawn.items()},
    }


def _follow_both(
    loaded: list[Debtor], changed: Changed, place: dict[str, Any], first: date, last: date
) -> None:
    drawn = _curves(place["curves"])
    others: list[list[Followed]] = []
    both: list[list[Followed]] = []
    alone: list[list[Followed]] = []
    for debtor in loaded:
        other = changed_debtor(debtor, changed=changed)
        if other is None:
            both.append(debtor)
        else:
            others.append(other)
            alone.append(debtor)
    same = _tally(both, first, last, drawn)
    for side, some in (("present", alone), ("changed", others)):
        tally = tally_of(place[side])
        tally.add(same)
        tally.add(_tally(some, first, last, drawn))
        place[side] = tally.as_json()


def _tally(debtors: list[list[Followed]], first: date, last: date, drawn: Curves) -> Tally:
    tally = Tally()
    foresee(debtors, first=first, last=last, curves=drawn, tally=tally)
    return tally


def _curves(stored: Mapping[str, Any]) -> dict[str, Curve]:
    return {
        kind: Curve(alive=tuple(alive), waited=tuple(waited), payments=payments, cases=cases)
        for kind, (alive, waited, payments, cases) in stored.items()
    }


def _result(going: Going, place: Mapping[str, Any], first: date) -> dict[str, Any]:
    settings = m.Creditor.objects.values_list("settings", flat=True).get(id=going.creditor)
    last, known_until = add_days(first, going.arguments["days"]), law.reference_rate_known_until()
    return {
        "present": place["present"],
        "changed": place["changed"],
        "history": {kind: [stored[2], stored[3]] for kind, stored in place["curves"].items()},
        "first": first.isoformat(),
        "last": last.isoformat(),
        "projected_from": add_days(known_until, 1).isoformat() if last > known_until else None,
        "letter_cost_ore": choices_of(settings).letter_cost_ore,
    }
