"""A letter as e-mail, and the line to the mail server that a run of letters shares."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Self

from betalt.adapters.delivery.email import Mailer
from betalt.adapters.delivery.message import Mail
from betalt.adapters.delivery.outcome import Handed, Later, Outcome
from betalt.core.letter.mail import compose_mail
from betalt.flows.outlet import Outlet
from betalt.records import models as m


class Post:
    """Sends the mails of one creditor; without a mail server it is closed and mail waits, but a demo's is kept."""

    def __init__(self, *, outlet: Outlet) -> None:
        """Remember where letters leave; the line is opened on need."""
        self.outlet = outlet
        self._mailer = Mailer(server=outlet.mail_server) if outlet.mail_server is not None else None

    @property
    def is_open(self) -> bool:
        """Tell whether there is a mail server, or nothing to send."""
        return self._mailer is not None or self.outlet.for_demo

    def send(self, mail: Mail) -> Outcome:
        """Hand a mail over and tell what became of it."""
        if self._mailer is not None:
            return self._mailer.send(mail)
        return Handed(detail="demo") if self.outlet.for_demo else Later(reason="there is no mail server")

    def __enter__(self) -> Self:
        """Give the post itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the line."""
        if self._mailer is not None:
            self._mailer.close()


def mail_of(letter: m.Letter, delivery: m.Delivery, *, at: datetime, outlet: Outlet) -> Mail:
    """Make the e-mail of a letter for one attempt; its Message-ID is the attempt's for ever."""
    words = compose_mail(letter.content)
    sender = m.Creditor.objects.get(id=letter.creditor_id)
    receiver = m.Party.objects.of(letter.creditor_id).get(id=letter.party_id)
    from_address = outlet.mail_from or sender.email
    pdf = m.File.objects.of(letter.creditor_id).filter(id=letter.pdf_id).first()
    return Mail(
        delivery=delivery.bounce_key,
        kind=letter.kind,
        language=letter.content["language"],
        sent_at=at,
        from_name=sender.name,
        from_address=from_address,
        to_address=receiver.email,
        subject=words.subject,
        text=words.text,
        bounce_domain=outlet.bounce_domain or from_address.rpartition("@")[2],
        reply_to=sender.email,
        pdf=bytes(pdf.content) if pdf is not None else None,
        pdf_name=words.pdf_name,
    )
