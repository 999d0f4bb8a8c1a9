"""Whatever lets somebody in by what a mail says, grows old and can be revoked: one link, and codes."""

import time

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.converters import IntConverter

from tests.web.sign_in.test_sign_in import EMAIL, PASSWORD, code_in, inbox, karin, sign_in

__all__ = ["inbox", "karin"]

RESET = "/account/password/reset/"
NEW = "en ny gul kanot"


def open_addresses(patterns=None, before=""):
    """List the addresses outside of an office that hold a part which a person could be given in secret."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not address.startswith("k/<slug"):
                yield from open_addresses(entry.url_patterns, address)
        elif (
            any(not isinstance(kind, IntConverter) for kind in entry.pattern.converters.values())
            or "(?P<" in address
        ):
            yield entry.name


def ask(browser):
    browser.post(RESET, {"email": EMAIL})


def answer(browser, code):
    """Tell whether a code lets somebody choose a new password."""
    browser.post(f"{RESET}confirm/", {"code": code})
    browser.post(f"{RESET}complete/", {"password1": NEW, "password2": NEW})
    return sign_in(Client(), password=NEW).status_code == 302


def test_an_invitation_is_the_only_link_with_a_secret():
    # Its age, its revocation and its second edition: tests/web/people/test_people.py. A new one needs the same.
    assert set(open_addresses()) == {"invited"}


def test_links_of_sessions_and_cookies_are_not_for_ever():
    assert settings.SESSION_COOKIE_AGE <= 7 * 24 * 3600
    assert settings.ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED
    assert settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED


def test_a_code_for_a_new_password_grows_old(inbox, karin, monkeypatch):
    browser = Client()
    ask(browser)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 181)

    assert answer(browser, code_in(inbox.mails[0])) is False
    assert sign_in(Client()).status_code == 302


def test_a_new_code_ends_the_one_before(inbox, karin):
    browser = Client()
    ask(browser)
    ask(browser)

    assert answer(browser, code_in(inbox.mails[0])) is False
    assert answer(browser, code_in(inbox.mails[1])) is True


@pytest.mark.parametrize("guesses", [2, 3])
def test_a_code_bears_two_wrong_guesses_and_no_more(inbox, karin, guesses):
    browser = Client()
    ask(browser)
    for n in range(guesses):
        browser.post(f"{RESET}confirm/", {"code": f"FEL{n}"})

    assert answer(browser, code_in(inbox.mails[0])) is (guesses < 3)


def test_a_code_lets_nobody_else_in_and_is_good_once(inbox, karin):
    browser = Client()
    ask(browser)
    code = code_in(inbox.mails[0])

    assert answer(Client(), code) is False
    assert answer(browser, code) is True
    browser.post(f"{RESET}confirm/", {"code": code})
    browser.post(f"{RESET}complete/", {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(Client(), password=PASSWORD).status_code == 200


def test_a_code_for_an_address_grows_old(inbox, monkeypatch):
    browser = Client()
    browser.post("/account/signup/", {"name": "Karin", "email": EMAIL, "password1": PASSWORD})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 901)
    browser.post("/account/confirm-email/", {"code": code_in(inbox.mails[0])})

    assert browser.get("/").status_code == 302
