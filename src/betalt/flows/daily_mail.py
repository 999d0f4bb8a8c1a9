"""The day's e-mail to the owners of a creditor, once a day each, however a process dies.

A mail is noted as claimed, in a transaction of its own, before it is handed over. Whoever dies in between leaves a
claim that nothing takes up again: the mail may have left, and one that is missing does less harm than one that comes
twice. Only what a mail server certainly did not take is tried again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from betalt.adapters.delivery.email import Mailer
from betalt.adapters.delivery.message import Mail
from betalt.adapters.delivery.outcome import Handed, Later, Outcome, Refused
from betalt.flows.choices import choices_of
from betalt.flows.daily_mail_text import Digest, write
from betalt.flows.flow import flow
from betalt.flows.outlet import Outlet
from betalt.flows.overview import to_do
from betalt.flows.overview_days import coming_days
from betalt.records import daily_mail as mails
from betalt.records import models as m
from betalt.records.daily_mail import Receiver
from betalt.records.scope import acting_for
from betalt.records.silence import closed_outlets
from betalt.values.days import add_days
from betalt.words import Language

_LONGEST_PERIOD = 10  # days that one mail tells of, after a silence


def creditors_to_mail(*, on: date) -> list[int]:
    """List the creditors whose day is run and whose owners have not all got their mail; none that fell silent."""
    found = mails.creditors_to_mail(on=on)
    silent = closed_outlets(found) if found else {}
    return [creditor for creditor in found if creditor not in silent]


def mail_owners(
    *,
    creditor: int,
    on: date,
    at: datetime,
    outlet: Outlet,
    origin: str,
    go_on: Callable[[], bool] = lambda: True,
) -> Counter[str]:
    """Send the day's mail to those owners who have not got it; `origin` is the office's own address.

    Returns how many were sent, refused, kept for later, or had nothing to tell. Without a mail server, or where the
    creditor has switched it off, nothing happens.
    """
    done: Counter[str] = Counter()
    if outlet.mail_server is None:
        return done
    with acting_for([creditor]):
        wanted = choices_of(m.Creditor.objects.get(id=creditor).settings).daily_mail
        waiting = mails.receivers(creditor=creditor, on=on) if wanted else []
    with Mailer(server=outlet.mail_server) as line:
        for receiver in waiting:
            if not go_on():
                break
            done[_mail_one(creditor, receiver, on, at, outlet, origin, line)] += 1
    return done


@flow
def _mail_one(
    creditor: int, receiver: Receiver, on: date, at: datetime, outlet: Outlet, origin: str, line: Mailer
) -> str:
    with acting_for([creditor]):
        mail = mails.claim(creditor=creditor, user=receiver.user, on=on)
        if mail is None:
            return "taken"
        home = m.Creditor.objects.get(id=creditor)
        digest = _digest(home, receiver, on, origin)
        if digest.is_empty:
            mails.note(creditor=creditor, mail=mail, state="nothing")
            return "nothing"
    outcome = line.send(_message(home, mail, receiver, digest, at, outlet))
    with acting_for([creditor]):
        state, detail = _became(outcome)
        mails.note(creditor=creditor, mail=mail, state=state, detail=detail)
    return state


def _became(outcome: Outcome) -> tuple[str, str]:
    if isinstance(outcome, Handed):
        return "sent", outcome.detail
    if isinstance(outcome, Refused):
        return "refused", outcome.reason
    return ("later" if isinstance(outcome, Later) else "claimed"), outcome.reason


def _digest(home: m.Creditor, receiver: Receiver, on: date, origin: str) -> Digest:
    """Gather what is to be told since the last mail, whose own day was not over when it was written."""
    creditor = int(home.id)
    first = max(receiver.last_on or add_days(on, -1), add_days(on, -_LONGEST_PERIOD))
    return Digest(
        name=home.name,
        on=on,
        todo=to_do(creditors=[creditor], on=on),
        pulse=coming_days(creditor=creditor, on=on).pulse,
        left=mails.letters_by_day(creditor=creditor, first=first, last=on),
        came_in=mails.money_by_day(creditor=creditor, first=first, last=on),
        paid_up=mails.paid_up(creditor=creditor, first=first, last=on),
        address=f"{origin}/k/{home.slug}/",
    )


def _message(
    home: m.Creditor, mail: int, receiver: Receiver, digest: Digest, at: datetime, outlet: Outlet
) -> Mail:
    language: Language = "en" if receiver.language == "en" else "sv"
    text = write(digest, language=language)
    sender = outlet.mail_from or home.email
    return Mail(
        delivery=f"daily-{home.id}-{mail}",
        kind="daily",
        language=language,
        sent_at=at,
        from_name="betalt",
        from_address=sender,
        to_address=receiver.email,
        subject=text.subject,
        text=text.body,
        bounce_domain=outlet.bounce_domain or sender.rpartition("@")[2],
    )
