"""One thing is done to many chosen cases: to those it is open for; of the others it is told why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from betalt.core.process.actions import CASE_CLOSED, Action, closed
from betalt.core.process.refused import refused
from betalt.core.process.stages import Stage
from betalt.flows.facts import Known, know
from betalt.flows.flow import flow
from betalt.flows.hold import keep, pause
from betalt.flows.hurry import hurry, why_unlicensed_now
from betalt.flows.stop import stop
from betalt.records import bulk
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.reason import Reason

MOST = 200
ACTIONS = (Action.SEND_NOW, Action.PAUSE, Action.KEEP, Action.STOP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Chosen cases by whether an action is open for them; what is owed in those it is open for, in öre."""

    open: tuple[Known, ...]
    shut: Mapping[Reason, int]  # why not -> how many

    @property
    def owed_ore(self) -> int:
        """Add up what is owed in the cases that the action is open for, in öre."""
        return sum(known.claim.total for known in self.open if known.claim is not None)


def sort_cases(*, creditor: int, numbers: Sequence[int], action: Action, on: date, actor: str = "") -> Sorted:
    """Part chosen cases into those an action is open for and the others, with why; the walls must be open."""
    chosen = m.Case.objects.of(creditor).filter(number__in=list(numbers)[:MOST])
    keys = [(creditor, case) for case in chosen.order_by("id").values_list("id", flat=True)]
    ready: list[Known] = []
    shut: Counter[Reason] = Counter()
    for known in know(keys, on=on):
        facts = known.facts
        shut_now = CASE_CLOSED if facts.stage is Stage.CLOSED else None
        shut_now = shut_now or closed(action, facts, procedure=known.procedure, on=on)
        why = shut_now.why if shut_now is not None else None
        if why is None and action is Action.SEND_NOW:
            why = why_unlicensed_now(known, actor=actor, on=on)
        if why is None:
            ready.append(known)
        else:
            shut[why] += 1
    return Sorted(open=tuple(ready), shut=shut)


@flow
def act_on_many(
    *,
    creditor: int,
    numbers: Sequence[int],
    action: Action,
    on: date,
    until: date | None = None,
    reason: str = "",
    actor: str = "",
) -> int:
    """Do one thing to those of the chosen cases that it is open for; returns how many. Raises Refused."""
    if action in (Action.PAUSE, Action.KEEP) and (until is None or until <= on):
        raise refused("until_past", field="until", on=on)
    if action is not Action.SEND_NOW and not reason.strip():
        raise refused("reason_missing", field="reason")
    with acting_for([creditor]):
        chosen = m.Case.objects.of(creditor).filter(number__in=list(numbers)[:MOST])
        bulk.lock(sorted((creditor, case) for case in chosen.values_list("id", flat=True)))
        ready = sort_cases(creditor=creditor, numbers=numbers, action=action, on=on, actor=actor).open
        cases = m.Case.objects.of(creditor).in_bulk([known.row.case for known in ready])
        deed = _deed(action, on=on, until=until, reason=reason, actor=actor)
        for known in ready:
            deed(cases[known.row.case])
        return len(ready)


def _deed(
    action: Action, *, on: date, until: date | None, reason: str, actor: str
) -> Callable[[m.Case], None]:
    if action is Action.SEND_NOW:
        return lambda case: hurry(case, on=on, actor=actor)
    if action is Action.STOP:
        return lambda case: stop(case, on=on, reason=reason, actor=actor)
    assert until is not None
    last: date = until
    if action is Action.PAUSE:
        return lambda case: pause(case, on=on, until=last, reason=reason, actor=actor)
    return lambda case: keep(case, on=on, until=last, reason=reason, actor=actor)
