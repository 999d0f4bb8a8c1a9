"""Large lists come in, are released and are taken back in chunks: each row once, whoever dies or changes their mind."""

from datetime import date
from typing import Any

import pytest

from betalt.flows import import_work
from betalt.flows.import_work import start_import, start_release, start_take_back
from betalt.flows.long_work import Chunk, Going, WorkFailed, WorkKind, cancel_work, do_chunk
from betalt.flows.receive import receive_invoices, release_batch
from betalt.flows.take_back import NotTakenBack, take_back_import
from betalt.flows.upload import keep_upload, look_at
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from betalt.records.queries.imports import import_rows
from betalt.records.queries.work import WorkShown, work_of
from betalt.records.scope import acting_for
from betalt.values.reason import Reason
from tests.flows.conftest import Office
from tests.flows.ledger import balances
from tests.office import ASA_OBERG, BO_EK, NORDANVIK_AB, Bill, unpaid

ON = date(2026, 3, 2)
BILLS = [
    Bill(number=f"3{n:03d}", customer=(ASA_OBERG, BO_EK, NORDANVIK_AB)[n % 3], amount=f"{n + 1} 000,00")
    for n in range(7)
]
BAD = Bill(number="3999", customer=BO_EK, due="2026-01-14")
LIST = unpaid(*BILLS[:4], BAD, *BILLS[4:])


@pytest.fixture(autouse=True)
def _short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_work, "_ROWS", 2)
    monkeypatch.setattr(import_work, "_CASES", 3)


@pytest.fixture
def work(office: Office) -> int:
    return begin(office)


def begin(office: Office, data: bytes = LIST, *, snapshot: bool = False) -> int:
    source, _ = keep_upload(creditor=office.creditor, name="lista.csv", data=data, on=ON)
    with acting_for([office.creditor]):
        mapping = look_at(creditor=office.creditor, source=source).mapping
    return start_import(
        creditor=office.creditor, source=source, on=ON, asked_by="user:1", mapping=mapping, snapshot=snapshot
    )


def once(office: Office, work: int) -> bool:
    return do_chunk(creditor=office.creditor, work=work, kinds=WORK_KINDS, on=ON)


def finish(office: Office, work: int) -> WorkShown:
    while once(office, work):
        pass
    return shown(office, work)


def shown(office: Office, work: int) -> WorkShown:
    with acting_for([office.creditor]):
        found = work_of(creditor=office.creditor, work=work)
    assert found is not None
    return found


def numbers(office: Office) -> list[str]:
    return [row.number for row in office.rows(m.Invoice)]


def refused(office: Office, batch: int) -> list[tuple[int, str, str]]:
    with acting_for([office.creditor]):
        rows = import_rows(creditor=office.creditor, batch=batch)
    return [(row.line, row.column, row.reason.code) for row in rows]


def test_a_list_comes_in_by_chunks_as_it_does_at_once(office: Office, work: int) -> None:
    far = []
    while once(office, work):
        far.append((shown(office, work).done, shown(office, work).total))
    done = shown(office, work)
    (batch,) = office.rows(m.Import)

    assert far == [(2, 7), (4, 7), (6, 7)]
    assert (done.state, done.result) == ("done", {"batch": batch.id})
    assert numbers(office) == [bill.number for bill in BILLS]
    assert refused(office, batch.id) == [(6, "Förfallodatum", "read.due_before_issued")]
    assert (batch.state, batch.counts) == (
        "waiting", {"new": 7, "known": 0, "refused": 1, "gone": 0, "left": 0},
    )  # fmt: skip
    assert [case.number for case in office.rows(m.Case)] == list(range(1, 8))


def test_a_worker_that_dies_within_a_chunk_takes_nothing_in_twice_and_loses_nothing(
    office: Office, work: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    once(office, work)

    def die(**_: Any) -> None:
        raise SystemExit("killed after the rows were stored")

    with monkeypatch.context() as killed:
        killed.setattr(m.Import, "save", lambda *_, **__: die())
        with pytest.raises(SystemExit):
            once(office, work)
    import_work._read.cache_clear()  # another worker takes over
    assert len(numbers(office)) == 2

    finish(office, work)
    assert numbers(office) == [bill.number for bill in BILLS]
    assert len(office.rows(m.Import)) == 1
    assert len(office.rows(m.ImportRow)) == 1


def test_called_off_work_leaves_what_came_in_waiting_and_the_rest_comes_in_with_the_next_reading(
    office: Office, work: int
) -> None:
    once(office, work)
    once(office, work)
    assert cancel_work(creditor=office.creditor, work=work, on=ON, actor="user:1")
    assert once(office, work) is False
    (batch,) = office.rows(m.Import)
    assert (batch.state, batch.counts["new"], batch.counts["left"]) == ("waiting", 4, 3)

    finish(office, begin(office))
    assert numbers(office) == [bill.number for bill in BILLS]
    assert office.rows(m.Import)[-1].counts == {"new": 3, "known": 4, "refused": 1, "gone": 0, "left": 0}


def test_whoever_has_a_credit_note_in_the_list_is_held_also_when_the_reading_is_called_off(
    office: Office,
) -> None:
    credit = Bill(number="K1", customer=ASA_OBERG, kind="kredit")
    work = begin(office, unpaid(*BILLS, credit))
    once(office, work)
    cancel_work(creditor=office.creditor, work=work, on=ON, actor="user:1")

    assert [case.hold for case in office.rows(m.Case)] == ["person", "none"]


def test_a_list_that_is_being_read_is_neither_begun_again_nor_released_nor_taken_back(
    office: Office, work: int
) -> None:
    once(office, work)
    (batch,) = office.rows(m.Import)

    assert begin(office) == work
    assert release_batch(creditor=office.creditor, batch=batch.id) == 0
    with pytest.raises(NotTakenBack) as refusal:
        take_back_import(creditor=office.creditor, batch=batch.id, on=ON)
    assert refusal.value.reason.code == "flows.import_under_way"


def test_a_whole_list_in_chunks_holds_what_it_has_no_more(office: Office) -> None:
    receive_invoices(
        creditor=office.creditor, name="gammal.csv", data=unpaid(Bill(number="1", customer=BO_EK)), on=ON
    )
    finish(office, begin(office, snapshot=True))

    assert office.rows(m.Import)[-1].counts["gone"] == 1
    assert [case.hold for case in office.rows(m.Case)] == ["source", *["none"] * 7]


def test_a_long_list_that_cannot_be_read_says_why_and_brings_nothing(office: Office) -> None:
    work = begin(office, LIST.replace(b"Fakturanr", b"Okant nr"))
    finish(office, work)
    problem = shown(office, work).problem

    assert shown(office, work).state == "failed"
    assert problem is not None
    assert problem.code == "read.columns_missing"
    assert office.rows(m.Import) == []


def test_letters_of_a_large_list_are_released_by_work(office: Office, work: int) -> None:
    batch = finish(office, work).result["batch"]
    release = start_release(creditor=office.creditor, batch=batch, on=ON, asked_by="user:1")
    assert start_release(creditor=office.creditor, batch=batch, on=ON, asked_by="user:1") == release

    assert finish(office, release).done == 7
    assert office.rows(m.Import)[0].state == "released"


def test_a_large_list_is_taken_back_in_chunks_as_it_is_at_once(office: Office, work: int) -> None:
    batch = finish(office, work).result["batch"]
    back = start_take_back(creditor=office.creditor, batch=batch, on=ON, asked_by="user:1")
    once(office, back)

    assert cancel_work(creditor=office.creditor, work=back, on=ON, actor="user:1") is False
    assert release_batch(creditor=office.creditor, batch=batch) == 0
    assert finish(office, back).result == {"batch": batch}
    assert {case.outcome for case in office.rows(m.Case)} == {"taken_back"}
    assert office.rows(m.Import)[0].state == "taken_back"
    assert balances(office) == {}


def give_up(_going: Going) -> Chunk:
    raise WorkFailed(Reason(code="work.gave_up"))


def test_taking_back_that_was_cut_short_is_carried_to_its_end(office: Office, work: int) -> None:
    batch = finish(office, work).result["batch"]
    back = start_take_back(creditor=office.creditor, batch=batch, on=ON, asked_by="user:1")
    once(office, back)
    do_chunk(creditor=office.creditor, work=back, kinds={"take_back": WorkKind(chunk=give_up)}, on=ON)

    again = start_take_back(creditor=office.creditor, batch=batch, on=ON, asked_by="user:1")
    assert again != back
    assert finish(office, again).state == "done"
    assert {case.outcome for case in office.rows(m.Case)} == {"taken_back"}
    assert len(office.rows(m.CreditNote)) == 7


def test_a_list_of_which_something_has_happened_is_not_taken_back(office: Office, work: int) -> None:
    batch = finish(office, work).result["batch"]
    office.pay(1, 100_000, ON)
    back = start_take_back(creditor=office.creditor, batch=batch, on=ON, asked_by="user:1")
    problem = finish(office, back).problem

    assert problem is not None
    assert problem.code == "flows.import_touched"
    assert "taken_back" not in {case.outcome for case in office.rows(m.Case)}
