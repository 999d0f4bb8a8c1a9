"""What the readers of invoice files hand over: rows, refused rows and things to mention."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from betalt.adapters.files.mapping import Mapping
from betalt.values.reason import Reason


class Customer(NamedTuple):
    """Who is to pay, as the file says it."""

    number: str
    name: str
    org_no: str  # digits: 10, or 12 or "+" where the file so writes a person's; empty if not given
    kind: str  # consumer, business or public; empty if the file does not tell
    address: tuple[str, ...]  # street lines
    postcode: str
    city: str
    country: str
    email: str
    phone: str


class InvoiceRow(NamedTuple):
    """One unpaid invoice, or one credit note with its sums positive.

    A named tuple, since a list may hold a hundred thousand and a frozen dataclass costs several times more.
    """

    line: int
    number: str
    kind: str  # invoice or credit
    issued_on: date
    due_on: date
    arose_on: date | None
    sent_on: date | None
    currency: str
    amount_ore: int  # the whole document with VAT and with the tax office's share
    open_ore: int  # what the customer has left to pay, without the tax office's share
    vat_ore: int | None
    tax_office_share_ore: int  # ROT, RUT, green technology
    customer: Customer
    reference: str  # OCR
    their_reference: str
    what: str
    already_reminded_on: date | None
    already_demanded_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """One row that did not become an invoice."""

    line: int
    column: str  # the header as the file writes it; empty if the whole row is meant
    reason: Reason
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that did not stop a row but that somebody should know."""

    line: int
    column: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFile:
    """A file of invoices, read to its end."""

    format: str  # csv or xlsx
    mapping: Mapping
    rows: tuple[InvoiceRow, ...]
    refused: tuple[RefusedRow, ...]
    problems: tuple[Problem, ...]
    unread_columns: tuple[str, ...]
