"""The file of the sealing keys, the newest first, one a line: read and written anew by one process at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from betalt.adapters.cluster.secret import make_folder


class KeysHeld(RuntimeError):
    """Another process is changing the sealing keys; let it finish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """The file, held by this process."""

    path: Path

    def read(self) -> list[str]:
        """Return the keys, the newest first; none where there is no file."""
        with contextlib.suppress(FileNotFoundError):
            return self.path.read_text(encoding="ascii").split()
        return []

    def write(self, keys: Sequence[str]) -> None:
        """Put these keys in the place of those that were there, all or none."""
        draft = self.path.with_name(f"{self.path.name}.draft")
        draft.unlink(missing_ok=True)
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as file:
            file.write("\n".join(keys) + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def new_key() -> str:
    """Make a key."""
    return secrets.token_urlsafe(48)


@contextlib.contextmanager
def held_keys(path: Path) -> Iterator[KeyFile]:
    """Hold the file of the keys; raises KeysHeld where another process does."""
    make_folder(path.parent, mode=0o700)
    with os.fdopen(os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KeysHeld(KeysHeld.__doc__) from None
        yield KeyFile(path=path)
