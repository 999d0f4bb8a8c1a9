"""The owner in the demo: she answers what the ladder asks, by the script, and takes letters to the post."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from betalt.flows.answer import approve_step, put_off
from betalt.flows.credit import write_off
from betalt.flows.hold import release_hold
from betalt.flows.print_house import confirm_posted
from betalt.flows.story_script import Answer, Script
from betalt.records.queries.cases import OpenQuestion, case_of_invoice, open_questions
from betalt.records.scope import acting_for
from betalt.values.days import add_days

_LATER_DAYS = 30


@dataclass(slots=True, kw_only=True)
class Owner:
    """One owner at work for one creditor; counts what she has answered."""

    creditor: int
    script: Script
    answered: Counter[str] = field(default_factory=Counter)
    _left: set[tuple[int, date]] = field(default_factory=set)

    def answer_questions(self, *, on: date) -> None:
        """Answer everything that was asked long enough ago."""
        ripe = add_days(on, -self.script.answers_after_days)
        with acting_for([self.creditor]):
            waiting = [asked for asked in open_questions(creditor=self.creditor) if asked.asked_on <= ripe]
            cases = {each.invoice: self._case(each.invoice) for each in self.script.answers if each.invoice}
        for asked in waiting:
            self._answer(asked, self._answer_to(asked, cases), on)

    def post(self, *, bundles: Iterable[str], on: date) -> int:
        """Take the day's bundles to the post; return how many letters were posted."""
        names = (name.rpartition("/")[2] for name in bundles)
        return sum(confirm_posted(creditor=self.creditor, bundle=name, on=on).posted for name in names)

    def _case(self, invoice: str) -> int | None:
        return case_of_invoice(creditor=self.creditor, invoice=invoice)

    def _answer_to(self, asked: OpenQuestion, cases: dict[str, int | None]) -> str:
        named = {reason.code.partition(".")[2] for reason in (asked.why, *asked.concerns)}

        def fits(each: Answer) -> bool:
            return (
                each.question in ("", asked.question)
                and (not each.concern or each.concern in named)
                and (not each.invoice or cases[each.invoice] == asked.case)
            )

        return next((each.answer for each in self.script.answers if fits(each)), "leave")

    def _answer(self, asked: OpenQuestion, answer: str, on: date) -> None:
        if answer == "leave":
            if (asked.case, asked.asked_on) not in self._left:
                self._left.add((asked.case, asked.asked_on))
                self.answered["leave"] += 1
            return
        self.answered[answer] += 1
        self._ways()[answer](asked.case, on)

    def _ways(self) -> dict[str, Callable[[int, date], object]]:
        who, actor = self.creditor, self.script.owner
        return {
            "yes": lambda case, on: approve_step(creditor=who, number=case, on=on, actor=actor),
            "later": lambda case, on: put_off(
                creditor=who, number=case, on=on, until=add_days(on, _LATER_DAYS), actor=actor
            ),
            "give_up": lambda case, on: write_off(creditor=who, number=case, on=on, actor=actor),
            "end_plan": lambda case, on: release_hold(creditor=who, number=case, on=on, actor=actor),
        }
