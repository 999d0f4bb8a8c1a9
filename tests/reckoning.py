"""Holds what the database says of its letters against what the mail server and the print house really have."""

import csv
import email
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

LETTERS = (
    "SELECT l.id, l.state, l.channel, f.sha256, l.creditor_id FROM records_letter l "
    "LEFT JOIN records_file f ON f.creditor_id = l.creditor_id AND f.id = l.pdf_id"
)


_LETTER = re.compile(r"<(\d+-\d+)-\d+@")


def wrong(letters: Sequence[tuple[Any, ...]], *, mails: Counter[str], bundled: Counter[str]) -> Iterator[str]:
    """Tell of each of the `LETTERS` whose state is not what became of it."""
    for number, state, channel, sha256, creditor in letters:
        sent = mails[f"{creditor}-{number}"] + bundled[sha256]
        may = {"handed_over": (1,), "bundled": (1,), "unknown": (0, 1)}.get(state, (0,))
        if state == "failed" and channel == "post":
            may = (0, 1)  # it came back, or could not be posted
        if sent not in may:
            yield f"letter {number} by {channel} is {state} and was sent {sent} times"


def is_letter(mail: bytes) -> bool:
    """Tell whether a mail is a letter to a debtor, and not one to a user."""
    return _LETTER.match(email.message_from_bytes(mail)["Message-ID"]) is not None


def subject_of(mail: bytes) -> str:
    """Tell to whom a mail goes and what it is about."""
    head = email.message_from_bytes(mail)
    return f"{head['To']}: {head['Subject']}"


def letter_of(mail: bytes) -> str:
    """Name the letter that a mail is an attempt of, by its Message-ID <creditor-letter-attempt@…>."""
    head = email.message_from_bytes(mail)["Message-ID"]
    found = _LETTER.match(head)
    assert found is not None, head
    return found[1]


def hashes(bundles: Path) -> Iterator[str]:
    """Name the letters in print bundles by the hashes of their PDFs, which must be those of the list."""
    for index in bundles.glob("*/[!.]*/index.csv"):
        with index.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                pdf = (index.parent / row["file"]).read_bytes()
                assert hashlib.sha256(pdf).hexdigest() == row["sha256"]
                yield row["sha256"]
