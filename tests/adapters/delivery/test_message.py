"""The e-mail itself: stable ids, and headers that nobody's text can break out of."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.adapters.delivery.message import (
    AddressError,
    Mail,
    bounce_address,
    build,
    message_id,
    plain_address,
)


def test_headers_of_a_mail(mail):
    message = message_from_bytes(build(mail).as_bytes(), policy=policy.SMTP)

    headers = {
        name: str(message[name]) for name in ("From", "To", "Subject", "Message-ID", "Auto-Submitted", "Date")
    }
    assert headers == {
        "From": "Björkhaga Rör & Värme AB <ekonomi@bjorkhaga.example>",
        "To": "anna@agren.example",
        "Subject": "Påminnelse: faktura 10428",
        "Message-ID": "<d-4711-1@bjorkhaga.example>",
        "Auto-Submitted": "auto-generated",
        "Date": "Fri, 18 Sep 2026 06:00:00 +0000",
    }


def test_text_and_letter_are_both_in_it(mail):
    message = message_from_bytes(build(mail).as_bytes(), policy=policy.SMTP)

    (pdf,) = message.iter_attachments()
    assert message.get_body().get_content().replace("\r\n", "\n") == mail.text
    assert (pdf.get_content_type(), pdf.get_filename(), pdf.get_content()) == (
        "application/pdf",
        "paminnelse-4711.pdf",
        b"%PDF-1.7 fake",
    )


def test_the_same_attempt_has_the_same_ids(mail):
    assert (
        message_id(mail) == message_id(replace(mail, subject="x", pdf=None)) == "<d-4711-1@bjorkhaga.example>"
    )
    assert bounce_address(mail) == "bounce+d-4711-1@bounce.bjorkhaga.example"


ANY = st.text(min_size=1, max_size=60)
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
}


@given(name=ANY, subject=ANY, file=ANY)
def test_nobodys_text_adds_a_header(name, subject, file):
    made = build(_mail(from_name=name, subject=subject, pdf_name=file))

    parsed = message_from_bytes(made.as_bytes(), policy=policy.SMTP)

    assert set(parsed.keys()) <= HEADERS
    assert len(list(parsed.iter_attachments())) == 1


def test_a_line_break_in_a_subject_stays_in_the_subject(mail):
    made = build(replace(mail, subject="Faktura\r\nBcc: alla@example.com", from_name="Räv\nAB"))

    assert made["Subject"] == "Faktura Bcc: alla@example.com"
    assert made["Bcc"] is None


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("anna@agren.example", "anna@agren.example"),
        (" anna@agren.example ", "anna@agren.example"),
        ("anna@ågren.example", "anna@xn--gren-poa.example"),
    ],
)
def test_addresses_that_mail_reaches(written, sent):
    assert plain_address(written) == sent


@pytest.mark.parametrize(
    "written",
    [
        "",
        "anna",
        "@agren.example",
        "anna@",
        "a b@agren.example",
        "åsa@agren.example",
        "a@b\r\nBcc: c@d",
        "a@b, c@d",
        "<a@b.example>",
        "a@" + "x" * 64 + ".example",
    ],
)
def test_addresses_that_mail_does_not_reach(written):
    with pytest.raises(AddressError):
        plain_address(written)


def _mail(**changes) -> Mail:
    from datetime import UTC, datetime

    plain = {
        "delivery": "d-1",
        "kind": "note",
        "language": "sv",
        "sent_at": datetime(2026, 9, 18, tzinfo=UTC),
        "from_name": "A",
        "from_address": "a@a.example",
        "to_address": "b@b.example",
        "subject": "s",
        "text": "t",
        "bounce_domain": "a.example",
        "pdf": b"x",
    }
    return Mail(**{**plain, **changes})
