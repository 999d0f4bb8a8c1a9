"""Who the debtor is in law, from what an invoice file tells."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

DebtorKind = Literal["consumer", "business", "public"]

_COMPANY = re.compile(
    r"\b(ab|aktiebolag|aktiebolaget|hb|handelsbolag|handelsbolaget|kb|kommanditbolag|ek\.? ?för\.?|förening|brf"
    r"|bostadsrättsförening\w*|stiftelse\w*|inc|ltd|llc|corp|corporation|gmbh|as|oy|a/s|co|company)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(\b|\w)(kommun|kommunen|region|regionen|länsstyrelsen|myndighet|myndigheten|verket)\b", re.IGNORECASE
)
_PERSON_DIGITS = 12
_LEAST_THIRD = "2"  # of an organisation's number, which tells it from a person's


class Debtor(NamedTuple):
    """The kind of a debtor, and whether it is a natural person (a consumer or a sole trader)."""

    kind: DebtorKind
    natural: bool


def is_person(org_no: str) -> bool:
    """Tell whether a valid number is a natural person's, with its century or without."""
    return len(org_no) >= _PERSON_DIGITS or (org_no != "" and org_no[2] < _LEAST_THIRD) or "+" in org_no


def debtor(*, kind: str, org_no: str, name: str) -> Debtor:
    """Tell consumer, business and public apart; in doubt the debtor is a consumer, whom the law protects most.

    `kind` is what the file says, `org_no` a valid number of a legal or a natural person, or nothing. A sole trader's
    number is a personal number, so only the file's own word makes one a business (law.md section 14).
    """
    if is_person(org_no):
        return Debtor("business" if kind == "business" else "consumer", natural=True)
    if kind in ("business", "public"):
        return Debtor("public" if kind == "public" else "business", natural=False)
    if kind == "consumer":
        return Debtor("consumer", natural=True)
    if org_no:
        return Debtor("business", natural=False)
    if _PUBLIC.search(name):
        return Debtor("public", natural=False)
    if _COMPANY.search(name):
        return Debtor("business", natural=False)
    return Debtor("consumer", natural=True)
