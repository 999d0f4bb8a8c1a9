"""`betalt restore`: a backup becomes the database again."""

from pathlib import Path
from typing import Annotated

import typer

from betalt.cli.errors import as_user_error
from betalt.cli.options import today
from betalt.cli.passphrase import PassphraseFile, read_passphrase
from betalt.cli.speech import tell
from betalt.cli.storage import open_storage


def run(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    passphrase_file: PassphraseFile = None,
    numbers_stay_sealed: Annotated[
        bool, typer.Option("--numbers-stay-sealed", help="Go on without the key of the personal numbers.")
    ] = False,
) -> None:
    """Bring a backup back into an empty database: checked whole first, and all of it or nothing."""
    open_storage()
    from betalt.flows.backup import EXPECTED
    from betalt.flows.restore import restore_backup

    with as_user_error(*EXPECTED):
        done = restore_backup(
            file=file,
            passphrase=read_passphrase(passphrase_file, twice=False),
            on=today(),
            numbers_stay_sealed=numbers_stay_sealed,
        )
    tell("kept.restored", rows=done.rows, tables=done.tables, taken_at=done.taken_at)
    for step in done.steps:
        tell("kept.stepped", step=step)
    if done.sealed_for_good:
        tell("kept.sealed_for_good")
    tell("kept.restored_behind", taken_at=done.taken_at)
