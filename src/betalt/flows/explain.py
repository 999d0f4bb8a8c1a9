"""Says of one case what would happen on a day, why, and what is owed, by the same rules that a day's run follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from betalt.core.claim.rows import Rows, rows
from betalt.core.process.checks import Result, results
from betalt.core.process.decide import decide
from betalt.core.process.decision import Decision
from betalt.core.process.procedure import Step
from betalt.core.process.stages import Stage
from betalt.core.process.timing import next_step, ready_on
from betalt.flows.facts import Known, know
from betalt.flows.one_case import CaseUnknown
from betalt.flows.replay import as_it_stood, ladder_then
from betalt.records import models as m
from betalt.records.scope import acting_for

# What a day's run itself writes: on the day that is asked about it has not happened yet.
_BY_THE_RUN = frozenset({"sent", "asked", "passed_over", "closed", "letter_withdrawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A case as the run of a day met it: the facts, what is owed, the next step with its checks, and the decision."""

    party: str
    known: Known
    rows: Rows | None  # None: the law tables do not reach the day
    step: Step
    ready_on: date
    checks: tuple[Result, ...]
    decision: Decision | None  # None: the case is closed
    journal: tuple[m.Event, ...]


def explain_case(*, creditor: int, number: int, on: date) -> Explained:
    """Explain a case on a day; nothing is changed. Raises CaseUnknown."""
    with acting_for([creditor]):
        found = m.Case.objects.of(creditor).filter(number=number).values_list("id", "party__name").first()
        if found is None:
            raise CaseUnknown(f"there is no case {number}")
        case, party = found
        (known,) = know([(creditor, case)], on=on)
        journal = tuple(m.Event.objects.of(creditor).filter(case_id=case, on__lte=on).order_by("id"))
        before = [event for event in journal if event.on < on or event.kind not in _BY_THE_RUN]
        procedure = ladder_then(known, on=on)
        facts = known.facts = as_it_stood(known, ladder=procedure, events=before, on=on)
    step = next_step(facts=facts, procedure=procedure)
    return Explained(
        party=party,
        known=known,
        rows=rows(known.claim) if known.claim is not None else None,
        step=step,
        ready_on=ready_on(facts=facts, step=step, procedure=procedure),
        checks=tuple(results(facts, step=step, procedure=procedure, on=on)),
        decision=None if facts.stage is Stage.CLOSED else decide(facts, procedure=procedure, on=on),
        journal=journal,
    )
