"""Loads cases so that they can be followed into the days to come, by their own ladders and by a changed one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from betalt.core.process.foresee import Followed, complete, fork
from betalt.core.process.procedure import Procedure
from betalt.flows.facts import Known, Poisoned, know_each
from betalt.records.bulk import Key
from betalt.records.foresight import OnItsWay, on_their_way
from betalt.values.days import add_days

Debtor = list[Followed]
Changed = Mapping[str, Procedure]  # by the kind of the ladder that it takes the place of


def load_debtors(keys: Sequence[Key], *, on: date) -> list[tuple[Debtor, list[Known]]]:
    """Load open cases as they stand on a day, debtor by debtor; the walls must be open.

    The bank's files are taken as read and the published rates as known, since what is asked is what the ladder
    does. A letter that is on its way is taken as handed over today.
    """
    letters = on_their_way(list(keys))
    debtors: dict[Key, tuple[Debtor, list[Known]]] = {}
    for known in know_each(keys, on=on):
        if isinstance(known, Poisoned):
            continue  # the day's run sets it aside and says so
        followed, rows = debtors.setdefault((known.row.creditor, known.row.party), ([], []))
        followed.append(_followed(known, letters.get(known.key), on))
        rows.append(known)
    return list(debtors.values())


def changed_debtor(debtor: Debtor, *, changed: Changed) -> Debtor | None:
    """Let the same cases go by the changed ladders; None if none of them is theirs. Ask before they are followed."""
    if not any(case.procedure.kind in changed for case in debtor):
        return None
    return [fork(case, procedure=changed.get(case.procedure.kind, case.procedure)) for case in debtor]


def _followed(known: Known, letter: OnItsWay | None, on: date) -> Followed:
    row, facts = known.row, known.facts
    facts.bank_rule, facts.law_known, facts.first_run_released = False, True, True
    facts.asked_step, facts.asked_code, facts.asked_on, facts.asked_times = 0, "", None, 0
    case = Followed(
        facts=facts, procedure=known.procedure, invoices=len(known.invoices), next_on=on, since=facts.due_on
    )
    steps = {step.no: step for step in known.procedure.steps}
    if row.step_done_on is not None and row.step_done in steps:
        case.after, case.since = steps[row.step_done].kind.value, row.step_done_on
    if letter is not None and letter.step in steps:
        facts.letter_pending = False
        complete(case, steps[letter.step], charged=letter.charged, on=on)
        facts.answer_by = letter.answer_by or facts.answer_by
        case.after, case.since, case.next_on = steps[letter.step].kind.value, on, add_days(on, 1)
    return case
