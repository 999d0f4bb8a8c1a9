"""The clock that jobs go by: the database's read as Sweden's, or a day that is held still."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from betalt.flows.database import database_moment
from betalt.flows.plan import Window

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# From here on a day is run without the bank's word: nothing leaves, but questions are asked.
LATE = time(22)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Tells the day it is in Sweden and whether its work may begin; `held` is a day that does not end."""

    begins: time
    held: date | None = None

    def now(self) -> datetime:
        """Read the clock that all hosts share: one whose own is wrong does nothing early (decision 0245)."""
        return database_moment()

    def today(self) -> date:
        """Name the day that is worked on."""
        return self.held or self.now().astimezone(STOCKHOLM).date()

    def window(self) -> Window:
        """Tell what may be done at this hour in Sweden, summer and winter alike."""
        if self.held is not None:
            return Window(begun=True, late=True)
        return window_at(self.now(), begins=self.begins)


def window_at(moment: datetime, *, begins: time) -> Window:
    """Tell what may be done at a moment, if a day's work begins at this hour in Sweden."""
    hour = moment.astimezone(STOCKHOLM).time()
    return Window(begun=hour >= begins, late=hour >= max(LATE, begins))
