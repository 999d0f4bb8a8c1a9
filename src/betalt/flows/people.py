"""The natural persons in a list of invoices: their numbers sealed, and none of them used as a customer number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from betalt.adapters.files.invoice_row import Customer, InvoiceRow
from betalt.core.sale.debtor import is_person
from betalt.records import models as m
from betalt.records.sealing import blind_index, blind_indexes, seal
from betalt.values import personnummer


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A natural person's number as it is stored, and the day it comes of age."""

    sealed: bytes
    index: bytes
    adult_on: date
    known_as: str  # the number of the customer who has this personal number already, or nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The persons of a list, by the number that the list gives them."""

    by_number: Mapping[str, Person]

    @classmethod
    def of(cls, rows: Iterable[InvoiceRow], *, creditor: int, on: date) -> Self:
        """Seal the numbers of a list's persons and find those that are customers; the walls must be open."""
        numbers = {_number(row.customer) for row in rows} - {""}
        whole = {number: personnummer.long_form(number, on=on) for number in numbers}
        here = _customers(whole.values(), creditor)
        return cls(
            by_number={
                number: Person(
                    sealed=seal(full, creditor=creditor),
                    index=blind_index(full, creditor=creditor),
                    adult_on=personnummer.adult_on(full, on=on),
                    known_as=next((here[i] for i in blind_indexes(full, creditor=creditor) if i in here), ""),
                )
                for number, full in whole.items()
            }
        )

    def find(self, customer: Customer) -> Person | None:
        """Find the person that a customer is."""
        return self.by_number.get(_number(customer))

    def party_number(self, customer: Customer) -> str:
        """Name a customer by the file's own number, else by what tells it from others; never by a personal number."""
        if customer.number and not personnummer.is_valid(customer.number):
            return customer.number
        person = self.find(customer) if customer.number else None
        if person is not None:
            return person.known_as or f"P{person.index.hex()[:10]}"
        return customer.name if is_person(customer.org_no) or not customer.org_no else customer.org_no


def _number(customer: Customer) -> str:
    """Tell a customer's personal number: its own, or the one that is used as its customer number."""
    if is_person(customer.org_no):
        return customer.org_no
    if not customer.org_no and personnummer.is_valid(customer.number):
        return personnummer.compact(customer.number)
    return ""


def _customers(whole: Iterable[str], creditor: int) -> dict[bytes, str]:
    wanted = [index for number in whole for index in blind_indexes(number, creditor=creditor)]
    if not wanted:
        return {}
    found = m.Party.objects.of(creditor).filter(personal_no_index__in=wanted).order_by("-id")
    return {bytes(index): number for index, number in found.values_list("personal_no_index", "number")}
