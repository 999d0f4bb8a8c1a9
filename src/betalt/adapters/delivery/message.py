"""Builds the e-mail that carries a letter: text, PDF, and headers that nobody's text can break out of."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

_LONGEST_SUBJECT = 200


class AddressError(ValueError):
    """An address cannot carry plain e-mail; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One e-mail for one attempt to hand a letter over."""

    delivery: str  # stable for the attempt: letters, digits, hyphens
    kind: str  # of the letter
    language: str
    sent_at: datetime
    from_name: str
    from_address: str
    to_address: str
    subject: str
    text: str
    bounce_domain: str  # where bounces are read
    reply_to: str = ""
    pdf: bytes | None = None
    pdf_name: str = "brev.pdf"


def message_id(mail: Mail) -> str:
    """Tell the Message-ID of an attempt (RFC 5322): the same attempt has the same one for ever."""
    return f"<{mail.delivery}@{_domain(mail.from_address)}>"


def bounce_address(mail: Mail) -> str:
    """Tell the envelope sender of an attempt, to which a bounce finds its way (VERP)."""
    return f"bounce+{mail.delivery}@{_ascii_domain(mail.bounce_domain)}"


def build(mail: Mail) -> EmailMessage:
    """Build the message (RFC 5322, 2045, 3834), or raise AddressError."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(
        display_name=_one_line(mail.from_name), addr_spec=plain_address(mail.from_address)
    )
    message["To"] = Address(addr_spec=plain_address(mail.to_address))
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=plain_address(mail.reply_to))
    message["Subject"] = _one_line(mail.subject)[:_LONGEST_SUBJECT]
    message["Date"] = format_datetime(mail.sent_at)
    message["Message-ID"] = message_id(mail)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    message.set_content(mail.text)
    if mail.pdf is not None:
        name = _one_line(mail.pdf_name)
        message.add_attachment(mail.pdf, maintype="application", subtype="pdf", filename=name)
    return message


def plain_address(address: str) -> str:
    """Check an address and write its domain in ASCII, or raise AddressError (RFC 5321)."""
    local, at, domain = address.strip().rpartition("@")
    written = f"{local}{at}{_ascii_domain(domain)}" if at else ""
    try:
        checked = Address(addr_spec=written) if written.isascii() and written.isprintable() else None
    except (MessageError, ValueError, IndexError):
        checked = None
    if checked is None or not checked.username or not checked.domain or " " in written:
        raise AddressError(f"{address[:80]!r} is not an address that e-mail can be sent to")
    return written


def _domain(address: str) -> str:
    return plain_address(address).rpartition("@")[2]


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise AddressError(f"{domain[:80]!r} is not a domain of the net") from None


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
