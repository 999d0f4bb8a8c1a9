"""Coming in by a real browser: a password, a passkey, and a language."""

import re
from email import message_from_bytes
from email.policy import default
from typing import Any

from playwright.sync_api import expect


def authenticator(page: Any) -> None:
    """Give the browser an authenticator that says yes, as a phone does to its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def test_an_owner_signs_up(site: Any) -> None:
    page = site.visit()
    page.goto("/account/signup/")
    page.fill("[name=name]", "Maj Exempel")
    page.fill("[name=email]", "maj@example.com")
    page.fill("[name=password1]", "en röd cykel i regnet")
    page.click("button[type=submit] >> nth=0")
    expect(page.locator("h1")).to_have_text("Bekräfta e-postadressen")
    text = message_from_bytes(site.inbox.mails[-1], policy=default).get_body().get_content()
    page.fill("[name=code]", re.search(r"^([A-Z0-9-]{6,})\s*$", text, re.MULTILINE)[1])
    page.click("button[type=submit] >> nth=0")

    expect(page.locator("h1")).to_have_text("Börja med ert företag")


def test_a_passkey_is_added_and_lets_in(site: Any) -> None:
    page = site.come_in("bookkeeper")
    authenticator(page)
    page.goto("/account/2fa/webauthn/add/")
    page.fill("[name=password]", "en gul kanot vid bryggan")
    page.click("button[type=submit] >> nth=0")
    page.fill("[name=name]", "Karins telefon")
    page.check("[name=passwordless]")
    with page.expect_navigation():
        page.click("#mfa_webauthn_add")
    page.goto("/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Karins telefon")
    page.goto("/account/logout/")
    page.click("main button[type=submit] >> nth=0")
    page.goto("/account/login/")
    with page.expect_navigation():
        page.click("#passkey_login")
    page.goto("/account/me/")

    expect(page.locator("h1")).to_have_text("Mitt konto")


def test_a_wrong_password_moves_the_focus_to_what_is_wrong(site: Any) -> None:
    page = site.visit()
    page.goto("/account/login/")
    page.fill("[name=login]", "owner@gotaror.example")
    page.fill("[name=password]", "fel")
    page.click("form button[type=submit] >> nth=0")

    expect(page.locator("[role=alert]")).to_be_focused()
    expect(page.locator("[name=login]")).to_have_value("owner@gotaror.example")


def test_english_is_chosen_at_the_door(site: Any) -> None:
    page = site.visit()
    page.goto("/account/login/")
    page.click("button[lang=en]")

    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.locator("html")).to_have_attribute("lang", "en")
