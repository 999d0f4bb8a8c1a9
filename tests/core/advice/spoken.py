"""Says what is told in a test, days as ISO."""

from betalt.core.advice.told import Told
from betalt.values.reason import Reason
from betalt.words import say


def spoken(told: Told | Reason, language: str) -> str:
    """Say a sentence in a language."""
    if isinstance(told, Told):
        told = Reason(code=told.code, params=tuple((name, str(value)) for name, value in told.params.items()))
    return say(told, language=language)  # type: ignore[arg-type]
