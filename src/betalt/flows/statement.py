"""Makes the statement of a claim without a database: its content, and its PDF. Loads no Django."""

from typing import Any

from betalt.core.claim.claim import Claim
from betalt.core.claim.rows import rows
from betalt.core.letter.facts import Language
from betalt.core.letter.statement import Names, compose_statement


def compose_claim(*, owed: Claim, language: Language, case: str) -> dict[str, Any]:
    """Compose the statement of a claim that names no parties, as content for text or PDF; sums in öre."""
    return compose_statement(owed=owed, shown=rows(owed), language=language, names=Names(case=case))


def typeset_statement(*, content: dict[str, Any]) -> bytes:
    """Set the content of a statement as PDF."""
    from betalt.adapters.typesetting import typeset  # noqa: PLC0415 -- only a PDF waits for the typesetter

    return typeset([content])[0]
