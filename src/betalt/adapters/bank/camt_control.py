"""What a camt statement says about itself, held against its entries: balances, numbers of entries and their sums.

The controls are held hard where the account is in kronor, the only currency that betalt takes money in, and
where the statement is whole; elsewhere a difference is noted.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from betalt.adapters.bank.camt_entry import Entry
from betalt.adapters.bank.camt_markup import Piece
from betalt.adapters.bank.camt_places import account_at
from betalt.adapters.bank.camt_transaction import account, read_ore
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import RefusedEntry
from betalt.values.reason import Reason

_BALANCE = re.compile(r"(Stmt/Bal(?:\.[0-9]+)?)/Amt")
_OPENING, _CLOSING = frozenset({"OPBD", "PRCD"}), "CLBD"


@dataclass(slots=True)
class StatementControl:
    """One statement being read: its account, what it states and what was found."""

    notes: list[RefusedEntry]
    account: str = ""
    account_currency: str = ""
    is_page: bool = False  # one of several: the sums are those of all pages
    opening: tuple[int, str] | None = None
    closing: tuple[int, str] | None = None
    closed_on: date | None = None
    stated: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)  # side -> number, öre
    currencies: set[str] = field(default_factory=set)
    credit: tuple[int, int] = (0, 0)  # number, öre
    debit: tuple[int, int] = (0, 0)
    booked_ore: int = 0

    def note(self, piece: Piece) -> None:
        """Take in what a piece says of the statement itself."""
        texts = piece.texts
        self.account = self.account or account(texts, account_at(frozenset(piece.keys), "Stmt/Acct"))
        self.account_currency = self.account_currency or texts.get("Stmt/Acct/Ccy", "")
        for balance in filter(None, map(_BALANCE.fullmatch, piece.keys)):
            self._balance(piece, balance[1])
        for side in ("TtlNtries", "TtlCdtNtries", "TtlDbtNtries"):
            self._summary(piece, side)
        for pages in ("StmtPgntn", "NtfctnPgntn", "RptPgntn"):
            if texts.get(f"Stmt/{pages}/LastPgInd") == "false" or texts.get(f"Stmt/{pages}/PgNb", "1") != "1":
                self.is_page = True

    def add(self, entry: Entry) -> None:
        """Count one entry."""
        self.currencies.add(entry.currency)
        side = self.debit if entry.is_debit else self.credit
        side = (side[0] + 1, side[1] + entry.amount_ore)
        if entry.is_debit:
            self.debit = side
        else:
            self.credit = side
        if entry.is_booked:
            self.booked_ore += -entry.amount_ore if entry.is_debit else entry.amount_ore

    def finish(self, line: int) -> None:
        """Hold the controls, now that every entry is read."""
        if self.opening is not None and self.closing is not None:
            self._hold_balance(line)
        credits_, debits = self.credit, self.debit
        both = (credits_[0] + debits[0], credits_[1] + debits[1])
        for side, found in (("TtlNtries", both), ("TtlCdtNtries", credits_), ("TtlDbtNtries", debits)):
            number, sum_ore = self.stated.get(side, (None, None))
            if number is not None:
                self._hold(line, "entries", stated=number, found=found[0])
            if sum_ore is not None:
                self._hold(line, "entries_sum", stated_ore=sum_ore, found_ore=found[1])

    def is_in_kronor(self) -> bool:
        """Tell whether the statement, as far as it has been read, is of an account in kronor."""
        stated = self.opening or self.closing
        return (self.account_currency or (stated[1] if stated else "SEK")) == "SEK" and self.currencies <= {
            "SEK"
        }

    def _balance(self, piece: Piece, place: str) -> None:
        texts = piece.texts
        kind = texts.get(f"{place}/Tp/CdOrPrtry/Cd", "")
        amount = texts.get(f"{place}/Amt")
        if amount is None or kind not in {*_OPENING, _CLOSING}:
            return
        sign = -1 if texts.get(f"{place}/CdtDbtInd") == "DBIT" else 1
        balance = (sign * read_ore(amount, piece.line), texts.get(f"{place}/Amt@Ccy", ""))
        if kind == _CLOSING:
            self.closing, self.closed_on = balance, _day(texts.get(f"{place}/Dt/Dt", ""))
        else:
            self.opening = balance

    def _summary(self, piece: Piece, side: str) -> None:
        number = piece.texts.get(f"Stmt/TxsSummry/{side}/NbOfNtries", "")
        total = piece.texts.get(f"Stmt/TxsSummry/{side}/Sum")
        if number or total:
            self.stated[side] = (
                int(number) if number.isascii() and number.isdigit() else None,
                None if total is None else read_ore(total, piece.line),
            )

    def _hold_balance(self, line: int) -> None:
        assert self.opening is not None
        assert self.closing is not None
        (opening, first), (closing, last) = self.opening, self.closing
        if first == last and self.currencies <= {first}:
            self._hold(line, "balance", stated_ore=closing, found_ore=opening + self.booked_ore)

    def _hold(self, line: int, what: str, **sums: int) -> None:
        stated, found = sums.values()
        if stated == found:
            return
        if self.is_in_kronor() and not self.is_page:
            raise UntrustedFile(f"control.{what}", line=line, **sums)
        params = tuple((name, str(value)) for name, value in sums.items())
        self.notes.append(RefusedEntry(line=line, reason=Reason(code=f"read.control.{what}", params=params)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
