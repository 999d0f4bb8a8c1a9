"""How the columns of a list are to be read: written down by a person, guessed from the headers, or saved."""

from typing import TypeAlias

from betalt.adapters.files.mapping import Mapping, MappingError, from_toml, to_toml
from betalt.adapters.files.table import UnreadableFile
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for

# What the surfaces speak of without reaching for the adapters.
ColumnMapping: TypeAlias = Mapping

# What a person can mend in a list or in its mapping.
EXPECTED = (UnreadableFile, MappingError)
__all__ = [
    "EXPECTED",
    "ColumnMapping",
    "MappingError",
    "UnreadableFile",
    "column_mapping",
    "save_mapping",
    "saved_mapping",
]


def column_mapping(*, text: str) -> ColumnMapping:
    """Read a mapping of columns from TOML; raises MappingError."""
    return from_toml(text)


def saved_mapping(*, creditor: int, name: str) -> ColumnMapping:
    """Find the mapping that a creditor saved under a name; raises MappingError when there is none."""
    with acting_for([creditor]):
        rows = dict(m.Mapping.objects.of(creditor).order_by("name").values_list("name", "toml"))
    if name not in rows:
        known = ", ".join(rows) or "none"
        raise MappingError(f"there is no file and no saved mapping {name!r}; saved are: {known}")
    return from_toml(rows[name])


@flow
def save_mapping(*, creditor: int, name: str, mapping: ColumnMapping) -> None:
    """Save how a list was read under a name, so that the next one of its kind needs no question."""
    if not name.strip():
        raise MappingError("a saved mapping needs a name")
    with acting_for([creditor]):
        m.Mapping.objects.update_or_create(
            creditor_id=creditor, name=name.strip(), defaults={"toml": to_toml(mapping)}
        )
