"""The payment slip at the foot of a letter: fields to copy, the OCR line, and codes that a phone reads."""

import json
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from betalt import letters
from betalt.core.letter.facts import LetterFacts, Sender
from betalt.core.letter.printing import ZERO_WIDTH, amount, day, one_line, weekday_day
from betalt.values.number import luhn_check_digit

_OCR_LINE_MOST_KRONOR = 99_999_999  # eight places, see docs/decisions/0042-payment-slip.md
_BANKGIRO_FORM = "41"


def slip(facts: LetterFacts, *, total_ore: int, language: str) -> dict[str, Any] | None:
    """Lay out how to pay as content, or nothing where nothing is owed or no account is known (INK-7)."""
    sender = facts.sender
    account = sender.bankgiro or sender.plusgiro
    if total_ore <= 0 or not (account or sender.swish):
        return None
    labels = letters.texts("common", language)["labels"]
    fields = [[labels["payee"], one_line(sender.name)]]
    if account:
        fields.append([labels["bankgiro" if sender.bankgiro else "plusgiro"], account])
    named = labels["ocr" if letter_ocr(facts) else "invoice_number"]
    fields += [[named, letter_reference(facts)], [labels["to_pay"], _with_currency(total_ore, language)]]
    if facts.answer_by:
        fields.append([labels["pay_by"], day(facts.answer_by, language)])
    return {
        "title": labels["slip"],
        "fields": [field for field in fields if field[1]],
        "ocr_line": _ocr_line(sender.bankgiro, letter_ocr(facts), total_ore),
        "codes": _codes(facts, total_ore, labels, language),
    }


def letter_ocr(facts: LetterFacts) -> str:
    """Choose the reference of a letter: its own, or its first invoice's, which a payment then flows on from (R7)."""
    return facts.ocr or (facts.items[0].ocr if facts.items else "")


def letter_reference(facts: LetterFacts) -> str:
    """Name what a payer writes: the OCR, or the number of the first invoice where the creditor uses no OCR."""
    return letter_ocr(facts) or (one_line(facts.items[0].invoice) if facts.items else "")


def named_reference(facts: LetterFacts, *, language: str) -> str:
    """Print the reference with the word for what it is."""
    labels = letters.texts("common", language)["labels"]
    named = labels["reference_ocr" if letter_ocr(facts) else "reference_invoice"]
    return str(named.format(reference=letter_reference(facts)))


def ocr_line(*, bankgiro: str, ocr: str, ore: int) -> str:
    """Print the machine line of a bankgiro slip: reference, kronor, öre, check digit, account, form.

    The check digit is Luhn's over kronor and öre.
    """
    digits = bankgiro.replace("-", "")
    return f"# {ocr} # {kronor_in_line(ore)} > {digits}#{_BANKGIRO_FORM}#"


def kronor_in_line(ore: int) -> str:
    """Print a sum as the machine line has it: kronor, öre, check digit."""
    kronor, rest = divmod(ore, 100)
    return f"{kronor} {rest:02d}   {luhn_check_digit(f'{kronor}{rest:02d}')}"


def using_qr(*, sender: Sender, reference: str, invoiced_on: date | None, due_on: date, ore: int) -> str:
    """Write the payload of an invoice QR code (UsingQR): JSON in ASCII with the sum in kronor."""
    invoiced = f'"idt":"{_digits(invoiced_on)}",' if invoiced_on else ""
    is_plain = reference.isdecimal() and reference.isascii()
    written = f'"{reference}"' if is_plain else json.dumps(reference)
    paid_for = f'"iref":{written},{invoiced}"ddt":"{_digits(due_on)}","due":{kronor_in_code(ore)}'
    payee, account = _using_qr_payee(sender)
    return f'{{"uqr":1,"tp":1,{payee},{paid_for},{account}}}'


@lru_cache(maxsize=512)
def _digits(on: date) -> str:
    return f"{on:%Y%m%d}"


@lru_cache(maxsize=512)
def _using_qr_payee(sender: Sender) -> tuple[str, str]:
    kind, account = ("BG", sender.bankgiro) if sender.bankgiro else ("PG", sender.plusgiro)
    name = one_line(sender.name).replace(ZERO_WIDTH, "")
    payee = f'"nme":{json.dumps(name)},"cid":{json.dumps(sender.org_no)}'
    return payee, f'"pt":"{kind}","acc":{json.dumps(account)}'


def swish_qr(*, payee: str, reference: str, ore: int) -> str:
    """Write the payload of a prefilled Swish code that nothing can be changed in; the reference is its message."""
    kronor, rest = divmod(ore, 100)
    return f"C{payee};{kronor},{rest:02d};{quote(reference[:50])};0"


def _codes(facts: LetterFacts, ore: int, labels: dict[str, str], language: str) -> list[dict[str, str]]:
    sender, reference, total = facts.sender, letter_reference(facts), amount(ore, language)
    due_on = facts.answer_by or facts.letter_on
    codes = []
    account = sender.bankgiro or sender.plusgiro
    if account and reference:
        invoiced_on = facts.items[0].invoiced_on if len(facts.items) == 1 else None
        payload = using_qr(
            sender=sender, reference=reference, invoiced_on=invoiced_on, due_on=due_on, ore=ore
        )
        day_said = weekday_day(due_on, language)
        named = named_reference(facts, language=language)
        alt = labels["qr_invoice_alt"].format(
            account=account, reference=named, total=total, answer_day=day_said
        )
        codes.append({"payload": payload, "alt": alt, "caption": labels["qr_invoice"]})
    if sender.swish:
        alt = labels["qr_swish_alt"].format(swish=sender.swish, total=total, reference=reference)
        payload = swish_qr(payee=sender.swish, reference=reference, ore=ore)
        codes.append({"payload": payload, "alt": alt, "caption": labels["qr_swish"]})
    return codes


def _ocr_line(bankgiro: str, ocr: str, ore: int) -> str:
    fits = ore // 100 <= _OCR_LINE_MOST_KRONOR
    return ocr_line(bankgiro=bankgiro, ocr=ocr, ore=ore) if bankgiro and ocr and fits else ""


def _with_currency(ore: int, language: str) -> str:
    shown = amount(ore, language)
    return f"{shown}\u00a0kr" if language == "sv" else f"SEK\u00a0{shown}"


def kronor_in_code(ore: int) -> str:
    """Print a sum as the invoice code has it: a JSON number of kronor without needless noughts."""
    kronor, rest = divmod(ore, 100)
    return f"{kronor}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(kronor)
