"""A real Chromium that is signed in, and refuses what no page may do: errors, forbidden code, foreign requests."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.signals import connection_created
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from betalt.flows.outlet import Outlet
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.web import clock
from tests.browser.kept import PASSWORD, Kept, put_away
from tests.office import Inbox, Office, serve
from tests.web.company import ON
from tests.web.conftest import PLAIN

CHROMIUM = os.environ.get("BETALT_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip

# Playwright's own loop runs in this thread, which Django would take for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@dataclass
class Guard:
    """What a page did that none may do."""

    origin: str
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", lambda said: self.note("console", said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.note("error", str(error)))
        page.on(
            "request", lambda asked: self.note("foreign", asked.url) if self.is_foreign(asked.url) else None
        )

    def note(self, kind: str, text: str) -> None:
        """Keep what happened; an answer that refuses on purpose is no error of the page."""
        if "the server responded with a status of 4" not in text:
            self.found.append(f"{kind}: {text}")

    def is_foreign(self, url: str) -> bool:
        """Tell whether a request leaves the origin."""
        return not url.startswith((self.origin, "data:", "blob:"))


@dataclass
class Site:
    """The office on a port of this machine, with its company and users."""

    url: str
    slug: str
    office: Office
    users: dict[str, m.User]
    inbox: Inbox
    browser: Browser
    guards: list[Guard] = field(default_factory=list)

    def visit(self, **more: Any) -> Page:
        """Open a window of its own, watched."""
        context: BrowserContext = self.browser.new_context(base_url=self.url, locale="sv-SE", **more)
        context.set_default_timeout(20_000)
        page = context.new_page()
        guard = Guard(origin=self.url)
        guard.watch(page)
        self.guards.append(guard)
        return page

    def come_in(self, role: str, **more: Any) -> Page:
        """Open a window and come in by the door, with address and password."""
        page = self.visit(**more)
        page.goto("/account/login/")
        page.fill("[name=login]", self.users[role].email)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.click("form button[type=submit] >> nth=0")
        return page

    def sign_in(self, role: str, **more: Any) -> Page:
        """Open a window of somebody who came in before, which is quicker."""
        page = self.visit(**more)
        client = Client()
        client.force_login(self.users[role])
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.url}])
        return page

    def at(self, path: str) -> str:
        """Give the address of a page of the company's office."""
        return f"/k/{self.slug}/{path}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not here: apt-get install chromium, or name it in BETALT_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kept(empty_tables: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The company in the middle of its life, to be copied."""
    with django_db_blocker.unblock():
        return put_away(empty=empty_tables, bundles=tmp_path_factory.mktemp("bundles"))


@pytest.fixture
def site(
    kept: Kept, transactional_db: None, live_server: Any, settings: Any, chromium: Browser, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:  # fmt: skip
    """The office with a company in the middle of its life; whatever a page did wrong fails the test."""
    settings.STORAGES = PLAIN
    monkeypatch.setattr(clock, "today", lambda: ON)
    cache.clear()
    inbox = Inbox()
    controller, server = serve(inbox)
    settings.MAIL_SERVER, settings.MAIL_FROM = server, "konto@betalt.example"
    outlet = Outlet(bundles=tmp_path / "bundles", mail_server=server)
    with kept.copied(inbox=inbox, outlet=outlet) as office:
        found = _site(office, live_server.url, chromium)
        connection_created.connect(_be_the_app)
        yield found
        connection_created.disconnect(_be_the_app)
        for context in chromium.contexts:
            context.close()
    controller.stop()
    assert [what for guard in found.guards for what in guard.found] == []


def _site(office: Office, address: str, chromium: Browser) -> Site:
    with acting_for([office.creditor]):
        slug = str(m.Creditor.objects.get(id=office.creditor).slug)
    people = {str(user.email).partition("@")[0]: user for user in m.User.objects.all()}
    url = address.replace("127.0.0.1", "localhost")  # passkeys want a name
    return Site(url=url, slug=slug, office=office, users=people, inbox=office.inbox, browser=chromium)


def _be_the_app(*, connection: Any, **_: object) -> None:
    """Give the server's connections the login that owns nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE betalt_app")


@pytest.fixture
def as_client(site: Site) -> Callable[[str], Any]:
    """Sign in without a browser, to find pages by."""
    from tests.web.conftest import Browser as Client

    def sign_in(role: str) -> Any:
        client = Client()
        client.force_login(site.users[role])
        return client

    return sign_in
