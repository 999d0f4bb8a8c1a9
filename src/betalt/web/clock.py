"""Reads the clock for the office: everything below it is told the day and the moment."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_SWEDEN = ZoneInfo("Europe/Stockholm")


def moment() -> datetime:
    """Tell the moment it is."""
    return datetime.now(UTC)


def today() -> date:
    """Tell the day it is in Sweden."""
    return moment().astimezone(_SWEDEN).date()
