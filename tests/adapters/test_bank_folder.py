"""Files that are left in a folder: read when they are whole, put away, and no way out of the folder."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from betalt.adapters.bank_folder import MOST_BYTES, NotTaken, open_tray, owners

LATER = timedelta(minutes=1)


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    folder = tmp_path / "rot" / "firman" / "in"
    folder.mkdir(parents=True)
    return folder


def names(inside: Path, *, after: timedelta = LATER) -> list[str]:
    with open_tray(root=inside.parent.parent, owner="firman") as tray:
        assert tray is not None
        return [left.name for left in tray.left(at=datetime.now(UTC) + after)]


def read(inside: Path, name: str) -> bytes:
    with open_tray(root=inside.parent.parent, owner="firman") as tray:
        assert tray is not None
        return tray.read(name)


def put_away(inside: Path, name: str, why: str = "") -> None:
    with open_tray(root=inside.parent.parent, owner="firman") as tray:
        assert tray is not None
        tray.put_away(name, refused_why=why)


def test_a_whole_file_is_read_and_put_away(inside: Path) -> None:
    (inside / "bg.txt").write_bytes(b"01")
    assert names(inside) == ["bg.txt"]
    assert read(inside, "bg.txt") == b"01"
    put_away(inside, "bg.txt")

    assert names(inside) == []
    assert (inside.parent / "read" / "bg.txt").read_bytes() == b"01"


def test_a_file_that_is_still_being_written_is_left_alone(inside: Path) -> None:
    for name in ("bg.txt", ".bg.txt.x7", "bg.part", "BG.FILEPART"):
        (inside / name).write_bytes(b"01")
    (inside / "under").mkdir()
    os.utime(inside / "bg.txt", (1, 1))  # what a client says of its age counts for nothing

    assert names(inside, after=timedelta(seconds=1)) == []
    assert names(inside) == ["bg.txt"]


def test_a_refused_file_has_its_reason_beside_it_and_nothing_is_overwritten(inside: Path) -> None:
    for content in (b"1", b"2"):
        (inside / "bg.txt").write_bytes(content)
        put_away(inside, "bg.txt", why=f"skäl {content.decode()}\n")

    there = inside.parent / "refused"
    assert {path.name: path.read_text() for path in there.iterdir()} == {
        "bg.txt": "1", "bg.txt.why.txt": "skäl 1\n", "bg.txt.2": "2", "bg.txt.2.why.txt": "skäl 2\n",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["link", "hard link", "pipe"])
def test_what_is_no_plain_file_of_its_own_is_not_read(inside: Path, tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hemligt")
    trap = inside / "bg.txt"
    {"link": trap.symlink_to, "hard link": trap.hardlink_to, "pipe": lambda _: os.mkfifo(trap)}[kind](secret)

    with pytest.raises(NotTaken, match="no_plain_file"):
        read(inside, "bg.txt")
    put_away(inside, "bg.txt", why="nej")
    assert secret.read_text() == "hemligt"
    assert not os.path.lexists(trap)


def test_a_name_leads_to_no_other_folder(inside: Path) -> None:
    (inside.parent / "secret").write_text("hemligt")
    with pytest.raises(NotTaken):
        read(inside, "../secret" if (inside / "../secret").is_dir() else "saknas")


@pytest.mark.parametrize("link", ["in", "firman", "read"])
def test_a_folder_that_is_a_link_is_not_followed(inside: Path, tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "in").mkdir(parents=True)
    (elsewhere / "in" / "bg.txt").write_text("hemligt")
    root, home = inside.parent.parent, inside.parent
    if link == "read":
        (home / "read").symlink_to(elsewhere)
        (inside / "bg.txt").write_text("01")
        with pytest.raises(OSError, match="read"):
            put_away(inside, "bg.txt")
        assert [path.name for path in elsewhere.iterdir()] == ["in"]
        return
    inside.rmdir()
    if link == "firman":
        home.rmdir()
    (inside if link == "in" else home).symlink_to(elsewhere / "in" if link == "in" else elsewhere)
    with open_tray(root=root, owner="firman") as tray:
        assert tray is None


@pytest.mark.parametrize("owner", ["..", ".", "a/b", "", "FIRMAN", "saknas"])
def test_only_a_name_of_ours_opens_a_folder(inside: Path, owner: str) -> None:
    with open_tray(root=inside.parent.parent, owner=owner) as tray:
        assert tray is None


def test_owners_are_the_names_below_the_root(inside: Path, tmp_path: Path) -> None:
    (inside.parent.parent / "..x").mkdir()
    assert owners(inside.parent.parent) == ["firman"]
    assert owners(tmp_path / "saknas") == []


def test_a_file_that_is_too_large_is_not_read(inside: Path) -> None:
    with (inside / "stor.txt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(NotTaken, match="too_large"):
        read(inside, "stor.txt")
