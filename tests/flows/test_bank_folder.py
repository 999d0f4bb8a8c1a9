"""What the bank leaves in its folder is taken in once, and put away as read or as refused with the reason."""

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from betalt.flows.bank_folder import creditors_with_folder, look_in_folder
from betalt.flows.long_work import cancel_work, do_chunk
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.flows.bank import Paid, bgmax, camt
from tests.flows.conftest import ASA, Office
from tests.office import unpaid

ON = date(2026, 2, 13)
FILE = bgmax(Paid(amount="100.00", number="1"), Paid(amount="200.00", number="2"))


@pytest.fixture
def home(office: Office, tmp_path: Path) -> Path:
    with acting_for([office.creditor]):
        slug = m.Creditor.objects.get(id=office.creditor).slug
    folder = tmp_path / "bank" / slug
    (folder / "in").mkdir(parents=True)
    return folder


def leave(home: Path, data: bytes = FILE, name: str = "bg.txt") -> None:
    (home / "in" / name).write_bytes(data)


def look(home: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for creditor, slug in creditors_with_folder(root=home.parent):
        later = datetime.now(UTC) + timedelta(minutes=1)
        counts += look_in_folder(root=home.parent, creditor=creditor, slug=slug, on=ON, at=later)
    return counts


def do_work(office: Office) -> None:
    for work in office.rows(m.LongWork):
        while do_chunk(creditor=office.creditor, work=work.id, kinds=WORK_KINDS, on=ON):
            pass


def tree(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if not path.is_dir())


def test_a_file_is_taken_in_by_work_and_put_away_as_read(office: Office, home: Path) -> None:
    leave(home)
    assert look(home) == {"begun": 1}
    assert look(home) == {"waiting": 1}
    do_work(office)
    assert look(home) == {"read": 1}

    assert tree(home) == ["read/bg.txt"]
    assert [row.amount_ore for row in office.rows(m.Payment)] == [10_000, 20_000]
    assert look(home) == {}


def test_a_look_that_dies_before_the_file_is_put_away_is_done_again_and_counts_nothing_twice(
    office: Office, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(home)
    look(home)
    do_work(office)

    def die(*_: Any, **__: Any) -> None:
        raise SystemExit("killed before the file was moved")

    with monkeypatch.context() as killed:
        killed.setattr(os, "rename", die)
        with pytest.raises(SystemExit):
            look(home)
    assert tree(home) == ["in/bg.txt"]
    assert look(home) == {"read": 1}
    assert len(office.rows(m.Payment)) == 2
    assert len(office.rows(m.LongWork)) == 1


def test_the_same_file_left_again_is_read_again_and_counts_nothing_twice(office: Office, home: Path) -> None:
    for name in ("bg.txt", "bg.txt", "samma.txt"):
        leave(home, name=name)
        look(home)
        do_work(office)
        look(home)

    assert tree(home) == ["read/bg.txt", "read/bg.txt.2", "read/samma.txt"]
    assert len(office.rows(m.Payment)) == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "tom"),
        (b"%PDF-1.7", ""),
        (unpaid(ASA), "fakturalista"),
        (FILE[:-80], ""),
        (camt(Paid(amount="100.00"))[:400], ""),
        (
            b'<!DOCTYPE x [<!ENTITY a "b">]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"/>',
            "",
        ),
        (b"PK\x03\x04" + bytes(200), ""),
    ],
    ids=["empty", "pdf", "invoices", "cut bgmax", "cut camt", "entities", "zip"],
)
def test_a_file_that_is_none_is_refused_with_its_reason(
    office: Office, home: Path, data: bytes, why: str
) -> None:
    leave(home, data)
    look(home)
    do_work(office)
    look(home)

    assert tree(home) == ["refused/bg.txt", "refused/bg.txt.why.txt"]
    lines = (home / "refused" / "bg.txt.why.txt").read_text().splitlines()
    assert len(lines) == 2
    assert why in lines[0]
    assert office.rows(m.Payment) == []


def test_a_link_out_of_the_folder_is_refused_unread(office: Office, home: Path, tmp_path: Path) -> None:
    (tmp_path / "annan.txt").write_bytes(FILE)
    (home / "in" / "bg.txt").symlink_to(tmp_path / "annan.txt")

    assert look(home) == {"refused": 1}
    assert "länkar" in (home / "refused" / "bg.txt.why.txt").read_text()
    assert office.rows(m.LongWork) == []


def test_work_that_a_person_called_off_leaves_the_file_among_the_refused(office: Office, home: Path) -> None:
    leave(home)
    look(home)
    (work,) = office.rows(m.LongWork)
    cancel_work(creditor=office.creditor, work=work.id, on=ON, actor="user:1")

    assert look(home) == {"refused": 1}
    assert "avbröts" in (home / "refused" / "bg.txt.why.txt").read_text()


def test_folders_that_are_nobodys_are_not_looked_in(office: Office, home: Path) -> None:
    (home.parent / "nagon-annan" / "in").mkdir(parents=True)
    (home.parent / "nagon-annan" / "in" / "bg.txt").write_bytes(FILE)

    assert look(home) == {}
    assert creditors_with_folder(root=home.parent) == [(office.creditor, home.name)]
    assert creditors_with_folder(root=home / "saknas") == []
