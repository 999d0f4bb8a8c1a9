"""One entry (Ntry) of a camt statement: opened into its transactions, each with an identity that lasts.

The same payment comes in camt.054 during the day and in camt.053 after it, so its identity is what the bank calls
the transaction, never the amount and the day alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from betalt.adapters.bank.camt_markup import Piece
from betalt.adapters.bank.camt_places import places
from betalt.adapters.bank.camt_transaction import (
    account,
    free_text,
    own_amount,
    own_id,
    payer,
    read_ore,
    references,
)
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import Deposit, Direction, IncomingPayment, Item, RefusedEntry, Totals
from betalt.values.reason import Reason

_BOOKED = frozenset({"BOOK", "PAID"})  # PAID is what Kivra writes for a payment that has reached the account
_ALONE = ("TxDtls/AddtlTxInf",)  # what an entry without details says of its payment
_IN, _OUT, _REVERSAL = Direction.IN, Direction.OUT, Direction.REVERSAL


@dataclass(slots=True, kw_only=True)
class Entry:
    """An entry being opened, transaction by transaction."""

    line: int
    account: str
    fallback: str  # identity within the message, where the bank gives none
    amount_ore: int
    currency: str
    is_debit: bool
    is_reversal: bool
    status: str
    booked_on: date | None
    bank_ref: str
    stated_count: int
    text: str
    taken: int = 0
    payee: str = ""
    waiting: Piece | None = None
    last_id: str = ""
    repeats: int = 0
    opened: Totals = field(default_factory=Totals)

    @property
    def is_booked(self) -> bool:
        """Tell whether the money is on the account."""
        return self.status in _BOOKED

    def take(self, transaction: Piece) -> tuple[Item, ...]:
        """Open one transaction; the first waits, since alone it needs no amount of its own."""
        self.taken += 1
        if not self.is_booked:
            return ()
        if self.taken == 1:
            self.waiting = transaction
            return ()
        if self.waiting is None:
            return (self._opened(transaction),)
        first, self.waiting = self.waiting, None
        return self._opened(first), self._opened(transaction)

    def finish(self, totals: Totals, notes: list[RefusedEntry]) -> Iterator[Item]:
        """Close the entry: give what waited and the deposit, or why there is nothing to take."""
        if not self.is_booked:
            yield self._refused(totals, "not_booked", status=self.status or "-")
        elif not self.taken and self.stated_count > 1:
            # The transactions come in another message; taking the sum as well would count them twice.
            yield self._refused(totals, "batch_closed", payments=self.stated_count)
        else:
            if self.taken <= 1:
                alone = self.waiting or Piece(
                    self.line, "", False, False, True, _ALONE, {_ALONE[0]: self.text}
                )
                yield self._opened(alone, is_alone=True)
            self._add_up(totals, notes)
        if self.is_booked and not self.is_debit and not self.is_reversal:
            yield Deposit(
                payee=self.payee or self.account,
                booked_on=self.booked_on,
                currency=self.currency,
                amount_ore=self.amount_ore,
                payments=self.taken or self.stated_count or 1,
            )

    def _opened(self, transaction: Piece, *, is_alone: bool = False) -> Item:
        line, texts, at = transaction.line, transaction.texts, places(transaction.keys)
        amount = own_amount(texts, at, currency=self.currency, line=line)
        if is_alone and (amount is None or amount[1] != self.currency):
            amount = (self.amount_ore, self.currency)
        if amount is None:
            return self._refused(self.opened, "no_own_amount", line=line)
        side = texts.get("TxDtls/CdtDbtInd")
        is_debit = self.is_debit if side is None else side == "DBIT"
        self.opened.add(amount_ore=amount[0], count=1, is_debit=is_debit)
        payee = account(texts, at.payee)
        if not is_debit:
            self.payee = self.payee or payee
        name, number = payer(texts, at)
        return IncomingPayment(
            line,
            amount[0],
            amount[1],
            self.booked_on,
            _REVERSAL if self.is_reversal else _OUT if is_debit else _IN,
            is_debit,
            payee or ("" if is_debit else self.account),
            account(texts, at.payer) or (self.account if is_debit else ""),
            name,
            number,
            references(texts, at, currency=self.currency, line=line),
            free_text(texts, at),
            self._bank_id(own_id(texts, at), texts, amount[0]),
        )

    def _bank_id(self, own: str, texts: Mapping[str, str], amount_ore: int) -> str:
        own = own or self.bank_ref
        if not own:
            # The payer's own number: alone it may come again for another payment.
            payers = texts.get("TxDtls/Refs/EndToEndId", "NOTPROVIDED")
            own = self.fallback if payers == "NOTPROVIDED" else f"{payers}/{self.booked_on}/{amount_ore}"
        # Some banks repeat the entry's number in all of its transactions.
        self.repeats = self.repeats + 1 if own == self.last_id else 1
        self.last_id = own
        unique = f"{own}/{self.repeats}" if self.repeats > 1 else own
        return f"{unique}/reversal" if self.is_reversal else unique

    def _add_up(self, totals: Totals, notes: list[RefusedEntry]) -> None:
        opened = self.opened
        found = opened.in_ore - opened.out_ore
        stated = -self.amount_ore if self.is_debit else self.amount_ore
        totals.refused += opened.refused
        if found == stated:
            totals.in_count += opened.in_count
            totals.in_ore += opened.in_ore
            totals.out_count += opened.out_count
            totals.out_ore += opened.out_ore
            return
        # Charges, or amounts in another currency: the account changed by what the entry says.
        totals.add(
            amount_ore=self.amount_ore, count=opened.in_count + opened.out_count, is_debit=self.is_debit
        )
        params = (("stated_ore", str(stated)), ("found_ore", str(found)))
        notes.append(RefusedEntry(line=self.line, reason=Reason(code="read.entry_sum", params=params)))

    def _refused(self, totals: Totals, code: str, *, line: int = 0, **params: object) -> RefusedEntry:
        totals.refused += 1
        pairs = tuple((name, str(value)) for name, value in params.items())
        return RefusedEntry(line=line or self.line, reason=Reason(code=f"read.{code}", params=pairs))


def read_entry(piece: Piece, *, account: str, fallback: str) -> Entry:
    """Read what an Ntry says before its transactions."""
    texts = piece.texts
    amount, reference = texts.get("Ntry/Amt"), texts.get("Ntry/NtryRef")
    if amount is None:
        raise UntrustedFile("entry_without_amount", line=piece.line)
    return Entry(
        line=piece.line,
        account=account,
        fallback=f"{fallback}/{reference}" if reference else fallback,
        amount_ore=read_ore(amount, piece.line),
        currency=texts.get("Ntry/Amt@Ccy", ""),
        is_debit=texts.get("Ntry/CdtDbtInd") == "DBIT",
        is_reversal=texts.get("Ntry/RvslInd") in {"true", "1"},
        status=texts.get("Ntry/Sts") or texts.get("Ntry/Sts/Cd") or texts.get("Ntry/Sts/Prtry") or "",
        booked_on=_booked_on(texts, piece.line),
        bank_ref=texts.get("Ntry/AcctSvcrRef", ""),
        stated_count=_whole(texts.get("Ntry/NtryDtls/Btch/NbOfTxs", "")),
        text=texts.get("Ntry/AddtlNtryInf", ""),
    )


def _booked_on(texts: Mapping[str, str], line: int) -> date | None:
    text = texts.get("Ntry/BookgDt/Dt") or texts.get("Ntry/BookgDt/DtTm")
    try:
        return _date(text[:10]) if text else None
    except ValueError:
        raise UntrustedFile("not_a_day", line=line, text=str(text)[:40]) from None


@lru_cache(maxsize=512)
def _date(text: str) -> date:
    return date.fromisoformat(text)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
