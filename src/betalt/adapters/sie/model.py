"""What a SIE file holds, whichever of the types 1–4 it is; sums are whole öre, debit as plus."""

from dataclasses import dataclass
from datetime import date

from betalt.values.reason import Reason

Objects = tuple[tuple[str, str], ...]  # (dimension, object), as {1 "456" 7 "47"}


class UnreadableSie(Exception):
    """A SIE file as a whole cannot be trusted; the reason says why and `line` where (0 if nowhere)."""

    def __init__(self, code: str, *, line: int = 0, **params: object) -> None:
        """Keep the place and the reason: a code of words/<language>/sie.toml and its particulars."""
        self.line = line
        self.reason = reason(code, **params)
        super().__init__(self.reason.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about one line: why it was refused, or what was noted of it; line 0 is the file as a whole."""

    line: int
    why: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """An accounting year (räkenskapsår): 0 is the file's own, -1 the one before."""

    no: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of the chart (konto); its number may hold letters, as some programs write."""

    number: str
    name: str
    kind: str = ""  # T, S, K or I: asset, debt, cost, income
    unit: str = ""
    tax_codes: tuple[str, ...] = ()  # SRU


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A way in which amounts are split (dimension): cost centre, project, customer …"""

    number: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One object of a dimension (objekt): this cost centre, that project."""

    dimension: str
    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A balance: IB, UB, RES, OIB, OUB, PSALDO or PBUDGET."""

    line: int
    label: str
    year: int
    account: str
    ore: int
    period: str = ""  # YYYYMM
    objects: Objects = ()
    quantity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SieRow:
    """A row of a voucher (transaktion); `on` is empty where it is the voucher's own day."""

    line: int
    account: str
    ore: int
    objects: Objects = ()
    on: date | None = None
    text: str = ""
    quantity: str = ""
    sign: str = ""
    added: bool = False  # by #RTRANS, after the voucher was made


@dataclass(frozen=True, slots=True, kw_only=True)
class SieVoucher:
    """A voucher (verifikation) with its rows, and the rows that were taken out of it (#BTRANS)."""

    line: int
    series: str
    number: str
    on: date
    text: str = ""
    registered_on: date | None = None
    sign: str = ""
    rows: tuple[SieRow, ...] = ()
    removed: tuple[SieRow, ...] = ()

    @property
    def off_ore(self) -> int:
        """Tell by how many öre debit and credit differ; 0 when the voucher balances."""
        return sum(row.ore for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class SieFile:
    """Everything that was read, what was refused, and what was noted on the way."""

    type: int
    encoding: str
    program: str = ""
    made_on: date | None = None
    company: str = ""
    org_no: str = ""
    currency: str = "SEK"
    chart: str = ""
    is_imported: bool = False  # the flag that whoever imports the file sets
    checksum: int | None = None  # stated by the file, and found to hold
    years: tuple[Year, ...] = ()
    accounts: tuple[Account, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    objects: tuple[Thing, ...] = ()
    balances: tuple[Balance, ...] = ()
    vouchers: tuple[SieVoucher, ...] = ()
    unbalanced: tuple[SieVoucher, ...] = ()  # refused: debit and credit differ
    refused: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()


def reason(code: str, **params: object) -> Reason:
    """Name a sentence of words/<language>/sie.toml with its particulars."""
    return Reason(code=f"sie.{code}", params=tuple((name, str(value)) for name, value in params.items()))
