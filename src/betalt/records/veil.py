"""Texts in which a personal number may stand are sealed as a whole and look like `sealed:7:…`; the others stay plain.

Equal texts of one creditor give equal seals, so what is compared and unique stays so. A seal names its creditor, and
can be opened wherever it is read.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from typing import Any

from betalt.records.sealing import seal_alike, unseal_bytes
from betalt.values.personnummer import mentions

MARK = "sealed:"
NOBODY = 0  # whose seals belong to no creditor: the secrets of users
TOKEN = re.compile(r"sealed:(\d+):([A-Za-z0-9_-]+=*)")


def veil(text: str, *, creditor: int) -> str:
    """Seal a text if it may hold a personal number."""
    return _token(text, creditor)[0] if mentions(text) else text


def seal_text(text: str, *, creditor: int) -> str:
    """Seal a text whatever stands in it."""
    return _token(text, creditor)[0]


def veils(texts: Iterable[str], *, creditor: int) -> list[str]:
    """List how these texts may stand in the rows, whichever key sealed them."""
    return [form for text in texts for form in (_token(text, creditor) if mentions(text) else [text])]


def veil_json(value: Any, *, creditor: int) -> Any:
    """Seal those of the texts in a plain value that may hold a personal number."""
    if isinstance(value, str):
        return veil(value, creditor=creditor)
    if isinstance(value, dict):
        return {name: veil_json(part, creditor=creditor) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [veil_json(part, creditor=creditor) for part in value]
    return value


def opened(text: str) -> str:
    """Open what is sealed in a text; raises SealBroken."""
    return TOKEN.sub(_plain, text) if MARK in text else text


def opened_json(text: str) -> str:
    """Open what is sealed in a JSON text, so that it stays JSON; raises SealBroken."""
    return TOKEN.sub(lambda found: json.dumps(_plain(found))[1:-1], text) if MARK in text else text


def anew(text: str) -> str:
    """Seal with the newest key what is sealed in a text or a JSON text."""
    return TOKEN.sub(lambda found: _token(_plain(found), int(found[1]))[0], text)


def _token(text: str, creditor: int) -> list[str]:
    return [
        f"{MARK}{creditor}:{base64.urlsafe_b64encode(sealed).decode()}"
        for sealed in seal_alike(text.encode(), creditor=creditor)
    ]


def _plain(found: re.Match[str]) -> str:
    return unseal_bytes(base64.urlsafe_b64decode(found[2]), creditor=int(found[1])).decode()
