"""What was backed up comes back row by row and öre by öre, into an empty database and no other."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connections
from pytest_django.fixtures import Settings

from betalt.adapters.backup.errors import BackupError
from betalt.adapters.cluster.sealing_keys import held_keys
from betalt.flows import backup, restore
from betalt.flows.advance import advance_cases, due_cases
from betalt.flows.day import DayRefused
from betalt.flows.facts import know
from betalt.flows.heartbeat import feel_pulse, worries
from betalt.flows.outlet import Sent
from betalt.flows.print_house import bundle_letters
from betalt.flows.resume import NotSilent, resume_letters
from betalt.flows.send import mail_letters
from betalt.records import models as m
from betalt.records import snapshot
from betalt.records.scope import acting_for
from betalt.records.sealing import SealBroken, unseal
from tests.flow_guard import raw_rows
from tests.flows.conftest import ASA, BO, NORDANVIK, SUND, Office
from tests.office import Bill
from tests.other_database import at_work_in, fresh, without_tables
from tests.records.one_of_each import one_of_each

__all__ = ["fresh", "without_tables"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

PASSPHRASE = "sju sjösjuka sjömän"
AT = datetime(2026, 3, 20, 9, tzinfo=UTC)
ON = date(2026, 3, 20)


@pytest.fixture
def lived_in(busy_office: Office, settings: Settings, tmp_path: Path) -> Office:
    """An office with letters, fees, payments and a credit note behind it."""
    settings.BACKUP_KEY_COST = 4
    settings.SEALING_KEY_KEPT_IN = tmp_path / "secrets" / "sealing-key"
    with held_keys(settings.SEALING_KEY_KEPT_IN) as keys:
        keys.write([str(settings.SEALING_KEY)])
    busy_office.receive(ASA, BO, NORDANVIK, SUND, on=date(2026, 2, 16))
    for day in (date(2026, 2, 17), date(2026, 3, 3), ON):
        busy_office.day(day)
    busy_office.pay(1, 1_000_00, date(2026, 3, 19), read_on=ON)
    busy_office.credit("1003", 500_00, on=ON, key="K1")
    return busy_office


def everything() -> dict[str, list[Any]]:
    """Read every row of every table, and what each sequence gave last."""
    with connections["owner"].cursor() as cursor:
        found: dict[str, list[Any]] = {"sequences": sorted(snapshot.sequences(cursor).items())}
        for table in snapshot.shapes(cursor):
            cursor.execute(f"SELECT (to_jsonb(t) - 'outlet_closed_at')::text FROM {table.name} t ORDER BY 1")
            found[table.name] = [row for (row,) in cursor.fetchall()]
    connections["owner"].close()
    return found


def besides_silence(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Take away what a restore itself notes: one event a creditor."""
    events = [row for row in found["records_event"] if json.loads(row)["kind"] != "restored"]
    noted = len(found["records_event"]) - len(events)
    assert noted == len(found["records_creditor"])
    last = dict(found["sequences"])
    last["records_event_id_seq"] -= noted
    return {**found, "records_event": events, "sequences": sorted(last.items())}


def claims(creditor: int) -> dict[int, tuple[Any, ...]]:
    """Work out every case's claim anew: what it follows from, and every sum of it."""
    with acting_for([creditor]):
        cases = list(m.Case.objects.of(creditor).values_list("id", flat=True))
        found = {known.row.number: known.claim for known in know([(creditor, case) for case in cases], on=ON)}
    return {
        number: (claim.facts, claim.invoices, claim.principal, claim.interest, claim.costs, claim.overpaid)
        for number, claim in found.items()
        if claim is not None
    }


def take(to: Path, *, with_sealing_key: bool = False) -> Path:
    backup.take_backup(to=to, passphrase=PASSPHRASE, with_sealing_key=with_sealing_key, at=AT)
    return to


def test_every_table_and_every_claim_come_back(lived_in: Office, fresh: str, tmp_path: Path) -> None:
    with raw_rows():
        one_of_each(m.Creditor.objects.create(name="Deras AB", org_no="5599998001").id)
        m.Case.objects.filter(creditor_id__gt=lived_in.creditor).update(
            stage="closed", next_look_on=None, closed_on=ON
        )
        m.Letter.objects.filter(creditor_id__gt=lived_in.creditor).update(state="withdrawn")
        m.Bundle.objects.filter(creditor_id__gt=lived_in.creditor).update(state="posted")
    rows, owed = everything(), claims(lived_in.creditor)
    file = take(tmp_path / "kept.backup")

    with at_work_in(fresh):
        done = restore.restore_backup(file=file, passphrase=PASSPHRASE, on=ON)
        assert besides_silence(everything()) == rows
        assert claims(lived_in.creditor) == owed
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'")
            assert cursor.fetchone() == (0,)

    empty = {table for table, found in rows.items() if table.startswith("records_") and not found}
    assert empty == {"records_formkey"}  # keys of forms on their way; everything else has a row
    assert (done.taken_at, done.steps, done.sealed_for_good) == ("2026-03-20T09:00:00+00:00", (), False)
    assert done.rows == sum(len(found) for table, found in rows.items() if table != "sequences")
    assert len(owed) == 4


@pytest.fixture
def on_their_way(lived_in: Office) -> tuple[int, int]:
    """Two letters: one is ready, one was being handed over."""
    with raw_rows():
        lived_in.receive(
            Bill(number="3001", customer=ASA.customer), Bill(number="3002", customer=BO.customer), on=ON
        )
        advance_cases(keys=due_cases(on=ON, creditors=[lived_in.creditor]), on=ON)
        ready, claimed = [x.id for x in lived_in.rows(m.Letter, state="ready")][:2]
        with acting_for([lived_in.creditor]):
            m.Letter.objects.filter(id=claimed).update(state="sending")
            m.Delivery.objects.create(
                creditor_id=lived_in.creditor, letter_id=claimed, channel="email", attempt=1, on=ON
            )
    return ready, claimed


def test_nothing_leaves_a_restored_database_until_a_person_says_so(
    lived_in: Office, on_their_way: tuple[int, int], fresh: str, tmp_path: Path
) -> None:
    """One letter was ready at the backup and one was being handed over: neither goes again."""
    ready, claimed = on_their_way
    file = take(tmp_path / "kept.backup")
    later = date(2026, 3, 24)
    with at_work_in(fresh):
        restore.restore_backup(file=file, passphrase=PASSPHRASE, on=later)
        assert [x.id for x in lived_in.rows(m.Letter, state="unknown")] == [ready, claimed]
        noted = lived_in.rows(m.Delivery, letter_id__in=[ready, claimed])
        assert [(x.state, x.attempt) for x in noted] == [("unknown", 1)] * 2
        mails = len(lived_in.inbox.mails)
        with pytest.raises(DayRefused, match="betalt resume"):
            lived_in.day(later)
        sent = Sent()
        with acting_for([lived_in.creditor]), raw_rows():
            m.Letter.objects.filter(id=ready).update(state="ready")
            m.Letter.objects.filter(id=ready).update(letter_on=later)
        mail_letters(
            creditor=lived_in.creditor, ids=[ready], on=later, at=AT, outlet=lived_in.outlet, sent=sent
        )
        bundle_letters(creditor=lived_in.creditor, on=later, folder=lived_in.outlet.bundles, sent=sent)
        assert (len(lived_in.inbox.mails), sent.bundles) == (mails, [])
        assert [worry.code for worry in worries(feel_pulse(on=ON, at=AT))][-1] == "heartbeat.silent"
        with (
            acting_for([lived_in.creditor]),
            raw_rows(),
            pytest.raises(IntegrityError, match="no letter leaves since the restore"),
        ):
            m.Letter.objects.filter(id=ready).update(state="sending")


def test_cases_that_may_have_had_a_letter_since_the_backup_wait_for_a_person(
    lived_in: Office, fresh: str, tmp_path: Path
) -> None:
    file = take(tmp_path / "kept.backup")
    later = date(2026, 3, 31)
    due = [c.number for c in lived_in.rows(m.Case, next_look_on__lte=later, hold="none")]
    with at_work_in(fresh):
        restore.restore_backup(file=file, passphrase=PASSPHRASE, on=later)
        done = resume_letters(creditor=lived_in.creditor, on=later, nothing_left=False, actor="Karin")
        assert (done.since, done.held) == (AT, len(due))
        with pytest.raises(NotSilent):
            resume_letters(creditor=lived_in.creditor, on=later, nothing_left=False)
        letters = len(lived_in.letters())
        lived_in.day(later)
        assert [c.number for c in lived_in.rows(m.Case, hold="person")] == due
        assert len(due) > 1
        assert {q.reason["code"] for q in lived_in.rows(m.Question, asked_on=later)} == {
            "process.ends_person"
        }
        assert len(lived_in.letters()) == letters


def test_who_knows_that_nothing_left_has_the_letters_written_anew(
    lived_in: Office, on_their_way: tuple[int, int], fresh: str, tmp_path: Path
) -> None:
    file = take(tmp_path / "kept.backup")
    with at_work_in(fresh):
        restore.restore_backup(file=file, passphrase=PASSPHRASE, on=ON)
        done = resume_letters(creditor=lived_in.creditor, on=ON, nothing_left=True)
        assert (done.held, done.taken_back, done.unknown) == (0, 2, 0)
        assert [x.state for x in lived_in.rows(m.Letter, id__in=on_their_way)] == ["withdrawn"] * 2
        lived_in.day(ON)
        anew = [x for x in lived_in.rows(m.Letter, letter_on=ON) if x.id > max(on_their_way)]
        assert [(x.kind, x.state) for x in anew] == [("note", "handed_over")] * 2


def test_a_database_with_rows_is_left_alone(lived_in: Office, tmp_path: Path) -> None:
    file = take(tmp_path / "kept.backup")
    rows = everything()

    with pytest.raises(BackupError, match="is not empty"):
        restore.restore_backup(file=file, passphrase=PASSPHRASE, on=ON)

    assert everything() == rows


def test_nothing_is_written_from_a_file_that_is_not_whole(
    lived_in: Office, without_tables: str, tmp_path: Path
) -> None:
    whole = take(tmp_path / "kept.backup").read_bytes()
    file = tmp_path / "harmed.backup"

    with at_work_in(without_tables):
        for harmed, passphrase, said in (
            (whole[: len(whole) * 2 // 3], PASSPHRASE, "cut short"),
            (whole[:5000] + bytes([whole[5000] ^ 4]) + whole[5001:], PASSPHRASE, "damaged"),
            (whole, "sju sjösjuka sjömen", "passphrase"),
            (b"Fakturanr;Kund\n", PASSPHRASE, "not a backup"),
        ):
            file.write_bytes(harmed)
            with pytest.raises(BackupError, match=said):
                restore.restore_backup(file=file, passphrase=passphrase, on=ON)
        with connections["owner"].cursor() as cursor:
            assert snapshot.shapes(cursor) == []


@pytest.mark.proof  # two times all migrations
def test_a_restore_that_was_broken_off_is_done_again(
    lived_in: Office, without_tables: str, tmp_path: Path
) -> None:
    file = take(tmp_path / "kept.backup")
    rows = everything()
    with at_work_in(without_tables):
        from betalt.records.schema_history import bring_to

        bring_to([("records", "0001_tables"), ("records", "0002_walls")])
        restore.restore_backup(file=file, passphrase=PASSPHRASE, on=ON)
        assert besides_silence(everything()) == rows


def test_a_backup_sees_one_moment(lived_in: Office) -> None:
    rows = everything()
    params = connections["default"].get_connection_params()
    with snapshot.one_moment() as cursor:
        shapes = snapshot.shapes(cursor)
        with psycopg.connect(
            **{k: params[k] for k in ("host", "port", "user", "password", "dbname")}
        ) as other:
            other.execute(
                'INSERT INTO records_note (creditor_id, case_id, "on", text) '
                "SELECT creditor_id, id, '2026-03-20', 'later' FROM records_case"
            )
        seen = {shape.name: len(list(snapshot.copy_out(cursor, shape))) for shape in shapes}
    assert seen == {name: len(found) for name, found in rows.items() if name != "sequences"}


def test_the_key_of_the_personal_numbers_travels_only_when_asked(
    lived_in: Office, fresh: str, tmp_path: Path, settings: Settings
) -> None:
    without, with_key = take(tmp_path / "without"), take(tmp_path / "with", with_sealing_key=True)
    (person,) = lived_in.rows(m.Party, number="8")
    number = unseal(bytes(person.personal_no), creditor=lived_in.creditor)
    elsewhere = tmp_path / "elsewhere" / "sealing-key"
    settings.SEALING_KEY_KEPT_IN, settings.SEALING_KEY = elsewhere, "another key"

    with at_work_in(fresh):
        with pytest.raises(BackupError, match="a key that is not here"):
            restore.restore_backup(file=without, passphrase=PASSPHRASE, on=ON)
        with connections["owner"].cursor() as cursor:
            assert snapshot.filled(cursor, snapshot.shapes(cursor)) == []
        restored = restore.restore_backup(
            file=without, passphrase=PASSPHRASE, on=ON, numbers_stay_sealed=True
        )
        assert restored.sealed_for_good
        with pytest.raises(SealBroken):
            unseal(bytes(person.personal_no), creditor=lived_in.creditor)

        with connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE records_creditor, procrastinate_jobs CASCADE")
        settings.SEALING_KEY_KEPT_IN = None
        with pytest.raises(BackupError, match="names others"):
            restore.restore_backup(file=with_key, passphrase=PASSPHRASE, on=ON)

        settings.SEALING_KEY_KEPT_IN, settings.SEALING_KEY = elsewhere, _Read(elsewhere)
        restored = restore.restore_backup(file=with_key, passphrase=PASSPHRASE, on=ON)
        assert not restored.sealed_for_good
        assert unseal(bytes(person.personal_no), creditor=lived_in.creditor) == number


class _Read:
    """A setting that is read anew each time, as the real one is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return self.path.read_text() if self.path.exists() else ""


def test_no_backup_takes_the_place_of_another_file(lived_in: Office, tmp_path: Path) -> None:
    file = tmp_path / "kept.backup"
    file.write_text("letters of my grandmother")

    with pytest.raises(BackupError, match="is there already"):
        take(file)
    with pytest.raises(BackupError, match="cannot be written"):
        take(tmp_path / "nowhere" / "kept.backup")

    assert file.read_text() == "letters of my grandmother"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("kept")) == ["kept.backup"]


def test_who_does_not_own_the_tables_gets_no_half_backup(lived_in: Office, tmp_path: Path) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET SESSION ROLE betalt_app")
    try:
        with pytest.raises(BackupError, match="owner of the tables"):
            take(tmp_path / "kept.backup")
    finally:
        connections["owner"].close()
    assert list(tmp_path.glob("kept*")) == []
