"""The language that the commands speak: `--language`, else BETALT_LANG, else the machine's own."""

import os
from typing import Literal, get_args

import typer

from betalt.cli.errors import UserError

Language = Literal["sv", "en"]


def language() -> Language:
    """Tell which of the two languages the commands speak."""
    chosen = os.environ.get("BETALT_LANG")
    if chosen is None:
        return "sv" if _locale().startswith("sv") else "en"
    return _known(chosen)


def choose_language(chosen: str | None) -> None:
    """Keep the language given on the command line for this process and those it starts."""
    if chosen is not None:
        os.environ["BETALT_LANG"] = _known(chosen)
    language()


def _known(chosen: str) -> Language:
    for known in get_args(Language):
        if chosen == known:
            return known  # type: ignore[no-any-return]
    raise UserError(f"The language is sv or en, not {chosen!r}.")


def sentence(code: str, **params: object) -> str:
    """Say one coded sentence in the language of the command line."""
    # The texts are read only by a command that speaks: `claim` and `read` print JSON in a few milliseconds.
    from betalt.values.reason import Reason
    from betalt.words import say

    pairs = tuple((name, str(value)) for name, value in params.items())
    return say(Reason(code=code, params=pairs), language=language())


def tell(code: str, **params: object) -> None:
    """Print one coded sentence in the language of the command line."""
    typer.echo(sentence(code, **params))


def _locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return ""
