"""A bank's files in a test: what came in on a day as camt.054, camt.053 or BgMax tells of it."""

from dataclasses import dataclass
from datetime import date

from betalt.flows.bank_file import PaymentsReceived, receive_payments
from tests.adapters.bank import bgmax_file, camt_file
from tests.adapters.bank.camt_file import structured, tag
from tests.office import Office

OURS = "50501055"
ACCOUNT = "SE4550000000058398257466"


@dataclass(frozen=True, kw_only=True)
class Paid:
    """One payment as the payer made it; the amount in kronor as banks write it."""

    amount: str
    ocr: str = ""
    text: str = ""
    payer: str = ""  # a bankgiro number
    name: str = ""
    number: str = "1"  # what the bank calls it
    payee: str = OURS
    side: str = ""
    also: str = ""  # more remittance, as XML

    @property
    def ore(self) -> int:
        """Tell the öre."""
        return int(self.amount.replace(".", ""))


def camt(
    *paid: Paid, on: date = date(2026, 2, 12), kind: str = "054", side: str = "CRDT", reversal: str = "",
    at: str = "17:30:00", own: str = ACCOUNT,
) -> bytes:  # fmt: skip
    """Write one entry with its transactions."""
    signed = sum(one.ore if one.side in ("", side) else -one.ore for one in paid)
    entry = camt_file.entry(
        f"{signed // 100}.{signed % 100:02d}",
        *(_transaction(one) for one in paid),
        side=side,
        day=on.isoformat(),
        ref="" if len(paid) == 1 else f"E{on:%m%d}",
        reversal=reversal,
    )
    text = camt_file.message(camt_file.statement(entry, own=own), kind=kind)
    return text.replace("2026-03-10T06:00:00+01:00", f"{on.isoformat()}T{at}").encode()


def bgmax(*paid: Paid, on: date = date(2026, 2, 12)) -> bytes:
    """Write one deposit with its payments; a side of DBIT is a deduction."""
    records = [
        (bgmax_file.deduction if one.side == "DBIT" else bgmax_file.payment)(
            one.ore, one.ocr, serial=f"{int(one.number):012d}", payer=one.payer or "0"
        )
        for one in paid
    ]
    section = bgmax_file.Section(records, payee=OURS, day=f"{on:%Y%m%d}")
    return bgmax_file.whole(section, head=bgmax_file.start(stamp=f"{on:%Y%m%d}173000000000")).encode(
        "latin-1"
    )


def take(
    office: Office, data: bytes, on: date = date(2026, 2, 13), name: str = "bank.xml"
) -> PaymentsReceived:
    """Read a bank's file."""
    return receive_payments(creditor=office.creditor, name=name, data=data, on=on)


def _transaction(one: Paid) -> str:
    remittance = [structured(one.ocr)] if one.ocr else []
    remittance += [tag("Ustrd", one.text)] if one.text else []
    remittance += [one.also] if one.also else []
    return camt_file.transaction(
        one.amount, *remittance, ref=one.number, side=one.side, payer=one.name, payer_account=one.payer,
        payee=one.payee,
    )  # fmt: skip
