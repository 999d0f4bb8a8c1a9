"""A creditor's ladder as data: the steps, when each is old enough, how it is sent and who releases it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final


class Kind(StrEnum):
    """What a step does: four letters, and the question to the owner that ends every ladder."""

    NOTE = "note"
    REMINDER = "reminder"
    DEMAND = "demand"
    FINAL_NOTICE = "final_notice"
    ASK = "ask"


class After(StrEnum):
    """From which day a step's delay counts."""

    DUE = "due"
    ANSWER = "answer"  # the last letter's own pay-by or answer day


class Channel(StrEnum):
    """How a letter reaches the debtor."""

    EMAIL = "email"
    MAILBOX = "mailbox"  # a digital mailbox that the debtor is known to use
    POST = "post"


ASK_AGAIN: Final = (7, 21)  # days after the first question


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung of a ladder; days are calendar days, or banking days where `delay_banking` says so."""

    no: int
    kind: Kind
    after: After = After.DUE
    delay_days: int = 0
    delay_banking: bool = False
    gap_days: int = 0  # at least so many calendar days after the last letter
    channels: tuple[Channel, ...] = ()  # in order of preference
    answer_days: int = 0  # from hand-over to the letter's own day, to pay by or to answer by; 0: it has none
    charged: bool = False  # takes the statutory fee of its kind, where the debtor owes one
    automatic: bool = True  # False: a person releases every letter
    natural_only: bool = False  # only for consumers and sole traders
    repeat: tuple[int, ...] = ASK_AGAIN  # an unanswered question is asked again, days after the first time


@dataclass(frozen=True, kw_only=True)  # without slots, for the cached steps
class Procedure:
    """A named ladder for one kind of debtor, with the creditor's choices that hold for all its steps."""

    name: str
    kind: str  # consumer, business or public
    steps: tuple[Step, ...]
    late_compensation_at: Kind | None = None  # the letter that claims it (FEE-4); None: never claimed
    acknowledged_by: str = ""  # who accepted automatic demands, knowing what is unverified
    acknowledged_on: date | None = None

    @cached_property
    def company_steps(self) -> tuple[Step, ...]:
        """The steps that a debtor meets who is no natural person."""
        return tuple(step for step in self.steps if not step.natural_only)

    def steps_for(self, *, natural_person: bool) -> tuple[Step, ...]:
        """Pick the steps that this debtor meets, in order."""
        return self.steps if natural_person else self.company_steps

    def last_of(self, kind: Kind) -> int:
        """Find the number of the last step of a kind, for cases taken over half-run; 0 if there is none."""
        return max((step.no for step in self.steps if step.kind is kind), default=0)


@lru_cache(maxsize=256)
def with_four_eyes(procedure: Procedure) -> Procedure:
    """Give the ladder where two people must say yes to a demand and a final notice: neither is automatic."""
    if not any(step.automatic and step.kind in _FOUR_EYES for step in procedure.steps):
        return procedure
    steps = tuple(
        replace(step, automatic=False) if step.kind in _FOUR_EYES else step for step in procedure.steps
    )
    return replace(procedure, steps=steps)


_FOUR_EYES: Final = (Kind.DEMAND, Kind.FINAL_NOTICE)
_DEMAND_ANSWER_DAYS: Final = 10  # a choice above the minimum, which `problems` reads from the law tables

_NOTE: Final = Step(no=1, kind=Kind.NOTE, delay_days=2, delay_banking=True, channels=(Channel.EMAIL,))
_REMINDER: Final = Step(
    no=2,
    kind=Kind.REMINDER,
    delay_days=8,
    gap_days=4,
    channels=(Channel.EMAIL, Channel.POST),
    answer_days=8,
    charged=True,
)
_DEMAND: Final = Step(
    no=3,
    kind=Kind.DEMAND,
    after=After.ANSWER,
    delay_days=3,
    delay_banking=True,
    channels=(Channel.MAILBOX, Channel.POST),
    answer_days=_DEMAND_ANSWER_DAYS,
    charged=True,
    automatic=False,
)
_WAITING_BANKING_DAYS: Final = 4  # money paid on the answer day is on the account before the next step


def _final_notice(*, natural_only: bool) -> Step:
    return Step(
        no=4,
        kind=Kind.FINAL_NOTICE,
        after=After.ANSWER,
        delay_days=_WAITING_BANKING_DAYS,
        delay_banking=True,
        channels=(Channel.MAILBOX, Channel.POST),
        answer_days=_DEMAND_ANSWER_DAYS,
        automatic=False,
        natural_only=natural_only,
    )


def _question(no: int) -> Step:
    return Step(
        no=no, kind=Kind.ASK, after=After.ANSWER, delay_days=_WAITING_BANKING_DAYS, delay_banking=True
    )


CONSUMER: Final = Procedure(
    name="consumer",
    kind="consumer",
    steps=(_NOTE, _REMINDER, _DEMAND, _final_notice(natural_only=False), _question(5)),
)
BUSINESS: Final = Procedure(
    name="business",
    kind="business",
    steps=(_NOTE, _REMINDER, _DEMAND, _final_notice(natural_only=True), _question(5)),
    late_compensation_at=Kind.DEMAND,
)
PUBLIC: Final = Procedure(
    name="public",
    kind="public",
    steps=(_NOTE, _REMINDER, _DEMAND, _question(4)),
    late_compensation_at=Kind.DEMAND,
)
READY: Final = (CONSUMER, BUSINESS, PUBLIC)
