"""Personal numbers and files at rest: sealed with AES-GCM; numbers are found again by a keyed hash (blind index).

The keys come from the settings (environment or file), the newest first, one a line. A sealed value begins with a
mark of the key that sealed it, so a new key can be put first while old values still open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12
MARK = 2  # bytes of the mark


class SealBroken(ValueError):
    """This sealed number does not open with any of the keys: the key file is not the one that sealed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    mark: bytes
    cipher: AESGCM
    index_key: bytes


@cache
def _keys(secrets: str) -> tuple[_Key, ...]:
    made = []
    for secret in secrets.split():
        digest = hashlib.sha512(secret.encode()).digest()
        mark = hashlib.sha256(digest).digest()[:MARK]
        made.append(_Key(mark=mark, cipher=AESGCM(digest[:32]), index_key=digest[32:]))
    return tuple(made)


def _known() -> tuple[_Key, ...]:
    return _keys(str(settings.SEALING_KEY))


def seal(number: str, *, creditor: int) -> bytes:
    """Seal a personal number for one creditor with the newest key."""
    return _sealed(_known()[0], os.urandom(_NONCE), number.encode(), creditor)


def seal_bytes(data: bytes, *, creditor: int) -> bytes:
    """Seal the bytes of a file for one creditor with the newest key; equal files give equal seals."""
    return _alike(_known()[0], data, creditor)


def seal_alike(data: bytes, *, creditor: int) -> list[bytes]:
    """Seal bytes so that equal ones give equal seals, by each key, the newest first: they are found again.

    The nonce is a keyed hash of what is sealed, so no nonce is used for two texts.
    """
    return [_alike(key, data, creditor) for key in _known()]


def unseal(sealed: bytes, *, creditor: int) -> str:
    """Open a sealed personal number; raises SealBroken when no key fits."""
    return unseal_bytes(sealed, creditor=creditor).decode()


def unseal_bytes(sealed: bytes, *, creditor: int) -> bytes:
    """Open sealed bytes; raises SealBroken when no key fits."""
    mark, nonce, body = sealed[:MARK], sealed[MARK : MARK + _NONCE], sealed[MARK + _NONCE :]
    for key in _known():
        if key.mark == mark:
            try:
                return key.cipher.decrypt(nonce, body, str(creditor).encode())
            except InvalidTag:
                continue
    raise SealBroken(SealBroken.__doc__)


def blind_index(number: str, *, creditor: int) -> bytes:
    """Hash a personal number with the newest key, so that it is found again without opening any."""
    return _hashed(_known()[0], number, creditor)


def blind_indexes(number: str, *, creditor: int) -> list[bytes]:
    """Hash a personal number with every key: while keys change, a row may bear the index of any of them."""
    return [_hashed(key, number, creditor) for key in _known()]


def newest_mark() -> bytes:
    """Tell the mark of the key that seals now."""
    return _known()[0].mark


def mark_of(key: str) -> str:
    """Tell the mark of one key, in hexadecimal digits."""
    return _keys(key)[0].mark.hex()


def known_marks() -> tuple[str, ...]:
    """List the marks of all keys here, in hexadecimal digits."""
    return tuple(key.mark.hex() for key in _known())


def _alike(key: _Key, data: bytes, creditor: int) -> bytes:
    nonce = hmac.digest(key.index_key, f"alike:{creditor}:".encode() + data, "sha256")[:_NONCE]
    return _sealed(key, nonce, data, creditor)


def _sealed(key: _Key, nonce: bytes, data: bytes, creditor: int) -> bytes:
    return key.mark + nonce + key.cipher.encrypt(nonce, data, str(creditor).encode())


def _hashed(key: _Key, number: str, creditor: int) -> bytes:
    return hmac.digest(key.index_key, f"{creditor}:{number}".encode(), "sha256")[:16]
