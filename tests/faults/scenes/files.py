"""Scenes of long lists and bank files: taken in as long work, released, taken back, and taken up from a folder."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from betalt.flows import bank_file, import_work
from betalt.flows.bank_folder import look_in_folder
from betalt.flows.bank_work import start_bank_file
from betalt.flows.import_work import start_import, start_release, start_take_back
from betalt.flows.long_work import do_chunk
from betalt.flows.upload import keep_upload, look_at
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.faults.scenes.road import BANK_FILE, LIST
from tests.faults.scenes.scene import NOTE_ON, RECEIVED_ON, Act, Scene, after, person, received
from tests.office import ASA, BO, NORDANVIK, OWNER, Office


def _start_import(office: Office) -> object:
    source, _ = keep_upload(creditor=office.creditor, name="lista.csv", data=LIST, on=RECEIVED_ON)
    with acting_for([office.creditor]):
        mapping = look_at(creditor=office.creditor, source=source).mapping
    return start_import(
        creditor=office.creditor, source=source, on=RECEIVED_ON, asked_by=OWNER, mapping=mapping
    )


def _kept(office: Office) -> None:
    keep_upload(creditor=office.creditor, name="lista.csv", data=LIST, on=RECEIVED_ON)


def _do_work(office: Office) -> object:
    import_work._ROWS, import_work._CASES, bank_file.CHUNK = 2, 2, 2
    import_work._read.cache_clear()
    done = [work.id for work in office.rows(m.LongWork)]
    for work in done:
        while do_chunk(creditor=office.creditor, work=work, kinds=WORK_KINDS, on=RECEIVED_ON):
            pass
    return done


def _batch(office: Office) -> int:
    return int(office.rows(m.Import)[-1].id)


def _start_release(office: Office) -> object:
    return start_release(creditor=office.creditor, batch=_batch(office), on=RECEIVED_ON, asked_by=OWNER)


def _start_take_back(office: Office) -> object:
    return start_take_back(creditor=office.creditor, batch=_batch(office), on=RECEIVED_ON, asked_by=OWNER)


def _start_bank_file(office: Office) -> object:
    return start_bank_file(
        creditor=office.creditor, name="bank.xml", data=BANK_FILE, on=NOTE_ON, asked_by=OWNER
    )


def _root(office: Office) -> Path:
    return office.outlet.bundles / "bank"


def _slug(office: Office) -> str:
    with acting_for([office.creditor]):
        return str(m.Creditor.objects.get(id=office.creditor).slug)


def _leave(office: Office) -> None:
    folder = _root(office) / _slug(office) / "in"
    folder.mkdir(parents=True)
    (folder / "bank.xml").write_bytes(BANK_FILE)


def _take_up(office: Office) -> object:
    """Look, do the work that was asked for, and look again."""
    for _ in range(2):
        look_in_folder(
            root=_root(office), creditor=office.creditor, slug=_slug(office), on=NOTE_ON,
            at=datetime.now(UTC) + timedelta(minutes=1),
        )  # fmt: skip
        _do_work(office)
    return None


_LISTED: Act = received(ASA, BO, NORDANVIK, release=False)

FILES: dict[str, Scene] = {
    "start_import": person(_start_import, _kept),
    "do_chunk of a long list": Scene(prepare=_start_import, play=_do_work, flows=("do_chunk",)),
    "start_release": person(_start_release, _LISTED),
    "do_chunk of letters released": Scene(
        prepare=after(_LISTED, _start_release), play=_do_work, flows=("do_chunk",)
    ),
    "start_take_back": person(_start_take_back, _LISTED),
    "do_chunk of a list taken back": Scene(
        prepare=after(_LISTED, _start_take_back), play=_do_work, flows=("do_chunk",)
    ),
    "start_bank_file": person(_start_bank_file, received(ASA, BO)),
    "do_chunk of a bank file": Scene(
        prepare=after(received(ASA, BO), _start_bank_file), play=_do_work,
        flows=("do_chunk", "receive_payments"), tells_each_reading=True,
    ),
    "look_in_folder": Scene(
        prepare=after(received(ASA, BO), _leave), play=_take_up,
        flows=("start_bank_file", "receive_payments"), tells_each_reading=True,
    ),
}  # fmt: skip
