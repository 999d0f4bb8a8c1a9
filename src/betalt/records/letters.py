"""Changes to stored letters that many flows make: withdraw those that have not left."""

from __future__ import annotations

from collections.abc import Sequence

from .models import Letter, LetterCase
from .sql import array, execute

_ATTACH = """
UPDATE records_letter l SET pdf_id = w.file FROM unnest(%s::bigint[], %s::bigint[]) AS w (id, file)
WHERE l.creditor_id = %s AND l.id = w.id AND l.state = 'ready'
"""


def withdraw(*, creditor: int, cases: Sequence[int]) -> int:
    """Withdraw the letters of these cases that have not left yet, so that their steps are open again.

    A letter for several cases is withdrawn whole: its sum would be wrong without one of them.
    """
    ready = Letter.objects.of(creditor).filter(
        id__in=LetterCase.objects.of(creditor).filter(case_id__in=list(cases), live=True).values("letter_id"),
        state="ready",
    )
    ids = list(ready.values_list("id", flat=True))
    LetterCase.objects.of(creditor).filter(letter_id__in=ids).update(live=False)
    return Letter.objects.of(creditor).filter(id__in=ids, state="ready").update(state="withdrawn")


def attach_pdfs(*, creditor: int, letters: Sequence[int], files: Sequence[int]) -> int:
    """Give letters that have not left the files that hold them, in the same order; return how many."""
    return execute(_ATTACH, [array(letters), array(files), creditor])
