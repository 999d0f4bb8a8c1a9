"""The statement of a claim (kravspecifikation): everything that makes the sum, row by row with its ground."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from betalt import letters, words
from betalt.core.claim.claim import Claim, InvoiceClaim
from betalt.core.claim.rows import ClearingRow, Rows
from betalt.core.claim.terms import Invoice
from betalt.core.letter.compose import FORMAT, page_words
from betalt.core.letter.facts import Language
from betalt.core.letter.printing import amount, day, one_line, rate
from betalt.values.money import half_up

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Who and what a statement is about, where that is known: a claim document names nobody."""

    creditor: str = ""
    org_no: str = ""
    debtor: str = ""
    case: str = ""
    what: Mapping[str, str] = field(default_factory=dict)  # what was sold, by the claim's invoice id


def compose_statement(*, owed: Claim, shown: Rows, language: Language, names: Names) -> dict[str, Any]:
    """Compose the statement of a claim as content; its rows add up to the claim's total, in öre."""
    said = letters.texts("statement", language)
    labels = letters.texts("common", language)["labels"]
    return {
        "format": FORMAT,
        "kind": "statement",
        "language": language,
        "title": said["title"],
        "name": said["title"],
        "letter_on": owed.on.isoformat(),
        "sender": {"name": one_line(names.creditor) or said["title"], "org_no": names.org_no, "logo": ""},
        "facts": _facts(owed, names, labels, said, language),
        "lead": said["lead" if owed.total else "nothing"].format(**_sums(owed, language)),
        "texts": list(_texts(owed, said, language)),
        "head": [labels["what"], labels["how"], labels["amount"]],
        "invoices": [_invoice(one, owed, shown, names, language) for one in owed.invoices],
        "refused": list(_refused(shown, said, language)),
        "refused_heading": said["refused_heading"],
        "footer": [said["method"]],
        "page": list(page_words(labels["page"])),
        "ore": {
            "principal": owed.principal,
            "interest": owed.interest,
            "costs": owed.costs,
            "total": owed.total,
            "overpaid": owed.overpaid,
        },
    }


def _sums(owed: Claim, language: str) -> dict[str, str]:
    daily = owed.daily_interest
    return {
        "on": day(owed.on, language),
        "principal": amount(owed.principal, language),
        "interest": amount(owed.interest, language),
        "costs": amount(owed.costs, language),
        "total": amount(owed.total, language),
        "overpaid": amount(owed.overpaid, language),
        "daily": amount(half_up(daily.numerator, daily.denominator), language),
    }


def _texts(owed: Claim, said: Mapping[str, Any], language: str) -> Iterator[str]:
    sums = _sums(owed, language)
    if owed.total:
        yield said["parts"].format(**sums)
    if owed.daily_interest:
        yield said["daily"].format(**sums)
    if owed.overpaid:
        yield said["overpaid"].format(**sums)


def _facts(owed: Claim, names: Names, labels: Mapping[str, str], said: Any, language: str) -> list[list[str]]:
    creditor = ", ".join(filter(None, (one_line(names.creditor), names.org_no)))
    shown = [
        [labels["date"], day(owed.on, language)],
        [labels["case"], one_line(names.case)],
        [said["names"]["creditor"], creditor],
        [said["names"]["debtor"], one_line(names.debtor)],
    ]
    return [pair for pair in shown if pair[1]]


def _invoice(one: InvoiceClaim, owed: Claim, shown: Rows, names: Names, language: str) -> Row:
    invoice = next(known for known in owed.facts.invoices if known.id == one.id)
    said = letters.texts("statement", language)
    what = one_line(names.what.get(one.id, ""))
    label = letters.texts("common", language)["rows"]["principal"]["label"].format(invoice=one_line(one.id))
    return {
        "title": f"{label}: {what}" if what else label,
        "rows": sorted(_rows(one, invoice, shown, said, language), key=_by_day),
        "total": {
            "label": said["open"].format(invoice=one_line(one.id)),
            "amount": amount(one.total, language),
            "ore": one.total,
        },
    }


def _by_day(row: Row) -> str:
    return str(row["on"])


def _rows(one: InvoiceClaim, invoice: Invoice, shown: Rows, said: Any, language: str) -> Iterator[Row]:
    opened = said["invoice_how"].format(
        invoiced_on=day(invoice.invoiced_on, language), effective_due_on=day(one.effective_due_on, language)
    )
    common = letters.texts("common", language)["rows"]
    label = common["principal"]["label"].format(invoice=one_line(one.id))
    yield _row(invoice.invoiced_on, label, opened, said["agreed"], invoice.amount_ore, language)
    if invoice.tax_office_share_ore:
        share = -invoice.tax_office_share_ore
        yield _row(invoice.invoiced_on, said["rot"], said["rot_how"], "", share, language)
    for stretch in shown.interest:
        if stretch.invoice == one.id:
            how = common["interest"]["how"].format(
                percent=rate(stretch.bps, language),
                base=amount(stretch.base_ore, language),
                to=day(stretch.to_on, language),
                days=stretch.days,
                **{"from": day(stretch.from_on, language)},
            )
            yield _row(
                stretch.to_on, said["what"]["interest"], how, stretch.ground, stretch.amount_ore, language
            )
    for cost in shown.costs:
        if cost.invoice == one.id:
            how = common["other_cost"]["how"].format(on=day(cost.on, language))
            yield _row(cost.on, said["what"][cost.what], how, cost.ground, cost.amount_ore, language)
    for clearing in (*shown.payments, *shown.reductions):
        yield from _clearing(one.id, clearing, said, language)


def _clearing(invoice: str, clearing: ClearingRow, said: Any, language: str) -> Iterator[Row]:
    labels = letters.texts("common", language)["labels"]
    for part in clearing.allocated:
        if part.invoice != invoice:
            continue
        sums = (("costs", part.costs_ore), ("interest", part.interest_ore), ("capital", part.principal_ore))
        counted = [
            labels["counted_part"].format(part=labels[f"{name}_sum"].lower(), amount=amount(ore, language))
            for name, ore in sums
            if ore
        ]
        how = said["paid_how"].format(parts=", ".join(counted)) if counted else said["paid_nothing"]
        ore = part.costs_ore + part.interest_ore + part.principal_ore
        on = day(clearing.on, language)
        yield _row(clearing.on, f"{said['what'][clearing.what]} {on}", how, "", -ore, language)


def _row(on: date, label: str, how: str, ground: str, ore: int, language: str) -> Row:
    return {
        "on": on.isoformat(),
        "label": label,
        "how": f"{how}.",
        "ground": ground,
        "amount": amount(ore, language),
        "ore": ore,
    }


def _refused(shown: Rows, said: Any, language: Language) -> Iterator[str]:
    for row in shown.refused:
        why = words.say(row.why, language=language)
        named = said["refused"].format(
            what=said["what"].get(row.what, row.what), on=day(row.on, language), why=why.rstrip(".")
        )
        yield f"{named} ({row.why.ground})." if row.why.ground else f"{named}."
