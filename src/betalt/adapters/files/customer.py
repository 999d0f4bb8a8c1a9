"""The customer's part of a row: who it is, what number it has, where it can be reached."""

import re
from collections.abc import Mapping

from betalt.adapters.files.columns import CUSTOMER, WORDS, plain_header
from betalt.adapters.files.invoice_row import Customer
from betalt.values import orgnr, personnummer
from betalt.values.number import InvalidNumber

_NOTHING_TOLD = dict.fromkeys(CUSTOMER, "")
_KINDS = {word: kind for kind in ("consumer", "business", "public") for word in WORDS[kind]}
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}")
_VAT_NUMBER = re.compile(r"SE([0-9]{10})[0-9]{2}")


class CustomerUnclear(ValueError):
    """Something about a customer cannot be right; names the field and the reason's code."""

    def __init__(self, field: str, code: str) -> None:
        """Keep the field and the code of the reason."""
        self.field, self.code = field, code
        super().__init__(code)


def read_customer(texts: Mapping[str, str]) -> Customer:
    """Read a customer out of the texts of a row; a malformed e-mail address is left out."""
    part = _NOTHING_TOLD.copy()
    for field in CUSTOMER:
        if written := texts.get(field):
            part[field] = " ".join(written.split())
    name = part["name"] or part["customer_number"]
    if not name:
        raise CustomerUnclear("name", "empty")
    org_no = read_id(part["org_no"])
    return Customer(
        number=part["customer_number"], name=name, org_no=org_no, kind=_kind(part["customer_kind"], org_no),
        address=tuple(line for line in (part["street"], part["street2"]) if line),
        postcode=part["postcode"], city=part["city"], country=part["country"],
        email=part["email"] if part["email"] and is_email(part["email"]) else "", phone=part["phone"],
    )  # fmt: skip


def read_id(text: str) -> str:
    """Read an organisation, personal or Swedish VAT number as 10 or 12 digits."""
    if not text:
        return ""
    compact = text.upper().replace(" ", "")
    vat = _VAT_NUMBER.fullmatch(compact)
    bare = vat[1] if vat else compact
    digits = bare.replace("-", "").replace("+", "")
    is_organisation = digits.startswith("16") if len(digits) == 12 else digits[2:3] >= "2"
    try:
        return orgnr.validate(digits) if is_organisation else personnummer.validate(bare)
    except InvalidNumber:
        raise CustomerUnclear("org_no", "id_number") from None


def is_email(text: str) -> bool:
    """Tell whether a text has the form of one e-mail address."""
    return _EMAIL.fullmatch(text) is not None


def _kind(written: str, org_no: str) -> str:
    word = plain_header(written)
    if word and word not in _KINDS:
        raise CustomerUnclear("customer_kind", "customer_kind")
    if word:
        return _KINDS[word]
    if len(org_no) != 10 or org_no[2] < "2":
        # A sole trader's number is a personal number, so it does not tell a consumer from a trader.
        return ""
    return "public" if org_no.startswith("2") else "business"
