"""A folder in which a bank's program or an SFTP client leaves files: each read once, then put away.

Whoever may write in the folder is not trusted: no link is followed, nothing outside the folder is opened, and a file
that is still being written is left alone.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 200_000_000
QUIET_SECONDS: Final = 20  # without a change after which a file is taken for whole
_OWNER = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".writing")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class NotTaken(Exception):
    """A file of the folder is not read; `code` says why: a code of words/<language>/bank_folder.toml."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A file that was left in the folder; its stamp changes when it is left there anew."""

    name: str
    stamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """One owner's folders: `in`, where files are left, and `read` and `refused`, where they are put away."""

    home: int  # file descriptors
    inside: int

    def left(self, *, at: datetime) -> Iterator[Left]:
        """List the files that nobody has changed for a while, by name."""
        for name in _names(self.inside):
            if name.startswith(".") or name.lower().endswith(_UNFINISHED):
                continue
            with suppress(FileNotFoundError):
                found = os.stat(name, dir_fd=self.inside, follow_symlinks=False)
                # The time of the last change cannot be set by whoever writes, as that of the content can.
                if not stat.S_ISDIR(found.st_mode) and abs(at.timestamp() - found.st_ctime) >= QUIET_SECONDS:
                    yield Left(name=name, stamp=_stamp(name, found))

    def read(self, name: str) -> bytes:
        """Read a file; raises NotTaken for what is no plain file of its own, or too large."""
        try:
            number = os.open(name, _FILE, dir_fd=self.inside)
        except OSError as error:
            raise NotTaken("no_plain_file") from error
        with os.fdopen(number, "rb") as file:
            found = os.fstat(number)
            if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
                raise NotTaken("no_plain_file")
            if found.st_size > MOST_BYTES:
                raise NotTaken("too_large")
            return file.read(MOST_BYTES)

    def put_away(self, name: str, *, refused_why: str = "") -> None:
        """Move a file to `read`, or to `refused` with the reason in a file beside it; nothing there is overwritten."""
        with _sub_folder(self.home, "refused" if refused_why else "read") as there:
            free = _free_name(there, name)
            if refused_why:
                number = os.open(
                    f"{free}.why.txt",
                    os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW,
                    0o600,
                    dir_fd=there,
                )
                with os.fdopen(number, "w", encoding="utf-8") as file:
                    file.write(refused_why)
            os.rename(name, free, src_dir_fd=self.inside, dst_dir_fd=there)


def owners(root: Path) -> list[str]:
    """Name those who have a folder of their own below the root."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return sorted(path.name for path in root.iterdir() if _OWNER.fullmatch(path.name))
    return []


@contextmanager
def open_tray(*, root: Path, owner: str) -> Iterator[Tray | None]:
    """Open an owner's folders, or give None where there is no folder `in` that is a folder."""
    if not _OWNER.fullmatch(owner):
        yield None
        return
    opened: list[int] = []
    try:
        try:
            opened.append(os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            opened.append(os.open(owner, _FOLDER, dir_fd=opened[-1]))
            opened.append(os.open("in", _FOLDER, dir_fd=opened[-1]))
        except OSError:
            yield None
            return
        yield Tray(home=opened[1], inside=opened[2])
    finally:
        for number in opened:
            os.close(number)


@contextmanager
def _sub_folder(home: int, name: str) -> Iterator[int]:
    with suppress(FileExistsError):
        os.mkdir(name, 0o700, dir_fd=home)
    number = os.open(name, _FOLDER, dir_fd=home)
    try:
        yield number
    finally:
        os.close(number)


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries)


def _free_name(folder: int, name: str) -> str:
    taken = set(_names(folder))
    stem = name[:150]
    return next(
        free for free in (stem, *(f"{stem}.{n}" for n in range(2, len(taken) + 3))) if free not in taken
    )


def _stamp(name: str, found: os.stat_result) -> str:
    told = f"{name}\0{found.st_ino}\0{found.st_size}\0{found.st_mtime_ns}"
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:32]
