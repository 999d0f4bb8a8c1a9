"""One row of a table read as an invoice: every cell understood, or the row refused with column and reason."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

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
        self._columns = [
            (field, places[plain_header(header)])
            for field, header in mapping.columns.items()
            if plain_header(header) in places and field not in mapping.constants
        ]
        self._width = len(headers)
        self._mapping = mapping
        self._day_numbers = day_numbers
        self._shift = timedelta(days=mapping.shift_days)
        self._customers: dict[tuple[str, ...], Customer] = {}
        self._days: dict[str, date] = {}
        self.problems: list[Problem] = []

    def read(self, line: int, cells: Sequence[str]) -> InvoiceRow:
        """Read one record; raise RowRefused where it cannot be understood."""
        texts = self._texts(cells)
        kind = _kind(texts)
        issued_on, due_on = self._needed_day(texts, "issued_on"), self._needed_day(texts, "due_on")
        if due_on < issued_on:
            raise RowRefused("due_on", "due_before_issued", issued=issued_on, due=due_on)
        self._check_currency(texts)
        amount, left, share, vat, is_credit = self._sums(texts, credit=kind == "credit")
        return InvoiceRow(
            line=line, number=_number(texts), kind="credit" if is_credit else "invoice",
            issued_on=issued_on, due_on=due_on,
            arose_on=self._day(texts, "arose_on"), sent_on=self._day(texts, "sent_on"),
            currency="SEK", amount_ore=amount, open_ore=left, vat_ore=vat, tax_office_share_ore=share,
            customer=self._customer(texts, line), reference=_reference(texts),
            their_reference=_words(texts, "their_reference"), what=_words(texts, "what"),
            already_reminded_on=self._day(texts, "already_reminded_on"),
            already_demanded_on=self._day(texts, "already_demanded_on"),
        )  # fmt: skip

    def _texts(self, cells: Sequence[str]) -> dict[str, str]:
        width = len(cells)
        if width > self._width and any(cells[self._width :]):
            raise RowRefused("", "too_many_cells", cells=width, headers=self._width)
        texts = {field: cells[at].strip() if at < width else "" for field, at in self._columns}
        texts.update(self._mapping.constants)
        return texts

    def _needed_day(self, texts: dict[str, str], field: str) -> date:
        day = self._day(texts, field)
        if day is None:
            raise RowRefused(field, "empty")
        return day

    def _day(self, texts: dict[str, str], field: str) -> date | None:
        text = texts.get(field)
        if not text:
            return None
        found = self._days.get(text)
        if found is None:
            found = self._days[text] = self._new_day(text, field)
        return found

    def _new_day(self, text: str, field: str) -> date:
        is_number = self._day_numbers and len(text) == 5 and text.isdigit()
        try:
            return read_day(text, form="excel" if is_number else self._mapping.date_form) + self._shift
        except DayUnclear:
            raise RowRefused(field, "day_unclear", text=text[:40]) from None
        except (DayUnreadable, OverflowError):
            raise RowRefused(field, "day_unreadable", text=text[:40]) from None

    def _check_currency(self, texts: dict[str, str]) -> None:
        currency = texts.get("currency", "").upper()
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
        if not text:
            return None
        try:
            return read_sum(text, decimal=self._mapping.decimal)
        except SumUnclear:
            raise RowRefused(field, "sum_unclear", text=text[:40]) from None
        except SumUnreadable:
            raise RowRefused(field, "sum_unreadable", text=text[:40]) from None

    def _customer(self, texts: dict[str, str], line: int) -> Customer:
        key = tuple([texts.get(field, "") for field in CUSTOMER])
        found = self._customers.get(key)
        if found is None:
            try:
                found = self._customers[key] = read_customer(texts)
            except CustomerUnclear as error:
                raise RowRefused(error.field, error.code) from None
            if texts.get("email") and not found.email:
                column = self._mapping.columns.get("email", "")
                self.problems.append(Problem(line=line, column=column, reason=Reason(code="read.email")))
        return found


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
    number = texts.get("number", "")
    if not number:
        raise RowRefused("number", "empty")
    _check_number(number, "number")
    return number


def _reference(texts: dict[str, str]) -> str:
    reference = texts.get("reference", "").replace(" ", "")
    _check_number(reference, "reference")
    return reference


def _check_number(text: str, field: str) -> None:
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
