"""What the pages of the cases say: who did something, what a field wants, and which actions are dangerous."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from betalt.web.wording import sentence
from betalt.words import WordMissing

register = template.Library()

_DANGER = frozenset({"stop", "write_off"})


@register.filter
def who(actor: str, names: Mapping[str, str]) -> str:
    """Name the user that the journal names by number."""
    return names.get(actor, "")


@register.filter
def hint(field: str, action: str) -> str:
    """Say what a field of an action wants, where that needs saying."""
    for code in (f"hint_{action}_{field}", f"hint_{field}"):
        try:
            return sentence(f"office_cases.{code}")
        except WordMissing:
            continue
    return ""


@register.filter
def look(action: str) -> str:
    """Tell how the button of an action looks."""
    return "danger" if action in _DANGER else ""
