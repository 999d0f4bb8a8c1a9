"""Writes what happened as one line of JSON: codes, ids and counts, never a text that may hold personal data.

The message of a foreign library is not written: it may quote a job's arguments or a row. Of an error its kind and
the places it passed are written, and not what it says.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from betalt.jobs.current import current_job
from betalt.records.current import current_request

OURS = "betalt"


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write moment, level, event, job and what the event counts."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": _event(record),
            "process": record.process,
        }
        job = current_job.get()
        if job is not None:
            line |= {"job": job.id, "task": job.task}
        if request := current_request.get():
            line["request"] = request
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1] is not None:
            line |= _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _event(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] == OURS:
        return str(record.msg)
    return str(getattr(record, "action", "said"))


def _error(error: BaseException) -> dict[str, object]:
    places = [
        f"{frame.f_globals.get('__name__', '?')}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    cause = error.__cause__ or error.__context__
    return {
        "error": type(error).__name__,
        "places": places,
        **({"because": type(cause).__name__} if cause is not None else {}),
    }
