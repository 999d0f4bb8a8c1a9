"""One case as its page shows it: three axes, the next step with its checks, the account, and all that is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from betalt.core.access import Right, who_may
from betalt.core.process.actions import Action, closed, right_for
from betalt.core.process.charges import charges
from betalt.core.process.checks import Answer, results
from betalt.core.process.decision import Ask, Take
from betalt.core.process.procedure import Kind
from betalt.core.process.stages import Hold, Stage
from betalt.core.process.timing import next_step
from betalt.flows.facts import Known, know
from betalt.flows.licence import GATED, why_unlicensed
from betalt.flows.undo import last_undoable, right_to_undo
from betalt.records.queries.case_page import CaseFolder, open_folder, viewers
from betalt.values.reason import Reason
from betalt.web import clock
from betalt.web.cases.owed import account
from betalt.web.cases.status import NextStep, hold_mark, payment_mark, stage_text, step_after
from betalt.web.cases.timeline import timeline
from betalt.web.office import Office
from betalt.web.wording import kronor, reason_text, sentence, weekday

PRESENT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A check as the page shows it: its answer, its sentence, its ground and who mends it."""

    answer: str  # stop, ask or pass
    text: str
    ground: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An action of the page; `why` closes it and says why."""

    action: str
    text: str
    line: str
    why: str = ""
    look: str = ""
    key: str = ""


_KEYS = {
    Action.PAUSE: "p", Action.NOTE: "n", Action.PAYMENT: "b", Action.DISPUTE: "i", Action.PLAN: "d",
    Action.CREDIT: "c", Action.KEEP: "h",
}  # fmt: skip
# What the page offers as buttons of their own, or only where it has something to work on.
_ELSEWHERE = frozenset({Action.SEND_NOW})
_ONLY_OPEN = frozenset({Action.ANSWER_DISPUTE, Action.RELEASE, Action.REOPEN})


def case_page(office: Office, number: int) -> dict[str, Any] | None:
    """Gather what the page of a case shows, in a constant number of queries; None where there is no such case."""
    folder = open_folder(creditor=office.id, number=number)
    if folder is None:
        return None
    (known,) = know([(office.id, folder.case.id)], on=office.on)
    step = step_after(known, on=office.on)
    buttons = list(_buttons(office, known))
    checks = _checks(known, step, office.on)
    undoable = last_undoable(creditor=office.id, case=folder.case.id, on=office.on)
    told = {check.text for check in (*checks["stop"], *checks["ask"])}
    return {
        "folder": folder,
        "case": folder.case,
        "party": folder.party,
        "title": _title(folder, known),
        "line": _line(folder, known, office.on),
        "payment": payment_mark(known),
        "payment_more": _payment_more(folder),
        "stage": stage_text(known),
        "stage_more": _stage_more(known, step),
        "hold": hold_mark(known, step),
        "hold_more": _hold_more(folder, known),
        "step": step,
        "next_title": _next_title(step),
        "next_lines": [line for line in _next_lines(known, step, office.on) if line not in told],
        "checks": checks,
        "send_now": _send_now(office, known, step),
        "account": account(known.claim, folder.invoices) if known.claim is not None else None,
        "disputed_ore": known.facts.disputed_ore,
        "timeline": timeline(folder, known, step, on=office.on),
        "buttons": [button for button in buttons if not button.why or button.action not in _ONLY_OPEN],
        "undo": undoable is not None and office.may(right_to_undo(undoable.kind)),
        "undo_text": sentence(f"office_cases.event_{undoable.kind}") if undoable is not None else "",
        "others": others(office, number),
        "seen": folder.last_event,
        "may_see_number": office.may(Right.SEE_PERSONAL_NUMBERS),
    }


def others(office: Office, number: int) -> Sequence[Any]:
    """List who else has the case before them now."""
    since = clock.moment() - PRESENT
    return viewers(creditor=office.id, number=number, but=office.user.pk, since=since)


def _title(folder: CaseFolder, known: Known) -> str:
    name = folder.party.name
    if known.facts.stage is Stage.CLOSED:
        outcome = folder.case.outcome or known.facts.payment.value
        return sentence(f"office_cases.title_{outcome}", name=name)
    if known.claim is None:
        return sentence("office_cases.title_unknown", name=name)
    many = "" if known.facts.natural_person else "_many"
    return sentence(f"office_cases.title{many}", name=name, sum=kronor(known.claim.total))


def _line(folder: CaseFolder, known: Known, on: date) -> str:
    numbers = ", ".join(invoice.number for invoice in folder.invoices)
    due_on = known.facts.due_on
    late = (on - due_on).days
    told = [sentence("office_cases.line_invoice", numbers=numbers)]
    if late > 0:
        told.append(sentence("office_cases.line_late", due=weekday(due_on), days=late))
    else:
        told.append(sentence("office_cases.line_not_late", due=weekday(due_on)))
    if known.claim is not None and known.claim.bearing:
        grows = known.claim.daily_interest
        told.append(
            sentence("office_cases.line_grows", sum=kronor(round_ore(grows.numerator, grows.denominator)))
        )
    return " ".join(told)


def round_ore(numerator: int, denominator: int) -> int:
    """Round öre half up, for a line that says about how much."""
    return (2 * numerator + denominator) // (2 * denominator)


def _payment_more(folder: CaseFolder) -> str:
    standing = [paid for paid in folder.money if paid.reversed_on is None]
    if not standing:
        return ""
    last = standing[0]
    return sentence("office_cases.last_paid", sum=kronor(last.amount_ore), on=last.booked_on)


def _stage_more(known: Known, step: NextStep) -> str:
    if step.decision is None:
        return ""
    steps = known.procedure.steps_for(natural_person=known.facts.natural_person)
    done = sum(1 for one in steps if one.no <= known.facts.step_done)
    word = sentence(f"office_cases.step_{step.step.kind.value}")
    return sentence("office_cases.stage_of", done=done, all=len(steps), step=word)


def _hold_more(folder: CaseFolder, known: Known) -> str:
    dispute = next((one for one in folder.disputes if one.closed_on is None), None)
    if known.facts.hold is Hold.DISPUTE and dispute is not None and dispute.deadline_on is not None:
        return sentence("office_cases.answer_by", day=weekday(dispute.deadline_on))
    if known.facts.hold is Hold.PLAN and known.facts.plan_next_on is not None:
        return sentence("office_cases.plan_next", on=known.facts.plan_next_on)
    return ""


def _next_title(step: NextStep) -> str:
    if step.decision is None or step.on is None:
        return sentence("office_cases.next_closed")
    return sentence("office_cases.next", step=step.text, day=weekday(step.on))


def _next_lines(known: Known, step: NextStep, on: date) -> Iterator[str]:
    decision = step.decision
    if decision is None:
        return
    if step.why is not None:
        yield reason_text(step.why)
    kind = step.step.kind
    if kind is not Kind.ASK and known.facts.hold is Hold.NONE:
        yield sentence("office_cases.next_by_itself" if step.step.automatic else "office_cases.next_released")
        yield from (reason_text(one) for one in _left_out(known, step, on))
    if isinstance(decision, Ask):
        yield sentence(f"process.question_{decision.question.value}")


def _left_out(known: Known, step: NextStep, on: date) -> Sequence[Reason]:
    if isinstance(step.decision, Take):
        return step.decision.notes
    day = step.on or on
    return charges(known.facts, step=step.step, procedure=known.procedure, on=day)[1]


def _checks(known: Known, step: NextStep, on: date) -> dict[str, list[Shown]]:
    """Sort the checks of the next step: what stops stands first, what is clear can be folded."""
    found: dict[str, list[Shown]] = {"stop": [], "ask": [], "pass": []}
    if step.decision is None or step.step.kind is Kind.ASK or known.facts.hold not in (Hold.NONE, Hold.PAUSE):
        return found
    for result in results(known.facts, step=step.step, procedure=known.procedure, on=on):
        if result.answer is Answer.PASS:
            found["pass"].append(Shown(answer="pass", text=sentence(f"office_cases.ok_{result.check.name}")))
            continue
        assert result.why is not None
        asks = result.answer is Answer.ASK and result.check.passable
        answer = "ask" if asks else "stop"
        mend = sentence(f"process.mend_{result.check.mend.value}")
        shown = Shown(answer=answer, text=reason_text(result.why), ground=result.why.ground, mend=mend)
        found[answer].append(shown)
    return found


def _send_now(office: Office, known: Known, step: NextStep) -> Button | None:
    """Offer the one filled button of the page: a yes to what is asked, or the step at once."""
    if step.decision is None:
        return None
    asked = known.facts.asked_on is not None and step.question in ("release", "confirm")
    name = "approve" if asked else Action.SEND_NOW.value
    return Button(
        action=name,
        text=sentence(f"office_cases.do_{name}"),
        line="",
        why=why_closed(office, known, Action.SEND_NOW) or _unlicensed(office, known, asked=asked),
    )


def _unlicensed(office: Office, known: Known, *, asked: bool) -> str:
    """Say why a bureau may not let the demand go; empty where it may, or where the letter is none."""
    step = next_step(known.facts, procedure=known.procedure)
    if step.kind.value not in GATED or not (asked or step.automatic):
        return ""
    why = why_unlicensed(creditor=office.id, actor=office.actor, on=office.on)
    return reason_text(why) if why is not None else ""


def _buttons(office: Office, known: Known) -> Iterator[Button]:
    for action in Action:
        if action in _ELSEWHERE:
            continue
        yield Button(
            action=action.value,
            text=sentence(f"office_cases.do_{action.value}"),
            line=_under(action, known),
            why=why_closed(office, known, action),
            look="danger" if action in (Action.STOP, Action.WRITE_OFF) else "",
            key=_KEYS.get(action, ""),
        )


def _under(action: Action, known: Known) -> str:
    owed = known.claim.total if known.claim is not None else 0
    return sentence(f"office_cases.under_{action.value}", sum=kronor(owed))


def why_closed(office: Office, known: Known, action: Action) -> str:
    """Say why an action is closed to this user now: the rules first, then the right; empty where it is open."""
    shut = closed(action, known.facts, procedure=known.procedure, on=office.on)
    if shut is not None:
        why = reason_text(shut.why)
        if shut.opens_on is not None:
            return sentence("office_cases.closed_until", day=weekday(shut.opens_on), why=why)
        return sentence("office_cases.closed", why=why)
    needed = right_for(action, known.facts, procedure=known.procedure)
    if office.may(needed):
        return ""
    roles = ", ".join(sentence(f"office.role_{role}") for role in who_may(right=needed))
    return sentence("office.closed_by_role", roles=roles)
