"""A bank's file: each payment once, to what its references name; what nobody can tell waits for a person."""

from dataclasses import replace
from datetime import date

import pytest

from betalt.flows.bank import is_bank_file, match_payment, receive_payments
from betalt.flows.look import CannotRead
from betalt.flows.settle import PaymentUnclear
from betalt.records import models as m
from tests.office import ASA, NORDANVIK, NORDANVIK_AB, Bill, Office

pytestmark = pytest.mark.django_db
RECEIVED_ON = date(2026, 2, 2)
SECOND = Bill(number="1005", customer=NORDANVIK_AB, amount="4 000,00")


def transaction(number: int, amount: str, remittance: str, payer: str = "Någon") -> str:
    """Write one payment as camt.054 tells of it."""
    return (
        f"<TxDtls><Refs><AcctSvcrRef>{number}</AcctSvcrRef></Refs>"
        f'<AmtDtls><TxAmt><Amt Ccy="SEK">{amount}</Amt></TxAmt></AmtDtls>'
        f"<RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr></RltdPties><RmtInf>{remittance}</RmtInf></TxDtls>"
    )


def invoice(number: str, amount: str = "") -> str:
    """Write a reference to an invoice."""
    own = f'<RfrdDocAmt><RmtdAmt Ccy="SEK">{amount}</RmtdAmt></RfrdDocAmt>' if amount else ""
    return (
        "<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp>"
        f"<Nb>{number}</Nb></RfrdDocInf>{own}</Strd>"
    )


def bank_file(*transactions: str, total: str, on: str = "2026-02-12") -> bytes:
    """Write a day's notification."""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"><BkToCstmrDbtCdtNtfctn>'
        f"<GrpHdr><MsgId>M{on}</MsgId><CreDtTm>{on}T17:30:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>"
        "<Acct><Id><Othr><Id>50501055</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id></Acct>"
        f'<Ntry><Amt Ccy="SEK">{total}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{on}</Dt></BookgDt><NtryDtls>{''.join(transactions)}</NtryDtls></Ntry>"
        "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()


def take(office: Office, data: bytes, on: date = date(2026, 2, 13)):
    return receive_payments(creditor=office.creditor, name="bank.xml", data=data, on=on)


def test_a_named_invoice_is_settled_and_the_case_closed(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)

    taken = take(office, bank_file(transaction(1, "3000.00", invoice("1002")), total="3000.00"))

    assert (taken.new, taken.known, taken.paid_ore, taken.unmatched) == (1, 0, 3_000_00, ())
    assert (office.case(1).stage, office.case(1).payment_status) == ("closed", "paid")


def test_the_same_file_twice_settles_once(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    data = bank_file(transaction(1, "1000.00", invoice("1002")), total="1000.00")

    take(office, data)
    again = take(office, data, on=date(2026, 2, 14))

    assert (again.new, again.known) == (0, 1)
    assert office.claim(1, date(2026, 2, 13)).total == 2_000_00


def test_one_payment_clears_two_invoices_with_their_own_sums(office: Office) -> None:
    office.receive(NORDANVIK, SECOND, on=RECEIVED_ON)
    named = invoice("1001", "12500.00") + invoice("1005", "4000.00")

    take(office, bank_file(transaction(1, "16500.00", named), total="16500.00"))

    assert [office.case(number).payment_status for number in (1, 2)] == ["paid", "paid"]


def test_money_that_names_nothing_waits_for_a_person(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    text = "<Ustrd>tack för hjälpen</Ustrd>"
    (left,) = take(
        office, bank_file(transaction(1, "3000.00", text, payer="Åsa Öberg"), total="3000.00")
    ).unmatched
    assert (left.why.code, left.perhaps) == ("payment.unmatched", (1,))

    matched = match_payment(creditor=office.creditor, payment=left.payment, number=1, on=date(2026, 2, 13))

    assert matched.cases == ((1, 0, "paid"),)
    with pytest.raises(PaymentUnclear, match="is matched already"):
        match_payment(creditor=office.creditor, payment=left.payment, number=1, on=date(2026, 2, 14))


def test_a_payment_of_a_closed_case_is_overpaid(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    twice = [transaction(number, "3000.00", invoice("1002")) for number in (1, 2)]

    take(office, bank_file(*twice, total="6000.00"))

    assert (office.claim(1, date(2026, 2, 13)).overpaid, office.case(1).stage) == (3_000_00, "closed")


def test_a_ready_letter_is_withdrawn_when_money_is_read(office: Office) -> None:
    office.receive(replace(ASA, due="2026-02-06", issued="2026-01-05"), on=RECEIVED_ON)
    office.day(date(2026, 2, 10), bank=True)
    take(office, bank_file(transaction(1, "3000.00", invoice("1002")), total="3000.00", on="2026-02-10"))
    office.days(date(2026, 2, 14), date(2026, 3, 10))
    assert [kind for kind, _ in office.left() if kind not in ("note", "thanks")] == []


def test_the_file_covers_the_days_before_it_is_read(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    take(office, bank_file(transaction(1, "1.00", invoice("1002")), total="1.00"), on=date(2026, 2, 12))
    (home,) = _creditor(office)
    assert home == date(2026, 2, 11)


def _creditor(office: Office) -> list[date]:
    from betalt.records.scope import acting_for

    with acting_for([office.creditor]):
        return list(m.Creditor.objects.filter(id=office.creditor).values_list("bank_data_on", flat=True))


def test_a_file_whose_sums_do_not_agree_is_refused_whole(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    data = bank_file(transaction(1, "3000.00", invoice("1002")), total="3000.00").replace(b"</Ntry>", b"")
    with pytest.raises(CannotRead):
        take(office, data)
    assert office.rows(m.Payment) == []


def test_a_bank_file_is_told_from_a_table_by_its_content() -> None:
    assert is_bank_file(bank_file(total="0.00"))
    assert not is_bank_file(b"Fakturanr;Belopp\n1;2,00\n")
