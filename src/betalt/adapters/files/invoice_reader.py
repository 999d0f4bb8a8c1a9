"""One row of a table read as an invoice: every cell understood, or the row refused with column and reason."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from operator import itemgetter

from betalt.adapters.files.columns import CUSTOMER, WORDS, plain_header
from betalt.adapters.files.customer import CustomerUnclear, read_customer
from betalt.adapters.files.invoice_row import Customer, InvoiceRow, Problem
from betalt.adapters.files.mapping import Mapping
from betalt.values.reason import Reason
from betalt.values.written_day import DayUnclear, DayUnreadable, read_day
from betalt.values.written_sum import SumUnclear, SumUnreadable, read_sum

_SCIENTIFIC = re.compile(r"-?[0-9]([.,][0-9]+)?[eE]\+?[0-9]+")
_LONGEST = 50


class RowRefused(Exception):
    """A row cannot become an invoice; names the field and the reason."""

    def __init__(self, field: str, code: str, **params: object) -> None:
        """Keep the field and the reason: a code of words/<language>/read.toml and its particulars."""
        self.field = field
        self.reason = Reason(
            code=f"read.{code}", params=tuple((name, str(value)) for name, value in params.items())
        )
        super().__init__(self.reason.code)


class InvoiceReader:
    """Reads the rows of one table by one mapping."""

    def __init__(self, mapping: Mapping, headers: Sequence[str], *, day_numbers: bool) -> None:
        """Find where each field stands among the headers."""
        places = {plain_header(header): at for at, header in reversed(list(enumerate(headers)))}
        columns = {
            field: places[plain_header(header)]
            for field, header in mapping.columns.items()
            if plain_header(header) in places and field not in mapping.constants
        }
        self._fields = tuple(columns)
        self._pick = _picker(tuple(columns.values()))
        self._pick_customer = _picker(tuple(columns[field] for field in CUSTOMER if field in columns))
        self._given = frozenset((*columns, *mapping.constants))
        self._has_kind = bool(self._given & {"state", "sold", "kind"})
        self._width = len(headers)
        self._mapping = mapping
        self._day_numbers = day_numbers
        self._shift = timedelta(days=mapping.shift_days)
        self._customers: dict[tuple[str, ...], Customer] = {}
        self._days: dict[str, date] = {}
        self._read_sums: dict[str, int] = {}
        self.problems: list[Problem] = []

    def read(self, line: int, cells: Sequence[str]) -> InvoiceRow:
        """Read one record; raise RowRefused where it cannot be understood."""
        cells = self._filled(cells)
        texts = dict(zip(self._fields, self._pick(cells), strict=True))
        texts.update(self._mapping.constants)
        is_credit = self._has_kind and _kind(texts) == "credit"
        issued_on, due_on = self._needed_day(texts, "issued_on"), self._needed_day(texts, "due_on")
        if due_on < issued_on:
            raise RowRefused("due_on", "due_before_issued", issued=issued_on, due=due_on)
        if "currency" in self._given:
            self._check_currency(texts)
        amount, left, share, vat, is_credit = self._sums(texts, credit=is_credit)
        return InvoiceRow(
            line,
            _number(texts),
            "credit" if is_credit else "invoice",
            issued_on,
            due_on,
            self._day(texts, "arose_on"),
            self._day(texts, "sent_on"),
            "SEK",
            amount,
            left,
            vat,
            share,
            self._customer(cells, texts, line),
            _reference(texts),
            _words(texts, "their_reference"),
            _words(texts, "what"),
            self._day(texts, "already_reminded_on"),
            self._day(texts, "already_demanded_on"),
        )

    def _filled(self, cells: Sequence[str]) -> Sequence[str]:
        width = len(cells)
        if width < self._width:
            return [*cells, *[""] * (self._width - width)]
        if width > self._width and any(cells[self._width :]):
            raise RowRefused("", "too_many_cells", cells=width, headers=self._width)
        return cells

    def _needed_day(self, texts: dict[str, str], field: str) -> date:
        day = self._day(texts, field)
        if day is None:
            raise RowRefused(field, "empty")
        return day

    def _day(self, texts: dict[str, str], field: str) -> date | None:
        text = texts.get(field)
        if not text:
            return None
        return self._days.get(text) or self._new_day(text, field)

    def _new_day(self, text: str, field: str) -> date | None:
        bare = text.strip()
        if not bare:
            return None
        is_number = self._day_numbers and len(bare) == 5 and bare.isdigit()
        try:
            day = read_day(bare, form="excel" if is_number else self._mapping.date_form) + self._shift
        except DayUnclear:
            raise RowRefused(field, "day_unclear", text=bare[:40]) from None
        except (DayUnreadable, OverflowError):
            raise RowRefused(field, "day_unreadable", text=bare[:40]) from None
        self._days[text] = day
        return day

    def _check_currency(self, texts: dict[str, str]) -> None:
        currency = texts["currency"].strip().upper()
        if currency not in {"", "SEK", "KR"} and self._mapping.amount_as != "SEK":
            raise RowRefused("currency", "currency", currency=currency[:20])

    def _sums(self, texts: dict[str, str], *, credit: bool) -> tuple[int, int, int, int | None, bool]:
        total, left = self._sum(texts, "amount"), self._sum(texts, "open")
        paid, vat, share = (
            self._sum(texts, "paid"),
            self._sum(texts, "vat"),
            self._sum(texts, "tax_office_share") or 0,
        )
        amount = total if total is not None else left
        if amount is None:
            raise RowRefused("amount", "empty")
        if left is None:
            left = amount - (paid or 0) - (share if total is not None else 0)
        if amount < 0 or credit:
            amount, left, share, vat = (
                abs(amount),
                _turned(amount, left),
                abs(share),
                abs(vat) if vat else vat,
            )
            credit = True
        _check_sums(amount, left, share, vat)
        # Some programs count the tax office's share into what is open, until anything has been paid.
        return amount, amount - share if left == amount else left, share, vat, credit

    def _sum(self, texts: dict[str, str], field: str) -> int | None:
        text = texts.get(field)
        if not text or text.isspace():
            return None
        known = self._read_sums.get(text)  # what is open is mostly the whole amount
        if known is not None:
            return known
        try:
            ore = self._read_sums[text] = read_sum(text, decimal=self._mapping.decimal)
        except SumUnclear:
            raise RowRefused(field, "sum_unclear", text=text[:40]) from None
        except SumUnreadable:
            raise RowRefused(field, "sum_unreadable", text=text[:40]) from None
        return ore

    def _customer(self, cells: Sequence[str], texts: dict[str, str], line: int) -> Customer:
        key = self._pick_customer(cells)
        found = self._customers.get(key)
        if found is None:
            try:
                found = self._customers[key] = read_customer(texts)
            except CustomerUnclear as error:
                raise RowRefused(error.field, error.code) from None
            if texts.get("email", "").strip() and not found.email:
                column = self._mapping.columns.get("email", "")
                self.problems.append(Problem(line=line, column=column, reason=Reason(code="read.email")))
        return found


def _picker(places: tuple[int, ...]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple(cells[at] for at in places)


def _turned(amount: int, left: int) -> int:
    # A credit note written with a negative total has a negative rest; one written positive, a positive rest.
    return left if amount > 0 else -left


def _check_sums(amount: int, left: int, share: int, vat: int | None) -> None:
    if amount == 0 or left == 0:
        raise RowRefused("open", "nothing_open")
    if left < 0 or share < 0 or (vat or 0) < 0:
        raise RowRefused("open", "signs_differ")
    if left > amount or (left > amount - share and left != amount) or share >= amount or (vat or 0) > amount:
        raise RowRefused("open", "parts_exceed_total")


def _kind(texts: dict[str, str]) -> str:
    if _word(texts, "state") in WORDS["not_alive"]:
        raise RowRefused("state", "not_alive", text=texts["state"][:40])
    if _word(texts, "sold") in WORDS["yes"]:
        raise RowRefused("sold", "sold")
    written = _word(texts, "kind")
    if not written or written in WORDS["invoice"]:
        return "invoice"
    if written in WORDS["credit"]:
        return "credit"
    raise RowRefused(
        "kind", "interest_invoice" if written in WORDS["interest"] else "kind", text=texts["kind"][:40]
    )


def _number(texts: dict[str, str]) -> str:
    number = texts.get("number", "").strip()
    if not number:
        raise RowRefused("number", "empty")
    _check_number(number, "number")
    return number


def _reference(texts: dict[str, str]) -> str:
    reference = texts.get("reference", "")
    if not reference:
        return ""
    reference = "".join(reference.split())
    _check_number(reference, "reference")
    return reference


def _check_number(text: str, field: str) -> None:
    if text.isdigit() and len(text) <= _LONGEST:
        return
    if _SCIENTIFIC.fullmatch(text):
        raise RowRefused(field, "digits_lost", text=text)
    if len(text) > _LONGEST or not text.isprintable():
        raise RowRefused(field, "not_a_number_of_ours", text=text[:40])


def _word(texts: dict[str, str], field: str) -> str:
    text = texts.get(field, "")
    return plain_header(text) if text else ""


def _words(texts: dict[str, str], field: str) -> str:
    text = texts.get(field, "")
    return " ".join(text.split()) if text else ""
