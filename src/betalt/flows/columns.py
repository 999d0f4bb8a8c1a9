"""How the columns of a list are to be read, as a person has written it down."""

from typing import TypeAlias

from betalt.adapters.files.mapping import Mapping, MappingError, from_toml
from betalt.adapters.files.table import UnreadableFile

# What the surfaces speak of without reaching for the adapters.
ColumnMapping: TypeAlias = Mapping

# What a person can mend in a list or in its mapping.
EXPECTED = (UnreadableFile, MappingError)
__all__ = ["EXPECTED", "ColumnMapping", "MappingError", "UnreadableFile", "column_mapping"]


def column_mapping(*, text: str) -> ColumnMapping:
    """Read a mapping of columns from TOML; raises MappingError."""
    return from_toml(text)
