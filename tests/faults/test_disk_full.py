"""A disk that is full when a print bundle is written: nothing is lost, and the next run finishes the bundle."""

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from betalt.records import models as m
from tests.office import ASA, ASA_OBERG, Inbox, Office, open_office

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(os.geteuid() != 0, reason="a small disk is mounted by root alone"),
]

PAPER = replace(ASA, customer=replace(ASA_OBERG, email=""))
REMINDER_ON = date(2026, 2, 23)
# What docs/reference/trust.md tells when all of it held.
FIGURES = {
    "what": "the disk is full as a print bundle is written",
    "letters": 1,
    "once": 1,
    "unknown": 0,
    "lost": 0,
    "twice": 0,
    "faults": 0,
}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "betalt-test", str(disk)]
    if subprocess.call(mount, stderr=subprocess.DEVNULL):
        pytest.skip("this machine mounts no small disk")
    yield disk
    subprocess.check_call(["umount", str(disk)])


def test_a_full_disk_stops_the_bundle_and_a_later_run_finishes_it(
    small_disk: Path, record_property: Callable[[str, object], None]
) -> None:
    office = open_office(bundles=small_disk, inbox=Inbox(), server=None)
    office.receive(PAPER, on=date(2026, 2, 2))
    office.day(date(2026, 2, 22))

    with pytest.raises(OSError, match="No space left on device"):
        office.day(REMINDER_ON, post=False)

    assert office.letters()[-1][:2] == ("reminder", "sending")
    assert [path.name for path in _bundles(office)] == []
    subprocess.check_call(["mount", "-o", "remount,size=10m", str(small_disk)])
    office.day(REMINDER_ON)

    assert [(kind, state) for kind, state, *_ in office.letters()] == [("reminder", "handed_over")]
    assert [path.name for path in _bundles(office)] == ["2026-02-23-1"]
    assert [row.state for row in office.rows(m.Delivery)] == ["handed_over"]
    for name, value in FIGURES.items():
        record_property(name, value)


def _bundles(office: Office) -> list[Path]:
    folder = office.outlet.bundles / str(office.creditor)
    return sorted(folder.iterdir()) if folder.exists() else []
