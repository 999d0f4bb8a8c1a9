"""A creditor as a TOML file tells about it: examples/creditor.toml shows the fields."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from betalt.flows.setup import NewCreditor
from betalt.flows.told_toml import FileUnclear, read_toml

_KINDS: Mapping[str, type] = {"address": list, "choices": dict, "is_demo": bool}
_KNOWN = tuple(field.name for field in fields(NewCreditor))
_NEEDED = ("name", "org_no", "address")


def read_creditor(path: Path) -> NewCreditor:
    """Read a creditor; a field that is unknown, missing or of the wrong kind is named."""
    told = read_toml(path)
    for name, value in told.items():
        if name not in _KNOWN:
            raise FileUnclear(f"{path}: there is no field {name}; known are {', '.join(_KNOWN)}.")
        if not isinstance(value, _KINDS.get(name, str)):
            raise FileUnclear(f"{path}: {name} must be a {_KINDS.get(name, str).__name__}.")
    for name in _NEEDED:
        if name not in told:
            raise FileUnclear(f"{path}: {name} is missing.")
    told["address"] = tuple(str(line) for line in told["address"])
    return NewCreditor(**told)
