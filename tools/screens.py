"""Takes pictures of every page of the office, with the demo's company in the middle of its life.

    .venv/bin/python tools/screens.py [--only AREA] [--out FOLDER] [--fresh]

The company is lived once and kept beside the system's temporary files, so that a second round is quick.
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HOME = Path(tempfile.gettempdir()) / "betalt-screens"
LIVED = HOME / "lived"
UNTIL_DAY = 82  # of the story: letters of every kind have left, and much is still open
EMAIL, PASSWORD = "karin@bjorkliden.example", "en gul kanot vid bryggan"
PORT = 8765
ORIGIN = f"http://localhost:{PORT}"
SHOTS = (("1440", 1440, 1000, "light"), ("390", 390, 844, "light"), ("1440-dark", 1440, 1000, "dark"))


def main() -> int:
    """Live the company if need be, serve it, and take the pictures."""
    asked = _arguments()
    if asked.fresh:
        shutil.rmtree(HOME, ignore_errors=True)
    os.environ |= {
        "BETALT_HOME": str(HOME), "BETALT_DEBUG": "true", "BETALT_PUBLIC_URL": ORIGIN, "BETALT_LANG": "sv",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }  # fmt: skip
    if not LIVED.exists():
        _live()
    from betalt.cli.storage import open_storage
    from betalt.flows.database import borrowed_database

    open_storage()
    with borrowed_database(), _served():
        _shoot(only=asked.only, out=Path(asked.out))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose name begins so: cases, payments:list …")
    parser.add_argument("--out", default=str(ROOT / "docs" / "screens"), help="folder for the pictures")
    parser.add_argument("--fresh", action="store_true", help="live the company anew")
    return parser.parse_args()


def _live() -> None:
    """Live the demo's story up to a day in its middle, and let an owner in."""
    from betalt.cli.storage import open_storage
    from betalt.flows.demo_home import demo_outlet, fresh_home
    from betalt.flows.story_script import read_script

    fresh_home(folder=HOME)
    open_storage()
    from betalt.cli.demo_mail import mail_server
    from betalt.core.access import Role
    from betalt.flows.database import borrowed_database, migrate_database
    from betalt.flows.story_life import begin
    from betalt.flows.users import add_user, give_place, mark_confirmed

    script = read_script(ROOT / "examples" / "script.toml")
    first = script.first_day.toordinal()
    with borrowed_database(), mail_server(folder=HOME / "mail") as port:
        migrate_database()
        outlet = demo_outlet(home=HOME, mail_port=port)
        life = begin(script=script, examples=ROOT / "examples", outlet=outlet)
        for ordinal in range(first, first + UNTIL_DAY):
            day = date.fromordinal(ordinal)
            life.live(on=day, at=datetime.combine(day, time(8), UTC))
        user = add_user(email=EMAIL, name="Karin Exempelberg", password=PASSWORD)
        mark_confirmed(user=user)
        give_place(creditor=life.creditor, user=user, role=Role.OWNER, on=script.first_day)
    LIVED.touch()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def _served() -> Iterator[None]:
    """Answer browsers from a thread of this process."""
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", PORT, get_wsgi_application(), _Server, _Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()


def _shoot(*, only: str, out: Path) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ARGUMENTS, CHROMIUM

    out.mkdir(parents=True, exist_ok=True)
    found = [(name, path) for name, path in _pages() if name.startswith(only)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(base_url=ORIGIN, locale="sv-SE")
        page.goto("/account/login/")
        if not only or only.startswith("account"):
            _take(page, "account_login", "/account/login/", out)
        page.fill("[name=login]", EMAIL)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.click("form button[type=submit] >> nth=0")
        for name, path in found:
            _take(page, name, path, out)
        browser.close()


def _take(page: Any, name: str, path: str, out: Path) -> None:
    for label, width, height, scheme in SHOTS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.goto(path, wait_until="load")
        file = out / f"{name.replace(':', '-')}-{label}.jpg"
        page.screenshot(path=file, full_page=True, type="jpeg", quality=60)
        print(file)


def _pages() -> list[tuple[str, str]]:
    """Find a page of each kind by following links, as the owner."""
    from django.test import Client

    from betalt.records import models as m
    from tests.web.crawl import pages

    client = Client(raise_request_exception=False, headers={"host": f"localhost:{PORT}"})
    client.force_login(m.User.objects.get(email=EMAIL))
    return [*pages(client, "/"), *_first_run(m.User.objects.get(email=EMAIL).pk)]


def _first_run(user: int) -> list[tuple[str, str]]:
    """Name the pages of the first run, to which no link leads any more once a company lives."""
    from betalt.flows.first_run import STEPS
    from betalt.records import models as m
    from betalt.records.queries.places import offices_of
    from betalt.records.scope import acting_for

    (place,) = offices_of(user=user)
    with acting_for([place.creditor]):
        batch = m.Invoice.objects.of(place.creditor).latest("batch_id").batch_id
    home = f"/k/{place.slug}/begin/"
    steps = [(f"first_run:{step}", f"{home}{step}/") for step in STEPS]
    return [("begin", "/begin/"), *steps, ("first_run:ahead", f"{home}ahead/{batch}/")]


if __name__ == "__main__":
    sys.exit(main())
