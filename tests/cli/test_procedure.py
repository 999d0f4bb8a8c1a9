"""`betalt procedure`: ladders are listed, printed, tried, saved and switched on."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from betalt.cli.options import today
from tests.cli.conftest import Type

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_ladders_are_listed_and_one_is_printed(firm: Type) -> None:
    listed = firm("procedure list")
    assert [line.partition(":")[0] for line in listed.out] == [
        "business, version 1", "consumer, version 1", "public, version 1",
    ]  # fmt: skip
    shown = json.loads("".join(firm("procedure show consumer").out))
    assert [step["kind"] for step in shown["steps"]] == ["note", "reminder", "demand", "final_notice", "ask"]
    assert (firm("procedure show private").code, firm("procedure").code) == (2, 0)


def test_a_ladder_is_tried_and_an_unlawful_one_refused_with_its_ground(firm: Type, tmp_path: Path) -> None:
    file = tmp_path / "ladder.json"
    ladder = json.loads("".join(firm("procedure show consumer").out))
    file.write_text(json.dumps(ladder))
    tried = firm(f"procedure dry-run {file}")
    assert tried.code == 0
    assert tried.out[0].endswith("0 go another way. Nothing is written.")

    ladder["steps"][2]["answer_days"] = 2
    file.write_text(json.dumps(ladder))
    refused = firm(f"procedure dry-run {file}")
    assert refused.code == 1
    assert refused.out[0].endswith("(inkassolagen (1974:182) 5 §)")


def test_what_cannot_be_tried_is_said_in_one_line(firm: Type, tmp_path: Path) -> None:
    file = tmp_path / "ladder.json"
    file.write_text('{"name": "x"}')
    assert firm(f"procedure dry-run {file}").code == 2
    file.write_text("no json")
    assert firm(f"procedure dry-run {file}").code == 2
    file.write_text(json.dumps(json.loads("".join(firm("procedure show consumer").out))))
    late = firm(f"procedure dry-run {file} --on {today() + timedelta(days=60)}")
    assert (late.code, late.err.strip()) == (2, "A dry run is for today or at most 30 days ahead.")


def test_a_changed_ladder_is_saved_and_holds_from_its_day(firm: Type, tmp_path: Path) -> None:
    file = tmp_path / "ladder.json"
    ladder = json.loads("".join(firm("procedure show consumer").out))
    ladder["steps"][1]["delay_days"] = 12
    file.write_text(json.dumps(ladder))

    assert firm(f"procedure save {file} --name Karin").code == 0
    assert [line for line in firm("procedure list").out if line.startswith("consumer, version 2: draft")]
    assert firm(f"procedure switch-on consumer --starts {today()} --all --name Karin").code == 0
    assert json.loads("".join(firm("procedure show consumer").out))["steps"][1]["delay_days"] == 12


def test_an_unlawful_ladder_is_not_saved_and_nothing_is_switched_on_without_a_draft(
    firm: Type, tmp_path: Path
) -> None:
    file = tmp_path / "ladder.json"
    ladder = json.loads("".join(firm("procedure show consumer").out))
    ladder["steps"][2]["answer_days"] = 2
    file.write_text(json.dumps(ladder))

    assert firm(f"procedure save {file}").code == 1
    answered = firm(f"procedure switch-on consumer --starts {today()}")
    assert (answered.code, answered.err.count("\n")) == (2, 1)
    assert firm("procedure switch-on private --starts 2026-12-01").code == 2
