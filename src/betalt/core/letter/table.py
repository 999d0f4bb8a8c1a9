"""The claim table: every amount on a row of its own with how it is counted and its ground (INK-7)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from betalt import letters
from betalt.core.letter.facts import CostRow, InterestRow, Item, LetterFacts, Payment
from betalt.core.letter.printing import amount, day, one_line, rate

_NARROW_ORE = 9_999_999_999  # a greater sum needs a wider column of amounts
_KNOWN_COSTS = {"reminder", "demand", "plan", "late_compensation"}


def claim_table(facts: LetterFacts, *, language: str) -> dict[str, Any]:
    """Lay out what is owed on the letter's day as content, with the sums in whole öre beside the print.

    Nought leaves its row out and nothing is merged (INK-7); rows of several invoices stand invoice by invoice,
    and the costs, which belong to the letter, after them (FEE-11).
    """
    rows = list(_rows(facts, language))
    sums = _sums(facts.items)
    labels = letters.texts("common", language)["labels"]
    shown = {
        "head": [labels["what"], labels["how"], labels["amount"]],
        "rows": rows,
        "total": {"label": labels["to_pay"], "amount": amount(sums["total"], language)},
        "ore": sums,
        "wide": sums["total"] > _NARROW_ORE,
    }
    if len(facts.items) > 1:
        shown["sums"] = [
            {"label": labels[f"{name}_sum"], "amount": amount(sums[part], language)}
            for name, part in (("capital", "principal"), ("interest", "interest"), ("costs", "costs"))
            if sums[part]
        ]
    if facts.payments:
        shown["notes"] = [_payment(payment, labels, language) for payment in facts.payments]
    return shown


def _sums(items: tuple[Item, ...]) -> dict[str, int]:
    principal = sum(item.principal_ore for item in items)
    interest = sum(item.interest_ore for item in items)
    costs = sum(item.costs_ore for item in items)
    return {
        "principal": principal,
        "interest": interest,
        "costs": costs,
        "total": principal + interest + costs,
    }


def _rows(facts: LetterFacts, language: str) -> Iterator[dict[str, Any]]:
    words = letters.texts("common", language)["rows"]
    for item in facts.items:
        if item.principal_ore:
            yield _principal(item, words["principal"], language)
        for stretch in item.interest_rows:
            if stretch.ore != stretch.paid_ore:
                yield _interest(item, stretch, words["interest"], language)
    several = len(facts.items) > 1
    for item in facts.items:
        for cost in item.cost_rows:
            if cost.ore != cost.paid_ore:
                row = _cost(item, cost, words, letter_on=facts.letter_on, language=language)
                yield (
                    {**row, "label": f"{row['label']}, {one_line(item.invoice)}"}
                    if several and (cost.kind != "demand")
                    else row
                )


def _principal(item: Item, words: Mapping[str, str], language: str) -> dict[str, Any]:
    how = [
        words["how"].format(
            what=one_line(item.what),
            invoiced_on=day(item.invoiced_on, language),
            due_on=day(item.due_on, language),
        )
    ]
    less = list(_less(item, words, language))
    if less:
        how += [words["amount"].format(amount=amount(item.amount_ore, language)), *less]
    ground = (
        words["ground"].format(due_ground=one_line(item.due_ground))
        if item.due_ground
        else words["ground_none"]
    )
    return {
        "kind": "principal",
        "invoice": item.invoice,
        "label": words["label"].format(invoice=one_line(item.invoice)),
        "how": "; ".join(how) + ".",
        "ground": ground,
        "amount": amount(item.principal_ore, language),
        "ore": item.principal_ore,
    }


def _less(item: Item, words: Mapping[str, str], language: str) -> Iterator[str]:
    if item.paid_ore and item.paid_on:
        paid, on = amount(item.paid_ore, language), day(item.paid_on, language)
        yield words["paid_on"].format(paid=paid, paid_on=on)
    elif item.paid_ore:
        yield words["paid"].format(paid=amount(item.paid_ore, language))
    if item.credited_ore:
        yield words["credited"].format(credited=amount(item.credited_ore, language))
    if item.tax_office_share_ore:
        yield words["rot"].format(rot=amount(item.tax_office_share_ore, language))


def _interest(item: Item, stretch: InterestRow, words: Mapping[str, str], language: str) -> dict[str, Any]:
    how = words["how" if stretch.days != 1 else "how_one"].format(
        percent=rate(stretch.bps, language),
        base=amount(stretch.base_ore, language),
        to=day(stretch.to_on, language),
        days=stretch.days,
        **{"from": day(stretch.from_on, language)},
    )
    agreed = words["ground_agreed"].format(interest_ground=one_line(item.interest_ground))
    ore = stretch.ore - stretch.paid_ore
    return {
        "kind": "interest",
        "invoice": item.invoice,
        "label": words["label"],
        "how": _with_paid(how, stretch.paid_ore, words["paid"], language),
        "ground": agreed if item.interest_ground else words["ground"],
        "amount": amount(ore, language),
        "ore": ore,
        "interest": {
            "from": stretch.from_on.isoformat(),
            "to": stretch.to_on.isoformat(),
            "bps": stretch.bps,
            "base_ore": stretch.base_ore,
        },
    }


def _cost(
    item: Item, cost: CostRow, words: Mapping[str, Any], *, letter_on: date, language: str
) -> dict[str, Any]:
    said = words[cost.kind if cost.kind in _KNOWN_COSTS else "other_cost"]
    how = said["how_now" if cost.on == letter_on else "how"].format(on=day(cost.on, language))
    agreed_on = day(item.fee_agreed_on, language) if item.fee_agreed_on else ""
    ore = cost.ore - cost.paid_ore
    return {
        "kind": cost.kind,
        "invoice": item.invoice,
        "label": said["label"],
        "how": _with_paid(how, cost.paid_ore, words["cost_paid"], language),
        "ground": said["ground"].format(fee_agreed_on=agreed_on),
        "amount": amount(ore, language),
        "ore": ore,
        "on": cost.on.isoformat(),
    }


def _payment(payment: Payment, labels: Mapping[str, str], language: str) -> str:
    parts = (
        ("costs", payment.costs_ore),
        ("interest", payment.interest_ore),
        ("capital", payment.principal_ore),
    )
    counted = [
        labels["counted_part"].format(part=labels[f"{name}_sum"].lower(), amount=amount(ore, language))
        for name, ore in parts
        if ore
    ]
    paid = amount(payment.amount_ore, language)
    return labels["counted"].format(amount=paid, on=day(payment.on, language), parts=", ".join(counted))


def _with_paid(how: str, paid_ore: int, words: str, language: str) -> str:
    less = f"; {words.format(paid=amount(paid_ore, language))}" if paid_ore else ""
    return f"{how}{less}."
