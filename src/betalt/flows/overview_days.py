"""What happens by itself today and tomorrow, by the very rules that will decide it; the walls must be open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from betalt.core.advice.pulse import Pulse
from betalt.core.process.decide import decide
from betalt.core.process.decision import Ask, Close, Take, Wait
from betalt.core.process.foresee import Followed, Passed, pass_day
from betalt.flows.calm import no_collection
from betalt.flows.facts import Known, Poisoned, know_each
from betalt.records.bulk import Key
from betalt.records.queries.overview_due import DueSample, due_sample
from betalt.records.queries.overview_letters import pulses, sent_letters
from betalt.values.days import add_days

MOST_CASES = 500  # that the days are foretold from: with more they are taken evenly and counted up


@dataclass(slots=True, kw_only=True)
class Day:
    """What leaves or is asked on a day: letters by kind, their cases' sum in öre, questions and cases that close."""

    on: date
    is_done: bool = False
    letters: Counter[str] = field(default_factory=Counter)
    ore: int = 0
    asked: int = 0
    closed: int = 0

    @property
    def letter_count(self) -> int:
        """Count the letters."""
        return self.letters.total()


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Today and tomorrow, the pulse, and whether they are counted up from a part of the cases."""

    days: tuple[Day, ...]
    pulse: Pulse
    is_estimate: bool
    sampled: int


def coming_days(*, creditor: int, on: date) -> Days:
    """Foretell today, where it is not run yet, and tomorrow; letters leave if the bank's files come."""
    pulse = pulses(creditors=[creditor], on=on)[creditor]
    sample = due_sample(creditor=creditor, by=add_days(on, 1), most=MOST_CASES)
    ran = pulse.last_run_on is not None and pulse.last_run_on >= on
    foretold = _foretell(sample, on, ran)
    return Days(
        days=(_done(creditor, on) if ran else foretold[0], foretold[1]),
        pulse=replace(pulse, waits_for_bank=foretold[2]),
        is_estimate=not sample.is_whole,
        sampled=len(sample.days),
    )


def _foretell(sample: DueSample, on: date, ran: bool) -> tuple[Day, Day, int]:
    """Pass both days for the sampled cases; the third figure is how many letters only the bank's word keeps back."""
    today, tomorrow = Day(on=on), Day(on=add_days(on, 1))
    with no_collection():
        debtors, waits = _debtors(know_each(list(sample.days), on=on) if sample.days else (), sample.days, on)
        for debtor in debtors:
            if not ran:
                _add(today, pass_day(debtor, on=on, says_yes=False))
            _add(tomorrow, pass_day(debtor, on=tomorrow.on, says_yes=False))
    part = max(len(sample.days), 1)
    for day in (today, tomorrow):
        _count_up(day, every=sample.all, part=part)
    return today, tomorrow, waits * sample.all // part


def _debtors(
    cases: Iterable[Known | Poisoned], days: Mapping[Key, date], on: date
) -> tuple[Sequence[list[Followed]], int]:
    """Group cases by debtor, as if the bank's files had come; count those that only newer bank data keeps back."""
    grouped: dict[int, list[Followed]] = defaultdict(list)
    waits = 0
    for known in cases:
        if isinstance(known, Poisoned):
            continue  # it is set aside, and listed as that
        waits += _waits_for_bank(known, on)
        known.facts.bank_rule = False
        grouped[known.row.party].append(
            Followed(
                facts=known.facts,
                procedure=known.procedure,
                invoices=len(known.invoices),
                next_on=max(days[known.key], on),
            )
        )
    return list(grouped.values()), waits


def _waits_for_bank(known: Known, on: date) -> bool:
    facts = known.facts
    if not facts.bank_rule:
        return False
    decision = decide(facts, procedure=known.procedure, on=on)
    if not isinstance(decision, Wait) or decision.why.code != "process.bank_stale":
        return False
    facts.bank_rule = False
    return isinstance(decide(facts, procedure=known.procedure, on=on), Take)


def _add(day: Day, passed: Passed) -> None:
    for letter in passed.letters:
        day.letters[letter.kind.value] += 1
        day.ore += sum(case.facts.owed_ore for case in letter.cases)
    day.asked += sum(isinstance(decision, Ask) for _, decision in passed.decisions)
    day.closed += sum(isinstance(decision, Close) for _, decision in passed.decisions)


def _count_up(day: Day, *, every: int, part: int) -> None:
    """Take the cases that were looked at for all, where they are a part of them."""
    day.letters = Counter({kind: count * every // part for kind, count in day.letters.items()})
    day.ore, day.asked, day.closed = (value * every // part for value in (day.ore, day.asked, day.closed))


def _done(creditor: int, on: date) -> Day:
    """Tell what has left today."""
    done = Day(on=on, is_done=True)
    for row in sent_letters(creditors=[creditor], first=on, last=on):
        done.letters[row.kind] += row.count
        done.ore += row.ore
    return done
