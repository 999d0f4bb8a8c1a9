"""A personal number that came in by every door stands nowhere in clear: in no table, and in no file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from pytest_django.fixtures import Settings

from betalt.adapters.cluster.sealing_keys import held_keys
from betalt.flows.agree import record_agreement
from betalt.flows.hold import open_dispute
from betalt.flows.inbox import To, ignore_payment, match_payment, note_payment
from betalt.flows.receive import UnreadableFile, receive_invoices
from betalt.flows.rotate import rotate_key
from betalt.flows.users import add_user
from betalt.records import models as m
from betalt.records import reseal, sealing, snapshot
from betalt.records.scope import acting_for
from betalt.web.sign_in.second import SecondFactorAdapter
from tests.adapters.bank.camt_file import tag
from tests.flow_guard import raw_rows
from tests.flows.bank import Paid, camt, take
from tests.flows.conftest import mail
from tests.office import BO, BO_EK, Bill, Customer, Inbox, Office, open_office, unpaid

__all__ = ["mail"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

NUMBER = "8502032389"
FORMS = tuple(
    f"{century}{NUMBER[:6]}{sign}{NUMBER[6:]}" for century in ("", "19") for sign in ("", "-", " ", "+")
)
MINE = "9001012385"  # the sole trader's own, which is its organisation number
ON = date(2026, 2, 16)
# Its customer number is a personal number, and so is a line of its address.
CARELESS = Customer(
    number=NUMBER, name=f"Bo Ek {NUMBER}", org_no="", email="bo@example.com", street=f"c/o {NUMBER}"
)


@pytest.fixture
def lived(transactional_db: None, tmp_path: Path, mail: tuple[Inbox, object], settings: object) -> Office:
    """A sole trader's office after weeks in which everybody wrote the number wherever a text may stand."""
    office = open_office(
        bundles=tmp_path / "bundles", inbox=mail[0], server=mail[1], org_no=MINE, on=date(2026, 2, 1)
    )  # fmt: skip
    rot = replace(BO, number="2004")
    data = unpaid(BO, Bill(number="2001", customer=CARELESS), rot).replace(
        b"Byte av blandare", b"ROT-avdrag 850203-2389"
    )
    bad = unpaid(
        Bill(number="2002", customer=replace(BO_EK, org_no=f"{NUMBER}"), amount=NUMBER, issued="2026-13-40")
    )
    office_receive(office, data + bad.splitlines()[1] + b"\n")
    with pytest.raises(UnreadableFile):
        receive_invoices(creditor=office.creditor, name="utan.csv", data=f"{NUMBER};x\n1;2\n".encode(), on=ON)
    record_agreement(
        creditor=office.creditor, customer="9", clause="reminder_fee", agreed_on=date(2026, 1, 1),
        how=f"Avtal med {NUMBER}", on=ON,
    )  # fmt: skip
    for day in (date(2026, 2, 17), date(2026, 2, 24), date(2026, 3, 9)):
        office.day(day)
    take(office, statement(), on=date(2026, 3, 10))
    noted = note_payment(
        creditor=office.creditor, amount_ore=300_00, booked_on=date(2026, 3, 10), on=date(2026, 3, 10), key="S1",
        reference=NUMBER, payer=f"bban:3300{NUMBER}", payer_name="Bo", text=f"swish {NUMBER}",
    )  # fmt: skip
    match_payment(creditor=office.creditor, payment=noted.payment, to=[To(number=1)], on=date(2026, 3, 10))
    waiting = office.rows(m.Payment, state="open")
    ignore_payment(
        creditor=office.creditor, payment=waiting[0].id, reason=f"gäller {NUMBER}", on=date(2026, 3, 11)
    )
    open_dispute(creditor=office.creditor, number=2, on=date(2026, 3, 11), reason=f"{NUMBER} säger nej")
    return office


def office_receive(office: Office, data: bytes) -> None:
    received = receive_invoices(creditor=office.creditor, name="lista.csv", data=data, on=ON)
    assert (received.new, len(received.refused)) == (3, 1)
    from betalt.flows.receive import release_batch

    release_batch(creditor=office.creditor, batch=received.batch)


def in_clear() -> list[str]:
    """List the tables in which a form of a number stands, as text or as bytes."""
    forms = [*FORMS, MINE, f"{MINE[:6]}-{MINE[6:]}"]
    wanted = [*forms, *(form.encode().hex() for form in forms)]
    with connections["owner"].cursor() as cursor:
        found = []
        for table in snapshot.shapes(cursor):
            cursor.execute(
                f"SELECT count(*) FROM {table.name} t WHERE t::text LIKE ANY (%s)",
                [[f"%{one}%" for one in wanted]],
            )
            if cursor.fetchone()[0]:
                found.append(table.name)
    connections["owner"].close()
    return found


def test_no_table_and_no_file_holds_the_number_in_clear(lived: Office) -> None:
    assert in_clear() == []
    files = [path for path in lived.outlet.bundles.rglob("*") if path.is_file()]
    assert [path for path in files if any(form.encode() in path.read_bytes() for form in FORMS)] == []


def test_the_search_finds_what_stands_in_clear(lived: Office) -> None:
    with acting_for([lived.creditor]), raw_rows():
        m.Note.objects.of(lived.creditor).update(text=f"{NUMBER[:6]}-{NUMBER[6:]}")
        m.Party.objects.of(lived.creditor).update(personal_no=NUMBER.encode())
    assert in_clear() == ["records_party", "records_note"]


def test_a_new_key_seals_all_of_it_anew_and_the_old_one_goes(
    lived: Office, tmp_path: Path, settings: Settings
) -> None:
    file = key_file(settings, tmp_path)
    before = told(lived)
    done = rotate_key()

    assert (done.made, done.dropped, done.left) == (1, 1, 0)
    assert done.resealed > 15
    assert used() == set(sealing.known_marks())
    assert len(file.read_text().split()) == 1
    assert told(lived) == before
    assert in_clear() == []
    (bo,) = lived.rows(m.Party, number="9")
    assert bytes(bo.personal_no_index) == sealing.blind_index(f"19{NUMBER}", creditor=lived.creditor)
    take(lived, statement(), on=date(2026, 3, 12), name="igen.xml")
    assert told(lived) == before


def test_a_new_key_seals_the_secrets_of_second_factors_anew(
    lived: Office, tmp_path: Path, settings: Settings
) -> None:
    key_file(settings, tmp_path)
    user = m.User.objects.get(id=add_user(email="karin@firm.example", name="Karin"))
    adapter = SecondFactorAdapter()
    kept = Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": adapter.encrypt("JBSWY3DPEHPK3PXP")}
    )
    assert "JBSWY3DPEHPK3PXP" not in str(kept.data)
    assert rotate_key().dropped == 1

    kept.refresh_from_db()
    assert adapter.decrypt(kept.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert used() == set(sealing.known_marks())


def test_a_rotation_that_dies_anywhere_is_finished_by_the_next(
    lived: Office, tmp_path: Path, settings: Settings
) -> None:
    file = key_file(settings, tmp_path)
    before = told(lived)
    old = file.read_text().split()
    deaths = 0
    for pages in range(0, 30, 3):
        file.write_text("\n".join(file.read_text().split()) + "\n")
        try:
            rotate_key(progress=_dies_after(pages))
        except Killed:
            deaths += 1
            keys = file.read_text().split()
            assert keys[-1] in old or len(keys) == 1
            assert told(lived) == before
            assert len(keys) == 2
    done = rotate_key() if len(file.read_text().split()) > 1 else None
    assert deaths > 3
    assert done is None or done.made == 0
    assert used() == set(sealing.known_marks())
    assert told(lived) == before


def test_an_old_key_stays_while_a_transaction_that_may_have_read_it_runs(
    lived: Office, tmp_path: Path, settings: Settings
) -> None:
    file = key_file(settings, tmp_path)
    parameters = connections["default"].get_connection_params()
    with psycopg.connect(
        **{k: parameters[k] for k in ("host", "port", "user", "password", "dbname")}
    ) as other:
        other.execute("SELECT pg_current_xact_id()")
        assert (rotate_key(patience=0.3).dropped, len(file.read_text().split())) == (0, 2)
    assert (rotate_key().dropped, len(file.read_text().split())) == (1, 1)


def test_keys_that_the_operator_keeps_are_neither_made_nor_dropped(lived: Office, settings: Settings) -> None:
    before = told(lived)
    settings.SEALING_KEY_KEPT_IN = None
    settings.SEALING_KEY = f"a new key\n{settings.SEALING_KEY}".replace(" ", "-")
    done = rotate_key()
    assert (done.made, done.dropped, done.left) == (0, 0, 1)
    settings.SEALING_KEY = "a-new-key"
    assert told(lived) == before


class Killed(BaseException):
    """The process ends here."""


def _dies_after(pages: int) -> Callable[[int], None]:
    left = iter(range(pages))

    def progress(_rows: int) -> None:
        if next(left, None) is None:
            raise Killed

    return progress


class _Read:
    """A setting that is read anew each time, as the real one is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return self.path.read_text()


def key_file(settings: Settings, folder: Path) -> Path:
    """Keep the key in a file, as it is where the operator keeps none."""
    file = folder / "secrets" / "sealing-key"
    with held_keys(file) as keys:
        keys.write([str(settings.SEALING_KEY)])
    settings.SEALING_KEY_KEPT_IN, settings.SEALING_KEY = file, _Read(file)
    return file


def used() -> set[str]:
    with connections["owner"].cursor() as cursor:
        found = set(reseal.marks_in_use(cursor))
    connections["owner"].close()
    return found


def told(office: Office) -> list[object]:
    """Read all that is sealed."""
    people = [bytes(row.personal_no) for row in office.rows(m.Party) if row.personal_no]
    return [
        [sealing.unseal(one, creditor=office.creditor) for one in people],
        [
            (row.key, row.payer, row.payer_name, row.references, row.text, row.twin, row.note)
            for row in office.rows(m.Payment)
        ],
        [(row.bank_id,) for row in office.rows(m.Sighting, source__name="bank.xml")],
        [row.account for row in office.rows(m.KnownPayer)],
        [(row.reason, row.raw) for row in office.rows(m.ImportRow)],
        [row.content for row in office.rows(m.Letter)],
        [row.text for row in office.rows(m.Note)],
        sorted(file.content for file in office.rows(m.File)),
        m.Creditor.objects.get(id=office.creditor).org_no,
    ]


def test_what_is_sealed_is_read_as_it_was_written(lived: Office) -> None:
    payments = lived.rows(m.Payment)
    assert [row.text for row in payments] == [["hyra 850203-2389"], [NUMBER], [f"swish {NUMBER}"]]
    assert [row.payer for row in payments][1:] == ["bankgiro:3300850203-2389", f"bban:3300{NUMBER}"]
    assert payments[2].references[0][0] == NUMBER
    assert lived.rows(m.KnownPayer)[0].account == f"bban:3300{NUMBER}"
    (refused,) = lived.rows(m.ImportRow, fate="refused")
    assert NUMBER in refused.raw
    assert lived.rows(m.Note)[0].text == f"{NUMBER} säger nej"
    assert m.Creditor.objects.get(id=lived.creditor).org_no == MINE
    assert any(NUMBER.encode() in file.content for file in lived.rows(m.File))
    assert {row.what for row in lived.rows(m.Invoice)} == {"ROT-avdrag ••••••-••••"}
    careless = lived.rows(m.Party, name="Bo Ek ••••••-••••")[0]
    assert (careless.number[0], careless.address[0]) == ("P", "c/o ••••••-••••")


def statement() -> bytes:
    return camt(
        Paid(amount="100.00", text=f"hyra {NUMBER[:6]}-{NUMBER[6:]}", name=f"BO EK {NUMBER}", number="1"),
        Paid(amount="200.00", ocr="", also=tag("Ustrd", NUMBER), payer=f"3300{NUMBER}", number="2"),
        on=date(2026, 3, 9),
    )


def test_the_same_money_told_by_another_file_is_known(lived: Office) -> None:
    before = len(lived.rows(m.Payment))
    take(lived, statement() + b"\n", on=date(2026, 3, 12), name="igen.xml")
    assert len(lived.rows(m.Payment)) == before
