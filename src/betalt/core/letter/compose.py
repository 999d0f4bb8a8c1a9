"""Composes a letter: facts in, content out, as JSON that a template only has to lay out.

Every sum has been computed by `core.claim`; here it is only printed, with the whole öre kept beside it.
"""

from functools import lru_cache
from typing import Any

from betalt import letters
from betalt.core.letter.facts import Item, LetterFacts, Receiver, Sender
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.places import Shared, flags, own_places, shared, shared_places
from betalt.core.letter.printing import day, one_line
from betalt.core.letter.slip import slip
from betalt.core.letter.table import claim_table
from betalt.core.letter.texts import Plan, fill, plan, print_shared
from betalt.law.book import forget_when_changed

FORMAT = 1
# What a letter asks for, where it is not the whole claim: a note names no interest and no fee (FEE-5).
_ASKED = {LetterKind.NOTE: "principal", LetterKind.THANKS: "nothing"}
_WINDOW_LINES, _WINDOW_SIGNS = 5, 40  # what the window holds in the ordinary size
_REMEMBERED = 1024  # senders and days: a day's letters share them
_GOVERNS = "sv"  # a demand in another language carries the Swedish text, which holds


def compose(facts: LetterFacts) -> dict[str, Any]:
    """Compose the content of a letter as JSON, with sums printed and in whole öre.

    A demand or a final notice in English carries its whole Swedish text too, and that text governs.
    """
    content = _content(facts, facts.language)
    if facts.kind.is_collection and facts.language != _GOVERNS:
        swedish = _content(facts, _GOVERNS)
        label = letters.texts("common", facts.language)["labels"]["governing"]
        content["governing"] = {
            **{part: swedish[part] for part in ("title", "language", "blocks", "claim")},
            "label": label,
        }
    return content


def _content(facts: LetterFacts, language: str) -> dict[str, Any]:
    labels = letters.texts("common", language)["labels"]
    table = claim_table(facts, language=language)
    chosen = plan(kind=facts.kind.value, language=language, flags=flags(facts))
    printed = _printed(chosen, shared(facts, language))
    title, blocks = fill(printed, own_places(facts, sums=table["ore"], language=language))
    asked = table["ore"].get(_ASKED.get(facts.kind, "total"), 0)
    return {
        "format": FORMAT,
        "kind": facts.kind.value,
        "language": language,
        "form": facts.form,
        "name": chosen.name,
        "title": title,
        "case": one_line(facts.case),
        "letter_on": facts.letter_on.isoformat(),
        "answer_by": facts.answer_by.isoformat() if facts.answer_by else None,
        "sender": _sender(facts.sender, language),
        **_window(facts.receiver),
        "facts": _facts(facts, labels, language),
        "blocks": blocks,
        "claim": table,
        "slip": slip(facts, total_ore=asked, language=language),
        "footer": _footer(facts, language),
        "page": list(page_words(labels["page"])),
        "ore": table["ore"],
        "proof": _proof(facts),
    }


@lru_cache(maxsize=_REMEMBERED)
def _printed(chosen: Plan, common: Shared) -> Plan:
    return print_shared(chosen, shared_places(common))


forget_when_changed(forget=_printed.cache_clear)


def _window(receiver: Receiver) -> dict[str, Any]:
    lines = [one_line(receiver.name), *map(one_line, receiver.address)]
    taken = sum(1 + len(line) // _WINDOW_SIGNS for line in lines)
    return {"window": lines, "window_small": taken > _WINDOW_LINES}


@lru_cache(maxsize=_REMEMBERED)
def _sender(sender: Sender, language: str) -> dict[str, Any]:
    labels = letters.texts("common", language)["labels"]
    return {
        "name": one_line(sender.name),
        "org_no": sender.org_no,
        "logo": sender.logo,
        "logo_alt": labels["logo_alt"].format(creditor=one_line(sender.name)),
    }


def _facts(facts: LetterFacts, labels: dict[str, str], language: str) -> list[list[str]]:
    several = len(facts.items) > 1
    shown = [[labels["date"], day(facts.letter_on, language)], [labels["case"], one_line(facts.case)]]
    numbers = [one_line(item.invoice) for item in facts.items]
    shown.append(
        [labels["invoices" if several else "invoice"], ", ".join(numbers[:3]) + (" …" if numbers[3:] else "")]
    )
    reference = facts.items[0].their_reference if len(facts.items) == 1 else ""
    if reference:
        shown.append([labels["their_reference"], one_line(reference)])
    return [pair for pair in shown if pair[1]]


def _footer(facts: LetterFacts, language: str) -> list[str]:
    where, how, more, privacy = _foot(facts.sender, language)
    lines = [where, f"{how} {one_line(facts.case)}", *more]
    return [*lines, privacy] if privacy and facts.receiver.natural else lines


@lru_cache(maxsize=_REMEMBERED)
def _foot(sender: Sender, language: str) -> tuple[str, str, tuple[str, ...], str]:
    """Print who the sender is, how to reach it about a case, what more it tells, and how it treats personal data."""
    labels = letters.texts("common", language)["labels"]
    phone = labels["phone"].format(phone=sender.phone) if sender.phone else ""
    hours = f" ({sender.hours})" if phone and sender.hours else ""
    where = [
        f"{one_line(sender.name)}, {labels['org_no'].format(org_no=sender.org_no)}",
        *map(one_line, sender.address),
    ]
    how = [part for part in (phone + hours, sender.email, labels["case"]) if part]
    privacy = labels["privacy"].format(privacy_url=sender.privacy_url) if sender.privacy_url else ""
    return ", ".join(where), ", ".join(how), _more(sender, labels), privacy


def _more(sender: Sender, labels: dict[str, str]) -> tuple[str, ...]:
    """Print VAT number, F-tax, seat and the creditor's own words on one line, where there are any."""
    told = [
        labels["vat_number"].format(vat_number=sender.vat_number) if sender.vat_number else "",
        labels["f_tax"] if sender.f_tax else "",
        labels["seat"].format(seat=one_line(sender.seat)) if sender.seat else "",
        one_line(sender.foot_note),
    ]
    line = ", ".join(part for part in told if part)
    return (line,) if line else ()


@lru_cache(maxsize=8)
def page_words(words: str) -> tuple[str, str, str]:
    """Split "Sida {page} ({pages})" at its two numbers, which only the typesetter knows."""
    before, _, rest = words.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return before, between, after


def _proof(facts: LetterFacts) -> dict[str, Any]:
    """Keep what the check of a letter needs to know beside what the letter says."""
    agent = facts.agent
    promised = facts.thanks.refund_by if facts.thanks else None
    return {
        **({"refund_by": promised.isoformat()} if promised else {}),
        "creditor_kind": facts.sender.kind,
        "debtor_kind": facts.receiver.kind,
        "natural": facts.receiver.natural,
        "agent_licence": agent.licence if agent else None,
        "assigned": facts.assignment is not None,
        "demanded_on": facts.demanded_on.isoformat() if facts.demanded_on else None,
        "demand_answer_by": facts.demand_answer_by.isoformat() if facts.demand_answer_by else None,
        "items": [_proof_of(item) for item in facts.items],
    }


def _proof_of(item: Item) -> dict[str, Any]:
    arose_on = item.arose_on or item.invoiced_on
    return {
        "invoice": item.invoice,
        "invoiced_on": item.invoiced_on.isoformat(),
        "due_on": item.due_on.isoformat(),
        "what": item.what,
        "due_agreed": item.due_agreed,
        "interest_notice": item.interest_notice,
        "fee_agreed_on": item.fee_agreed_on.isoformat() if item.fee_agreed_on else None,
        "arose_on": arose_on.isoformat(),
    }
