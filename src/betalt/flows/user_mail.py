"""Mail to users about their own account: codes, invitations, and what was changed."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from betalt.adapters.delivery.email import send
from betalt.adapters.delivery.message import Mail
from betalt.adapters.delivery.outcome import Handed
from betalt.adapters.typesetting.qr import draw
from betalt.flows.outlet import Outlet
from betalt.values.reason import Reason
from betalt.words import Language, say


class MailNotSent(Exception):
    """The mail server did not take the mail; nothing else was changed."""


def send_user_mail(
    *, outlet: Outlet, to: str, about: str, language: Language, at: datetime, **params: str
) -> None:
    """Send the mail whose words are `office_mail.<about>_subject` and `_text` to a user. Raises MailNotSent."""
    if outlet.mail_server is None:
        raise MailNotSent(MailNotSent.__doc__)
    sender = outlet.mail_from or f"betalt@{to.rpartition('@')[2]}"
    pairs = tuple(params.items())
    mail = Mail(
        delivery=uuid4().hex,
        kind="account",
        language=language,
        sent_at=at,
        from_name="betalt",
        from_address=sender,
        to_address=to,
        subject=say(Reason(code=f"office_mail.{about}_subject", params=pairs), language=language),
        text=say(Reason(code=f"office_mail.{about}_text", params=pairs), language=language),
        bounce_domain=outlet.bounce_domain or sender.rpartition("@")[2],
    )
    if not isinstance(send(mail, server=outlet.mail_server), Handed):
        raise MailNotSent(MailNotSent.__doc__)


def draw_code(*, text: str) -> str:
    """Draw a text as a QR code in SVG, for an app to read from the screen."""
    return draw(text)
