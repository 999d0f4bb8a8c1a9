"""`betalt web`: the office for browsers, on this machine or any other that reaches the database."""

import logging
from collections.abc import Callable
from typing import Annotated, Any

import typer

from betalt.cli.errors import as_user_error
from betalt.cli.storage import open_storage

_THREADS = 4
_TIMEOUT_SECONDS = 60
_GRACE_SECONDS = 30
_REQUESTS_A_PROCESS = 20_000  # then a process is replaced, so that no leak grows for weeks

BindOption = Annotated[str, typer.Option(help="Address and port to listen at.")]
ProcessesOption = Annotated[int, typer.Option(min=1, max=64, help="How many processes answer.")]


def run(*, bind: BindOption = "127.0.0.1:8000", processes: ProcessesOption = 2) -> None:
    """Answer browsers until stopped (SIGTERM); requests at hand are finished first."""
    open_storage()
    from django.conf import settings
    from django.core.management import call_command

    from betalt.flows.database import EXPECTED, database_status, start_database

    logging.getLogger("betalt").setLevel(logging.INFO)
    with as_user_error(*EXPECTED):
        if database_status().own:
            start_database()
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)
    serve(bind=bind, processes=processes)


def serve(*, bind: str, processes: int) -> None:
    """Run gunicorn, which knows the client's scheme from a proxy on this machine alone."""
    from gunicorn.app.base import BaseApplication
    from gunicorn.util import import_app

    class Office(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """The office as gunicorn wants it."""

        def load_config(self) -> None:
            for name, value in _settings(bind=bind, processes=processes).items():
                self.cfg.set(name, value)

        def load(self) -> Callable[..., Any]:
            application: Callable[..., Any] = import_app("betalt.config.wsgi")
            return application

    Office().run()


def _settings(*, bind: str, processes: int) -> dict[str, object]:
    from django.conf import settings

    # What gunicorn says goes the way of all other lines of the log.
    theirs = {"handlers": [], "propagate": True, "level": "WARNING"}
    loggers = {"gunicorn.error": theirs, "gunicorn.access": theirs, "betalt": {"level": "INFO"}}
    return {
        "bind": bind,
        "workers": processes,
        "worker_class": "gthread",
        "threads": _THREADS,
        "timeout": _TIMEOUT_SECONDS,
        "graceful_timeout": _GRACE_SECONDS,
        "max_requests": _REQUESTS_A_PROCESS,
        "max_requests_jitter": _REQUESTS_A_PROCESS // 10,
        "proc_name": "betalt-web",
        "logconfig_dict": {**settings.LOGGING, "loggers": loggers},
    }
