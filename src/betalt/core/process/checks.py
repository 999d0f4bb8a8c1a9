"""What every letter must get past: small objects that let it pass, make it wait, or ask a person.

A check names its ground and who can mend it; its sentence is `process.<name>` in words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from betalt.core.letter.answer_day import is_posting_day, next_posting_day
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Channel, Kind, Procedure, Step
from betalt.core.process.stages import MOVES, Cause
from betalt.values.days import add_days, is_business_day, next_business_day, previous_business_day
from betalt.values.reason import Reason

Test = Callable[[CaseFacts, Step, Procedure, date], bool]
Day = Callable[[date], date]
Params = Callable[[CaseFacts], tuple[tuple[str, str], ...]]


class Mend(StrEnum):
    """Who can put right what a check found."""

    TIME = "time"
    BANK = "bank"  # a newer bank file
    OFFICE = "office"  # whoever keeps the register: address, id number, what was sold
    OWNER = "owner"  # a decision
    NOBODY = "nobody"


class Answer(StrEnum):
    """What a check says of a step."""

    PASS = "pass"  # noqa: S105 -- a word, no secret
    WAIT = "wait"
    ASK = "ask"


def _no_params(_facts: CaseFacts) -> tuple[tuple[str, str], ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that can stop a letter of certain kinds; `stops` tells whether it does."""

    name: str
    kinds: frozenset[Kind]
    stops: Test
    mend: Mend
    ground: str = ""
    passable: bool = False  # a person may let the letter go all the same
    until: Day | None = None  # time mends it: look again then
    params: Params = _no_params

    @property
    def code(self) -> str:
        """The code of the sentence that this check speaks."""
        return f"process.{self.name}"

    def reason(self, facts: CaseFacts) -> Reason:
        """Say why the letter is stopped."""
        return Reason(code=self.code, params=self.params(facts), ground=self.ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one check said of one step, for whoever asks why."""

    check: Check
    answer: Answer
    why: Reason | None


_INK_5: Final = "inkassolagen (1974:182) 5 §"
_INK_4: Final = "inkassolagen (1974:182) 4 §"
_INK_8: Final = "inkassolagen (1974:182) 8 §"
_COSTS_4: Final = "lag (1981:739) 4 §"

LETTERS: Final = frozenset({Kind.NOTE, Kind.REMINDER, Kind.DEMAND, Kind.FINAL_NOTICE})
CLAIMS: Final = LETTERS - {Kind.NOTE}  # letters that claim something: B–D of the letter texts
COLLECTION: Final = frozenset({Kind.DEMAND, Kind.FINAL_NOTICE})  # inkassoåtgärder (INK-2)
EVERYTHING: Final = frozenset(Kind)
_STAGES_BEFORE: Final = {kind: MOVES[Cause(kind)] for kind in Kind}


def channel(facts: CaseFacts, step: Step) -> Channel | None:
    """Pick the first channel of the step by which this debtor can be reached."""
    for way in step.channels:
        if way is Channel.EMAIL:
            reachable = facts.has_email
        else:
            reachable = facts.has_address if way is Channel.POST else facts.has_mailbox
        if reachable:
            return way
    return None


def _tomorrow(on: date) -> date:
    return add_days(on, 1)


def _bank_is_stale(facts: CaseFacts, _step: Step, _procedure: Procedure, on: date) -> bool:
    if not facts.bank_rule:
        return False
    return facts.bank_data_on is None or facts.bank_data_on < previous_business_day(add_days(on, -1))


def _is_quiet(_facts: CaseFacts, _step: Step, _procedure: Procedure, on: date) -> bool:
    return not is_posting_day(on)


def _is_no_day_for_post(facts: CaseFacts, step: Step, _procedure: Procedure, on: date) -> bool:
    return not is_business_day(on) and channel(facts, step) is Channel.POST


def _is_small_on_paper(facts: CaseFacts, step: Step, _procedure: Procedure, _on: date) -> bool:
    return 0 < facts.principal_ore < facts.min_reminder_ore and channel(facts, step) is Channel.POST


def _is_out_of_order(facts: CaseFacts, step: Step, _procedure: Procedure, _on: date) -> bool:
    return facts.stage not in _STAGES_BEFORE[step.kind]


def _is_lapsed(facts: CaseFacts, _step: Step, _procedure: Procedure, on: date) -> bool:
    return facts.limitation_on is not None and on > facts.limitation_on


def _is_minor(facts: CaseFacts, _step: Step, _procedure: Procedure, on: date) -> bool:
    return facts.adult_on is not None and on < facts.adult_on


def _is_unreleased_public(facts: CaseFacts, step: Step, _procedure: Procedure, _on: date) -> bool:
    return facts.debtor_kind == "public" and facts.released_step != step.no


# The order is the order in which they are told: first what time mends, then what must be put right,
# then what a person may let pass.
CHECKS: Final = (
    Check(
        name="payment_pending",
        kinds=EVERYTHING,
        stops=lambda f, _s, _p, _on: f.payment_pending,
        mend=Mend.OFFICE,
        ground=_COSTS_4,
        until=_tomorrow,
    ),
    Check(
        name="bank_stale",
        kinds=LETTERS,
        stops=_bank_is_stale,
        mend=Mend.BANK,
        ground=_COSTS_4,
        until=_tomorrow,
        params=lambda f: (("bank_data_on", f.bank_data_on.isoformat() if f.bank_data_on else "–"),),
    ),
    Check(
        name="quiet_days",
        kinds=CLAIMS,
        stops=_is_quiet,
        mend=Mend.TIME,
        ground=_INK_4,
        until=next_posting_day,
    ),
    Check(
        name="no_day_for_post",
        kinds=LETTERS,
        stops=_is_no_day_for_post,
        mend=Mend.TIME,
        ground="lag (1930:173) 2 §",
        until=next_business_day,
    ),
    Check(
        name="law_unknown",
        kinds=CLAIMS,
        stops=lambda f, _s, _p, _on: not f.law_known,
        mend=Mend.OFFICE,
        ground="räntelagen (1975:635) 9 §",
    ),
    Check(
        name="lapsed",
        kinds=LETTERS,
        stops=_is_lapsed,
        mend=Mend.NOBODY,
        ground="preskriptionslagen (1981:130) 2, 8 §§",
        params=lambda f: (("limitation_on", f.limitation_on.isoformat() if f.limitation_on else "–"),),
    ),
    Check(
        name="sold",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.sold,
        mend=Mend.OWNER,
        ground=_INK_8,
    ),
    Check(
        name="protected",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.protected,
        mend=Mend.OWNER,
        ground=_INK_4,
    ),
    Check(
        name="disputed_part",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.disputed_ore > 0,
        mend=Mend.OWNER,
        ground=_INK_8,
        params=lambda f: (("disputed_ore", str(f.disputed_ore)),),
    ),
    Check(
        name="awaits_answer",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.awaits_answer,
        mend=Mend.OFFICE,
        ground=_INK_4,
    ),
    Check(
        name="sender_barred",
        kinds=COLLECTION,
        stops=lambda f, _s, _p, _on: not f.sender_allowed,
        mend=Mend.OWNER,
        ground="inkassolagen (1974:182) 2 §",
    ),
    Check(name="out_of_order", kinds=LETTERS, stops=_is_out_of_order, mend=Mend.OWNER, ground=_INK_5),
    Check(
        name="only_costs_left",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.principal_ore <= 0,
        mend=Mend.OWNER,
        ground=_COSTS_4,
        passable=True,
    ),
    Check(
        name="no_channel",
        kinds=LETTERS,
        stops=lambda f, s, _p, _on: channel(f, s) is None,
        mend=Mend.OFFICE,
        ground=_INK_5,
    ),
    Check(
        name="incomplete",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: not f.content_complete,
        mend=Mend.OFFICE,
        ground=_INK_5,
    ),
    Check(
        name="minor",
        kinds=LETTERS,
        stops=_is_minor,
        mend=Mend.OWNER,
        ground=_INK_4,
        passable=True,
        params=lambda f: (("adult_on", f.adult_on.isoformat() if f.adult_on else "–"),),
    ),
    Check(
        name="guardian",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.guardian,
        mend=Mend.OWNER,
        ground=_INK_4,
        passable=True,
    ),
    Check(
        name="estate",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.estate,
        mend=Mend.OWNER,
        ground=_INK_4,
        passable=True,
    ),
    Check(
        name="bankrupt",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.bankrupt,
        mend=Mend.OWNER,
        ground=_INK_4,
        passable=True,
    ),
    Check(
        name="reconstruction",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.reconstruction,
        mend=Mend.OWNER,
        ground=_INK_4,
        passable=True,
    ),
    Check(
        name="debt_relief",
        kinds=LETTERS,
        stops=lambda f, _s, _p, _on: f.debt_relief,
        mend=Mend.OWNER,
        ground=_INK_4,
        passable=True,
    ),
    Check(
        name="address_returned",
        kinds=CLAIMS,
        stops=lambda f, _s, _p, _on: f.address_returned,
        mend=Mend.OFFICE,
        ground=_INK_5,
        passable=True,
    ),
    Check(
        name="id_unknown",
        kinds=COLLECTION,
        stops=lambda f, _s, _p, _on: not f.id_valid,
        mend=Mend.OFFICE,
        ground=_INK_4,
        passable=True,
    ),
    Check(
        name="public_body",
        kinds=COLLECTION,
        stops=_is_unreleased_public,
        mend=Mend.OWNER,
        ground=_INK_4,
        passable=True,
    ),
    Check(
        name="small_on_paper",
        kinds=frozenset({Kind.REMINDER}),
        stops=_is_small_on_paper,
        mend=Mend.OWNER,
        ground=_COSTS_4,
        passable=True,
        params=lambda f: (("principal_ore", str(f.principal_ore)), ("floor_ore", str(f.min_reminder_ore))),
    ),
    Check(
        name="small_for_demand",
        kinds=COLLECTION,
        stops=lambda f, _s, _p, _on: 0 < f.principal_ore < f.min_demand_ore,
        mend=Mend.OWNER,
        ground=_COSTS_4,
        passable=True,
        params=lambda f: (("principal_ore", str(f.principal_ore)), ("floor_ore", str(f.min_demand_ore))),
    ),
)

WAITING: Final = {k: tuple(c for c in CHECKS if c.until is not None and k in c.kinds) for k in Kind}
ASKING: Final = {k: tuple(c for c in CHECKS if c.until is None and k in c.kinds) for k in Kind}
NAMES: Final = {k: ("due", "unpaid", "hold", *(c.name for c in CHECKS if k in c.kinds)) for k in Kind}
BY_NAME: Final = {c.name: c for c in CHECKS}


def concerns(facts: CaseFacts, *, step: Step, procedure: Procedure, on: date) -> list[Check]:
    """List the checks that a person must answer before the step is taken."""
    return [
        check
        for check in ASKING[step.kind]
        if check.stops(facts, step, procedure, on) and not (check.passable and check.name in facts.accepted)
    ]


def let_pass(facts: CaseFacts, *, step: Step, procedure: Procedure, on: date) -> tuple[Reason, ...]:
    """Tell the concerns that a person has let pass, to be stored with the letter."""
    return tuple(
        check.reason(facts)
        for check in ASKING[step.kind]
        if check.passable and check.name in facts.accepted and check.stops(facts, step, procedure, on)
    )


def results(facts: CaseFacts, *, step: Step, procedure: Procedure, on: date) -> Iterator[Result]:
    """Tell what every check says of a step on a day; the same code that decides."""
    for check in CHECKS:
        if step.kind not in check.kinds:
            continue
        if not check.stops(facts, step, procedure, on):
            yield Result(check=check, answer=Answer.PASS, why=None)
        else:
            let_pass = check.passable and check.name in facts.accepted
            answer = Answer.PASS if let_pass else Answer.ASK if check.until is None else Answer.WAIT
            yield Result(check=check, answer=answer, why=check.reason(facts))
