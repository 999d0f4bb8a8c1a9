"""How a bank's own list of payments is read: by columns that a person wrote and saved, or by a known bank's."""

from __future__ import annotations

from io import BytesIO
from typing import TypeAlias

from betalt.adapters.bank.bank_csv import BankMapping, BankMappingError, from_toml, to_toml
from betalt.flows import look
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for

# What the surfaces speak of without reaching for the adapters.
BankColumns: TypeAlias = BankMapping

__all__ = ["BankColumns", "BankMappingError", "bank_columns", "fitting_columns", "save_bank_columns"]
_KIND = "payments"


def bank_columns(*, text: str, name: str) -> BankColumns:
    """Read a mapping of a bank's columns from TOML; raises BankMappingError."""
    return from_toml(text, name=name)


@flow
def save_bank_columns(*, creditor: int, name: str, columns: BankColumns) -> None:
    """Save how a bank's list was read under a name, so that the next one is known by its headers."""
    if not name.strip():
        raise BankMappingError("a saved mapping needs a name")
    with acting_for([creditor]):
        m.Mapping.objects.update_or_create(
            creditor_id=creditor, name=name.strip(), defaults={"kind": _KIND, "toml": to_toml(columns)}
        )


def fitting_columns(*, creditor: int, data: bytes) -> BankColumns | None:
    """Find the columns that a list's headers fit: those that the creditor saved, or a bank's that is known."""
    if look.detect(BytesIO(data)) != "table":
        return None
    with acting_for([creditor], finishes=False):
        rows = m.Mapping.objects.of(creditor).filter(kind=_KIND).order_by("name").values_list("name", "toml")
        saved = [from_toml(toml, name=name) for name, toml in rows]
    return look.bank_of(data, saved=saved)
