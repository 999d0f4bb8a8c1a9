"""A bank's file: kept whatever comes of it, each payment counted once, to what its references name (issue 4)."""

from dataclasses import replace
from datetime import date

import pytest

from betalt.flows.bank_columns import bank_columns, save_bank_columns
from betalt.flows.bank_file import is_payments, receive_payments
from betalt.flows.inbox import take_back
from betalt.flows.look import CannotRead
from betalt.records import models as m
from tests.adapters.bank.camt_file import amount, structured, tag
from tests.adapters.bank.test_pain002 import answer
from tests.flows.bank import Paid, bgmax, camt, take
from tests.flows.ledger import assert_books, balances
from tests.office import ASA, NORDANVIK, NORDANVIK_AB, Bill, Office, unpaid

pytestmark = pytest.mark.django_db
RECEIVED_ON = date(2026, 2, 2)
BOOKED_ON, READ_ON = date(2026, 2, 12), date(2026, 2, 13)
SECOND = Bill(number="1005", customer=NORDANVIK_AB, amount="4 000,00")
ASA_PAYS = Paid(amount="3000.00", ocr="1002", payer="991-2346", name="Åsa Öberg")

SEB_LIST = (
    "Bokföringsdatum;Valutadatum;Verifikationsnummer;Text;Belopp;Saldo\n"
    "2026-02-12;2026-02-12;5484123;KUND 10014;1 250,00;9 250,00\n"
).encode()
OWN_LIST = b"Dag;Kronor;Meddelande;Rest\n2026-02-12;3 000,00;Faktura 1002;3 000,00\n"
OWN_COLUMNS = """decimal = ","
[columns]
booked_on = "Dag"
amount = "Kronor"
text = "Meddelande"
balance = "Rest"
"""


def stands(office: Office, number: int = 1) -> tuple[str, str]:
    case = office.case(number)
    return case.stage, case.payment_status


def test_a_named_invoice_is_settled_and_its_case_closed(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)

    taken = take(office, camt(ASA_PAYS))

    assert (taken.counts["new"], taken.counts["matched"], taken.paid_ore) == (1, 1, 3_000_00)
    assert (taken.waiting, taken.refused, stands(office)) == ([], [], ("closed", "paid"))
    assert balances(office) == {"1930": 3_000_00, "2999": -3_000_00}
    assert_books(office, READ_ON)


ONCE = {
    "the same file": (camt(ASA_PAYS), camt(ASA_PAYS)),
    "054 and then 053": (camt(ASA_PAYS), camt(ASA_PAYS, kind="053")),
    "053 and then 054": (camt(ASA_PAYS, kind="053"), camt(ASA_PAYS)),
    "BgMax and then 054": (bgmax(ASA_PAYS), camt(replace(ASA_PAYS, number="T77"))),
    "054 and then BgMax": (camt(replace(ASA_PAYS, number="T77")), bgmax(ASA_PAYS)),
    "054 and a 053 that calls it otherwise": (
        camt(ASA_PAYS),
        camt(replace(ASA_PAYS, number="X9"), kind="053"),
    ),
    "a statement that names the account and not the giro": (
        camt(ASA_PAYS),
        camt(replace(ASA_PAYS, number="X9", payee=""), kind="053"),
    ),
    "a corrected file that tells of more": (
        camt(ASA_PAYS),
        camt(ASA_PAYS, Paid(amount="12.00", text="annat", number="2")),
    ),
}


@pytest.mark.parametrize("files", ONCE.values(), ids=ONCE)
def test_a_payment_counts_once_however_often_it_is_told(office: Office, files: tuple[bytes, bytes]) -> None:
    office.receive(replace(ASA, amount="9 000,00"), on=RECEIVED_ON)

    for data in (*files, *reversed(files)):
        take(office, data)

    assert office.claim(1, READ_ON).total == 6_000_00
    assert len(office.rows(m.Payment, amount_ore=3_000_00)) == 1
    assert_books(office, READ_ON)


def test_equal_payments_of_one_day_are_two_in_every_kind_of_file(office: Office) -> None:
    office.receive(replace(ASA, amount="9 000,00"), on=RECEIVED_ON)
    twice = (ASA_PAYS, replace(ASA_PAYS, number="2"))

    for data in (bgmax(*twice), camt(*twice), camt(*twice, kind="053"), bgmax(*twice)):
        take(office, data)

    assert office.claim(1, READ_ON).total == 3_000_00


def test_another_sum_under_the_banks_number_is_for_a_person_to_ask_about(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    take(office, camt(ASA_PAYS))

    (refused,) = take(office, camt(replace(ASA_PAYS, amount="3500.00"))).refused

    assert (refused.reason.code, refused.amount_ore) == ("money.told_differently", 3_500_00)
    assert office.claim(1, READ_ON).overpaid == 0


def test_the_same_sum_told_without_its_reference_may_be_the_same_money(office: Office) -> None:
    office.receive(replace(ASA, amount="9 000,00"), on=RECEIVED_ON)
    take(office, camt(ASA_PAYS))

    (waiting,) = take(office, bgmax(replace(ASA_PAYS, ocr="", payer="3783511", number="5"))).waiting

    assert (waiting.why.code, waiting.why.params) == ("money.perhaps_told", (("payment", "1"),)) or (
        waiting.why.code == "money.perhaps_told"
    )
    assert office.claim(1, READ_ON).total == 6_000_00
    assert balances(office)["2490"] == -3_000_00


def test_one_payment_clears_two_invoices_with_their_own_sums(office: Office) -> None:
    office.receive(NORDANVIK, SECOND, on=RECEIVED_ON)
    named = structured(document="1001", own="12500.00") + structured(document="1005", own="4000.00")

    take(office, camt(Paid(amount="16500.00", also=named)))

    assert [stands(office, number)[1] for number in (1, 2)] == ["paid", "paid"]
    assert_books(office, READ_ON)


def test_money_for_somebody_else_is_refused_with_the_statute(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)

    taken = take(office, camt(replace(ASA_PAYS, payee="9912346")))

    (refused,) = taken.refused
    assert refused.reason.code == "money.other_payee"
    assert (taken.counts["new"], stands(office)) == (0, ("open", "unpaid"))
    (row,) = office.rows(m.ImportRow, fate="refused")
    assert row.reason["params"] == {"payee": "bankgiro:991-2346"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (camt(ASA_PAYS, on=date(2026, 2, 20)), "money.day_to_come"),
        (camt(ASA_PAYS).replace(b'Ccy="SEK"', b'Ccy="EUR"'), "payment.currency"),
    ],
)
def test_rows_that_cannot_be_taken_in_are_told(office: Office, data: bytes, code: str) -> None:
    office.receive(ASA, on=RECEIVED_ON)

    assert [row.reason.code for row in take(office, data).refused] == [code]
    assert office.rows(m.Payment) == []


def test_money_out_to_others_is_counted_and_left(office: Office) -> None:
    taken = take(office, camt(Paid(amount="500.00", payee="9912346"), side="DBIT"))

    assert (taken.counts["money_out"], taken.refused, office.rows(m.Payment)) == (1, [], [])


def test_a_file_that_cannot_be_trusted_is_kept_and_set_apart_whole(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    broken = camt(ASA_PAYS).replace(b"</Ntry>", b"")

    with pytest.raises(CannotRead):
        take(office, broken)

    assert [bytes(row.content) for row in office.rows(m.File)][-1] == broken
    (set_apart,) = office.rows(m.Import, state="refused")
    assert set_apart.counts["why"]["code"].startswith("read.")
    assert office.rows(m.Payment) == []


def test_the_same_file_is_kept_once(office: Office) -> None:
    for _ in range(2):
        take(office, camt(ASA_PAYS))

    assert len(office.rows(m.SourceFile, kind="payments")) == 1


def test_money_to_a_closed_case_is_to_the_payers_credit(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)

    take(office, camt(ASA_PAYS, replace(ASA_PAYS, number="2")))

    assert (office.claim(1, READ_ON).overpaid, stands(office)) == (3_000_00, ("closed", "paid"))
    assert balances(office)["2420"] == -3_000_00


def test_a_ready_letter_is_withdrawn_when_its_money_is_read(office: Office) -> None:
    office.receive(replace(ASA, due="2026-02-06", issued="2026-01-05"), on=RECEIVED_ON)
    office.day(date(2026, 2, 10))
    take(office, camt(ASA_PAYS, on=date(2026, 2, 10)))
    office.days(date(2026, 2, 14), date(2026, 3, 10))

    assert [kind for kind, _ in office.left() if kind not in ("note", "thanks")] == []


def test_a_reversed_payment_reopens_its_case_in_either_order_of_files(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    back = camt(ASA_PAYS, on=date(2026, 2, 16), side="DBIT", reversal="true")
    start = balances(office)

    take(office, camt(ASA_PAYS))
    taken = take(office, back, on=date(2026, 2, 17))

    assert (taken.counts["matched"], stands(office)) == (1, ("open", "unpaid"))
    assert balances(office) == start
    assert_books(office, date(2026, 2, 17))


def test_what_is_taken_back_before_it_is_told_of_finds_its_payment_later(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    start = balances(office)

    (waiting,) = take(
        office, camt(ASA_PAYS, on=date(2026, 2, 16), side="DBIT", reversal="true"), on=date(2026, 2, 17)
    ).waiting
    assert (waiting.why.code, balances(office)["2490"]) == ("money.reversal_unknown", 3_000_00)
    taken = take(office, camt(ASA_PAYS), on=date(2026, 2, 17))

    assert (taken.counts["matched"], stands(office), balances(office)) == (2, ("open", "unpaid"), start)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (0, 2, 1)])
def test_what_is_taken_back_without_the_banks_number_is_a_persons_to_say_in_any_order_of_files(
    office: Office, order: tuple[int, ...]
) -> None:
    office.receive(replace(ASA, amount="9 000,00"), on=RECEIVED_ON)
    first, second = replace(ASA_PAYS, number="11"), replace(ASA_PAYS, number="12")
    back = replace(ASA_PAYS, number="99")
    files = (
        camt(first, on=date(2026, 2, 12)),
        camt(second, on=date(2026, 2, 13)),
        camt(back, on=date(2026, 2, 16), side="DBIT", reversal="true"),
    )

    for place in order:
        take(office, files[place], on=date(2026, 2, 17))

    told = {row.booked_on: row.id for row in office.rows(m.Payment, kind="in")}
    (waiting,) = office.rows(m.Payment, kind="taken_back")
    likely = ", ".join(map(str, sorted(told.values())))
    assert (waiting.state, waiting.why) == (
        "open", {"code": "money.reversal_likely", "ground": "", "params": {"payments": likely}},
    )  # fmt: skip
    assert len(office.rows(m.Payment, reversed_on=None, kind="in")) == 2
    take_back(
        creditor=office.creditor, payment=waiting.id, known=told[date(2026, 2, 13)], on=date(2026, 2, 17)
    )
    assert balances(office)["1930"] == 3_000_00
    assert_books(office, date(2026, 2, 17))


def test_a_credit_note_that_the_payer_nets_is_taken_off_what_it_paid_too_much(office: Office) -> None:
    office.receive(NORDANVIK, SECOND, on=RECEIVED_ON)
    office.credit("1001", 2_000_00, on=RECEIVED_ON, key="K7")

    take(office, bgmax(
        Paid(amount="12500.00", ocr="1001", number="1"), Paid(amount="4000.00", ocr="1005", number="2"),
        Paid(amount="2000.00", ocr="K7", number="3", side="DBIT"),
    ))  # fmt: skip

    assert [stands(office, number)[1] for number in (1, 2)] == ["paid", "paid"]
    assert balances(office)["1930"] == 14_500_00
    assert balances(office)["2420"] == 0
    (refund,) = office.rows(m.Refund)
    assert (refund.way, refund.state, refund.amount_ore) == ("deducted", "paid", 2_000_00)


def test_a_deduction_that_nothing_stands_for_waits_for_a_person(office: Office) -> None:
    office.receive(NORDANVIK, SECOND, on=RECEIVED_ON)

    (waiting,) = take(office, bgmax(
        Paid(amount="4000.00", ocr="1005", number="2"), Paid(amount="2000.00", ocr="K9", number="3", side="DBIT"),
    )).waiting  # fmt: skip

    assert waiting.why.code == "payment.deduction_unknown"
    assert (balances(office)["1930"], balances(office)["2490"]) == (2_000_00, 2_000_00)


def test_a_credit_note_netted_in_a_payment_is_taken_off_the_same_invoice(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    office.credit("1001", 2_000_00, on=RECEIVED_ON, key="K7")
    own = tag("RfrdDocAmt", amount("2000.00", "CdtNoteAmt"))
    credit = tag(
        "Strd", tag("RfrdDocInf", tag("Tp", tag("CdOrPrtry", tag("Cd", "CREN"))), tag("Nb", "K7")), own
    )
    named = structured(document="1001", own="12500.00") + credit

    take(office, camt(Paid(amount="10500.00", also=named)))

    assert (stands(office), balances(office)["1930"]) == (("closed", "paid"), 10_500_00)
    assert_books(office, READ_ON)


def test_a_file_tells_itself_from_a_list_of_invoices(office: Office) -> None:
    assert is_payments(camt(ASA_PAYS), creditor=office.creditor)
    assert is_payments(SEB_LIST, creditor=office.creditor)
    for other in (b"Fakturanr;Belopp\n1;2,00\n", unpaid(ASA), b"#FLAGGA 0\n", OWN_LIST):
        assert not is_payments(other, creditor=office.creditor)


def test_a_banks_list_that_a_person_has_described_once_is_known_by_its_headers(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    columns = bank_columns(text=OWN_COLUMNS, name="own")
    with pytest.raises(CannotRead):
        take(office, OWN_LIST)
    save_bank_columns(creditor=office.creditor, name="Sparbanken", columns=columns)

    assert is_payments(OWN_LIST, creditor=office.creditor)
    taken = take(office, OWN_LIST)

    assert (taken.counts["new"], taken.counts["matched"], stands(office)) == (1, 1, ("closed", "paid"))
    assert take(office, OWN_LIST).counts["known"] == 1


def test_a_file_of_another_kind_is_named(office: Office) -> None:
    for data, code in ((b"#FLAGGA 0\n", "read.is_sie"), (answer(), "read.is_pain")):
        with pytest.raises(CannotRead) as refused:
            take(office, data)
        assert refused.value.reason.code == code
    with pytest.raises(CannotRead):  # before it is taken for a list of invoices
        is_payments(answer(), creditor=office.creditor)


def test_progress_is_told_for_each_chunk(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    many = [Paid(amount="1.00", ocr="1002", number=str(n)) for n in range(1, 902)]
    told: list[tuple[int, int]] = []

    receive_payments(
        creditor=office.creditor, name="many.txt", data=bgmax(*many), on=READ_ON,
        progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip

    assert told == [(400, 901), (800, 901), (901, 901)]
    assert office.claim(1, READ_ON).total == 3_000_00 - 901_00
    (batch,) = office.rows(m.Import, source__kind="payments")
    assert (batch.counts["of"], batch.counts["done"], batch.counts["new"]) == (901, 1, 901)
