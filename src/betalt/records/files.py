"""Keeps bytes that must not change: in the database, so that one transaction and one backup hold all."""

from __future__ import annotations

import hashlib
from datetime import date

from .models import File, SourceFile


def keep(*, creditor: int, content: bytes, media_type: str) -> int:
    """Keep these bytes once and return the row's id; the same bytes give the same row."""
    sha256 = hashlib.sha256(content).hexdigest()
    File.objects.bulk_create(
        [File(creditor_id=creditor, sha256=sha256, media_type=media_type, content=content)],
        ignore_conflicts=True,
    )
    return int(File.objects.of(creditor).values_list("id", flat=True).get(sha256=sha256))


def keep_source(*, creditor: int, kind: str, name: str, content: bytes, on: date) -> tuple[int, bool]:
    """Keep a file that came in; return the id of its row and whether it was here already."""
    file = keep(creditor=creditor, content=content, media_type="application/octet-stream")
    row, new = SourceFile.objects.get_or_create(
        creditor_id=creditor, kind=kind, file_id=file, defaults={"name": name[:200], "received_on": on}
    )
    return row.id, not new
