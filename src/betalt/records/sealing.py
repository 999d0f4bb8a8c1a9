"""Personal numbers at rest: sealed with AES-GCM, found again by a keyed hash (blind index).

The key comes from the settings (environment or file), older keys one a line after it. A sealed value begins
with a mark of the key that sealed it, so that a new key can be put first while old values still open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class SealBroken(ValueError):
    """This sealed number does not open with any of the keys: the key file is not the one that sealed it."""


@cache
def _keys(secrets: str) -> tuple[tuple[bytes, AESGCM, bytes], ...]:
    made = []
    for secret in secrets.split():
        digest = hashlib.sha512(secret.encode()).digest()
        mark = hashlib.sha256(digest).digest()[:2]
        made.append((mark, AESGCM(digest[:32]), digest[32:]))
    return tuple(made)


def seal(number: str, *, creditor: int) -> bytes:
    """Seal a personal number for one creditor with the newest key."""
    mark, cipher, _ = _keys(str(settings.SEALING_KEY))[0]
    nonce = os.urandom(_NONCE)
    return mark + nonce + cipher.encrypt(nonce, number.encode(), str(creditor).encode())


def unseal(sealed: bytes, *, creditor: int) -> str:
    """Open a sealed personal number; raises SealBroken when no key fits."""
    mark, nonce, body = sealed[:2], sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :]
    for known, cipher, _ in _keys(str(settings.SEALING_KEY)):
        if known == mark:
            try:
                return cipher.decrypt(nonce, body, str(creditor).encode()).decode()
            except InvalidTag:
                continue
    raise SealBroken(SealBroken.__doc__)


def blind_index(number: str, *, creditor: int) -> bytes:
    """Hash a personal number so that equal numbers of one creditor are found without opening any.

    Uses the oldest key, which key rotation keeps until the index is written anew.
    """
    _, _, key = _keys(str(settings.SEALING_KEY))[-1]
    return hmac.new(key, f"{creditor}:{number}".encode(), hashlib.sha256).digest()[:16]
