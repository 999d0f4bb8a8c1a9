"""The pages of the cases among 100,000: CPU of a page, its statements, and its database time beside plain SQL."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from bench.figure import Figure, cpu_seconds
from bench.own_database import open_database
from bench.portfolio import fill

CASES = 100_000
ON = date(2026, 3, 2)
ROUNDS = 15

# What a person would write who knows the tables, and whom no wall keeps from other creditors' rows.
BY_HAND = """
SELECT c.id, c.number, p.name, p.number, c.stage, c.hold, c.payment_status, c.next_look_on, c.due_on, c.left_ore
FROM records_case c JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
WHERE c.creditor_id = {creditor} AND c.next_look_on IS NOT NULL
ORDER BY c.left_ore DESC, c.id DESC LIMIT 51
"""
COUNTED_BY_HAND = """
SELECT count(*), sum(left_ore), count(*) FILTER (WHERE asked_on IS NOT NULL),
    sum(left_ore) FILTER (WHERE asked_on IS NOT NULL), count(*) FILTER (WHERE due_on <= '{on}'::date - 1),
    sum(left_ore) FILTER (WHERE due_on <= '{on}'::date - 1),
    count(*) FILTER (WHERE asked_on IS NULL AND hold = 'none'),
    sum(left_ore) FILTER (WHERE asked_on IS NULL AND hold = 'none'),
    count(*) FILTER (WHERE hold = 'dispute'), sum(left_ore) FILTER (WHERE hold = 'dispute'),
    count(*) FILTER (WHERE hold = 'plan'), sum(left_ore) FILTER (WHERE hold = 'plan')
FROM records_case WHERE creditor_id = {creditor} AND next_look_on IS NOT NULL
"""
PAGES = (
    ("list of 50, largest first", "", 30.0),
    ("list of 50, by name", "?sort=name", 30.0),
    ("list of 50, oldest first, filtered", "?sort=age&late=1&kind=consumer", 30.0),
    ("list of 50, searched by a name", "?q=kund", 30.0),
    ("list of 50, far down", "?after=150000:1", 30.0),
    ("page of a case", "{number}/", None),
)


def measure() -> Iterator[Figure]:
    """Measure each page as the owner of 100,000 cases gets it."""
    open_database()
    (creditor,), _ = fill(creditors_wanted=1, cases=CASES)
    yield from _pages(creditor)
    yield from _beside_plain_sql(creditor)


def _pages(creditor: int) -> Iterator[Figure]:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    browser, slug = _owner(Client(), creditor)
    for what, query, most in PAGES:
        address = f"/k/{slug}/cases/{query.format(number=77)}"
        assert browser.get(address).status_code == 200, address
        page = partial(browser.get, address)
        milliseconds = cpu_seconds(page, rounds=ROUNDS) * 1000
        yield Figure(what=what, amount=milliseconds, unit="ms CPU", at_most=most)
        count, seconds = _statements(page)
        yield Figure(what=f"{what}, statements", amount=count, unit="")
        yield Figure(what=f"{what}, waiting for the database", amount=seconds * 1000, unit="ms")


def _owner(browser: Any, creditor: int) -> tuple[Any, str]:
    from betalt.core.access import Role
    from betalt.flows.users import add_user, give_place
    from betalt.records import models as m
    from betalt.records.scope import acting_for

    user = add_user(email="owner@firma.example", name="Owner")
    give_place(creditor=creditor, user=user, role=Role.OWNER, on=ON)
    browser.force_login(m.User.objects.get(id=user))
    with acting_for([creditor]):
        return browser, m.Creditor.objects.get(id=creditor).slug


def _statements(work: Callable[[], object]) -> tuple[int, float]:
    from django.db import connection

    spent: list[float] = []

    def timed(execute: Any, *statement: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            spent.append(time.perf_counter() - began)

    with connection.execute_wrapper(timed):
        work()
    return len(spent), sum(spent)


def _beside_plain_sql(creditor: int) -> Iterator[Figure]:
    from django.db import connections

    from betalt.records.queries.case_filters import Filters
    from betalt.records.queries.case_list import count_views, list_cases
    from betalt.records.scope import acting_for
    from betalt.web.cases.filters import BUILT_IN, read_filters

    views = [read_filters(query) for query in BUILT_IN.values() if query.get("show") != "closed"]

    def page() -> None:
        list_cases(creditor=creditor, filters=Filters(), order="sum", on=ON)

    def counts() -> None:
        count_views(creditor=creditor, views=views, on=ON)

    ours: dict[str, float] = {}
    plain: dict[str, float] = {}
    statements = (("rows", page, BY_HAND), ("counts", counts, COUNTED_BY_HAND))
    # One beside the other, round by round, so that what else the machine does falls on both.
    for _ in range(ROUNDS):
        for name, work, by_hand in statements:
            with acting_for([creditor]):
                _keep_least(ours, name, work)
            with connections["owner"].cursor() as cursor:
                _keep_least(plain, name, partial(_fetched, cursor, by_hand.format(creditor=creditor, on=ON)))
    for name in ours:
        yield Figure(what=f"{name} of the list, behind the walls", amount=ours[name] * 1000, unit="ms")
        yield Figure(what=f"{name} of the list, by hand", amount=plain[name] * 1000, unit="ms")
    times = sum(ours.values()) / sum(plain.values())
    yield Figure(what="the list's statements beside those by hand, times", amount=times, unit="", at_most=1.5)


def _fetched(cursor: Any, statement: str) -> None:
    cursor.execute(statement)
    cursor.fetchall()


def _keep_least(found: dict[str, float], name: str, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    found[name] = min(found.get(name, float("inf")), time.perf_counter() - began)
