"""Whatever comes in, in any order and however often: every öre has one place, and undoing all ends at the start."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from betalt.records import models as m
from tests.flows.bank import Paid, bgmax, camt, take
from tests.flows.ledger import allocated, assert_books, balances, money_in, unmatched
from tests.office import ASA, BO, NORDANVIK, Inbox, Office, open_office

pytestmark = pytest.mark.django_db
RECEIVED_ON, READ_ON = date(2026, 2, 2), date(2026, 3, 2)
BILLS = (ASA, BO, replace(NORDANVIK, amount="1 000,00"))
REFERENCES = ["1001", "1002", "1003", "4711", ""]  # two of them name nothing here
few = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))

payments = st.builds(
    Paid,
    amount=st.sampled_from(["0.01", "250.00", "1000.00", "3000.00", "7500.50"]),
    ocr=st.sampled_from(REFERENCES),
    payer=st.sampled_from(["9912346", "3783511"]),
    name=st.sampled_from(["Åsa Öberg", "Bo Ek", ""]),
)
days = st.dates(date(2026, 2, 3), date(2026, 2, 27))
stories = st.lists(st.tuples(days, payments, st.sets(st.sampled_from(["bgmax", "054", "053"]), min_size=1)),
                   min_size=1, max_size=6)  # fmt: skip
Told = tuple[date, Paid, set[str]]


def firm(tmp_path: Path) -> Office:
    """Open one more office, with three unpaid invoices."""
    office = open_office(bundles=tmp_path, inbox=Inbox(), server=None)
    office.receive(*BILLS, on=RECEIVED_ON)
    return office


def files(story: Sequence[Told]) -> list[bytes]:
    """Write the files of a story: a day's payments in each kind of file that tells of them."""
    numbered = [(on, replace(paid, number=str(n)), kinds) for n, (on, paid, kinds) in enumerate(story, 1)]
    written = []
    for kind in ("bgmax", "054", "053"):
        for day in sorted({on for on, _, _ in numbered}):
            told = [paid for on, paid, kinds in numbered if on == day and kind in kinds]
            if told:
                written.append(bgmax(*told, on=day) if kind == "bgmax" else camt(*told, on=day, kind=kind))
    return written


def read(office: Office, written: Sequence[bytes]) -> None:
    for data in written:
        take(office, data, on=READ_ON)
        assert_books(office, READ_ON)


def told_ore(story: Sequence[Told]) -> int:
    """Sum what the files tell of; what is equal in two kinds of file is the same money, one to one."""
    told = Counter(
        (on, paid.ore, paid.ocr or paid.payer, kind) for on, paid, kinds in story for kind in kinds
    )
    most: dict[tuple[date, int, str], int] = {}
    for (*alike, _), count in told.items():
        key = (alike[0], alike[1], alike[2])
        most[key] = max(count, most.get(key, 0))
    return sum(ore * count for (_, ore, _), count in most.items())


def stands(office: Office) -> tuple[object, ...]:
    """Tell all that a person would see: accounts, cases, and what waits."""
    cases = [(case.stage, case.payment_status) for case in office.rows(m.Case)]
    owed = [tuple(office.claim(number, READ_ON)[2:7]) for number in range(1, len(BILLS) + 1)]
    waits = Counter((row.booked_on, row.amount_ore) for row in office.rows(m.Payment, state="open"))
    return balances(office), cases, owed, waits


@few
@given(story=stories, seed=st.integers(0, 9))
def test_files_in_any_order_and_any_number_of_times_end_in_the_same_books(
    db: None, tmp_path: Path, story: list[Told], seed: int
) -> None:
    written = files(story)
    mixed = [*written, *written]
    Random(seed).shuffle(mixed)
    first, second = firm(tmp_path), firm(tmp_path)

    read(first, written)
    read(second, mixed)

    assert stands(first) == stands(second)


@few
@given(story=stories)
def test_money_in_is_allocated_or_waits(db: None, tmp_path: Path, story: list[Told]) -> None:
    office = firm(tmp_path)
    read(office, files(story))

    told = told_ore(story)
    claims = [office.claim(number, READ_ON) for number in range(1, len(BILLS) + 1)]
    cleared = sum(
        touch[6] + touch[7] + touch[8]
        for claim in claims
        for touch in claim.worked.touches
        if touch[0] >= 0 and claim.facts.events[touch[0]].kind == "payment"
    )
    assert told == money_in(office) == allocated(office) + unmatched(office)
    assert cleared == allocated(office)  # with what was more than owed


@few
@given(story=stories)
def test_taking_everything_back_returns_to_the_start(db: None, tmp_path: Path, story: list[Told]) -> None:
    office = firm(tmp_path)
    start = stands(office)
    told = [(on, replace(paid, number=str(n)), {"054"}) for n, (on, paid, _) in enumerate(story, 1)]
    read(office, files(told))

    for on, paid, _ in told:
        back = camt(paid, on=on + timedelta(days=1), side="DBIT", reversal="true")
        take(office, back, on=READ_ON)
        assert_books(office, READ_ON)

    assert stands(office) == start
