"""A creditor's logotype: drawn anew and kept, found for the letters that carry it, and seen on an example letter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from betalt.adapters.typesetting import LogoError, draw_logo, draw_page, typeset
from betalt.core.letter.compose import compose
from betalt.core.letter.example import example_facts
from betalt.core.letter.facts import Language
from betalt.core.letter.kinds import LetterKind
from betalt.flows.flow import flow
from betalt.flows.letterhead import sender
from betalt.records import correspondence, files
from betalt.records import models as m
from betalt.records.scope import acting_for

__all__ = ["LogoError", "change_logo", "example_letter", "example_page", "logo_of", "logos_of"]

_PNG = "image/png"


@flow
def change_logo(*, creditor: int, picture: bytes, on: date, actor: str = "") -> None:
    """Put a picture on a creditor's letters that are composed from now on; without bytes they have none.

    Letters composed before keep theirs. Raises LogoError.
    """
    drawn = draw_logo(picture) if picture else b""
    with acting_for([creditor]):
        if drawn:
            files.keep(creditor=creditor, content=drawn, media_type=_PNG)
        sha256 = hashlib.sha256(drawn).hexdigest() if drawn else ""
        m.Creditor.objects.filter(id=creditor).update(logo_sha256=sha256)
        m.Event.objects.create(
            creditor_id=creditor, on=on, kind="company_changed", data={"changed": ["logo"]}, actor=actor
        )


def logos_of(*, creditor: int, contents: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    """Read the pictures that some letters of a creditor carry, by their SHA-256; the walls must be open."""
    # A content that is broken names none: to refuse it is the press's business, where it stops no other letter.
    wanted = {content.get("sender", {}).get("logo", "") for content in contents} - {""}
    if not wanted:
        return {}
    found = m.File.objects.of(creditor).filter(sha256__in=wanted, media_type=_PNG, erased_on=None)
    return {file.sha256: file.content for file in found}


def logo_of(*, creditor: int) -> bytes:
    """Read the picture on a creditor's letters, empty without one; the walls must be open."""
    sha256 = m.Creditor.objects.values_list("logo_sha256", flat=True).get(id=creditor)
    return logos_of(creditor=creditor, contents=[{"sender": {"logo": sha256}}]).get(sha256, b"")


def example_letter(*, creditor: int, language: Language = "sv") -> bytes:
    """Set the reminder that a made-up customer would get of a creditor now, as PDF; the walls must be open."""
    content = _example(creditor, language)
    return typeset([content], logos=logos_of(creditor=creditor, contents=[content]))[0]


def example_page(*, creditor: int, language: Language = "sv") -> bytes:
    """Draw that reminder as a PNG; the walls must be open."""
    content = _example(creditor, language)
    return draw_page(content, logos=logos_of(creditor=creditor, contents=[content]))


def _example(creditor: int, language: Language) -> dict[str, Any]:
    facts = example_facts(LetterKind.REMINDER, language=language, company=False)
    return compose(replace(facts, sender=sender(correspondence.senders([creditor])[creditor])))
