"""What a column may hold, and the headers that Fortnox, Visma (Spiris), Bokio and hand-made lists give it.

A header is compared without blanks, points and case, so "Fakturanr.", "Faktura nr" and "FAKTURANR" are one.
"""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

REQUIRED = ("number", "issued_on", "due_on", "amount", "name")
CUSTOMER = (
    "customer_number", "name", "org_no", "customer_kind", "street", "street2", "postcode", "city", "country",
    "email", "phone",
)  # fmt: skip

_DATA = tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))
HEADERS = MappingProxyType({field: frozenset(names.split()) for field, names in _DATA["headers"].items()})
WORDS = MappingProxyType({meaning: frozenset(words.split()) for meaning, words in _DATA["words"].items()})
FIELDS = tuple(HEADERS)
_FIELDS_OF = {
    header: tuple(field for field, headers in HEADERS.items() if header in headers)
    for header in frozenset().union(*HEADERS.values())
}


@lru_cache(maxsize=4096)  # a list repeats its words: "privat", "kredit"
def plain_header(header: str) -> str:
    """Strip a header of case and of everything but letters and digits, so that spellings compare equal."""
    return "".join(letter for letter in header.casefold() if letter.isalnum())


def recognise(headers: Iterable[str]) -> dict[str, str]:
    """Find the field that each header names; a field belongs to the first header that names it."""
    found: dict[str, str] = {}
    for header in headers:
        free = (field for field in _FIELDS_OF.get(plain_header(header), ()) if field not in found)
        field = next(free, None)
        if field is not None:
            found[field] = header
    return found
