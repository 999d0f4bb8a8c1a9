"""How long a job that failed waits before it is tried again."""

from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

_TRIES = 5
_MAIL_TRIES = 40  # a day of a mail server that is busy; the next day the letters are written anew
_LONGEST = 3600


class TryLater(Exception):
    """Something outside was busy; the job is tried again later."""


class Patience(BaseRetryStrategy):
    """Waits 3, 9, 27, 81 seconds after a fault; where something outside is busy, minutes that double to an hour."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Decide when a job is tried again, or that it is not."""
        if isinstance(exception, TryLater):
            wait, tries = min(60 * 2**job.attempts, _LONGEST), _MAIL_TRIES
        else:
            wait, tries = 3 ** (job.attempts + 1), _TRIES
        return RetryDecision(retry_in={"seconds": wait}) if job.attempts + 1 < tries else None
