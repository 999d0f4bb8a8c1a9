"""A million cases of which one in a hundred is due: what a day costs beside a plain reading of what is due."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.own_database import open_database
from bench.portfolio import APART, NEVER, fill, multiply

EACH = 1_000  # cases of a creditor
DUE = 10  # of them
ROUNDS = 5
QUIET_DAY = date(2026, 2, 10)  # before the due day: every case only waits
MORNING = datetime(2026, 2, 10, 8, tzinfo=UTC)

# The due rows as one would read them by hand: all that a decision may need of a case, its customer and its invoice.
PLAIN = """
SELECT c.creditor_id, c.id, c.version, c.number, c.party_id, c.procedure_id, c.stage, c.hold, c.hold_until,
    c.payment_status, c.round, c.step_done, c.step_done_on, c.answer_by, c.released_step, c.accepted, c.asked_step,
    c.asked_code, c.asked_on, c.asked_times, c.outcome, c.left_ore, c.due_on, p.natural, p.org_no, p.personal_no,
    p.adult_on, p.address, p.email, p.email_bounced, p.protected, p.estate, p.bankrupt, p.reconstruction, p.guardian,
    p.debt_relief, p.address_returned, i.id, i.number, i.debtor_kind, i.issued_on, i.due_on, i.sent_on, i.arose_on,
    i.amount_ore, i.vat_ore, i.settled_before_ore, i.tax_office_share_ore, i.interest_notice, i.interest_notice_on
FROM records_case c
JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
JOIN records_invoice i ON i.creditor_id = c.creditor_id AND i.case_id = c.id
WHERE c.next_look_on <= %s
ORDER BY c.creditor_id, c.id
"""


class NotMeasured(RuntimeError):
    """The run did something else than what the figure is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The CPU of the client, and of the database server's process that answers it, in milliseconds."""

    client: float
    database: float

    @property
    def both(self) -> float:
        """Add the two."""
        return self.client + self.database


def measure() -> Iterator[Figure]:
    """Measure with a hundred thousand cases, and with a million."""
    open_database()
    few = yield from figures(creditors=100, before=0)
    many = yield from figures(creditors=1_000, before=100)
    for what in few:
        yield Figure(
            what=f"{what}: a due case among a million, times what it is among 100,000",
            amount=many[what].both / few[what].both / 10,
            unit="",
            at_most=1.2,
        )


def figures(*, creditors: int, before: int) -> Generator[Figure, None, dict[str, Cost]]:
    """Add creditors to those before, let one case in a hundred be due, and measure what a day does with it."""
    began = time.monotonic()
    ids = _grow(creditors=creditors, before=before)
    cases, due = creditors * EACH, creditors * DUE
    name = f"{cases:,} cases"
    yield Figure(what=f"{name} made", amount=time.monotonic() - began, unit="s")
    _let_be_due(ids)
    plain = _least(lambda: _expect(due, len(_read_plainly())))
    costs = {
        "due cases found for a run": _least(lambda: _expect(due, _found())),
        "due cases found for the queue": _least(lambda: _expect(due, _found_by_debtor(ids))),
        "all that is known of them read": _least(lambda: _expect(due, _known())),
        "due cases found and passed": _least(
            lambda: _expect(due, _passed()), before=lambda: _let_be_due(ids)
        ),
    }
    yield from _shown(f"{name}: the due rows read plainly", plain)
    for what, cost in costs.items():
        yield from _shown(f"{name}: {what}", cost)
        yield Figure(
            what=f"{name}: {what}, times a plain reading", amount=cost.both / plain.both, unit="", at_most=2
        )
    _let_be_due([])
    yield from _shown(f"{name}: idle day", _least(_idle))
    yield from _shown(f"{name}: look of the queue on an idle day", _least(_look))
    return costs


def _shown(what: str, cost: Cost) -> Iterator[Figure]:
    at_most = 20 if what.endswith("idle day") else None
    yield Figure(what=what, amount=cost.client, unit="ms CPU", at_most=at_most)
    yield Figure(what=f"{what}, the server", amount=cost.database, unit="ms CPU")


def _grow(*, creditors: int, before: int) -> list[int]:
    """Make creditors, each a copy of the first, or add to those before; return all of them."""
    first = 1 if before else _first()
    multiply(first, times=creditors - 1, start=max(before, 1))
    _run("VACUUM ANALYZE records_case", "VACUUM ANALYZE records_invoice", "VACUUM ANALYZE records_party")
    return [first + n * APART for n in range(creditors)]


def _first() -> int:
    (creditor,), _ = fill(creditors_wanted=1, cases=EACH)
    _run(f"UPDATE records_case SET next_look_on = '{NEVER}'")
    return creditor


def _let_be_due(creditors: list[int]) -> None:
    """Let the first cases of some creditors be due and all others never, behind the flows' back."""
    _run(
        f"UPDATE records_case SET next_look_on = '{NEVER}' WHERE next_look_on < '{NEVER}'",
        f"UPDATE records_case SET next_look_on = '{QUIET_DAY}' WHERE number <= {DUE} "
        f"AND creditor_id = ANY (ARRAY{creditors}::bigint[])",
    )


def _run(*statements: str) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _read_plainly() -> list[Any]:
    from django.db import connections

    # By who owns the tables, whom no wall stops: a reading by hand has none.
    with connections["owner"].cursor() as cursor:
        cursor.execute(PLAIN, [QUIET_DAY])
        rows: list[Any] = cursor.fetchall()
        return rows


def _found() -> int:
    from betalt.flows.advance import due_cases

    return len(due_cases(on=QUIET_DAY))


def _found_by_debtor(creditors: list[int]) -> int:
    from betalt.records.queue import due_by_debtor

    return sum(len(debtor.cases) for debtor in due_by_debtor(on=QUIET_DAY, creditors=creditors))


def _known() -> int:
    from betalt.flows.advance import chunks, due_cases
    from betalt.records import bulk
    from betalt.records.scope import acting_for

    count = 0
    for chunk in chunks(due_cases(on=QUIET_DAY)):
        with acting_for({creditor for creditor, _ in chunk}):
            count += len(bulk.load(chunk).cases)
    return count


def _passed() -> int:
    from betalt.flows.advance import advance_cases, chunks, due_cases

    keys = due_cases(on=QUIET_DAY)
    waited = 0
    for chunk in chunks(keys):
        waited += advance_cases(keys=chunk, on=QUIET_DAY).counts["waited"]
    return waited


def _idle() -> None:
    from betalt.flows.day import run_day
    from betalt.flows.outlet import Outlet

    run_day(on=QUIET_DAY, at=MORNING, outlet=Outlet(bundles=Path("/nowhere")))


def _look() -> None:
    from betalt.flows.plan import Window, plan_work

    plan_work(on=QUIET_DAY, at=MORNING, window=Window(begun=True, late=True), by_mail=True)


def _expect(wanted: int, found: int) -> None:
    if found != wanted:
        raise NotMeasured(f"{found} rows in the place of {wanted}")


def _least(work: Callable[[], object], *, before: Callable[[], object] = lambda: None) -> Cost:
    """Measure a piece of work some times and give the least: of the client, and of the servers that answer it."""
    found = []
    for _ in range(ROUNDS):
        before()
        servers, client = servers_ms(), time.process_time()
        work()
        client = (time.process_time() - client) * 1000
        found.append(Cost(client=client, database=servers_ms() - servers))
    return min(found, key=lambda cost: cost.both)


def servers_ms() -> float:
    """Add up the CPU of the server's processes that serve this one, in milliseconds."""
    from django.db import connections

    total = 0.0
    for name in ("default", "owner"):
        connections[name].ensure_connection()
        pid = connections[name].connection.info.backend_pid
        total += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    return total
