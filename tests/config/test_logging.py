"""A line of the log holds codes, ids and counts; what a library or an error says in words is not written."""

import json
import logging
import sys
from typing import Any

from betalt.config.logging import JsonLines
from betalt.jobs.current import CurrentJob, current_job


def line(
    logger: str, message: str, *arguments: object, error: bool = False, **more: object
) -> dict[str, Any]:
    record = logging.getLogger(logger).makeRecord(
        logger,
        logging.INFO,
        "file.py",
        1,
        message,
        arguments,
        sys.exc_info() if error else None,
        extra=dict(more),
    )
    found: dict[str, Any] = json.loads(JsonLines().format(record))
    return {name: value for name, value in found.items() if name not in ("at", "process")}


def test_our_own_line_says_its_event_and_what_it_counts() -> None:
    assert line("betalt.jobs", "sent", told={"creditor": 1, "mailed_note": 2}) == {
        "level": "info",
        "from": "betalt.jobs",
        "event": "sent",
        "creditor": 1,
        "mailed_note": 2,
    }


def test_a_librarys_words_are_left_out() -> None:
    said = line("procrastinate.worker", "Starting job advance[1](name='%s')", "Åsa Öberg", action="start_job")

    assert said == {"level": "info", "from": "procrastinate.worker", "event": "start_job"}
    assert line("other", "Åsa Öberg")["event"] == "said"


def test_an_error_is_its_kind_and_its_places() -> None:
    try:
        try:
            int("19900101-2385")
        except ValueError as error:
            raise LookupError("no case of Åsa Öberg") from error
    except LookupError:
        said = line("betalt.jobs", "part_failed", error=True)

    assert (said["error"], said["because"]) == ("LookupError", "ValueError")
    assert [place.rpartition(":")[0] for place in said["places"]] == [__name__]
    assert "berg" not in json.dumps(said, ensure_ascii=False)


def test_a_line_names_its_job() -> None:
    token = current_job.set(CurrentJob(id=7, task="advance"))
    try:
        said = line("betalt.jobs", "advanced")
    finally:
        current_job.reset(token)

    assert (said["job"], said["task"]) == (7, "advance")
