"""`betalt backup` and `betalt restore`, as an operator uses them to move to another machine."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from betalt.adapters.cluster import Cluster
from tests.cli.conftest import EXAMPLES, LIST, Type
from tests.other_database import at_work_in, fresh

__all__ = ["fresh"]

WORD = "sju sjösjuka sjömän"


@pytest.fixture
def homes() -> Iterator[tuple[Path, Path]]:
    folder = Path(tempfile.mkdtemp(dir=os.environ["BETALT_HOME"]))
    folder.chmod(0o711)
    yield folder / "old", folder / "new"
    for name in ("old", "new"):
        Cluster(home=folder / name).stop()


def betalt(line: str, *, home: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "betalt", *line.split()],
        env={**os.environ, "BETALT_HOME": str(home), "BETALT_DATABASE_ROLE": "app", "BETALT_LANG": "en"},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_was_backed_up_is_told_and_waits_for_a_person_when_it_is_back(
    typed: Type, fresh: str, tmp_path: Path, settings: Settings
) -> None:
    settings.BACKUP_KEY_COST = 4
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    (tmp_path / "word").write_text(f"{WORD}\n", "utf-8")
    (tmp_path / "other").write_text("sju sjösjuka sjömen\n", "utf-8")
    word, file = f"--passphrase-file {tmp_path / 'word'}", tmp_path / "kept.backup"
    typed(f"setup --from {EXAMPLES / 'creditor.toml'} --on 2026-02-02")
    typed(f"import {tmp_path / 'list.csv'} --yes --on 2026-02-02")
    taken = typed(f"backup --to {file} {word}")
    explained = typed("explain case 1 --on 2026-02-02")
    with at_work_in(fresh):
        refused = typed(f"restore {file} --passphrase-file {tmp_path / 'other'}")
        back = typed(f"restore {file} {word}")
        assert typed("explain case 1 --on 2026-02-02") == explained
        again = typed(f"restore {file} {word}")
        day = typed("day --on 2026-02-02 --bank-checked")
        resumed = typed("resume --nothing-left --on 2026-02-02")
        twice = typed("resume --on 2026-02-02")

    assert [done.code for done in (taken, refused, back, again, day, resumed, twice)] == [0, 2, 0, 2, 2, 0, 2]
    assert taken.out[1].startswith("The key of the personal numbers is not in it")
    assert refused.err == "The passphrase is not the one that this backup was made with.\n"
    assert back.out[-1].endswith("said `betalt resume`.")
    assert again.err.startswith("The database is not empty")
    assert "was restored as of" in day.err
    assert resumed.out[0].startswith("Letters go again.")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.proof  # two servers and seven processes
def test_a_home_is_moved_by_its_backup(homes: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = homes
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    (tmp_path / "word").write_text("sju sjösjuka sjömän\n", "utf-8")
    (tmp_path / "other").write_text("sju sjösjuka sjömen\n", "utf-8")
    word, file = f"--passphrase-file {tmp_path / 'word'}", tmp_path / "kept.backup"
    before = [
        betalt(f"setup --from {EXAMPLES / 'creditor.toml'} --on 2026-02-02", home=old),
        betalt(f"import {tmp_path / 'list.csv'} --yes --on 2026-02-02", home=old),
    ]
    taken = betalt(f"backup --to {file} {word} --with-sealing-key", home=old)
    refused = betalt(f"restore {file} --passphrase-file {tmp_path / 'other'}", home=new)
    back = betalt(f"restore {file} {word}", home=new)
    again = betalt(f"restore {file} {word}", home=new)

    assert [code for code, *_ in (*before, taken, refused, back, again)] == [0, 1, 0, 2, 0, 2]
    assert taken[1].splitlines()[1].startswith("The key of the personal numbers is in the backup")
    assert refused[2] == "The passphrase is not the one that this backup was made with.\n"
    assert again[2].startswith("The database is not empty")
    assert file.stat().st_mode & 0o777 == 0o600
    keys = [(home / "secrets" / "sealing-key").read_text().split() for home in homes]
    assert keys[0] == keys[1]
    explained = [betalt("explain case 1 --on 2026-02-02", home=home) for home in homes]
    assert explained[0] == explained[1]
    assert explained[0][0] == 0


def test_a_passphrase_must_be_named_where_nobody_can_be_asked(typed: Type, tmp_path: Path) -> None:
    assert typed(f"backup --to {tmp_path / 'b'}") == (
        2,
        [],
        "Name the file with the passphrase: --passphrase-file FILE.\n",
    )
    assert typed(f"backup --to {tmp_path / 'b'} --passphrase-file /nowhere").code == 2
