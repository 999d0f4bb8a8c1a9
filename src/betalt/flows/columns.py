"""How the columns of a list are to be read, as a person has written it down."""

from betalt.adapters.files.mapping import Mapping, MappingError, from_toml
from betalt.adapters.files.table import UnreadableFile

# What a person can mend in a list or in its mapping.
EXPECTED = (UnreadableFile, MappingError)


def column_mapping(*, text: str) -> Mapping:
    """Read a saved mapping of columns from TOML; raises MappingError."""
    return from_toml(text)
