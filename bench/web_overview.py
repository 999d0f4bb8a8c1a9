"""The overview of 100,000 open cases and 30,000 paid ones: CPU of the page, its statements, and the database's time."""

import time
from collections.abc import Callable, Iterator
from datetime import date

from bench.figure import Figure, cpu_seconds
from bench.own_database import open_database
from bench.portfolio import fill

OPEN, PAID = 100_000, 30_000
ON = date(2026, 3, 2)

# A life for the cases behind the flows' back, which would take hours: due days over a year, paid ones with their
# payments, questions, objections and money that nobody has placed. What is measured reads rows, however they came.
LIFE = (
    "UPDATE records_invoice SET issued_on = '2026-02-20'::date - (id %% 400)::int - 30, "
    "due_on = '2026-03-20'::date - (id %% 400)::int, arose_on = '2026-02-20'::date - (id %% 400)::int - 30",
    "UPDATE records_case c SET due_on = i.due_on, opened_on = i.issued_on FROM records_invoice i "
    "WHERE i.case_id = c.id AND i.creditor_id = c.creditor_id",
    "UPDATE records_party SET personal_no = 'x' WHERE id %% 20 <> 0",
    "UPDATE records_import SET \"on\" = '2025-01-01'",
    "UPDATE records_case SET stage = 'closed', next_look_on = NULL, outcome = 'paid', payment_status = 'paid', "
    "left_ore = 0, closed_on = least(due_on + (id %% 37)::int, %(on)s) WHERE number > %(open)s",
    "INSERT INTO records_payment (creditor_id, kind, state, held, booked_on, read_on, amount_ore, key, payee, payer, "
    'payer_name, payer_org_no, "references", text, twin, why, note) '
    "SELECT creditor_id, 'in', 'settled', false, closed_on, closed_on, 100000, 'k' || id, '', '', '', '', '[]', '[]', "
    "'', '{}', '' FROM records_case WHERE outcome = 'paid'",
    'INSERT INTO records_match (creditor_id, payment_id, case_id, amount_ore, "on", why) '
    "SELECT p.creditor_id, p.id, c.id, 100000, p.booked_on, 'ocr' FROM records_case c JOIN records_payment p "
    "ON p.creditor_id = c.creditor_id AND p.key = 'k' || c.id WHERE c.outcome = 'paid'",
    "UPDATE records_case SET asked_step = 3, asked_times = 1, asked_on = %(on)s, stage = 'reminded', step_done = 2, "
    "next_look_on = '2026-03-09' WHERE number <= 5000",
    "INSERT INTO records_question (creditor_id, case_id, round, step, times, asked_on, reason, answer, answered_by) "
    "SELECT creditor_id, id, 1, 3, 1, asked_on, '{\"code\": \"process.release\", \"question\": \"release\", "
    "\"kind\": \"demand\"}', '', '' FROM records_case WHERE number <= 5000",
    "UPDATE records_case SET hold = 'dispute' WHERE number BETWEEN 5001 AND 5500",
    "INSERT INTO records_dispute (creditor_id, case_id, opened_on, deadline_on, outcome) "
    "SELECT creditor_id, id, %(on)s, %(on)s::date + (id %% 30)::int, '' FROM records_case WHERE hold = 'dispute'",
    "UPDATE records_payment SET state = 'open' WHERE id %% 100 = 0",
    "UPDATE records_case SET next_look_on = '2026-03-09' WHERE next_look_on IS NOT NULL AND number > 12000",
    "ANALYZE",
)  # fmt: skip


def measure() -> Iterator[Figure]:
    """Measure the page with 6,500 cases due, and again with all of them due."""
    open_database()
    (creditor,), _ = fill(creditors_wanted=1, cases=OPEN + PAID)
    _live()
    page = _page(creditor)
    yield from _figures("overview of 100,000 cases", page)
    yield from _parts(creditor)
    _run(
        "UPDATE records_case SET next_look_on = %(on)s WHERE next_look_on IS NOT NULL", "ANALYZE records_case"
    )
    yield from _figures("overview with all 100,000 due", page)


def _live() -> None:
    _run(*LIFE)


def _run(*statements: str) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"on": ON, "open": OPEN})


def _figures(what: str, page: Callable[[], object]) -> Iterator[Figure]:
    page()
    yield Figure(what=what, amount=cpu_seconds(page) * 1000, unit="ms CPU", at_most=150)
    count, seconds = min((_statements(page) for _ in range(3)), key=lambda found: found[1])
    yield Figure(what=f"{what}, statements", amount=count, unit="")
    yield Figure(what=f"{what}, waiting for the database", amount=seconds * 1000, unit="ms")


def _page(creditor: int) -> Callable[[], object]:
    from django.conf import settings
    from django.test import Client

    from betalt.core.access import Role
    from betalt.flows.users import add_user, give_place
    from betalt.records import models as m
    from betalt.records.scope import acting_for
    from betalt.web import clock

    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["testserver"], False
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    clock.today = lambda: ON
    browser = Client()
    user = add_user(email="owner@firma.example", name="Owner")
    give_place(creditor=creditor, user=user, role=Role.OWNER, on=ON)
    browser.force_login(m.User.objects.get(id=user))
    with acting_for([creditor]):
        address = f"/k/{m.Creditor.objects.get(id=creditor).slug}/"
    assert browser.get(address).status_code == 200
    return lambda: browser.get(address)


def _parts(creditor: int) -> Iterator[Figure]:
    from betalt.flows.letter_nets import letter_nets
    from betalt.flows.overview import money, to_do
    from betalt.flows.overview_days import coming_days
    from betalt.records.scope import acting_for

    parts: dict[str, Callable[[], object]] = {
        "what waits": lambda: to_do(creditors=[creditor], on=ON),
        "the days to come": lambda: coming_days(creditor=creditor, on=ON),
        "the money": lambda: money(creditors=[creditor], on=ON),
        "what letters brought": lambda: letter_nets(creditor=creditor, on=ON),
    }
    for name, work in parts.items():
        with acting_for([creditor]):
            work()
            yield Figure(what=f"of it, {name}", amount=cpu_seconds(work, rounds=3) * 1000, unit="ms CPU")
            yield Figure(what=f"of it, {name}, database", amount=_statements(work)[1] * 1000, unit="ms")


def _statements(work: Callable[[], object]) -> tuple[int, float]:
    from django.db import connection

    spent: list[float] = []

    def timed(execute: Callable[..., object], *statement: object) -> object:
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            spent.append(time.perf_counter() - began)

    with connection.execute_wrapper(timed):
        work()
    return len(spent), sum(spent)
