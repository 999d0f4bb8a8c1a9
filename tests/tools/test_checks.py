"""The project's own checks, tried on what they must refuse."""

import pytest

from tools import check_budgets, check_locks

MODULE = '"""A module."""\n'


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (MODULE, []),
        ("", []),
        ("x = 1\n", ["1: does not open with what the module is"]),
        (MODULE + "\n" * 400, ["1: 401 lines, and a file has at most 400"]),
        (
            MODULE + "def f():\n" + "    x = 1\n" * 60,
            ["2: f has 61 lines, and a function has at most 60"],
        ),
        (
            MODULE
            + "class A:\n    def f(self, a, b, c, d, *, e): ...\n    def g(self, a, b, c, *, d): ...\n",
            ["3: f takes 4 arguments by position, not 3 at most"],
        ),
        (MODULE + "def _f(a, b, c, d): ...\n", []),
        (MODULE + "def f(a, b, c, d): ...  # budget: called a million times\n", []),
        (
            MODULE + "x = 1  # noqa: S608\n",
            ["2: an exception from a linter names its rule and says why: RULE -- reason"],
        ),
        (
            MODULE + "x = 1  # noqa\n",
            ["2: an exception from a linter names its rule and says why: RULE -- reason"],
        ),
        (MODULE + "x = 1  # noqa: S608 -- put together from constants\n", []),
        ("def (", ["1: invalid syntax"]),
    ],
)
def test_budgets_are_kept(source: str, said: list[str]) -> None:
    assert list(check_budgets.problems(source)) == said


LOCK = "# made by tools/lock.sh\ndjango==5.2.19 \\\n    --hash=sha256:00\nlxml-stubs==1 \\\n    --hash=sha256:01\n"


@pytest.mark.parametrize(
    ("lock", "wanted", "said"),
    [
        (LOCK, ["Django>=5.2", "lxml_stubs"], []),
        (LOCK, ["psycopg[binary]>=3"], ["x.txt: psycopg of pyproject.toml is missing; run tools/lock.sh"]),
        (LOCK + "typer==0.1\n", [], ["x.txt: typer has no hash"]),
        (LOCK + "# from https://example.org/simple\n", [], ["x.txt: holds an address"]),
    ],
)
def test_locks_are_hashed_complete_and_without_an_address(
    lock: str, wanted: list[str], said: list[str]
) -> None:
    assert list(check_locks.problems("x.txt", lock, wanted=wanted)) == said
