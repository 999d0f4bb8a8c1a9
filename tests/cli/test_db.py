"""`betalt db`, as the operator meets it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=os.environ["BETALT_HOME"]))
    folder.chmod(0o711)
    yield folder / "home"
    db("stop", home=folder / "home")


def db(*arguments: str, home: Path, **environment: str) -> tuple[int, str, str]:
    """Run the command as its user would, as the app and in English."""
    done = subprocess.run(
        [sys.executable, "-m", "betalt", "db", *arguments],
        env={
            **os.environ,
            "BETALT_HOME": str(home),
            "BETALT_DATABASE_ROLE": "app",
            "BETALT_LANG": "en",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_database_is_started_filled_and_stopped(home: Path) -> None:
    asked = [
        db(word, home=home) for word in ("status", "stop", "migrate", "migrate", "start", "stop", "status")
    ]

    rests = f"The database in {home} does not run; it starts when it is needed.\n"
    assert [code for code, _, _ in asked] == [0] * 7
    assert asked[0][1] == asked[6][1] == rests
    assert asked[1][1] == "The database did not run.\n"
    assert "records.0001_tables" in asked[2][1].splitlines()
    assert asked[3][1] == "The tables were already as this version wants them.\n"
    assert asked[4][1] == f"The database already runs; it lies in {home}.\n"
    assert asked[5][1] == "The database is stopped.\n"


def test_its_address_opens_it_for_other_programs(home: Path) -> None:
    users = []
    for role in ("app", "owner"):
        _, url, _ = db("url", "--role", role, home=home)
        with psycopg.connect(url.strip()) as connection:
            users += connection.execute("select current_user").fetchall()

    assert users == [("betalt_app",), ("betalt",)]


@pytest.mark.parametrize("word", ["start", "stop"])
def test_a_server_elsewhere_is_left_alone(home: Path, word: str) -> None:
    url = "postgresql://a:secret@127.0.0.1:1/d"

    assert db(word, home=home, BETALT_DATABASE_URL=url) == (
        2,
        "",
        "BETALT_DATABASE_URL names a server that betalt neither starts nor stops.\n",
    )
    assert db("status", home=home, BETALT_DATABASE_URL=url)[0] == 0


def test_a_server_that_does_not_answer_is_one_line(home: Path) -> None:
    code, _, said = db("migrate", home=home, BETALT_DATABASE_URL="postgresql://a:secret@127.0.0.1:1/d")

    assert [code, said.count("\n"), "secret" in said] == [2, 1, False]


def test_a_setting_that_is_not_understood_is_one_line(home: Path) -> None:
    code, _, said = db("status", home=home, BETALT_DEBUG="maybe")

    assert (code, said) == (2, "BETALT_DEBUG is 'maybe'; it must be 'true' or 'false'.\n")
