"""A procedure as a JSON document, and back again; a bad document names the place that is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from betalt.core.process.procedure import After, Channel, Kind, Procedure, Step
from betalt.values.days import DayError, parse_day

Json = dict[str, Any]
Reader = Callable[[Any], Any]
E = TypeVar("E", bound=StrEnum)

_MOST_DAYS: Final = 3650
_MOST_STEPS: Final = 20
_DEBTORS: Final = ("consumer", "business", "public")


class ProcedureError(ValueError):
    """A procedure document is malformed."""


def to_json(procedure: Procedure) -> Json:
    """Write a procedure as plain JSON values, every field by its name."""
    document = {f.name: _plain(getattr(procedure, f.name)) for f in fields(procedure)}
    document["steps"] = [
        {f.name: _plain(getattr(step, f.name)) for f in fields(step)} for step in procedure.steps
    ]
    return document


def from_json(document: Any) -> Procedure:
    """Read a procedure, or raise ProcedureError with the JSON path; the law is asked by `problems`."""
    return Procedure(**_object(document, _PROCEDURE, Procedure, "$"))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _object(document: Any, readers: Mapping[str, Reader], made: type, path: str) -> Json:
    if not isinstance(document, dict):
        raise ProcedureError(f"{path}: an object is expected".removeprefix(": "))
    for key in document:
        if key not in readers:
            raise ProcedureError(f"{path}.{str(key)[:40]}: no such field")
    for f in fields(made):
        if f.default is MISSING and f.name not in document:
            raise ProcedureError(f"{path}.{f.name}: this field is missing")
    return {key: _read(readers[key], value, f"{path}.{key}") for key, value in document.items()}


def _read(reader: Reader, value: Any, path: str) -> Any:
    try:
        return reader(value)
    except ProcedureError as error:
        raise ProcedureError(
            f"{path}{error}" if str(error).startswith(("[", ".")) else f"{path}: {error}"
        ) from None


def _days(value: Any) -> int:
    if type(value) is not int or not -_MOST_DAYS <= value <= _MOST_DAYS:
        raise ProcedureError("a whole number of days is expected")
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise ProcedureError("true or false is expected")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise ProcedureError("a text of at most 200 characters is expected")
    return value


def _debtor(value: Any) -> str:
    if value not in _DEBTORS:
        raise ProcedureError("one of consumer, business, public is expected")
    return str(value)


def _word(enum: type[E]) -> Callable[[Any], E]:
    def read(value: Any) -> E:
        if not isinstance(value, str) or value not in {word.value for word in enum}:
            raise ProcedureError(f"one of {', '.join(enum)} is expected")
        return enum(value)

    return read


def _maybe(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def _list(reader: Reader) -> Reader:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > _MOST_STEPS:
            raise ProcedureError(f"a list of at most {_MOST_STEPS} is expected")
        return tuple(_read(reader, part, f"[{place}]") for place, part in enumerate(value))

    return read


def _day(value: Any) -> date:
    try:
        return parse_day(_text(value))
    except DayError as error:
        raise ProcedureError(str(error)) from None


def _step(value: Any) -> Step:
    return Step(**_object(value, _STEP, Step, ""))


_STEP: Final[Mapping[str, Reader]] = {
    "no": _days,
    "kind": _word(Kind),
    "after": _word(After),
    "delay_days": _days,
    "delay_banking": _flag,
    "gap_days": _days,
    "channels": _list(_word(Channel)),
    "answer_days": _days,
    "charged": _flag,
    "automatic": _flag,
    "natural_only": _flag,
    "repeat": _list(_days),
}
_PROCEDURE: Final[Mapping[str, Reader]] = {
    "name": _text,
    "kind": _debtor,
    "steps": _list(_step),
    "late_compensation_at": _maybe(_word(Kind)),
    "acknowledged_by": _text,
    "acknowledged_on": _maybe(_day),
}
