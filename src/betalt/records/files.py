"""Keeps bytes that must not change: in the database, so that one transaction and one backup hold all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from betalt.records.sealing import seal_bytes

from .models import File, SourceFile
from .sql import execute_beside

_KEEP = (
    "INSERT INTO records_file (creditor_id, sha256, media_type, content) "
    "SELECT %s, w.sha256, %s, w.content FROM unnest(%s::text[], %b::bytea[]) AS w (sha256, content) "
    "ON CONFLICT DO NOTHING"
)


def keep(*, creditor: int, content: bytes, media_type: str) -> int:
    """Keep these bytes once and return the row's id; the same bytes give the same row."""
    return keep_all(creditor=creditor, contents=[content], media_type=media_type)[0]


def keep_all(*, creditor: int, contents: Sequence[bytes], media_type: str) -> list[int]:
    """Keep each of these bytes once and return the rows' ids in the same order."""
    hashes = [hashlib.sha256(content).hexdigest() for content in contents]
    sealed = [seal_bytes(content, creditor=creditor) for content in contents]
    # Beside the statement: bytes that are written into its text take ten times the processor and twice their room.
    execute_beside(_KEEP, [creditor, media_type, hashes, sealed])
    ids = dict(
        File.objects.of(creditor).filter(sha256__in=hashes, erased_on=None).values_list("sha256", "id")
    )
    return [ids[sha256] for sha256 in hashes]


def keep_source(*, creditor: int, kind: str, name: str, content: bytes, on: date) -> tuple[int, bool]:
    """Keep a file that came in; return the id of its row and whether it was here already."""
    file = keep(creditor=creditor, content=content, media_type="application/octet-stream")
    row, new = SourceFile.objects.get_or_create(
        creditor_id=creditor, kind=kind, file_id=file, defaults={"name": name[:200], "received_on": on}
    )
    return row.id, not new
