"""Where letters leave, and what became of those that were ready."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from betalt.adapters.delivery.email import Server
from betalt.records.sql import execute
from betalt.values.reason import Reason

# A sender that has taken a letter in hand and said nothing for this long is taken for dead.
LEASE_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A folder for print bundles and a mail server (None: e-mail waits)."""

    bundles: Path
    mail_server: Server | None = None
    mail_from: str = ""  # address that mail is sent from; without it the creditor's own
    bounce_domain: str = ""  # where bounces are read; without it the sender's
    lease_seconds: int = LEASE_SECONDS
    for_demo: bool = False  # keeps the letters of demo creditors; another takes none of theirs


@dataclass(slots=True, kw_only=True)
class Sent:
    """What became of the letters that were ready."""

    counts: Counter[str] = field(default_factory=Counter)
    withdrawn: list[tuple[int, Reason]] = field(default_factory=list)  # letter, why it did not leave
    troubled: list[tuple[int, str]] = field(default_factory=list)  # letter, what the channel said
    again: list[int] = field(default_factory=list)  # letters that are still ready and can be tried again
    bundles: list[str] = field(default_factory=list)


def outlet_of_settings() -> Outlet:
    """Name the mail server and the folder for print bundles that letters are handed to, as the settings say."""
    return Outlet(
        bundles=settings.BUNDLES,
        mail_server=settings.MAIL_SERVER,
        mail_from=settings.MAIL_FROM,
        bounce_domain=settings.BOUNCE_DOMAIN,
    )


def keep_at_home(*, for_demo: bool) -> None:
    """Let hand-overs of demo creditors stand in the open transaction, where the outlet keeps their letters.

    Without it the database refuses them: records/schema_first_run.py.
    """
    if for_demo:
        execute("SELECT set_config('app.demo_outlet', 'kept', true)")
