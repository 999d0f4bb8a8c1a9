"""A worker: does jobs until it is asked to stop, and comes back by itself when it has lost its database."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import DatabaseError, connection
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.contrib.django import connector_params
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from betalt.flows.database import EXPECTED, behind_pooler
from betalt.flows.queue import QUEUE
from betalt.jobs.bank_folder import fetching
from betalt.jobs.current import CurrentJob, current_job
from betalt.jobs.daily_mail import mailing
from betalt.jobs.long_work import working
from betalt.jobs.memory import share_one_heap
from betalt.jobs.sweep import sweeping
from betalt.jobs.tasks import Desk, tasks

POLL_SECONDS = 1
CONNECT_SECONDS = 5
LONGEST_WAIT = 30
SET_BACK_SECONDS = 60  # by which a clock is put back before the worker begins anew
LOST = (*EXPECTED, DatabaseError, ConnectorException, psycopg.Error, OSError)

log = logging.getLogger("betalt.worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a worker works: how many jobs at once, whether it listens, and when it takes another for dead."""

    concurrency: int = 1
    listen: bool | None = None  # for new jobs; None: unless a pooler is met, which hands no notices on
    silence_seconds: int = 30  # without a sign of life


def work(*, desk: Desk, manner: Manner) -> None:
    """Do jobs until SIGTERM or SIGINT; the jobs at hand are finished first, letters between two of them."""
    share_one_heap()
    asyncio.run(_work(desk, manner))


def build_app(*, parameters: dict[str, Any], manner: Manner) -> App:
    """Put the tasks and a connection to the queue together."""
    connector = PsycopgConnector(
        kwargs=parameters,
        min_size=1,
        max_size=manner.concurrency + 2,
        timeout=CONNECT_SECONDS,
        reconnect_timeout=CONNECT_SECONDS,
    )
    app = App(connector=connector)
    for blueprint in (tasks, sweeping, working, mailing, fetching):
        app.add_tasks_from(blueprint, namespace="")
    return app


async def _work(desk: Desk, manner: Manner) -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=manner.concurrency + 1))
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, asked, desk)
    wait = 1
    while not asked.is_set():
        began = loop.time()
        try:
            await _until_asked(asked, desk, manner)
        except LOST as error:
            log.warning("database_lost", exc_info=error)
        if loop.time() - began > LONGEST_WAIT:
            wait = 1
        if not asked.is_set():
            log.warning("comes_back", extra={"told": {"seconds": wait}})
            await _first_of(asked.wait(), asyncio.sleep(wait))
            wait = min(wait * 2, LONGEST_WAIT)
    log.info("stopped")


def _stop(asked: asyncio.Event, desk: Desk) -> None:
    log.info("asked_to_stop")
    desk.stopping.set()
    asked.set()


async def _until_asked(asked: asyncio.Event, desk: Desk, manner: Manner) -> None:
    """Work until asked to stop, or until the worker ends by itself because its database is gone."""
    # The settings are read in a thread: betalt's own server is started by it when it does not run.
    parameters = await asyncio.to_thread(connector_params)
    listens = await asyncio.to_thread(_can_listen) if manner.listen is None else manner.listen
    app = build_app(parameters={"connect_timeout": CONNECT_SECONDS, **parameters}, manner=manner)
    async with app.open_async():
        log.info("started", extra={"told": {"concurrency": manner.concurrency, "listens": listens}})
        running = asyncio.ensure_future(
            app.run_worker_async(
                queues=[QUEUE],
                concurrency=manner.concurrency,
                fetch_job_polling_interval=POLL_SECONDS,
                listen_notify=listens,
                install_signal_handlers=False,
                update_heartbeat_interval=manner.silence_seconds / 6,
                stalled_worker_timeout=manner.silence_seconds,
                delete_jobs="successful",
                additional_context={"desk": desk, "silence": manner.silence_seconds},
                worker_middleware=[_name_job],
                task_middleware=[close_db_connections],
            )
        )
        ends = {asyncio.ensure_future(asked.wait()), asyncio.ensure_future(_clock_set_back())}
        await asyncio.wait({running, *ends}, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        if not running.done():
            running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def _clock_set_back() -> None:
    """Wait until this machine's clock is set back: the queue's clock would rest until the old time has come again."""
    latest = time.time()
    while (now := time.time()) > latest - SET_BACK_SECONDS:
        latest = max(latest, now)
        await asyncio.sleep(POLL_SECONDS)
    log.warning("clock_set_back", extra={"told": {"seconds": round(latest - now)}})


def _can_listen() -> bool:
    try:
        return not behind_pooler()
    finally:
        connection.close()  # this thread does no jobs


async def _name_job(call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
    # It is not taken back: each job is an asyncio task of its own, and its last line comes after this.
    current_job.set(CurrentJob(id=context.job.id, task=context.job.task_name))
    return await call_next()


async def _first_of(*waits: Awaitable[Any]) -> None:
    futures = {asyncio.ensure_future(wait) for wait in waits}
    _, pending = await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
    for future in pending:
        future.cancel()
