"""`betalt serve`: all that a small firm needs on one machine, kept running."""

import logging
from typing import Annotated

import typer

from betalt.cli.errors import as_user_error
from betalt.cli.speech import tell
from betalt.cli.storage import open_storage
from betalt.cli.web import BindOption, ProcessesOption


def run(
    *,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many workers.")] = 1,
    bind: BindOption = "127.0.0.1:8000",
    processes: ProcessesOption = 2,
    web: Annotated[bool, typer.Option(help="Answer browsers too.")] = True,
) -> None:
    """Run the office, the worker and its clock on this machine, each started again when it ends."""
    open_storage()
    from django.conf import settings

    from betalt.cli.supervisor import supervise
    from betalt.flows.database import EXPECTED, migrate_database

    logging.getLogger("betalt").setLevel(logging.INFO)
    with as_user_error(*EXPECTED):
        migrate_database()
    commands = [["work"]] * workers
    if web:
        commands = [["web", "--bind", bind, "--processes", str(processes)], *commands]
        tell("cli.office_at", address=settings.PUBLIC_URL.origin)
    supervise(commands=commands)
