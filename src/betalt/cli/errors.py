"""Errors that a person who types a command can mend: one line, exit code 2, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer


class UserError(typer.TyperException):
    """The command could not be carried out as it was asked; the message says what to change."""

    exit_code = 2


@contextmanager
def as_user_error(*expected: type[Exception]) -> Iterator[None]:
    """Turn the named errors of the layers below into the one line that a person reads."""
    try:
        yield
    except expected as error:
        raise UserError(_said(error)) from error


def _said(error: Exception) -> str:
    """Say a refusal that carries its reason; other errors are their own sentence."""
    from betalt.core.process.refused import Refused  # here, so that the start loads neither words nor rules
    from betalt.words import say

    return say(error.why, language="en") if isinstance(error, Refused) else str(error)
