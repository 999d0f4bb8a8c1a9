"""Reads JSON strictly: every value by its path, and every mistake told with that path in one line."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from betalt.values.days import DayError, parse_day
from betalt.values.money import MoneyError, parse_ore, parse_percent

LONGEST_NAME = 200
_FIRST_YEAR, _LAST_YEAR = 1900, 2999  # what lies outside is a slip of the pen, and some calendars end

Read = Callable[[Any, str], Any]  # the value and its path, which an error names


class DocumentError(ValueError):
    """A document breaks the contract; the message begins with the JSON path."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")


class _Number(str):
    """A number of the document, kept as it was written: sums and days are strings, so any number is a mistake."""

    __slots__ = ()


class _Object(dict[str, Any]):
    """An object of the document that remembers a key given twice."""

    twice: str | None = None


def load(data: bytes) -> Any:
    """Read bytes as JSON; numbers and repeated keys are kept for the reader that knows their path."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError("$", f"not UTF-8 (byte {error.start + 1})") from None
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=_Number, parse_int=_Number, parse_constant=_Number
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise DocumentError("$", f"not JSON: {error.msg} ({where})" if text.strip() else "empty") from None
    except RecursionError:
        raise DocumentError("$", "nested too deep") from None


def record(
    value: Any, path: str, fields: Mapping[str, Read], *, required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read an object whose fields are all known; the ones that are left out are left out of the answer."""
    if not isinstance(value, dict):
        raise DocumentError(path, f"must be an object, not {shown(value)}")
    if isinstance(value, _Object) and value.twice is not None:
        raise DocumentError(f"{path}.{_key(value.twice)}", "is given twice")
    for key in value:
        if key not in fields:
            raise DocumentError(f"{path}.{_key(key)}", f"unknown field; known are {', '.join(fields)}")
    for key in required:
        if key not in value:
            raise DocumentError(f"{path}.{key}", "is missing")
    return {key: fields[key](given, f"{path}.{key}") for key, given in value.items()}


def items(value: Any, path: str, read: Read) -> tuple[Any, ...]:
    """Read a list, each item by its place."""
    if not isinstance(value, list):
        raise DocumentError(path, f"must be a list, not {shown(value)}")
    return tuple(read(item, f"{path}[{number}]") for number, item in enumerate(value))


def text(value: Any, path: str) -> str:
    """Read any string."""
    if not isinstance(value, str) or isinstance(value, _Number):
        raise DocumentError(path, f"must be a string, not {shown(value)}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise DocumentError(path, "holds half a character") from None
    return value


def name(value: Any, path: str) -> str:
    """Read a string that names something: not empty, and short enough to be shown."""
    found = text(value, path)
    if not found or len(found) > LONGEST_NAME:
        raise DocumentError(path, f"must have 1 to {LONGEST_NAME} characters")
    return found


def flag(value: Any, path: str) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise DocumentError(path, f"must be true or false, not {shown(value)}")
    return value


def choice(*allowed: str) -> Read:
    """Make a reader of one of some words."""

    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise DocumentError(path, f"must be one of {', '.join(allowed)}, not {shown(value)}")
        return value

    return read


def day(value: Any, path: str) -> date:
    """Read a day written YYYY-MM-DD."""
    try:
        found = parse_day(text(value, path))
    except DayError as error:
        raise DocumentError(path, str(error)) from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise DocumentError(path, f"{found} lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return found


def ore(value: Any, path: str) -> int:
    """Read a sum in kronor with two decimals, not negative, as whole öre."""
    found = _number(value, path, parse_ore)
    if found < 0:
        raise DocumentError(path, f"{value} is negative")
    return found


def bps(value: Any, path: str) -> int:
    """Read a percentage with at most two decimals as basis points."""
    return _number(value, path, parse_percent)


def shown(value: Any) -> str:
    """Show a value in a message: short, on one line, and as JSON would name it."""
    if isinstance(value, _Number):
        return f"the number {_short(value)}"
    if isinstance(value, str):
        return _short(repr(value))
    kinds = {dict: "an object", list: "a list", bool: str(value).lower(), type(None): "null"}
    return next(shown for kind, shown in kinds.items() if isinstance(value, kind))


def _number(value: Any, path: str, parse: Callable[[str], int]) -> int:
    if not isinstance(value, str) or isinstance(value, _Number):
        raise DocumentError(path, f'must be a string such as "1234.50", not {shown(value)}')
    try:
        return parse(value)
    except MoneyError as error:
        raise DocumentError(path, str(error)) from None


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        found.twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return found


def _key(key: str) -> str:
    return key if key.isidentifier() and len(key) <= LONGEST_NAME else _short(repr(key))


def _short(shown: str) -> str:
    return shown if len(shown) <= 40 else f"{shown[:37]}…"
