"""Rules of the house that no linter knows: no float near money, no clock below the surfaces, no start with Django."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "betalt"
MONEY = ("values", "core")
NOT_MONEY = {SRC / "values" / "written_day.py"}  # a spreadsheet writes its days as decimal numbers
SURFACES = ("cli", "jobs", "web", "config")

CLOCKS = {"now", "today", "utcnow", "localtime", "gmtime", "time_ns", "localdate"}
SQL_CLOCK = re.compile(
    r"\b(?:now\(\)|current_date|current_time(?:stamp)?|clock_timestamp\(\)|localtimestamp)", re.IGNORECASE
)


def modules(*, below: tuple[str, ...]) -> list[Path]:
    return sorted(path for folder in below for path in (SRC / folder).rglob("*.py"))


def below_the_surfaces() -> list[Path]:
    folders = {path.name for path in SRC.iterdir() if path.is_dir()} - {*SURFACES, "__pycache__"}
    return [path for path in modules(below=tuple(folders)) if path not in LEASES]


# How long a sender or a worker has been silent is measured by the database's own clock, since the hosts' clocks
# differ; no rule reads it.
LEASES = {
    SRC / "flows/long_work.py",
    SRC / "flows/send.py",
    SRC / "flows/database.py",
    SRC / "records/queue.py",
}


def name(path: Path) -> str:
    return str(path.relative_to(SRC))


def floats(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{node.lineno}: {node.value}"
        if isinstance(node, ast.Name) and node.id == "float":
            yield f"{node.lineno}: float"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "round":
            yield f"{node.lineno}: round()"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield f"{node.lineno}: /"


def clocks(tree: ast.AST) -> Iterator[str]:
    # When a row was written is the database's to note: no rule ever reads it.
    noted = {
        node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "db_default"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield f"{node.lineno}: .{node.attr}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Now":
            yield from () if node in noted else [f"{node.lineno}: Now"]
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield f"{node.value.lineno}: {node.arg}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_CLOCK.search(node.value):
            yield f"{node.lineno}: the database's clock"


def test_the_rules_see_what_they_forbid() -> None:
    money = ast.parse("a = 0.1\nb = float('1')\nc = round(b, 2)\nd: float = a / 2")
    moment = ast.parse(
        "from datetime import date\na = date.today()\nb = 'SELECT now()'\nc = F(auto_now=True)\n"
        "d = Now()\ne = F(db_default=Now())"
    )

    assert sorted(floats(money)) == ["1: 0.1", "2: float", "3: round()", "4: /", "4: float"]
    assert sorted(clocks(moment)) == ["2: .today", "3: the database's clock", "4: auto_now", "5: Now"]


@pytest.mark.parametrize("path", sorted({*modules(below=MONEY)} - NOT_MONEY), ids=name)
def test_money_knows_no_float(path: Path) -> None:
    assert list(floats(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("path", below_the_surfaces(), ids=name)
def test_nothing_below_the_surfaces_reads_a_clock(path: Path) -> None:
    assert list(clocks(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("command", ["claim", "law", "read"])
def test_a_command_of_facts_starts_without_django(command: str) -> None:
    source = (
        f"import sys; from betalt.cli.app import run; run(['{command}', '--help']); "
        "print(sorted({'django', 'psycopg', 'procrastinate'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"
