"""Secrets that are made once and kept in files which only their owner can read."""

import contextlib
import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """Return the secret in the file, and make file and secret (mode 0600) when there is none."""
    with contextlib.suppress(FileNotFoundError):
        return path.read_text(encoding="ascii").strip()
    make_folder(path.parent, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(secrets.token_urlsafe(48))
    # A link is all or nothing: whoever comes second finds the whole secret of the first.
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
    return path.read_text(encoding="ascii").strip()


def make_folder(path: Path, *, mode: int) -> None:
    """Make the folder with exactly this mode, and those above it; leave an existing one as it is."""
    if path.is_dir():
        return
    if not path.parent.is_dir():
        make_folder(path.parent, mode=0o711 if os.geteuid() == 0 else 0o700)
    with contextlib.suppress(FileExistsError):
        path.mkdir()
        path.chmod(mode)
