"""The job that is being done, so that every line of the log can name it."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentJob:
    """A job's number in the queue and the name of its task."""

    id: int | None
    task: str


current_job: ContextVar[CurrentJob | None] = ContextVar("current_job", default=None)
