"""`betalt serve`: all that a small firm needs on one machine, kept running."""

import logging
from typing import Annotated

import typer

from betalt.cli.errors import as_user_error
from betalt.cli.storage import open_storage


def run(
    *,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many workers.")] = 1,
) -> None:
    """Run the worker and its clock on this machine, started again when they end. There is no web office yet."""
    open_storage()
    from betalt.cli.supervisor import supervise
    from betalt.flows.database import EXPECTED, migrate_database

    logging.getLogger("betalt").setLevel(logging.INFO)
    with as_user_error(*EXPECTED):
        migrate_database()
    supervise(commands=[["work"]] * workers)
