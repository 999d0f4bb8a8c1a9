"""How a list is to be read, kept in the address of its page: which column holds what, and how it writes sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from betalt.flows.columns import ColumnMapping, MappingError
from betalt.flows.upload import Column, Looked
from betalt.web.wording import sentence

# In the order in which they are offered; the first are what every invoice needs.
FIELDS = (
    "number", "name", "issued_on", "due_on", "amount", "open", "org_no", "customer_number", "customer_kind",
    "reference", "email", "street", "street2", "postcode", "city", "country", "phone", "what", "their_reference",
    "kind", "state", "sold", "currency", "paid", "vat", "tax_office_share", "arose_on", "sent_on",
    "already_reminded_on", "already_demanded_on",
)  # fmt: skip
DECIMALS = ("", ",", ".")
DAY_FORMS = ("", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "excel")
KINDS = ("", "consumer", "business", "public")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A column as the page shows it."""

    name: str  # of the field in the form
    header: str
    sample: str
    choices: tuple[Choice, ...]
    is_used: bool


def asked_mapping(given: Mapping[str, str], headers: tuple[str, ...]) -> ColumnMapping | None:
    """Read the mapping that a person has chosen; None where nothing was chosen yet. Raises MappingError."""
    if "c0" not in given:
        return None
    columns: dict[str, str] = {}
    for at, header in enumerate(headers):
        field = given.get(f"c{at}", "")
        if field in FIELDS:
            if field in columns:
                twice = sentence("office_imports.twice", field=sentence(f"office_imports.field_{field}"))
                raise MappingError(twice)
            columns[field] = header
    kind = given.get("all_kind", "")
    constants = {"customer_kind": kind} if kind in KINDS and kind and "customer_kind" not in columns else {}
    return ColumnMapping(
        columns=columns,
        constants=constants,
        decimal=_among(given.get("decimal", ""), DECIMALS),
        date_form=_among(given.get("days", ""), DAY_FORMS),
    )


def lines(looked: Looked) -> Iterator[Line]:
    """Show every column with what it is taken for and what it could be."""
    for at, column in enumerate(looked.columns):
        yield Line(
            name=f"c{at}",
            header=column.header,
            sample=column.sample,
            choices=(_choice("", column), *(_choice(field, column) for field in FIELDS)),
            is_used=bool(column.field),
        )


def settings(looked: Looked) -> dict[str, tuple[Choice, ...]]:
    """Show how sums and days are read, and what all customers are where the list does not say."""
    mapping = looked.mapping
    kind = mapping.constants.get("customer_kind", "")
    return {
        "decimal": _choices("decimal", DECIMALS, mapping.decimal),
        "days": _choices("days", DAY_FORMS, mapping.date_form),
        "all_kind": _choices("all_kind", KINDS, kind),
    }


def _among(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else ""


def _choice(field: str, column: Column) -> Choice:
    text = sentence(f"office_imports.field_{field or 'none'}")
    return Choice(value=field, text=text, chosen=field == column.field)


def _choices(name: str, values: tuple[str, ...], chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=value, text=sentence(f"office_imports.{name}_{at}"), chosen=value == chosen)
        for at, value in enumerate(values)
    )
