"""Every list and page of the office at 100,000 cases, beside 2,000 other creditors with as many together.

Of each page: CPU, statements, the database's time for what the page is about (without what stands on every page), and
beside it the time of the statements that a person would write (bench/web_by_hand.py), in turns, round by round.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from bench import web_by_hand as by_hand
from bench import web_life
from bench.figure import Figure
from bench.own_database import open_database
from bench.portfolio import fill, multiply

ON = date(2026, 3, 2)
ROUNDS = 15
CLIENTS, THEIR_CASES = 2_000, 50
LIST_MS, TIMES, OVERVIEW_MS = 30.0, 1.5, 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: what it is, its address, the CPU milliseconds it may take, and what a person would write for it."""

    what: str
    at: str
    most: float | None = None
    hand: tuple[str, ...] = ()


_LIST = (by_hand.CASES, by_hand.COUNTS, by_hand.COUNTED_CLOSED, *by_hand.OWED)
_ASKED = (by_hand.ASKED, *by_hand.OWED, *by_hand.YESES)
PAGES = (
    Page(what="cases, largest first", at="cases/", most=LIST_MS, hand=_LIST),
    Page(what="cases, far down", at="cases/?after=150000:1", most=LIST_MS),
    Page(what="cases, by name", at="cases/?sort=name", most=LIST_MS, hand=(by_hand.CASES_BY_NAME, *_LIST[1:])),
    Page(what="cases, oldest consumers' that are late", at="cases/?sort=age&late=1&kind=consumer", most=LIST_MS),
    Page(what="cases that ask", at="cases/?asks=1", most=LIST_MS),
    Page(what="cases, closed", at="cases/?show=closed", most=LIST_MS, hand=(by_hand.CLOSED, *_LIST[1:])),
    Page(what="cases, a name that all have", at="cases/?q=kund", most=LIST_MS),
    Page(what="cases, a name", at="cases/?q=anna+berg", most=LIST_MS),
    Page(what="cases, a number", at="cases/?q=4711", most=LIST_MS),
    Page(what="cases, an OCR", at="cases/?q={ocr}", most=LIST_MS),
    Page(what="cases, an organisation number", at="cases/?q={org_no}", most=LIST_MS),
    Page(what="a case", at="cases/4711/"),
    Page(what="a case with a long life", at=f"cases/{web_life.LONG}/"),
    Page(what="customers", at="customers/", most=LIST_MS, hand=(by_hand.CUSTOMERS,)),
    Page(what="customers, a name that all have", at="customers/?q=kund", most=LIST_MS),
    Page(what="customers, nobody's name", at="customers/?q=zzzz", most=LIST_MS),
    Page(what="a customer with 300 invoices", at="customers/{crowd}/"),
    Page(what="letters to approve", at="letters/", most=LIST_MS, hand=_ASKED),
    Page(what="letters that left", at="letters/deliveries/?which=left", most=LIST_MS,
         hand=(by_hand.LEFT, by_hand.LETTER_STATES)),
    Page(what="letters in trouble", at="letters/deliveries/", most=LIST_MS),
    Page(what="print bundles", at="letters/bundles/", most=LIST_MS),
    Page(what="payments, the inbox and what was placed lately", at="payments/"),
    Page(what="payments that were placed", at="payments/placed/", most=LIST_MS, hand=(by_hand.PLACED,)),
    Page(what="a payment", at="payments/{payment}/"),
    Page(what="refunds, 30 to propose and 40 to approve", at="payments/refunds/"),
    Page(what="imports", at="imports/", most=LIST_MS, hand=(by_hand.IMPORTS, by_hand.UNDER_WAY)),
    Page(what="an import of 10,000 rows and as many refused", at="imports/batch/{batch}/"),
    Page(what="ladders", at="procedures/"),
    Page(what="settings", at="settings/"),
    Page(what="trail", at="settings/trail/", most=LIST_MS, hand=(by_hand.TRAIL,)),
    Page(what="people", at="people/"),
    Page(what="long work", at="work/"),
    Page(what="overview, what needs a person", at="", most=OVERVIEW_MS),
    Page(what="overview, the money that comes after", at="money/", most=OVERVIEW_MS),
)  # fmt: skip

# What stands on every page: session, user, place, creditor, shell; and the note of who saw it.
_FRAME = (
    "django_session", "betalt_office(", "set_config(", 'FROM "records_user"', "records_creditor c LEFT JOIN LATERAL",
    'FROM "records_creditor"', 'INTO "records_viewing"',
)  # fmt: skip


class Asked(NamedTuple):
    """One round of a page: CPU seconds, all its statements, and the seconds of those that are its own."""

    cpu: float
    statements: int
    own: float


def measure() -> Iterator[Figure]:
    """Measure every page as the owner of 100,000 cases gets it, and the clients as a bureau does."""
    open_database()
    (creditor,), _ = fill(creditors_wanted=1, cases=web_life.OPEN + web_life.PAID)
    (client,), _ = fill(creditors_wanted=1, cases=THEIR_CASES)
    multiply(client, times=CLIENTS - 1)
    owner, bureau = _people(creditor)
    web_life.live(creditor=creditor, on=ON)
    yield from figures(creditor=creditor, owner=owner, bureau=bureau)


def figures(*, creditor: int, owner: int, bureau: int) -> Iterator[Figure]:
    """Measure the pages of a creditor that has lived, and the clients of a bureau's user."""
    settle_in()
    slug, told = _told(creditor)
    browser = _signed_in(owner)
    for page in PAGES:
        yield from _page(page, browser, f"/k/{slug}/{page.at.format(**told)}", creditor)
    clients = Page(what="2,000 clients of a bureau", at="/clients/")
    yield from _page(clients, _signed_in(bureau), clients.at, creditor)


def settle_in() -> None:
    """Let the office answer a test client on the day of the measurement."""
    from django.conf import settings

    from betalt.web import clock

    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["testserver"], False
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    clock.today = lambda: ON


def _people(creditor: int) -> tuple[int, int]:
    from django.db import connections

    from betalt.core.access import Role
    from betalt.flows.users import add_user, give_place

    owner = add_user(email="owner@firma.example", name="Owner")
    give_place(creditor=creditor, user=owner, role=Role.OWNER, on=ON)
    bureau = add_user(email="bureau@firma.example", name="Bureau")
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE records_creditor SET slug = 'client-' || id WHERE slug = ''")
        cursor.execute(
            "INSERT INTO records_membership (creditor_id, user_id, role, since_on) "
            "SELECT id, %s, 'bureau_admin', %s FROM records_creditor WHERE id <> %s",
            [bureau, ON, creditor],
        )
    return owner, bureau


def _signed_in(user: int) -> Any:
    from django.test import Client

    from betalt.records import models as m

    browser = Client()
    browser.force_login(m.User.objects.get(id=user))
    return browser


def _told(creditor: int) -> tuple[str, dict[str, object]]:
    from betalt.records import models as m
    from betalt.records.scope import acting_for

    with acting_for([creditor]):
        parties = m.Party.objects.of(creditor)
        waiting = m.Payment.objects.of(creditor).filter(state="open").order_by("id")
        return m.Creditor.objects.get(id=creditor).slug, {
            "ocr": m.Invoice.objects.of(creditor).get(number="777").ocr,
            "org_no": parties.exclude(org_no="").order_by("id").values_list("org_no", flat=True)[100],
            "crowd": parties.get(number=f"K{web_life.CROWD}").id,
            "payment": waiting.values_list("id", flat=True)[5],
            "batch": m.Import.objects.of(creditor).filter(state="waiting").order_by("-id")[0].id,
        }


def _page(page: Page, browser: Any, address: str, creditor: int) -> Iterator[Figure]:
    hand = _filled(page.hand, creditor)
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    rounds: list[Asked] = []
    beside: list[float] = []
    for _ in range(ROUNDS):
        rounds.append(_ask(lambda: browser.get(address)))
        beside.append(_by_hand(hand))
    own = min(one.own for one in rounds)
    cpu = min(one.cpu for one in rounds)
    yield Figure(what=page.what, amount=cpu * 1000, unit="ms CPU", at_most=page.most)
    yield Figure(what=f"{page.what}, statements", amount=rounds[0].statements, unit="")
    yield Figure(what=f"{page.what}, database", amount=own * 1000, unit="ms")
    if hand:
        yield Figure(what=f"{page.what}, by hand", amount=min(beside) * 1000, unit="ms")
        yield Figure(what=f"{page.what}, times", amount=own / min(beside), unit="", at_most=TIMES)


def _filled(hand: Sequence[str], creditor: int) -> list[str]:
    """Fill in the statements; those that ask for the rows of the page's cases get the ids that the first one found."""
    from django.db import connections

    if not hand:
        return []
    first = hand[0].format(creditor=creditor, on=ON)
    with connections["owner"].cursor() as cursor:
        cursor.execute(first)
        at = 1 if hand[0] is by_hand.ASKED else 0
        ids = ",".join(str(row[at]) for row in cursor.fetchall()[:50])
    return [first, *(one.format(creditor=creditor, on=ON, ids=ids) for one in hand[1:])]


def _ask(work: Callable[[], object]) -> Asked:
    from django.db import connection

    count, own = 0, 0.0

    def timed(execute: Callable[..., object], statement: str, *more: Any) -> object:
        nonlocal count, own
        count += 1
        began = time.perf_counter()
        try:
            return execute(statement, *more)
        finally:
            if not any(part in statement for part in _FRAME):
                own += time.perf_counter() - began

    with connection.execute_wrapper(timed):
        began = time.process_time()
        work()
        return Asked(cpu=time.process_time() - began, statements=count, own=own)


def _by_hand(statements: Sequence[str]) -> float:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        began = time.perf_counter()
        for statement in statements:
            cursor.execute(statement)
        return time.perf_counter() - began
