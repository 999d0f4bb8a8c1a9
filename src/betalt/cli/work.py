"""`betalt work`: one worker, on this machine or any other that reaches the database."""

import logging
from dataclasses import replace
from threading import Event
from typing import Annotated

import typer

from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import OnDay, today
from betalt.cli.storage import open_storage


def run(
    *,
    concurrency: Annotated[int, typer.Option(min=1, max=16, help="How many jobs at once.")] = 2,
    listen: Annotated[
        bool | None,
        typer.Option(
            "--listen/--no-listen",
            help="Hear of new jobs at once, or look every second; else: at once unless a pooler is met.",
        ),
    ] = None,
    silence: Annotated[
        int,
        typer.Option(min=2, help="Seconds without a sign of life after which a worker is taken for dead."),
    ] = 30,
    on: OnDay = None,
) -> None:
    """Do the jobs in the queue until stopped (SIGTERM); the day's run is planned by whichever worker is first.

    With --on the worker's day is held still: what a day asks for is done, and nothing of later days.
    """
    if on is not None and on > today():
        raise UserError(f"{on} has not come yet: today is {today()}")
    open_storage()
    from django.conf import settings

    from betalt.flows.database import EXPECTED, TransactionsRefused, refuse_statement_pooling
    from betalt.flows.outlet import outlet_of_settings
    from betalt.jobs.clock import Clock
    from betalt.jobs.tasks import Desk
    from betalt.jobs.worker import Manner, work

    for name in ("betalt", "procrastinate.worker"):
        logging.getLogger(name).setLevel(logging.INFO)
    desk = Desk(
        clock=Clock(begins=settings.DAY_BEGINS, held=on),
        outlet=replace(outlet_of_settings(), lease_seconds=silence),
        stopping=Event(),
        alarm_to=settings.ALARM_TO,
        bank_folder=settings.BANK_FOLDER,
    )
    with as_user_error(*EXPECTED, TransactionsRefused):
        refuse_statement_pooling()
        work(desk=desk, manner=Manner(concurrency=concurrency, listen=listen, silence_seconds=silence))
