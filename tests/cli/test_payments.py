"""`betalt payments` and `betalt refund`: money that waits, and money that goes back, as a person types it."""

import re
from datetime import date
from pathlib import Path

import pytest

from betalt.flows.setup import change_choices
from betalt.records import models as m
from tests.adapters.bank.test_pain002 import answer
from tests.cli.conftest import Answered, Type
from tests.flows.bank import ACCOUNT, Paid, camt

pytestmark = pytest.mark.django_db(databases=["default", "owner"])  # setup brings the tables up to date
ONE_LINE = 1


@pytest.fixture
def bank(firm: Type, tmp_path: Path) -> Type:
    """A firm whose bank tells of money: 1,500 kr for invoice 501, and 70 kr that nobody knows."""
    paid = Paid(amount="1500.00", ocr="501", payer="9912346", name="Anna Berg")
    unknown = Paid(amount="70.00", text="tack", name="Okänd", number="2")
    told = take(firm, tmp_path, camt(paid, unknown, on=date(2026, 2, 4)))
    assert (told.code, told.out[0]) == (1, "2 new payments, 0 that were here already; SEK 1,570.00 came in.")
    return firm


def take(firm: Type, folder: Path, data: bytes) -> Answered:
    (folder / "bank.xml").write_bytes(data)
    return firm(f"import {folder / 'bank.xml'} --on 2026-02-20")


def waiting(firm: Type) -> str:
    """Name the payment that is first in the list of those that wait."""
    return firm("payments").out[0].split()[0]


def test_a_payment_that_waits_is_given_to_a_case_parted_from_it_and_set_aside(bank: Type) -> None:
    number = waiting(bank)

    assert "SEK 70.00" in bank("payments list").out[0]
    given = bank(f"payments match {number} 2=50.00 1 --name Karin --on 2026-02-21").out
    assert [line for line in given if line.startswith("Case")] == [
        "Case 1: SEK 0.00 is left to pay.",
        "Case 2: SEK 7,991.43 is left to pay.",
    ]
    assert bank("payments").out == ["No money waits for anybody."]
    assert bank(f"payments part {number} --name Karin --on 2026-02-21").code == 0
    assert waiting(bank) == number
    assert bank(f"payments ignore {number} --why gåva --name Karin --on 2026-02-21").code == 0
    refused = bank(f"payments match {number} 2 --on 2026-02-21")
    assert (refused.code, refused.err.count("\n")) == (2, ONE_LINE)


def test_what_cannot_be_done_with_a_payment_is_told_in_one_line(bank: Type) -> None:
    number = waiting(bank)
    for line in (
        f"match {number} x --on 2026-02-21",
        f"match {number} 2=80.00 --on 2026-02-21",
        f"match {number} 99 --on 2026-02-21",
        "match 999999 1 --on 2026-02-21",
        f"same {number} {number} --on 2026-02-21",
        f"take-back {number} {number} --on 2026-02-21",
        "part 999999 --on 2026-02-21",
        f"ignore {number} --why= --on 2026-02-21",
    ):
        answered = bank(f"payments {line}")
        assert (answered.code, answered.out, answered.err.count("\n")) == (2, [], ONE_LINE), line


def test_two_tellings_of_one_payment_are_told_to_be_one(bank: Type, tmp_path: Path) -> None:
    first = waiting(bank)
    again = Paid(amount="70.00", text="tack så mycket", name="Okänd", number="77")
    take(bank, tmp_path, camt(again, on=date(2026, 2, 4)))
    second = next(
        line.split()[0] for line in bank("payments").out if "SEK 70" in line and line.split()[0] != first
    )

    assert bank(f"payments same {second} {first} --on 2026-02-21").code == 0
    assert waiting(bank) == first


def test_a_payment_that_the_bank_took_back_is_named_by_a_person(bank: Type, tmp_path: Path) -> None:
    back = Paid(amount="1500.00", ocr="501", number="99")
    told = take(bank, tmp_path, camt(back, on=date(2026, 2, 19), side="DBIT", reversal="true"))
    said = next(line for line in told.out if "It is like payment" in line)
    known = re.search(r"like payment (\d+)", said)
    assert known is not None
    number = next(line.split()[0] for line in bank("payments").out if "1,500.00" in line)

    assert bank(f"payments take-back {number} {known[1]} --on 2026-02-21").code == 0
    assert bank("pay 1 1.00 --on 2026-02-22").out[0].startswith("Case 1: SEK ")


@pytest.fixture
def rich(bank: Type) -> Type:
    """The firm knows the account that it pays from; 500 kr were paid too much in case 1."""
    creditor = m.Creditor.objects.get()
    change_choices(creditor=creditor.id, choices={"iban": ACCOUNT, "bic": "ESSESESS"}, on=date(2026, 2, 20))
    return bank


def proposed(firm: Type, more: str = "") -> str:
    """Propose to give the money back, and name the refund."""
    answered = firm(f"refund propose 1 --name Bo {more} --on 2026-02-23")
    found = re.search(r"approve (\d+)", answered.out[0])
    assert found is not None, answered
    return found[1]


def ordered(firm: Type, folder: Path) -> tuple[str, str]:
    """Let a refund be approved and ordered; name it and the message to the bank."""
    number = proposed(firm)
    assert firm(f"refund approve {number} --name Karin --on 2026-02-23").code == 0
    answered = firm(f"refund order --to {folder} --name Karin --on 2026-02-23")
    assert answered.code == 0
    (file,) = folder.glob("BETALT-*.xml")
    return number, file.stem


def test_a_refund_is_ordered_after_two_peoples_yes_and_paid_when_the_bank_says_so(
    rich: Type, tmp_path: Path
) -> None:
    assert "SEK 500.00" in rich("refund list --on 2026-02-23").out[0]
    number, message = ordered(rich, tmp_path)
    assert "is ordered" in rich("refund list --on 2026-02-23").out[0]
    (tmp_path / "copy").mkdir()
    assert rich(f"refund file {message} --to {tmp_path / 'copy'}").code == 0
    assert (tmp_path / "copy" / f"{message}.xml").read_bytes() == (tmp_path / f"{message}.xml").read_bytes()
    end_to_end = message.rpartition("-")[0] + f"-R{number}"
    said = f"<TxInfAndSts><OrgnlEndToEndId>{end_to_end}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>"
    data = answer(group="PART", batch="", payments=said).replace(b"BT-1", message.encode())
    (tmp_path / "answer.xml").write_bytes(data.replace(b"350.5", b"500.00"))

    answered = rich(f"refund answer {tmp_path / 'answer.xml'} --on 2026-02-24")

    assert (answered.code, answered.out) == (0, [f"Refund {number} is paid."])
    assert rich(f"refund returned {number} --on 2026-02-27").code == 0
    assert "SEK 500.00" in rich("refund list --on 2026-02-27").out[0]
    assert rich(f"refund answer {tmp_path / 'bank.xml'} --on 2026-02-27").code == 2


def test_a_refund_is_approved_by_another_person_withdrawn_or_seen_on_the_account(
    rich: Type, tmp_path: Path
) -> None:
    number = proposed(rich, "--amount 200.00 --account bankgiro:991-2346")
    refused = rich(f"refund approve {number} --name Bo --on 2026-02-23")
    assert (refused.code, refused.err.count("\n")) == (2, ONE_LINE)
    assert rich(f"refund order --to {tmp_path} --on 2026-02-23").code == 1  # nothing is approved
    assert rich(f"refund withdraw {number} --name Bo --on 2026-02-23").code == 0
    number, _ = ordered(rich, tmp_path)
    assert rich(f"refund paid {number} --paid-on 2026-02-24 --on 2026-02-24").code == 0
    assert rich("refund list --on 2026-02-24").out == [
        "Nothing was paid too much, and no refund is on its way."
    ]
    assert rich("refund file BETALT-0-0 --to /tmp").code == 2


def test_what_was_paid_too_much_is_used_only_for_the_same_customers_due_claim(rich: Type) -> None:
    refused = rich("refund use 1 2 --on 2026-02-23")

    assert (refused.code, refused.out, refused.err.count("\n")) == (2, [], ONE_LINE)
