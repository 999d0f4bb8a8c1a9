"""A bank's file of 10,000 payments: what one of them costs, from the file's bytes to postings and closed cases."""

from collections.abc import Iterator
from datetime import date
from time import process_time

from bench.figure import Figure
from bench.own_database import open_database
from bench.portfolio import fill

CASES = 10_000
BOOKED_ON, READ_ON = date(2026, 2, 12), date(2026, 2, 13)


def measure() -> Iterator[Figure]:
    """Measure payments that name their invoice, and payments that a person must say the claim of."""
    open_database()
    (creditor,), _ = fill(creditors_wanted=1, cases=CASES)
    named = bank_file(numbers=range(1, CASES + 1), payee="50501055")
    yield Figure(
        what="payment that settles a case", amount=_take(creditor, named), unit="µs CPU", at_most=1_500
    )
    yield Figure(
        what="payment that is here already", amount=_take(creditor, named), unit="µs CPU", at_most=100
    )


def bank_file(*, numbers: range, payee: str) -> bytes:
    """Write a camt.054 whose payments pay the invoices of these numbers in full."""
    parts, total = [], 0
    for number in numbers:
        kronor = 1000 + (number % 900)
        total += kronor
        parts.append(
            f"<TxDtls><Refs><AcctSvcrRef>T{number}</AcctSvcrRef></Refs>"
            f'<Amt Ccy="SEK">{kronor}.00</Amt><RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry>'
            f"</Tp><Ref>{number}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
        )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr>'
        f"<MsgId>B1</MsgId><CreDtTm>{BOOKED_ON}T18:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id><Acct><Id><Othr>"
        f"<Id>{payee}</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id></Acct><Ntry>"
        f'<Amt Ccy="SEK">{total}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{BOOKED_ON}</Dt></BookgDt><NtryDtls>{''.join(parts)}</NtryDtls></Ntry></Ntfctn>"
        "</BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()


def _take(creditor: int, data: bytes) -> float:
    from betalt.flows.bank_file import receive_payments

    began = process_time()
    received = receive_payments(creditor=creditor, name="bank.xml", data=data, on=READ_ON)
    assert received.counts["new"] + received.counts["known"] == CASES
    assert not received.waiting
    return (process_time() - began) / CASES * 1_000_000
