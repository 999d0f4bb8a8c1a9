"""What holds for every history: the claim as a whole, and how it answers to a change."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.claim.histories import LAST_KNOWN, Json, engine, history

Asked = tuple[Json, date]
EXAMPLES = settings(max_examples=35)
MONEY = ("principal", "interest", "costs", "total", "overpaid", "daily_interest")
FEES = {"reminder": 6000, "demand": 18000, "plan": 17000}


@st.composite
def asked(draw: st.DrawFn, *, without: tuple[str, ...] = ("write_off",)) -> Asked:
    document, on = history(draw(st.randoms(use_true_random=False)))
    document["events"] = [event for event in document["events"] if event["kind"] not in without]
    return document, min(on, LAST_KNOWN)


def ore(text: str) -> int:
    return int(text.replace(".", ""))


def sums(found: Json) -> dict[str, str]:
    return {name: found[name] for name in MONEY}


def having(document: Json, *events: Json) -> Json:
    return {**document, "events": [*document["events"], *events]}


def cleared(found: Json) -> Iterator[dict[str, Any]]:
    for payment in found["payments"]:
        yield from payment["allocated"]


@EXAMPLES
@given(asked())
def test_the_parts_are_the_total(asked: Asked) -> None:
    found = engine(*asked)

    assert sum(ore(found[part]) for part in ("principal", "interest", "costs")) == ore(found["total"])
    for part in ("principal", "interest", "costs", "total"):
        assert sum(ore(each[part]) for each in found["invoices"]) == ore(found[part])


@EXAMPLES
@given(asked(without=()))
def test_asking_twice_changes_nothing(asked: Asked) -> None:
    assume(not any(event["kind"] == "write_off" and "amount" in event for event in asked[0]["events"]))

    assert engine(*asked) == engine(*asked)


@EXAMPLES
@given(asked())
def test_nothing_owed_is_negative(asked: Asked) -> None:
    found = engine(*asked)

    assert all(
        ore(each[part]) >= 0 for each in found["invoices"] for part in ("principal", "interest", "costs")
    )
    assert ore(found["overpaid"]) >= 0


@EXAMPLES
@given(asked())
def test_every_krona_paid_is_cleared_or_overpaid(asked: Asked) -> None:
    for payment in engine(*asked)["payments"]:
        parts = (
            ore(part[name]) for part in payment["allocated"] for name in ("costs", "interest", "principal")
        )
        assert sum(parts) + ore(payment["overpaid"]) == ore(payment["amount"])


@EXAMPLES
@given(asked(without=("write_off", "credit")))
def test_interest_rows_are_what_was_cleared_and_what_is_open(asked: Asked) -> None:
    """R11"""
    found = engine(*asked)
    for each in found["invoices"]:
        paid = sum(ore(part["interest"]) for part in cleared(found) if part["invoice"] == each["id"])
        assert sum(ore(row["amount"]) for row in each["interest_rows"]) == paid + ore(each["interest"])


@EXAMPLES
@given(asked(without=("write_off", "credit")))
def test_cost_rows_are_what_was_cleared_and_what_is_open(asked: Asked) -> None:
    found = engine(*asked)
    for each in found["invoices"]:
        paid = sum(ore(part["costs"]) for part in cleared(found) if part["invoice"] == each["id"])
        charged = (ore(row["amount"]) for row in found["costs_rows"] if row["invoice"] == each["id"])
        assert sum(charged) == paid + ore(each["costs"])


@EXAMPLES
@given(asked(), st.integers(0, 2_000_000))
def test_the_total_falls_by_what_is_paid_that_day(asked: Asked, amount: int) -> None:
    document, on = asked
    paid = {"on": on.isoformat(), "kind": "payment", "amount": f"{amount // 100}.{amount % 100:02d}"}

    before, after = engine(document, on), engine(having(document, paid), on)

    overpaid = ore(after["overpaid"]) - ore(before["overpaid"])
    assert ore(before["total"]) - ore(after["total"]) == amount - overpaid


@EXAMPLES
@given(asked(), st.integers(1, 1_000_000), st.integers(1, 1_000_000), st.integers(0, 300))
def test_splitting_a_payment_on_one_day_changes_nothing(
    asked: Asked, first: int, second: int, earlier: int
) -> None:
    """R2: interest crystallises once a day."""
    document, on = asked
    day = (on - timedelta(days=earlier)).isoformat()

    def paid(amount: int) -> Json:
        return {"on": day, "kind": "payment", "amount": f"{amount // 100}.{amount % 100:02d}"}

    whole = engine(having(document, paid(first + second)), on)
    split = engine(having(document, paid(first), paid(second)), on)

    assert sums(split) == sums(whole)
    assert split["invoices"] == whole["invoices"]


@EXAMPLES
@given(asked(without=("write_off", "credit", "payment", "payment_reversed", "judgment")), st.integers(1, 60))
def test_without_payments_more_days_never_owe_less(asked: Asked, days: int) -> None:
    document, on = asked
    later = min(on + timedelta(days=days), LAST_KNOWN)

    assert ore(engine(document, later)["total"]) >= ore(engine(document, on)["total"])


@EXAMPLES
@given(asked(), st.randoms(use_true_random=False))
def test_the_order_of_events_in_the_document_matters_only_within_a_day_and_kind(
    asked: Asked, random: Random
) -> None:
    """R1"""
    document, on = asked
    groups: dict[tuple[str, str, bool], list[Json]] = {}
    for event in document["events"]:
        groups.setdefault((event["on"], event["kind"], "invoice" in event), []).append(event)
    turns = [group for group in groups.values() for _ in group]
    random.shuffle(turns)
    queues = {id(group): iter(group) for group in groups.values()}
    shuffled = [next(queues[id(group)]) for group in turns]

    assert engine({**document, "events": shuffled}, on) == engine(document, on)


@EXAMPLES
@given(asked())
def test_fees_never_exceed_their_ceilings(asked: Asked) -> None:
    """FEE-9, FEE-10: max(450, Σ), and each fee at most its statutory amount."""
    found = engine(*asked)
    for each in found["invoices"]:
        rows = [row for row in found["costs_rows"] if row["invoice"] == each["id"]]
        charged = sum(ore(row["amount"]) for row in rows if row["what"] in {*FEES, "late_compensation"})
        claimed = any(row["what"] == "late_compensation" for row in rows)
        assert all(0 <= ore(row["amount"]) <= FEES[row["what"]] for row in rows if row["what"] in FEES)
        assert charged <= max(45000 * claimed, sum(FEES.get(row["what"], 0) for row in rows))


@EXAMPLES
@given(asked(), st.integers(0, 100), st.data())
def test_a_credit_by_error_is_a_history_where_the_sum_never_was(
    asked: Asked, percent: int, data: st.DataObject
) -> None:
    """R8"""
    document, on = asked
    place = data.draw(st.integers(0, len(document["invoices"]) - 1))
    invoice = document["invoices"][place]
    taken = sum(
        ore(event["amount"])
        for event in document["events"]
        if event["kind"] == "credit" and event["invoice"] == invoice["id"] and event["ground"] == "error"
    )
    room = ore(invoice["amount"]) - ore(invoice.get("tax_office_share", "0.00")) - taken
    assume(room >= 0)
    amount = room * percent // 100
    credit = {
        "on": on.isoformat(),
        "kind": "credit",
        "invoice": invoice["id"],
        "ground": "error",
        "amount": f"{amount // 100}.{amount % 100:02d}",
    }
    less = ore(invoice["amount"]) - amount
    smaller = [*document["invoices"]]
    smaller[place] = {**invoice, "amount": f"{less // 100}.{less % 100:02d}"}

    assert engine(having(document, credit), on) == engine({**document, "invoices": smaller}, on)


@EXAMPLES
@given(asked(without=("write_off", "payment_reversed")), st.integers(1, 2_000_000), st.integers(0, 200))
def test_a_reversed_payment_is_a_history_without_it(asked: Asked, amount: int, earlier: int) -> None:
    """R8"""
    document, on = asked
    paid = {
        "on": (on - timedelta(days=earlier)).isoformat(),
        "kind": "payment",
        "id": "again",
        "amount": f"{amount // 100}.{amount % 100:02d}",
    }
    back = {"on": on.isoformat(), "kind": "payment_reversed", "payment": "again"}

    assert engine(having(document, paid, back), on) == engine(document, on)


@EXAMPLES
@given(asked(), st.integers(1, 1_000_000), st.data())
def test_goodwill_never_lowers_earlier_interest(asked: Asked, amount: int, data: st.DataObject) -> None:
    """R8"""
    document, on = asked
    credit = {
        "on": on.isoformat(),
        "kind": "credit",
        "invoice": data.draw(st.sampled_from(document["invoices"]))["id"],
        "ground": "goodwill",
        "amount": f"{amount // 100}.{amount % 100:02d}",
    }

    before, after = engine(document, on), engine(having(document, credit), on)

    assert [each["interest_rows"] for each in after["invoices"]] == [
        each["interest_rows"] for each in before["invoices"]
    ]
