"""The command line: which commands there are, what is loaded, and how each ending is told."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from betalt.cli import app


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "COMMANDS", {"trial": "End in some way."})
    monkeypatch.setattr(app, "module_of", lambda name: f"tests.cli.{name}_command")


def test_a_python_word_gets_an_underscore_in_its_module() -> None:
    assert app.module_of("import") == "betalt.cli.import_"
    assert app.module_of("law") == "betalt.cli.law"


def test_the_help_lists_each_command_that_exists(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run([]) == 0

    printed = capsys.readouterr().out
    listed = [line.split()[0] for line in printed.partition("Commands:")[2].splitlines() if line[2:3].strip()]
    assert tuple(listed) == app.available()


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("0", 0, ""),
        ("1", 1, ""),
        ("exit", 1, ""),
        ("bad", 2, "The file is empty.\n"),
        ("pipe", 141, ""),
    ],
)
def test_each_ending_has_its_exit_code_and_line(
    trial: None, capfd: pytest.CaptureFixture[str], how: str, code: int, said: str
) -> None:
    assert app.run(["trial", how]) == code
    assert capfd.readouterr().err == said


def test_an_unknown_day_of_the_law_is_bad_input(trial: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["trial", "law"]) == 2
    assert "2026-12-31" in capsys.readouterr().err


def test_a_fault_names_the_file_with_its_details(trial: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["trial", "fault"]) == 3

    said = capsys.readouterr().err
    where = Path(said.split()[-1])
    assert said.count("\n") == 1
    assert "ZeroDivisionError" in where.read_text(encoding="utf-8")
    assert where.stat().st_mode & 0o077 == 0
    where.unlink()


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["--nonsense"], ["trial"], ["trial", "--nonsense"], ["--language", "de", "trial"]],
)
def test_a_mistyped_command_line_gives_one_line(
    trial: None, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert app.run(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_start_loads_neither_django_nor_a_command() -> None:
    code = (
        "import sys; from betalt.cli.app import run; run([]);"
        "print(*(n for n in sys.modules if n.split('.')[0] in ('django', 'pydantic', 'rich', 'typst')"
        " or n.startswith('betalt.') and n not in"
        " ('betalt.cli', 'betalt.cli.app', 'betalt.cli.errors', 'betalt.cli.speech')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.split() == []


def test_the_start_takes_less_than_three_tenths_of_a_second_of_processor_time() -> None:
    assert min(_start_seconds() for _ in range(3)) < 0.3


def _start_seconds() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "betalt", "--language", "sv"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
