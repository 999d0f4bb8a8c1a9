"""Which column of a file holds what, and how it writes sums and days: guessed from headers, or saved TOML."""

import json
import tomllib
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from betalt.adapters.files.columns import FIELDS, REQUIRED, recognise


class MappingError(ValueError):
    """A mapping of columns is not written as it must be; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How to read one program's list of invoices."""

    columns: Dict[str, str]  # field -> header, as the file writes it
    constants: Dict[str, str] = field(default_factory=dict)  # field -> text that every row has
    decimal: str = ""  # "," or "."; empty reads what can be read in one way only
    date_form: str = (
        ""  # strptime pattern such as %d.%m.%Y, or "excel"; empty reads year-first days and named months
    )
    amount_as: str = ""  # "SEK" takes the sums as kronor whatever the currency column says
    shift_days: int = 0  # moves every day, for tries with old ledgers
    encoding: str = ""
    separator: str = ""
    sheet: str = ""

    def __post_init__(self) -> None:
        """Refuse what no reader could follow."""
        _check_fields({**self.columns, **self.constants})
        if self.decimal not in {"", ",", "."}:
            raise MappingError(f'decimal is "," or ".", not {self.decimal[:20]!r}')
        if self.amount_as not in {"", "SEK"}:
            raise MappingError(f'amount_as can only be "SEK", not {self.amount_as[:20]!r}')
        if len(self.separator) > 1:
            raise MappingError(f"separator is one character, not {self.separator[:20]!r}")

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the fields that every invoice needs and this mapping has no place for."""
        known = {*self.columns, *self.constants}
        known |= {"amount"} if "open" in known else set()
        known |= {"name"} if "customer_number" in known else set()
        return tuple(name for name in REQUIRED if name not in known)


def guess(headers: Sequence[str]) -> Mapping:
    """Recognise a program's own headers, Swedish or English."""
    return Mapping(columns=recognise(headers))


def from_dict(document: Dict[str, object]) -> Mapping:
    """Build a mapping from a document with the tables `columns` and `constants` and the other settings."""
    settings = [part.name for part in fields(Mapping)]
    for name, value in document.items():
        if name not in settings:
            raise MappingError(f"there is no setting {name[:40]!r}; the settings are {', '.join(settings)}")
        _check_type(
            name, value, wanted={"columns": dict, "constants": dict, "shift_days": int}.get(name, str)
        )
    if not document.get("columns"):
        raise MappingError("the table [columns] is missing")
    return Mapping(**document)  # type: ignore[arg-type]


def from_toml(text: str) -> Mapping:
    """Read a saved mapping."""
    try:
        return from_dict(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"the mapping is not TOML: {error}") from None


def to_toml(mapping: Mapping) -> str:
    """Write a mapping so that it can be saved and read again."""
    plain = [part.name for part in fields(mapping) if part.name not in {"columns", "constants"}]
    lines = [f"{name} = {_quoted(getattr(mapping, name))}" for name in plain if getattr(mapping, name)]
    for name in ("columns", "constants"):
        table: Dict[str, str] = getattr(mapping, name)
        if table:
            lines += ["", f"[{name}]", *(f"{key} = {_quoted(value)}" for key, value in table.items())]
    return "\n".join(lines).lstrip("\n") + "\n"


def _quoted(value: str | int) -> str:
    # A JSON string is a TOML basic string, save that TOML forbids a bare DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _check_fields(names: Dict[str, str]) -> None:
    for name, value in names.items():
        if name not in FIELDS:
            raise MappingError(f"there is no field {name[:40]!r}; the fields are {', '.join(FIELDS)}")
        _check_type(name, value, wanted=str)


def _check_type(name: str, value: object, *, wanted: type) -> None:
    if type(value) is not wanted:
        kind = {int: "a whole number", str: "a text", dict: "a table"}[wanted]
        raise MappingError(f"{name} must be {kind}, not {str(value)[:40]!r}")
