"""Coming in: an account with a confirmed address, sign-in, a new password, second factors, sessions, limits."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.db import connection
from django.test import Client

from betalt.flows.users import add_user, mark_confirmed
from betalt.records import models as m
from tests.office import Inbox, serve

EMAIL, PASSWORD = "karin@gotaror.example", "en gul kanot vid bryggan"


@pytest.fixture
def inbox(settings, db):
    """A real mail server; the database is the app's login, which owns nothing."""
    inbox = Inbox()
    controller, server = serve(inbox)
    settings.MAIL_SERVER, settings.MAIL_FROM = server, "konto@betalt.example"
    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE betalt_app")
    yield inbox
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    controller.stop()


@pytest.fixture
def karin(inbox):
    """A user with a confirmed address."""
    user = add_user(email=EMAIL, name="Karin", password=PASSWORD)
    mark_confirmed(user=user)
    return m.User.objects.get(id=user)


def code_in(mail):
    text = message_from_bytes(mail, policy=default).get_body().get_content()
    return re.search(r"^([A-Z0-9]{3,}[A-Z0-9-]*)$", text.replace("\r", ""), re.MULTILINE)[1]


def subject(mail):
    return message_from_bytes(mail, policy=default)["Subject"]


def sign_in(browser, email=EMAIL, password=PASSWORD):
    return browser.post("/account/login/", {"login": email, "password": password})


def at_work(**more):
    """Sign in, and show once more who it is, as what concerns the second factor asks for."""
    browser = Client()
    sign_in(browser, **more)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def connect_app(browser):
    """Connect an app and return the secret that it shares."""
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z0-9]+)</code>", page)[1]
    browser.post("/account/2fa/totp/activate/", {"code": totp(secret)})
    return secret


def totp(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_an_account_begins_with_a_confirmed_address(inbox):
    browser = Client()
    begun = browser.post("/account/signup/", {"name": "Karin", "email": EMAIL, "password1": PASSWORD})

    assert begun.headers["Location"] == "/account/confirm-email/"
    assert "code" in browser.get("/account/confirm-email/").content.decode()
    confirmed = browser.post("/account/confirm-email/", {"code": code_in(inbox.mails[0])})
    assert confirmed.headers["Location"] == "/"
    assert (m.User.objects.get().name, m.User.objects.get().language) == ("Karin", "sv")
    assert browser.get("/").status_code == 303  # to the first run, since there is no company yet


def test_a_mail_server_that_is_away_leaves_nothing_half_done(inbox, settings):
    settings.MAIL_SERVER = None
    answer = Client().post("/account/signup/", {"name": "Karin", "email": EMAIL, "password1": PASSWORD})

    assert answer.status_code == 503
    assert "Mejlet kunde inte skickas" in answer.content.decode()


def test_nobody_signs_up_uninvited_where_that_is_chosen(inbox, settings):
    settings.SIGN_UP = "invited"
    answer = Client().post("/account/signup/", {"name": "Karin", "email": EMAIL, "password1": PASSWORD})

    assert "Här kommer man in på inbjudan" in answer.content.decode()
    assert not m.User.objects.exists()


@pytest.mark.parametrize("password", ["kort", "123123123123", EMAIL])
def test_a_weak_password_is_refused(inbox, password):
    answer = Client().post("/account/signup/", {"name": "Karin", "email": EMAIL, "password1": password})

    assert 'id="id_password1-error"' in answer.content.decode()
    assert not m.User.objects.exists()


def test_the_page_says_what_a_password_needs_before_it_is_chosen(inbox):
    page = Client().get("/account/signup/").content.decode()

    assert "Minst tolv tecken." in page
    assert re.search(r'name="password1"[^>]* aria-describedby="id_password1-hint"', page) is not None


def test_a_password_lets_in(karin):
    assert sign_in(Client()).headers["Location"] == "/"
    assert sign_in(Client(), email=EMAIL.upper()).headers["Location"] == "/"


def test_a_wrong_password_says_how_to_go_on(karin):
    page = sign_in(Client(), password="fel").content.decode()

    assert "E-post och lösenord stämmer inte ihop." in page
    assert f'value="{EMAIL}"' in page


def test_guessing_is_slowed_down(karin):
    answers = [sign_in(Client(), password=f"gissning {n}").content.decode() for n in range(7)]

    assert "För många försök. Vänta fem minuter" in answers[-1]
    assert "För många försök. Vänta fem minuter" in sign_in(Client()).content.decode()


def test_a_new_password_comes_by_a_code(inbox, karin):
    browser = Client()
    browser.post("/account/password/reset/", {"email": EMAIL})
    code = code_in(inbox.mails[0])
    browser.post("/account/password/reset/confirm/", {"code": code})
    browser.post(
        "/account/password/reset/complete/", {"password1": "en ny gul kanot", "password2": "en ny gul kanot"}
    )

    assert sign_in(Client(), password="en ny gul kanot").headers["Location"] == "/"
    assert subject(inbox.mails[-1]) == "Lösenordet är bytt"


def test_who_has_no_account_is_told_by_mail_alone(inbox):
    answer = Client().post("/account/password/reset/", {"email": "ingen@example.com"})

    assert answer.status_code == 302
    assert subject(inbox.mails[0]) == "Det finns inget konto med den här adressen"


def test_an_app_gives_a_second_step(karin):
    secret = connect_app(at_work())
    other = Client()

    assert sign_in(other).headers["Location"] == "/account/2fa/authenticate/"
    assert "Ett steg till" in other.get("/account/2fa/authenticate/").content.decode()
    assert other.get("/").headers["Location"].startswith("/account/login/")
    cache.clear()  # a code is valid once
    assert other.post("/account/2fa/authenticate/", {"code": totp(secret)}).headers["Location"] == "/"


def test_the_secret_of_an_app_is_sealed(karin):
    secret = connect_app(at_work())

    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_a_recovery_code_lets_in_once(karin):
    browser = at_work()
    connect_app(browser)
    codes = re.findall(r"<code>(\d+)</code>", browser.get("/account/2fa/recovery-codes/").content.decode())
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)

    assert len(codes) == 10
    assert first.post("/account/2fa/authenticate/", {"code": codes[0]}).headers["Location"] == "/"
    assert second.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 200


def test_other_sessions_are_ended(karin):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    page = here.get("/account/sessions/").content.decode()
    here.post("/account/sessions/")

    assert page.count("sedan") == 2
    assert there.get("/account/me/").status_code == 302
    assert here.get("/account/me/").status_code == 200


def test_an_address_is_changed_when_it_is_confirmed(inbox, karin):
    browser = Client()
    sign_in(browser)
    browser.post("/account/email/", {"email": "ny@gotaror.example", "action_add": ""})
    browser.post("/account/confirm-email/", {"code": code_in(inbox.mails[0])})
    karin.refresh_from_db()

    assert karin.email == "ny@gotaror.example"


def test_a_name_is_changed(karin):
    browser = Client()
    sign_in(browser)
    browser.post("/account/me/", {"name": "Karin Lindgren"})
    karin.refresh_from_db()

    assert karin.name == "Karin Lindgren"


PAGES = [
    "/account/login/", "/account/signup/", "/account/password/reset/", "/account/inactive/",
    "/account/me/", "/account/email/", "/account/password/change/", "/account/2fa/", "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/", "/account/2fa/webauthn/add/", "/account/sessions/", "/account/logout/",
]  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_both_languages(karin, path, language):
    browser = Client() if path in PAGES[:3] else at_work()
    browser.post("/speak/", {"language": language})
    answer = browser.get(path)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert "style=" not in page
    assert " onclick" not in page
