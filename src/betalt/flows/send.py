"""Letters that are ready leave: asked once more, set in type, handed over, and noted.

A hand-over is claimed in the database before it is tried. What was claimed and never noted (the process died)
may have left, so it becomes `unknown`, is shown to a person and is never sent again by itself. Between its claim and
the moment it has the letter's row again a living sender looks like a dead one, so nobody judges before the lease is
over (decision 0141).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db.models.functions import Now

from betalt.adapters.delivery.outcome import Handed, Later, Outcome, Refused
from betalt.flows.flow import flow
from betalt.flows.hand_over import hand_over
from betalt.flows.mail import Post, mail_of
from betalt.flows.outlet import Outlet, Sent, keep_at_home
from betalt.flows.print_house import bundle_letters
from betalt.flows.recheck import why_not
from betalt.flows.set_in_type import set_in_type
from betalt.flows.withdraw import give_up, withdraw_letter
from betalt.records import models as m
from betalt.records.bulk import Key
from betalt.records.scope import acting_for
from betalt.records.sql import fetch

CHUNK = 80  # letters set in type in one job


def letters_to_send(*, creditors: Sequence[int] | None) -> list[Key]:
    """Find the letters that are ready or were claimed and never noted, by creditor and id."""
    found = fetch(
        "SELECT creditor_id, id FROM betalt_to_send(%s)", [list(creditors) if creditors is not None else None]
    )
    return [(row[0], row[1]) for row in found]


def send_letters(*, on: date, at: datetime, creditors: Sequence[int] | None, outlet: Outlet) -> Sent:
    """Send what is ready on a day: e-mail one by one, post as one print bundle a creditor; `at` dates the mail."""
    sent = Sent()
    by_creditor: dict[int, list[int]] = {}
    for creditor, letter in letters_to_send(creditors=creditors):
        by_creditor.setdefault(creditor, []).append(letter)
    for creditor, ids in by_creditor.items():
        for start in range(0, len(ids), CHUNK):
            pressed = set_in_type(creditor=creditor, ids=ids[start : start + CHUNK], on=on)
            sent.troubled.extend(pressed.broke)
        mail_letters(creditor=creditor, ids=ids, on=on, at=at, outlet=outlet, sent=sent)
        bundle_letters(creditor=creditor, on=on, folder=outlet.bundles, sent=sent, for_demo=outlet.for_demo)
    return sent


def mail_letters(
    *,
    creditor: int,
    ids: Sequence[int],
    on: date,
    at: datetime,
    outlet: Outlet,
    sent: Sent,
    go_on: Callable[[], bool] = lambda: True,
) -> None:
    """Send those of a creditor's letters that go by e-mail, one by one, as long as `go_on` says so before each."""
    with Post(outlet=outlet) as post:
        for letter in ids:
            if not go_on():
                return
            _send_by_mail(creditor, letter, on, at, post, sent)


@flow
def withdraw_stale(*, on: date, creditors: Sequence[int] | None) -> int:
    """Withdraw letters of an earlier day that never left: their sums and days are no longer true."""
    withdrawn = 0
    for creditor, letter in letters_to_send(creditors=creditors):
        with acting_for([creditor]):
            found = _take(creditor, letter)
            if found is not None and found.state == "ready" and found.letter_on < on:
                withdraw_letter(found, on=on, why="flows.day_passed")
                withdrawn += 1
    return withdrawn


@flow
def _send_by_mail(creditor: int, letter: int, on: date, at: datetime, post: Post, sent: Sent) -> None:
    demo = post.outlet.for_demo
    if not _is_for_mail(creditor, letter, sent, on, post.outlet):
        return
    if not post.is_open:
        sent.counts["mail_waits"] += 1
        return
    with acting_for([creditor]):
        keep_at_home(for_demo=demo)
        claimed = _claim(creditor, letter, on, sent, demo=demo)
    if claimed is None:
        return
    with acting_for([creditor]):
        # The letter's and its cases' rows are kept while the mail server answers: money that is noted
        # meanwhile waits, so no letter leaves after it.
        found = _take(creditor, letter, demo=demo)
        if found is None or found.state != "sending":
            return  # another worker took the claim for a dead one's: who gave it up has the word
        refused = why_not(found, on=on)
        if refused is not None:
            m.Delivery.objects.of(creditor).filter(id=claimed.id).update(state="later", detail=refused.code)
            withdraw_letter(found, on=on, why=refused.code)
            sent.withdrawn.append((letter, refused))
            return
        outcome = post.send(mail_of(found, claimed, at=at, outlet=post.outlet))
        _note(found, claimed, outcome, on, sent)


def _is_for_mail(creditor: int, letter: int, sent: Sent, on: date, outlet: Outlet) -> bool:
    with acting_for([creditor]):
        found = _take(creditor, letter, demo=outlet.for_demo)
        if found is None or found.channel != "email":
            return False
        if found.state == "sending":
            if _is_in_hand(found, outlet.lease_seconds):
                sent.counts["in_hand"] += 1
                return False
            # Its row is free and its lease over, so whoever claimed it is gone without a word.
            give_up(found, on=on, detail="the process ended while the letter was handed over")
            sent.counts["unknown"] += 1
            return False
        return found.state == "ready" and found.letter_on == on


def _is_in_hand(letter: m.Letter, lease_seconds: int) -> bool:
    begun = Now() - timedelta(seconds=lease_seconds)
    claims = m.Delivery.objects.of(letter.creditor_id).filter(letter=letter, state="claimed")
    return claims.filter(claimed_at__gt=begun).exists()


def _take(creditor: int, letter: int, *, demo: bool | None = None) -> m.Letter | None:
    """Keep a letter's row unless another worker has it, or nothing leaves since a restore.

    `demo` tells whose letters are taken: demo creditors' or all others'; None, everybody's.
    """
    rows = m.Letter.objects.of(creditor).select_for_update(of=("self",), skip_locked=True)
    if demo is not None:
        rows = rows.filter(creditor__is_demo=demo)
    return rows.filter(id=letter, creditor__outlet_closed_at=None).first()


def _claim(creditor: int, letter: int, on: date, sent: Sent, *, demo: bool) -> m.Delivery | None:
    found = _take(creditor, letter, demo=demo)
    if found is None or found.state != "ready":
        return None
    refused = why_not(found, on=on)
    if refused is not None:
        withdraw_letter(found, on=on, why=refused.code)
        sent.withdrawn.append((letter, refused))
        return None
    attempt = m.Delivery.objects.of(creditor).filter(letter=found).count() + 1
    found.state = "sending"
    found.save(update_fields=["state"])
    key = f"{creditor}-{letter}-{attempt}"
    claimed: m.Delivery = m.Delivery.objects.create(
        creditor_id=creditor, letter=found, channel="email", attempt=attempt, on=on, bounce_key=key
    )
    return claimed


def _note(letter: m.Letter, claimed: m.Delivery, outcome: Outcome, on: date, sent: Sent) -> None:
    creditor = letter.creditor_id
    delivery = m.Delivery.objects.of(creditor).filter(id=claimed.id)
    if isinstance(outcome, Handed):
        delivery.update(state="handed_over", detail=outcome.detail)
        hand_over(letters=[(creditor, letter.id)], on=on)
        sent.counts[f"mailed_{letter.kind}"] += 1
    elif isinstance(outcome, Refused):
        delivery.update(state="refused", detail=outcome.reason)
        m.Party.objects.of(creditor).filter(id=letter.party_id).update(email_bounced=True)
        withdraw_letter(letter, on=on, why="flows.mail_refused", state="failed")
        sent.troubled.append((letter.id, outcome.reason))
    elif isinstance(outcome, Later):
        delivery.update(state="later", detail=outcome.reason)
        m.Letter.objects.of(creditor).filter(id=letter.id).update(state="ready")
        sent.troubled.append((letter.id, outcome.reason))
        sent.again.append(letter.id)
    else:
        give_up(letter, on=on, detail=outcome.reason)
        sent.counts["unknown"] += 1
