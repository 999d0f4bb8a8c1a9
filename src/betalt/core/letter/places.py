"""What is true of a letter, which chooses its sentences, and the values that are filled into them.

Values that the letters of a day share stand apart from those that only one letter knows, so that they are printed once.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from betalt import law, letters
from betalt.core.letter.facts import Item, LetterFacts, Sender
from betalt.core.letter.printing import amount, day, day_short, one_line, rate, weekday_day
from betalt.core.letter.slip import named_reference
from betalt.values.days import add_days


def flags(facts: LetterFacts) -> frozenset[str]:
    """Tell what is true of a letter, by the words that the texts use in `when`."""
    return frozenset([word for word, holds in _truths(facts) if holds]) | _sender_flags(facts.sender)


class Shared(NamedTuple):
    """What the letters of one sender and day have in common."""

    language: str
    sender: Sender
    with_phone: bool
    letter_on: date
    answer_by: date | None
    demanded_on: date | None
    demand_answer_by: date | None
    interest_from: date | None


def shared(facts: LetterFacts, language: str) -> Shared:
    """Tell what a letter has in common with others."""
    return Shared(
        language,
        facts.sender,
        facts.kind.is_collection,
        facts.letter_on,
        facts.answer_by,
        facts.demanded_on,
        facts.demand_answer_by,
        facts.interest_from,
    )


def shared_places(common: Shared) -> dict[str, str]:
    """Print the values that a sentence may name and that letters have in common."""
    return (
        _sender_places(common.sender, with_phone=common.with_phone)
        | _day_places(common)
        | _law_places(common.letter_on, common.language)
    )


def own_places(facts: LetterFacts, *, sums: Mapping[str, int], language: str) -> dict[str, str]:
    """Print the values that a sentence may name and that only this letter knows; `sums` are whole öre."""
    return {
        "principal": amount(sums["principal"], language),
        "interest": amount(sums["interest"], language),
        "costs": amount(sums["costs"], language),
        "total": amount(sums["total"], language),
        "daily_interest": amount(facts.daily_interest_ore, language),
        "count": str(len(facts.items)),
        "reference": named_reference(facts, language=language),
        **_item_places(facts.items, language),
        **_other_places(facts, language),
    }


def _truths(facts: LetterFacts) -> list[tuple[str, Any]]:
    items = facts.items
    kinds = {cost.kind for item in items for cost in item.cost_rows if cost.ore != cost.paid_ore}
    agreed = any(item.interest_ground for item in items)
    interest = any(item.interest_ore for item in items)
    return [
        (facts.kind.value, True),
        (facts.form, True),
        ("one", len(items) == 1),
        ("several", len(items) > 1),
        ("natural", facts.receiver.natural),
        ("reminder_fee", "reminder" in kinds),
        ("comp_now", "late_compensation" in kinds),
        ("comp_later", facts.late_compensation_later and "late_compensation" not in kinds),
        ("interest", interest),
        ("statutory", not agreed),
        ("agreed", agreed),
        ("waiver", facts.waiver),
        ("daily", facts.daily_interest_ore > 0),
        ("due_not_agreed", facts.interest_from is not None),
        ("from_letter", facts.interest_from_letter),
        ("their_reference", len(items) == 1 and items[0].their_reference),
        ("next_own", facts.next_step == "own"),
        ("next_agent", facts.next_step == "agent"),
        ("link", facts.link),
        ("copies", facts.copies),
        ("agent", facts.agent),
        ("assigned", facts.assignment),
        *_thanks_truths(facts),
    ]


@lru_cache(maxsize=512)
def _sender_flags(sender: Sender) -> frozenset[str]:
    known = {
        "bankgiro": sender.bankgiro,
        "plusgiro": sender.plusgiro,
        "swish": sender.swish,
        "changed": sender.bankgiro_changed,
        "phone": sender.phone,
        "email": sender.email,
        "policy_url": sender.policy_url,
        "privacy_url": sender.privacy_url,
        "help_url": sender.help_url,
    }
    return frozenset(word for word, text in known.items() if text)


def _thanks_truths(facts: LetterFacts) -> list[tuple[str, Any]]:
    thanks = facts.thanks
    if thanks is None:
        return []
    return [
        ("waived", thanks.waived_ore),
        ("overpaid", thanks.overpaid_ore and thanks.refund_by),
        ("overpaid_unplaced", thanks.overpaid_ore and not thanks.refund_by),
        ("kfm_withdrawn", thanks.kfm_withdrawn_on),
        ("customer_since", thanks.customer_since),
    ]


def _sender_places(sender: Sender, *, with_phone: bool) -> dict[str, str]:
    name, address = one_line(sender.name), ", ".join(map(one_line, sender.address))
    phone = [sender.phone, sender.hours] if with_phone else []
    return {
        "creditor": name,
        "creditor_address": f"{name}, {address}",
        "creditor_email": sender.email,
        "creditor_phone": sender.phone,
        "bankgiro": sender.bankgiro,
        "plusgiro": sender.plusgiro,
        "swish": _swish(sender.swish),
        "policy_url": sender.policy_url,
        "privacy_url": sender.privacy_url,
        "help_url": sender.help_url,
        "signature": ", ".join(part for part in (one_line(sender.signer), name, *phone) if part),
    }


def _day_places(common: Shared) -> dict[str, str]:
    language, answer_by = common.language, common.answer_by
    return {
        "letter_on": day(common.letter_on, language),
        "next_day": day(add_days(common.letter_on, 1), language),
        "answer_day": weekday_day(answer_by, language) if answer_by else "",
        "answer_day_short": day_short(answer_by, language) if answer_by else "",
        "demanded_on": day(common.demanded_on, language) if common.demanded_on else "",
        "demand_answer_by": day(common.demand_answer_by, language) if common.demand_answer_by else "",
        "interest_from": day(common.interest_from, language) if common.interest_from else "",
    }


def _item_places(items: tuple[Item, ...], language: str) -> dict[str, str]:
    if not items:
        return {}
    first = items[0]
    what = one_line(first.what)
    labels = letters.texts("common", language)["labels"]
    fee_agreed_on = next((item.fee_agreed_on for item in items if item.fee_agreed_on), None)
    return {
        "invoice": one_line(first.invoice),
        "invoiced_on": day(first.invoiced_on, language),
        "due_on": day(first.due_on, language),
        "what": what,
        "what_first": what[:1].upper() + what[1:],
        "their_reference": one_line(first.their_reference),
        "due_ground": one_line(first.due_ground) or labels["default_ground"],
        "interest_ground": one_line(
            next((item.interest_ground for item in items if item.interest_ground), "")
        ),
        "fee_agreed_on": day(fee_agreed_on, language) if fee_agreed_on else "",
        "fee_agreed_how": one_line(next((item.fee_agreed_how for item in items if item.fee_agreed_how), "")),
        "invoice_list": _listed([one_line(item.invoice) for item in items], labels),
    }


def _listed(numbers: list[str], labels: Mapping[str, str]) -> str:
    named = [labels["invoice_one"].format(invoice=number) for number in numbers]
    return f"{', '.join(named[:-1])} {labels['and']} {named[-1]}" if len(named) > 1 else named[0]


def _law_places(on: date, language: str) -> dict[str, str]:
    return {
        "kfm_fee": _kronor(law.fee_ore("kfm_application", on), language),
        "kfm_work": _kronor(law.fee_ore("kfm_work", on), language),
        "plan_fee": _kronor(law.fee_ore("plan", on), language),
        "comp": _kronor(law.fee_ore("late_compensation", on), language),
        "margin": rate(law.margin_bps(on), language),
        "interest_start_days": str(law.value("interest_start_days", on)),
    }


def _other_places(facts: LetterFacts, language: str) -> dict[str, str]:
    agent, assignment, thanks = facts.agent, facts.assignment, facts.thanks
    values = {
        "debtor": one_line(facts.receiver.name),
        "next_agent": one_line(facts.next_agent),
        "link": facts.link,
        "code": facts.code,
    }
    if agent:
        values |= {
            "agent": one_line(agent.name),
            "agent_org_no": agent.org_no,
            "agent_contact": one_line(agent.contact),
        }
    if assignment:
        values |= {
            "original_creditor": one_line(assignment.original_creditor),
            "assigned_on": day(assignment.assigned_on, language),
        }
    if thanks:
        values |= {
            "amount": amount(thanks.amount_ore, language),
            "paid_on": day(thanks.paid_on, language),
            "waived": amount(thanks.waived_ore, language),
            "overpaid": amount(thanks.overpaid_ore, language),
            "refund_by": day(thanks.refund_by, language) if thanks.refund_by else "",
            "kfm_withdrawn_on": day(thanks.kfm_withdrawn_on, language) if thanks.kfm_withdrawn_on else "",
            "customer_since": one_line(thanks.customer_since),
        }
    return values


def _kronor(ore: int, language: str) -> str:
    # A fee of the statute is whole kronor and is written as the statute writes it.
    shown = amount(ore, language)
    return shown[:-3] if ore % 100 == 0 else shown


def _swish(number: str) -> str:
    return "\u00a0".join((number[:3], number[3:6], number[6:8], number[8:])) if len(number) == 10 else number
