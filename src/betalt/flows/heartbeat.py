"""Whether the work that is due is being done: a worker that fell silent must not go unnoticed for weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from betalt.adapters.delivery.email import send
from betalt.adapters.delivery.message import Mail
from betalt.adapters.delivery.outcome import Handed
from betalt.flows.database import clock_off_seconds
from betalt.flows.outlet import Outlet
from betalt.records import queue
from betalt.records.silence import closed_outlets
from betalt.values.days import add_days
from betalt.values.reason import Reason
from betalt.words import say

PATIENCE_SECONDS = 15 * 60  # that a job may wait before somebody is told
CLOCK_SECONDS = 5 * 60  # that a machine's clock may be off before somebody is told
BANK_DAYS = 5  # that a creditor's bank data may be old before its letters' silence is told
_ALARM_HOUR = 9
_SWEDEN = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What can be counted of the work at a moment, across all creditors."""

    waiting: int
    doing: int
    failed: int  # jobs given up within a day
    oldest_wait_seconds: int
    workers: int
    late_cases: int  # that an earlier day should have looked at
    late_days: int
    last_sent_on: date | None
    stale_letters: int
    unknown_letters: int
    unposted_bundles: int
    without_bank: int  # creditors whose letters wait for bank data that is old
    silent: int  # creditors of whom nothing leaves since a restore


def feel_pulse(*, on: date, at: datetime) -> Pulse:
    """Count on a day what waits, what failed and what is late; nothing is changed."""
    jobs, rows = queue.queue(at=at), queue.pulse(on=on)
    old = add_days(on, -BANK_DAYS)
    oldest = int((at - jobs.oldest_at).total_seconds()) if jobs.oldest_at is not None else 0
    return Pulse(
        waiting=jobs.waiting,
        doing=jobs.doing,
        failed=jobs.failed,
        oldest_wait_seconds=max(oldest, 0),
        workers=jobs.workers,
        late_cases=rows.late_cases,
        late_days=(on - rows.late_since).days if rows.late_since is not None else 0,
        last_sent_on=rows.last_sent_on,
        stale_letters=rows.stale_letters,
        unknown_letters=rows.unknown_letters,
        unposted_bundles=rows.unposted_bundles,
        without_bank=sum(
            home.waits_for_bank and (home.bank_data_on is None or home.bank_data_on < old)
            for home in queue.homes()
        ),
        silent=len(closed_outlets()),
    )


def worries(pulse: Pulse) -> tuple[Reason, ...]:
    """Say what of a pulse a person must hear."""
    found = (
        (
            pulse.late_cases > 0,
            "late",
            {"days": pulse.late_days, "cases": pulse.late_cases, "last": pulse.last_sent_on},
        ),
        (pulse.waiting > 0 and pulse.workers == 0, "no_worker", {"waiting": pulse.waiting}),
        (
            pulse.workers > 0 and pulse.oldest_wait_seconds > PATIENCE_SECONDS,
            "queue_slow",
            {"minutes": pulse.oldest_wait_seconds // 60},
        ),
        (pulse.failed > 0, "failed", {"jobs": pulse.failed}),
        (pulse.unknown_letters > 0, "unknown", {"letters": pulse.unknown_letters}),
        (pulse.stale_letters > 0, "stale", {"letters": pulse.stale_letters}),
        (pulse.without_bank > 0, "without_bank", {"creditors": pulse.without_bank}),
        (pulse.silent > 0, "silent", {"creditors": pulse.silent}),
    )
    return tuple(
        Reason(
            code=f"heartbeat.{code}",
            params=tuple((name, "–" if value is None else str(value)) for name, value in params.items()),
        )
        for holds, code, params in found
        if holds
    )


def clock_worries(*, at: datetime) -> tuple[Reason, ...]:
    """Say whether this machine's clock, which says `at`, is far from the database's, by which all hosts go."""
    off = clock_off_seconds(at=at)
    if abs(off) <= CLOCK_SECONDS:
        return ()
    return (Reason(code="heartbeat.clock_off", params=(("minutes", str(round(abs(off) / 60))),)),)


def is_alarm_hour(at: datetime) -> bool:
    """Tell whether this is the hour of the day in Sweden at which an alarm is sent, so that it comes once a day."""
    return at.astimezone(_SWEDEN).hour == _ALARM_HOUR


def raise_alarm(*, worries: Sequence[Reason], to: str, outlet: Outlet, at: datetime) -> bool:
    """Tell a person by e-mail what is not done; tell whether the mail server took it."""
    if outlet.mail_server is None:
        return False
    lines = [say(worry, language=language) for language in ("sv", "en") for worry in worries]
    mail = Mail(
        delivery=f"alarm-{at:%Y%m%d%H%M%S}",
        kind="alarm",
        language="sv",
        sent_at=at,
        from_name="betalt",
        from_address=outlet.mail_from or to,
        to_address=to,
        subject=say(Reason(code="heartbeat.subject"), language="sv"),
        text="\n".join(lines) + "\n",
        bounce_domain=outlet.bounce_domain or (outlet.mail_from or to).rpartition("@")[2],
    )
    return isinstance(send(mail, server=outlet.mail_server), Handed)
