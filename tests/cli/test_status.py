"""`betalt status`, as a person and a watching program meet it."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Type

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

NEVER = "The letters of 1 creditors wait for fresh bank data"


def test_what_is_not_done_is_told_and_is_exit_1(firm: Type) -> None:
    told = firm("status --on 2026-02-03")

    assert told.code == 1
    assert told.out[0] == "Queue: 0 wait, 0 are being done, 0 were given up within a day; 0 workers."
    assert told.out[-1].startswith(NEVER)


def test_all_is_well_is_exit_0(firm: Type) -> None:
    firm("day --bank-checked --on 2026-02-03")

    told = firm("status --on 2026-02-03")
    assert (told.code, told.out[-1]) == (0, "All that was due is done.")


def test_a_program_reads_it_as_json(firm: Type) -> None:
    said: dict[str, Any] = json.loads("".join(firm("status --on 2026-02-03 --format json").out))

    assert (said["late_cases"], said["worries"]) == (2, ["heartbeat.late", "heartbeat.without_bank"])


def test_a_worker_is_not_given_a_day_to_come(firm: Type) -> None:
    told = firm("work --on 2999-01-01")

    assert (told.code, told.err.startswith("2999-01-01 has not come yet")) == (2, True)
