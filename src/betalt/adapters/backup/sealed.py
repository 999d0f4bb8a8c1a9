"""An encrypted stream that tells a changed, swapped, cut or lengthened file from a whole one.

AES-256-GCM in blocks of 64 KiB, each under the stream's prefix, its number and whether it is the last (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015); the key comes from a passphrase by scrypt (RFC 7914).
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from dataclasses import dataclass
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from betalt.adapters.backup.errors import BackupError

MAGIC = b"betalt-backup-1\n"
SHORTEST_PASSPHRASE = 12
_SALT, _PREFIX, _CHECK = 16, 7, 16
_BLOCK, _TAG = 64 * 1024, 16
COST = 17  # 2 to this power is scrypt's N: 128 MiB and a third of a second for each guess
_MOST_COST = 20
_BLOCKS = 8  # scrypt's r: 1 KiB for each of the N

WRONG_PASSPHRASE = "The passphrase is not the one that this backup was made with."  # noqa: S105 -- a sentence
NOT_A_BACKUP = "The file is not a backup of betalt."
DAMAGED = "The backup is damaged: a part of it is not as it was written."
CUT_SHORT = "The backup is cut short, or damaged at its end."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cipher:
    """The cipher of one stream, with its header as what every block is bound to."""

    aead: AESGCM
    header: bytes

    def nonce(self, number: int, *, last: bool) -> bytes:
        """Name a block in the stream; no two blocks of a stream have the same name."""
        prefix = self.header[len(MAGIC) + 1 + _SALT :][:_PREFIX]
        return prefix + number.to_bytes(4, "big") + bytes([last])


class SealedWriter(io.RawIOBase):
    """A file that is encrypted as it is written; only `close` makes it whole."""

    def __init__(self, file: BinaryIO, *, passphrase: str, cost: int = COST) -> None:
        """Begin a stream in a file; raises BackupError where the passphrase is too short to protect it."""
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise BackupError(f"The passphrase has fewer than {SHORTEST_PASSPHRASE} characters.")
        start = MAGIC + bytes([cost]) + os.urandom(_SALT + _PREFIX)
        key, check = _derive(passphrase, start)
        self._file, self._rest, self._number = file, bytearray(), 0
        self._cipher = _Cipher(aead=AESGCM(key), header=start + check)
        file.write(self._cipher.header)

    def writable(self) -> bool:
        """Tell that it is written to."""
        return True

    def write(self, data: Any, /) -> int:
        """Take bytes in; whole blocks are written at once."""
        self._rest += data
        while len(self._rest) > _BLOCK:
            self._put(bytes(self._rest[:_BLOCK]), last=False)
            del self._rest[:_BLOCK]
        return len(data)

    def finish(self) -> None:
        """Write the last block, which says that nothing is missing."""
        self._put(bytes(self._rest), last=True)
        self._rest.clear()

    def _put(self, block: bytes, *, last: bool) -> None:
        nonce = self._cipher.nonce(self._number, last=last)
        self._file.write(self._cipher.aead.encrypt(nonce, block, self._cipher.header))
        self._number += 1


class SealedReader(io.RawIOBase):
    """The stream of such a file; raises BackupError at the first block that is not as it was written."""

    def __init__(self, file: BinaryIO, *, passphrase: str) -> None:
        """Open a stream; raises BackupError for another kind of file or the wrong passphrase."""
        size = len(MAGIC) + 1 + _SALT + _PREFIX + _CHECK
        header = file.read(size)
        if not header.startswith(MAGIC):
            raise BackupError(NOT_A_BACKUP)
        if len(header) < size:
            raise BackupError(CUT_SHORT)
        if header[len(MAGIC)] not in range(1, _MOST_COST + 1):
            raise BackupError(DAMAGED)
        key, check = _derive(passphrase, header[:-_CHECK])
        if not hmac.compare_digest(check, header[-_CHECK:]):
            raise BackupError(WRONG_PASSPHRASE)
        self._file, self._rest, self._number, self._ended = file, b"", 0, False
        self._cipher = _Cipher(aead=AESGCM(key), header=header)
        self._ahead = file.read(_BLOCK + _TAG)

    def readable(self) -> bool:
        """Tell that it is read from."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer with the next bytes; 0 at the end."""
        while not self._rest and not self._ended:
            self._rest = self._next()
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _next(self) -> bytes:
        block, self._ahead = self._ahead, self._file.read(_BLOCK + _TAG)
        opened = self._opened(block, last=not self._ahead)
        self._number += 1
        self._ended = not self._ahead
        return opened

    def _opened(self, block: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.aead.decrypt(
                self._cipher.nonce(self._number, last=last), block, self._cipher.header
            )
        except InvalidTag:
            raise BackupError(CUT_SHORT if last else DAMAGED) from None


def _derive(passphrase: str, start: bytes) -> tuple[bytes, bytes]:
    """Make the key of the stream, and what tells a wrong passphrase from a damaged file."""
    work, salt = 2 ** start[len(MAGIC)], start[len(MAGIC) + 1 :][:_SALT]
    made = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=work, r=_BLOCKS, p=1, maxmem=work * _BLOCKS * 129 + 2**20, dklen=64
    )
    return made[:32], hmac.digest(made[32:], start, "sha256")[:_CHECK]
