"""Where letters leave, and what became of those that were ready."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from betalt.adapters.delivery.email import Server
from betalt.values.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A folder for print bundles and a mail server (None: e-mail waits)."""

    bundles: Path
    mail_server: Server | None = None
    mail_from: str = ""  # address that mail is sent from; without it the creditor's own
    bounce_domain: str = ""  # where bounces are read; without it the sender's


@dataclass(slots=True, kw_only=True)
class Sent:
    """What became of the letters that were ready."""

    counts: Counter[str] = field(default_factory=Counter)
    withdrawn: list[tuple[int, Reason]] = field(default_factory=list)  # letter, why it did not leave
    troubled: list[tuple[int, str]] = field(default_factory=list)  # letter, what the channel said
    bundles: list[str] = field(default_factory=list)
