"""One transaction (TxDtls) of a camt entry: its own amount, its references, who paid and what the bank calls it."""

from collections.abc import Mapping
from functools import lru_cache

from betalt.adapters.bank.account import bankgiro, org_no, plusgiro_account
from betalt.adapters.bank.camt_places import AccountAt, DocumentAt, Places
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import Reference, ReferenceKind

Texts = Mapping[str, str]

_NOBODY = frozenset({"NOT AVAILABLE", "NOTAVAILABLE", "NOT PROVIDED", "NOTPROVIDED", "NTAV", "N/A"})
_CUSTOMER_NUMBERS = frozenset({"BANK", "CUST"})  # the payer's number at its bank, not its organisation number
_OCR, _INVOICE, _CREDIT, _FREE = (
    ReferenceKind.OCR,
    ReferenceKind.INVOICE,
    ReferenceKind.CREDIT,
    ReferenceKind.FREE,
)
_DOCUMENTS = {"CINV": _INVOICE, "": _INVOICE, "CREN": _CREDIT}


def read_ore(text: str, line: int) -> int:
    """Read an amount as whole öre; banks write none, one, two, three or five decimals."""
    if text[-3:-2] == "." and len(text) < 20:  # the form that nearly every bank writes
        plain = text[:-3] + text[-2:]
        if plain.isascii() and plain.isdigit():
            return int(plain)
    whole, _, part = text.strip().partition(".")
    digits = whole + part
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 20 or part[2:].strip("0"):
        raise UntrustedFile("amount", line=line, text=text[:40])
    return int(f"{whole}{part[:2]:0<2}")


def own_amount(texts: Texts, at: Places, *, currency: str, line: int) -> tuple[int, str] | None:
    """Choose a transaction's amount: in the entry's currency where it has one, else as it stands (öre, currency)."""
    other: tuple[int, str] | None = None
    for place, currency_at in at.amounts:
        stated = (read_ore(texts[place], line), texts.get(currency_at, ""))
        if stated[1] == currency:
            return stated
        other = other or stated
    return other or _remitted(texts, at, line)


def own_id(texts: Texts, at: Places) -> str:
    """Tell what the bank calls the transaction, in every message that it comes in."""
    for place in at.ids:
        found = texts[place].strip()
        if found and found != "NOTPROVIDED":
            return found
    return ""


def account(texts: Texts, at: AccountAt) -> str:
    """Name an account the way betalt names them."""
    number = texts[at.number] if at.number else ""
    return _named(number, at.is_iban, texts[at.scheme] if at.scheme else "") if number else ""


def payer(texts: Texts, at: Places) -> tuple[str, str]:
    """Read the payer's name and organisation number."""
    name = number = ""
    for place in at.names:
        name = " ".join(texts[place].split())
        if name and name.upper() not in _NOBODY:
            break
        name = ""
    for place, scheme_at in at.org_nos:
        if texts.get(scheme_at) not in _CUSTOMER_NUMBERS:
            number = org_no(texts[place])
            break
    return name, number


def references(texts: Texts, at: Places, *, currency: str, line: int) -> tuple[Reference, ...]:
    """Read every reference of the structured remittance, with its own amount where it has one."""
    found: list[Reference] = []
    for document in at.documents:
        _add_document(found, texts, document, currency, line)
    return tuple(found)


def free_text(texts: Texts, at: Places) -> tuple[str, ...]:
    """Read what the payer wrote, or else what the bank says of the payment."""
    if not at.texts:
        return ()
    lines = [" ".join(texts[place].split()) for place in at.texts]
    return tuple([line for line in lines if line])


def _add_document(found: list[Reference], texts: Texts, at: DocumentAt, currency: str, line: int) -> None:
    own: int | None = None
    if at.amount and texts.get(at.currency) == currency:
        own = read_ore(texts[at.amount], line)
    first = ""
    for number in at.numbers:
        value = texts[number.value].strip()
        if value and value != first:
            # Both numbers of one <Strd> name the same document: only the first carries its sum.
            found.append(
                Reference(value, _kind(texts, number.kind, at, number.is_reference), None if first else own)
            )
            first = first or value


def _kind(texts: Texts, kind_at: str, at: DocumentAt, is_reference: bool) -> ReferenceKind:
    if at.is_credit:
        return _CREDIT
    code = texts.get(kind_at, "")
    if is_reference:
        return _OCR if code == "SCOR" else _INVOICE
    return _DOCUMENTS.get(code, _FREE)


def _remitted(texts: Texts, at: Places, line: int) -> tuple[int, str] | None:
    total, currency = 0, ""
    for document in at.documents:
        if document.amount:
            ore = read_ore(texts[document.amount], line)
            total += -ore if document.is_credit else ore
            currency = texts.get(document.currency, "")
    return (total, currency) if currency and total >= 0 else None


@lru_cache(maxsize=4096)
def _named(number: str, is_iban: bool, scheme: str) -> str:
    if is_iban:
        return f"iban:{number.replace(' ', '').upper()}"
    if scheme == "BGNR":
        return bankgiro(number)
    if scheme == "PGNR":
        return plusgiro_account(number)
    compact = number.replace(" ", "").replace("-", "")
    return f"swish:{compact}" if scheme == "MOBNB" else f"bban:{compact}"
