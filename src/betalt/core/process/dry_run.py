"""What one day would do to cases by their present ladder and by a changed one, case by case; nothing is assumed of it.

The days between today and that day are taken as `foresee` takes them; on the day itself a question is a question.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from betalt.core.process.decision import Ask, Close, Decision, PassOver, Question, Take
from betalt.core.process.foresee import HOLDS, Followed, follow, pass_day
from betalt.values.days import add_days

WAITS: Final = "waits"
_AHEAD_DAYS: Final = 120  # so far is looked for the next letter of a case that goes another way


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the day brings to one case."""

    what: str  # letter, asks, stops, passed_over, closed or waits
    kind: str = ""  # of the letter that goes, or that is asked about
    why: str = ""  # code of what stops the case
    next_kind: str = ""  # the next letter that leaves, if it is known
    next_on: date | None = None


@dataclass(slots=True, kw_only=True)
class Day:
    """What the day brings to all cases that were followed."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)  # by case
    fees: Counter[str] = field(default_factory=Counter)  # öre, by kind of fee

    def count(self, what: str, kind: str = "") -> int:
        """Count the cases with an outcome."""
        return sum(o.what == what and (not kind or o.kind == kind) for o in self.outcomes.values())

    @property
    def fees_ore(self) -> int:
        """Sum the fees of the day's letters, in öre."""
        return self.fees.total()

    def stops(self) -> Counter[str]:
        """Count the cases that somebody must see to, by the code of what stops them."""
        return Counter(o.why for o in self.outcomes.values() if o.what == "stops")


def go_to(debtor: Sequence[Followed], *, on: date) -> None:
    """Let a debtor's cases go to the morning of a day."""
    for _ in follow(debtor, last=add_days(on, -1)):
        pass


def try_day(debtor: Sequence[Followed], *, on: date, day: Day) -> None:
    """Note what a day brings to a debtor's cases, which have gone to its morning; they move along."""
    passed = pass_day(debtor, on=on, says_yes=False)
    for letter in passed.letters:
        for kind, ore in letter.fees:
            day.fees[kind] += ore
    decided = {case.facts.case: decision for case, decision in passed.decisions}
    for case in debtor:
        day.outcomes[case.facts.case] = _outcome(case, decided.get(case.facts.case), on)


def _outcome(case: Followed, decision: Decision | None, on: date) -> Outcome:
    if isinstance(decision, Take):
        kind = decision.step.kind.value
        return Outcome(what="letter", kind=kind, next_kind=kind, next_on=on)
    if isinstance(decision, Ask) and decision.question is Question.RELEASE and not decision.concerns:
        return Outcome(what="asks", kind=decision.step.kind.value)
    if isinstance(decision, PassOver):
        return Outcome(what="passed_over", kind=decision.step.kind.value)
    if isinstance(decision, Close):
        return Outcome(what="closed")
    if case.stopped_by:
        return Outcome(what="stops", why=case.stopped_by)
    why = "" if decision is None else decision.why.code
    return Outcome(what="stops", why=why) if why in HOLDS else Outcome(what=WAITS)


def next_letters(debtor: Sequence[Followed], *, on: date) -> dict[int, tuple[str, date]]:
    """Find the next letter of each case of a debtor from a day on, as if a person said yes; they move along."""
    found: dict[int, tuple[str, date]] = {}
    for letter in follow(debtor, last=add_days(on, _AHEAD_DAYS)):
        for case in letter.cases:
            found.setdefault(case.facts.case, (letter.kind.value, letter.on))
        if len(found) == len(debtor):
            break
    return found
