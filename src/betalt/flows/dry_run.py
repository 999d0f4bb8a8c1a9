"""A dry run: what a day would bring by the present ladders and, beside it, by a changed one. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date

from betalt.core.process.dry_run import Day, Outcome, go_to, next_letters, try_day
from betalt.core.process.foresee import Followed
from betalt.core.process.procedure import Procedure
from betalt.flows.calm import no_collection
from betalt.flows.foresight import Debtor, changed_debtor, load_debtors
from betalt.records import foresight
from betalt.records.bulk import Key

MOST_CASES = 3000  # more are not looked at while a page waits: the time machine takes them
MOST_DAYS = 30
_SHOWN = 50  # cases that go another way
_DEBTORS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """A case that the changed ladder takes another way."""

    case: int  # its number
    party: int
    present: Outcome
    changed: Outcome


@dataclass(slots=True, kw_only=True)
class DryRun:
    """What a day would bring, now and changed."""

    on: date
    cases: int = 0
    left_out: int = 0  # open cases beyond those that were looked at
    present: Day = field(default_factory=Day)
    changed: Day = field(default_factory=Day)
    differing: int = 0
    shown: list[Differs] = field(default_factory=list)


def dry_run(*, creditor: int, ladder: Procedure, today: date, on: date) -> DryRun:
    """Say what a day would do to the open cases of a ladder's kind of debtor, by what is in force and by the ladder.

    It is the live run's own decision for each case. The walls must be open.
    """
    run = DryRun(on=on)
    after, seen = 0, 0
    while debtors := foresight.next_debtors(creditor=creditor, after=after, most=_DEBTORS):
        after = max(debtors)
        keys = [key for keys in debtors.values() for key in keys]
        seen += len(keys)
        with no_collection():
            _try_both(keys, ladder, today, run)
        if seen >= MOST_CASES:
            run.left_out = sum(foresight.open_cases(creditor=creditor).values()) - seen
            break
    return run


def _try_both(keys: Sequence[Key], ladder: Procedure, today: date, run: DryRun) -> None:
    for debtor, rows in load_debtors(keys, on=today):
        changed = changed_debtor(debtor, changed={ladder.kind: ladder})
        if changed is None:
            continue
        go_to(debtor, on=run.on)
        go_to(changed, on=run.on)
        again = _copies(debtor), _copies(changed)
        now, then = Day(), Day()
        try_day(debtor, on=run.on, day=now)
        try_day(changed, on=run.on, day=then)
        run.present.fees += now.fees
        run.changed.fees += then.fees
        other: list[tuple[int, int]] = []
        for known in rows:
            if known.procedure.kind != ladder.kind:
                continue
            case = known.row.case
            run.cases += 1
            run.present.outcomes[case], run.changed.outcomes[case] = now.outcomes[case], then.outcomes[case]
            if now.outcomes[case] != then.outcomes[case]:
                other.append((case, known.row.number))
        run.differing += len(other)
        if other and len(run.shown) < _SHOWN:
            _show(run, rows[0].row.party, other, *again)


def _show(run: DryRun, party: int, cases: Sequence[tuple[int, int]], debtor: Debtor, changed: Debtor) -> None:
    now, then = next_letters(debtor, on=run.on), next_letters(changed, on=run.on)
    for case, number in cases:
        run.shown.append(
            Differs(
                case=number,
                party=party,
                present=_with_next(run.present.outcomes[case], now.get(case)),
                changed=_with_next(run.changed.outcomes[case], then.get(case)),
            )
        )


def _with_next(outcome: Outcome, letter: tuple[str, date] | None) -> Outcome:
    if outcome.next_on is not None or letter is None:
        return outcome
    return replace(outcome, next_kind=letter[0], next_on=letter[1])


def _copies(debtor: Debtor) -> Debtor:
    return [_copy(case) for case in debtor]


def _copy(case: Followed) -> Followed:
    return replace(case, facts=copy(case.facts))
