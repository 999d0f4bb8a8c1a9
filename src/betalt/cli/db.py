"""`betalt db`: start, stop, migrate and look at the database."""

from enum import StrEnum
from typing import Annotated

import typer

from betalt.cli.errors import as_user_error
from betalt.cli.speech import tell
from betalt.cli.storage import open_storage

app = typer.Typer(no_args_is_help=True)


class Role(StrEnum):
    """As whom to connect."""

    APP = "app"
    OWNER = "owner"


@app.callback()
def _with_storage() -> None:
    open_storage()


@app.command()
def start() -> None:
    """Start betalt's own database server, which then runs until it is stopped."""
    from betalt.flows.database import EXPECTED, database_status, start_database

    with as_user_error(*EXPECTED):
        tell(
            "database.started" if start_database() else "database.runs_already",
            folder=database_status().folder,
        )


@app.command()
def stop() -> None:
    """Stop betalt's own database server."""
    from betalt.flows.database import EXPECTED, stop_database

    with as_user_error(*EXPECTED):
        tell("database.stopped" if stop_database() else "database.stood_still")


@app.command()
def status() -> None:
    """Say where the database is and whether it runs."""
    from betalt.flows.database import database_status

    state = database_status()
    if not state.own:
        tell("database.elsewhere")
    elif state.pid is None:
        tell("database.rests", folder=state.folder)
    else:
        tell("database.runs", folder=state.folder, pid=state.pid)


@app.command()
def migrate() -> None:
    """Bring the tables to this version of betalt."""
    from betalt.flows.database import EXPECTED, migrate_database

    with as_user_error(*EXPECTED):
        steps = migrate_database()
    for step in steps:
        typer.echo(step)
    tell("database.migrated" if steps else "database.up_to_date")


@app.command()
def url(
    *,
    role: Annotated[Role, typer.Option(help="As whom to connect.")] = Role.APP,
) -> None:
    """Print the database's address with its password, for psql and other programs."""
    from betalt.flows.database import EXPECTED, database_url

    with as_user_error(*EXPECTED):
        typer.echo(database_url(role=role))


@app.command(name="rotate-key")
def new_key() -> None:
    """Seal personal numbers and files with a new key; broken off, it is finished by running it again."""
    from betalt.flows.database import EXPECTED
    from betalt.flows.rotate import KeysHeld, rotate_key

    with as_user_error(*EXPECTED, KeysHeld):
        done = rotate_key()
    tell("kept.rotated", made=done.made, resealed=done.resealed, dropped=done.dropped)
    if done.left:
        tell("kept.keys_left", left=done.left)
    tell("kept.old_backups")
