"""The passphrase of a backup: from a file, else asked for where a person sits at the keyboard."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from betalt.cli.errors import UserError
from betalt.cli.speech import sentence

PassphraseFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The file whose first line is the passphrase; else it is asked for."),
]


def read_passphrase(file: Path | None, *, twice: bool) -> str:
    """Read the passphrase; it is never an argument, which every user of the machine could read."""
    if file is None:
        if not sys.stdin.isatty():
            raise UserError("Name the file with the passphrase: --passphrase-file FILE.")
        return str(typer.prompt(sentence("kept.passphrase"), hide_input=True, confirmation_prompt=twice))
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file} cannot be read as a passphrase.") from error
    if not lines or not lines[0].strip():
        raise UserError(f"{file} holds no passphrase in its first line.")
    return lines[0].strip()
