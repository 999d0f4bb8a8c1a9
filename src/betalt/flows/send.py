"""Letters that are ready leave: asked once more, set in type, handed over, and noted.

A hand-over is claimed in the database before it is tried. What was claimed and never noted (the process died)
may have left, so it becomes `unknown`, is shown to a person and is never sent again by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import connection

from betalt.flows import mail
from betalt.flows.print_house import bundle_letters
from betalt.records.bulk import Key

CHUNK = 80  # letters set in type in one job


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Where letters leave: a mail server (None: e-mail waits) and a folder for print bundles."""

    bundles: Path
    mail_server: mail.Server | None = None


@dataclass(slots=True, kw_only=True)
class Sent:
    """What became of the letters that were ready."""

    counts: Counter[str] = field(default_factory=Counter)
    withdrawn: list[tuple[int, str]] = field(default_factory=list)  # letter, why
    troubled: list[tuple[int, str]] = field(default_factory=list)  # letter, what the channel said
    bundles: list[str] = field(default_factory=list)


def letters_to_send(*, creditors: Sequence[int] | None) -> list[Key]:
    """Find the letters that are ready or were claimed and never noted, by creditor and id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT creditor_id, id FROM betalt_to_send(%s)",
            [list(creditors) if creditors is not None else None],
        )
        return cursor.fetchall()


def send_letters(*, on: date, creditors: Sequence[int] | None, outlet: Outlet) -> Sent:
    """Send what is ready on a day: e-mail by e-mail, post as one print bundle a creditor."""
    sent = Sent()
    by_creditor: dict[int, list[int]] = {}
    for creditor, letter in letters_to_send(creditors=creditors):
        by_creditor.setdefault(creditor, []).append(letter)
    for creditor, ids in by_creditor.items():
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            _settle_unfinished(creditor=creditor, ids=chunk, sent=sent)
            set_in_type(creditor=creditor, ids=chunk, on=on, sent=sent)
        for letter in ids if outlet.mail_server is not None else ():
            _send_one_by_mail(creditor=creditor, letter=letter, on=on, server=outlet.mail_server, sent=sent)
        bundle = bundle_letters(creditor=creditor, on=on, folder=outlet.bundles)
        if bundle is not None:
            sent.bundles.append(bundle.name)
            sent.counts["bundled"] += bundle.letters
    return sent
