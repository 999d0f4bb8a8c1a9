"""The demo, cut short: it ends by itself, can be run again, leaves its letters and no server."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from betalt.cli.demo import EXAMPLES
from betalt.flows.story_script import read_script
from betalt.flows.told_toml import FileUnclear


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the database's own user may pass through, with a short path for its socket."""
    made = Path(tempfile.mkdtemp(prefix="betalt-demo-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def five_days(tmp_path: Path) -> Path:
    """The examples, ending on the fifth day."""
    story = tmp_path / "examples"
    shutil.copytree(EXAMPLES, story)
    script = story / "script.toml"
    script.write_text(
        script.read_text("utf-8").replace("last_day = 2026-06-01", "last_day = 2026-02-06"), "utf-8"
    )
    return story


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the demo in a process of its own, as a person would."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("BETALT_", "DJANGO_"))}
    command = [sys.executable, "-m", "betalt", "--language", "en", "demo", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=bare, check=False)


def test_the_demo_ends_by_itself_and_can_be_run_again(folder: Path, five_days: Path) -> None:
    runs = [demo("--examples", str(five_days), "--folder", str(folder / "home")) for _ in range(2)]

    assert [(run.returncode, run.stderr) for run in runs] == [(0, ""), (0, "")]
    first, second = (run.stdout.splitlines() for run in runs)
    assert first == second
    assert "  friendly note               19 by e-mail   0 by post" in first
    assert "  came in                          SEK 4,380.00" in first
    assert "  inkassokrav                  0 by e-mail   1 by post" in first
    assert len(list((folder / "home" / "letters").glob("*-note-*.pdf"))) == 19
    assert not (folder / "home" / "database" / "data" / "postmaster.pid").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(folder: Path) -> None:
    (folder / "letter.txt").write_text("mine", "utf-8")
    run = demo("--folder", str(folder))
    assert (run.returncode, run.stdout) == (2, "")
    assert "was not made by the demo" in run.stderr
    assert (folder / "letter.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a script for the demo: 'first_day'"),
        ("first_day =", "is not TOML"),
    ],
)
def test_a_script_that_cannot_be_followed_is_refused(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "script.toml").write_text(text, "utf-8")
    with pytest.raises(FileUnclear, match=why):
        read_script(tmp_path / "script.toml")


def test_an_answer_that_the_owner_does_not_know_is_refused(five_days: Path) -> None:
    script = five_days / "script.toml"
    script.write_text(script.read_text("utf-8").replace('answer = "later"', 'answer = "maybe"'), "utf-8")
    with pytest.raises(FileUnclear, match="not maybe"):
        read_script(script)
