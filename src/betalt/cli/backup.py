"""`betalt backup`: everything that is stored goes into one encrypted file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from betalt.cli.errors import as_user_error
from betalt.cli.passphrase import PassphraseFile, read_passphrase
from betalt.cli.speech import tell
from betalt.cli.storage import open_storage


def run(
    *,
    to: Annotated[Path, typer.Option(metavar="FILE", help="The new file.")],
    passphrase_file: PassphraseFile = None,
    with_sealing_key: Annotated[
        bool, typer.Option("--with-sealing-key", help="Take the key of the personal numbers along.")
    ] = False,
) -> None:
    """Back up all tables and files as they stand now, encrypted, while the work goes on."""
    open_storage()
    from betalt.flows.backup import EXPECTED, take_backup

    with as_user_error(*EXPECTED):
        done = take_backup(
            to=to.absolute(),
            passphrase=read_passphrase(passphrase_file, twice=True),
            with_sealing_key=with_sealing_key,
            at=datetime.now(UTC),
        )
    tell("kept.backed_up", rows=done.rows, tables=done.tables, file=to, bytes=done.bytes)
    tell("kept.has_sealing_key" if done.has_sealing_key else "kept.no_sealing_key")
