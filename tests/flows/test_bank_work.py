"""A bank's file as long work: its progress is told, and each payment counts once, whoever dies or calls it off."""

from datetime import date
from typing import Any

import pytest

from betalt.flows import bank_file
from betalt.flows.bank_work import start_bank_file
from betalt.flows.long_work import cancel_work, do_chunk
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from betalt.records.queries.bank_files import bank_reading, bank_readings, rows_left_out
from betalt.records.queries.work import WorkShown, work_of
from betalt.records.scope import acting_for
from tests.flows.bank import Paid, bgmax, camt
from tests.flows.conftest import ASA, Office

ON = date(2026, 2, 13)
FILE = bgmax(*(Paid(amount=f"{n}00.00", number=str(n)) for n in range(1, 6)))


@pytest.fixture(autouse=True)
def _short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank_file, "CHUNK", 2)


def begin(office: Office, data: bytes = FILE) -> int:
    return start_bank_file(creditor=office.creditor, name="bank.txt", data=data, on=ON, asked_by="user:1")


def once(office: Office, work: int) -> bool:
    return do_chunk(creditor=office.creditor, work=work, kinds=WORK_KINDS, on=ON)


def shown(office: Office, work: int) -> WorkShown:
    with acting_for([office.creditor]):
        found = work_of(creditor=office.creditor, work=work)
    assert found is not None
    return found


def covered(office: Office) -> date | None:
    with acting_for([office.creditor]):
        return m.Creditor.objects.get(id=office.creditor).bank_data_on


def sums(office: Office) -> list[int]:
    return sorted(row.amount_ore for row in office.rows(m.Payment))


def test_a_bank_file_is_taken_in_and_leads_to_its_reading(office: Office) -> None:
    work = begin(office)
    assert begin(office) == work
    assert once(office, work) is False

    assert sums(office) == [10_000, 20_000, 30_000, 40_000, 50_000]
    done = shown(office, work)
    assert (done.state, done.done, done.total) == ("done", 5, 5)
    with acting_for([office.creditor]):
        reading = bank_reading(creditor=office.creditor, batch=done.result["batch"])
    assert reading is not None
    assert (reading.state, reading.name, reading.new, reading.known) == ("read", "bank.txt", 5, 0)


def test_a_worker_that_dies_half_way_leaves_each_payment_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = begin(office)
    settle, calls = bank_file.settle, []

    def die_at_the_second(**given: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit("killed within the second transaction")
        return settle(**given)

    with monkeypatch.context() as killed:
        killed.setattr(bank_file, "settle", die_at_the_second)
        with pytest.raises(SystemExit):
            once(office, work)
    assert sums(office) == [10_000, 20_000]
    assert (shown(office, work).state, shown(office, work).done) == ("running", 2)

    once(office, work)
    assert sums(office) == [10_000, 20_000, 30_000, 40_000, 50_000]
    assert shown(office, work).state == "done"
    with acting_for([office.creditor]):
        states = [row.state for row in bank_readings(creditor=office.creditor)]
    assert states == ["read", "cut"]


def test_called_off_half_way_what_was_read_stands_and_the_days_are_not_known(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = begin(office)
    settle, calls = bank_file.settle, []

    def call_off_meanwhile(**given: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            m.LongWork.objects.of(office.creditor).filter(id=work).update(state="cancelled")
        return settle(**given)

    monkeypatch.setattr(bank_file, "settle", call_off_meanwhile)
    before = covered(office)
    assert once(office, work) is False

    assert sums(office) == [10_000, 20_000]
    assert shown(office, work).state == "cancelled"
    assert covered(office) == before
    assert cancel_work(creditor=office.creditor, work=work, on=ON, actor="user:1") is False


def test_a_file_that_does_not_hold_is_set_apart_with_its_reason(office: Office) -> None:
    work = begin(office, FILE.replace(b"70", b"71", 1) + b"x")
    assert once(office, work) is False

    failed = shown(office, work)
    with acting_for([office.creditor]):
        (reading,) = bank_readings(creditor=office.creditor)
    assert failed.state == "failed"
    assert (reading.state, reading.why) == ("refused", failed.problem)
    assert office.rows(m.Payment) == []


def test_rows_that_are_not_taken_in_are_told_as_before(office: Office) -> None:
    office.receive(ASA, on=date(2026, 2, 2))
    work = begin(office, camt(Paid(amount="100.00", payee="9912346")))
    once(office, work)
    batch = shown(office, work).result["batch"]

    with acting_for([office.creditor]):
        rows = rows_left_out(creditor=office.creditor, batch=batch, most=10)
    assert [row.reason.code for row in rows] == ["money.other_payee"]
