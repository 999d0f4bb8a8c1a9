"""Letters as files: their bytes, and a name that tells what each one is without naming a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from betalt.records import models as m


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """One letter that has left."""

    name: str
    pdf: bytes


def letter_files(*, creditor: int) -> Iterator[LetterFile]:
    """Give every letter that has left, in order; the transaction's walls must be open."""
    left = m.Letter.objects.of(creditor).filter(state="handed_over", pdf__isnull=False).order_by("id")
    for letter in left.select_related("pdf").iterator(chunk_size=50):
        cases = m.LetterCase.objects.of(creditor).filter(letter=letter).order_by("case_id")
        numbers = "-".join(str(number) for number in cases.values_list("case__number", flat=True)[:3])
        name = f"{letter.letter_on}-{letter.kind}-case-{numbers}-letter-{letter.id}.pdf"
        yield LetterFile(name=name, pdf=bytes(letter.pdf.content))
