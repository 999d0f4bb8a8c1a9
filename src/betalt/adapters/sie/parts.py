"""The fields of a SIE record as values: texts, days, sums, years and object lists."""

import re
from datetime import date

from betalt.adapters.sie.model import Objects, reason
from betalt.adapters.sie.records import Record
from betalt.values.reason import Reason

_SUM = re.compile(r"(-?)([0-9]{0,15})(?:\.([0-9]{1,2})0*)?")
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_NO = re.compile(r"-?[0-9]{1,3}")
_SHOWN = 40


class RefusedRecord(Exception):
    """A record cannot be taken as it stands; `why` says what is wrong with it."""

    def __init__(self, why: Reason) -> None:
        """Keep the reason."""
        self.why = why
        super().__init__(why.code)


def text(record: Record, at: int) -> str:
    """Take an optional text; empty if the field is left out."""
    field = record.fields[at] if at < len(record.fields) else ""
    return field if isinstance(field, str) else ""


def needed(record: Record, at: int) -> str:
    """Take a text that must be there."""
    found = text(record, at)
    if not found:
        raise RefusedRecord(reason("field_missing", label=record.label, field=at + 1))
    return found


def sum_ore(record: Record, at: int) -> int:
    """Take a sum in kronor as whole öre: a point, at most two decimals, minus first (5.9)."""
    written = needed(record, at)
    found = _SUM.fullmatch(written)
    if found is None or not (found[2] or found[3]):
        raise RefusedRecord(reason("bad_sum", label=record.label, written=written[:_SHOWN]))
    return int(f"{found[1]}{found[2] or 0}{found[3] or '':0<2}")


def day(record: Record, at: int) -> date:
    """Take a day written YYYYMMDD (5.10)."""
    written = needed(record, at)
    found = _DAY.fullmatch(written)
    try:
        return date(*map(int, found.groups())) if found else date(0, 0, 0)
    except ValueError:
        raise RefusedRecord(reason("bad_day", label=record.label, written=written[:_SHOWN])) from None


def optional_day(record: Record, at: int) -> date | None:
    """Take a day that may be left out or empty."""
    return day(record, at) if text(record, at) else None


def year_no(record: Record, at: int) -> int:
    """Take the number of an accounting year: 0 is this one, -1 the one before."""
    written = needed(record, at)
    if _YEAR_NO.fullmatch(written) is None:
        raise RefusedRecord(reason("bad_year", label=record.label, written=written[:_SHOWN]))
    return int(written)


def objects(record: Record, at: int) -> Objects:
    """Take an object list: pairs of dimension and object (8.21)."""
    field = record.fields[at] if at < len(record.fields) else ()
    if isinstance(field, str):
        return ()
    if len(field) % 2:
        raise RefusedRecord(reason("broken_list", label=record.label))
    return tuple(zip(field[::2], field[1::2], strict=True))


def after_objects(record: Record, at: int) -> int:
    """Find the field after an object list; some programs leave an empty one out."""
    return at + (at < len(record.fields) and not isinstance(record.fields[at], str))
