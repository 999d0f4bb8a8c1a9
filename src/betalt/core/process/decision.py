"""What `decide` can answer; a case that is not closed always has a next day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from betalt.core.process.procedure import Channel, Step
from betalt.core.process.stages import Payment
from betalt.values.reason import Reason


class Question(StrEnum):
    """What kind of answer is wanted from a person."""

    RELEASE = "release"  # may this letter go out?
    CONFIRM = "confirm"  # may it go out in spite of the concerns?
    MEND = "mend"  # something must be put right before the case can go on
    HOLD = "hold"  # shall the hold end, and how?
    DECIDE = "decide"  # the ladder is climbed: what now?


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing to do before a later day."""

    until: date  # always after the day asked about
    why: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """The step's letter goes out by this channel, and charges what `charges` says."""

    step: Step
    channel: Channel
    charges: tuple[str, ...]  # measures of the claim, in the order they count
    checks: tuple[str, ...]  # what was tried and held; stored with the letter
    notes: tuple[Reason, ...]  # fees left out, and concerns that a person let pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A person must answer; asked again on a later day if nobody does."""

    question: Question
    why: Reason  # its code tells one question from another
    again_on: date
    step: Step
    concerns: tuple[Reason, ...] = ()  # everything that a yes would let pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOver:
    """The optional step cannot be taken: it counts as done, but no letter went out."""

    step: Step
    why: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Nothing is owed: the case ends."""

    outcome: Payment
    why: Reason


Decision = Wait | Take | Ask | PassOver | Close
