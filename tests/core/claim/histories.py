"""Made-up claim documents: one generator for the twin, the properties and the proof."""

import json
from datetime import date, timedelta
from random import Random
from typing import Any

from betalt.core.claim.answer import answer
from betalt.core.claim.document import read_document, work_out

Json = dict[str, Any]
LAST_KNOWN = date(2026, 12, 31)
_KINDS = {
    "payment": 8,
    "reminder": 3,
    "demand": 3,
    "plan": 1,
    "late_compensation": 2,
    "credit": 3,
    "payment_reversed": 2,
    "application": 1,
    "judgment": 1,
    "court_cost": 1,
    "write_off": 1,
}


def history(random: Random) -> tuple[Json, date]:
    """Make a document and a day that it is asked for; small and crowded, so that days and sums collide."""
    begin = date(2002, 8, 1) + timedelta(days=random.randrange(8600))
    if random.random() < 0.4:
        begin = date(2024, 1, 1) + timedelta(days=random.randrange(800))
    invoices = [_invoice(random, name, begin) for name in "ABCD"[: random.choice([1, 1, 1, 2, 3, 4])]]
    days = [begin + timedelta(days=random.randrange(5, 500)) for _ in range(random.randrange(1, 8))]
    events = _events(random, invoices, days)
    document: Json = {
        "debtor": {"kind": random.choice(["consumer", "business", "public"])},
        "invoices": invoices,
        "events": events,
    }
    for name, make in _OPTIONAL.items():
        if random.random() < 0.7:
            document[name] = make(random)
    on = min(begin + timedelta(days=random.randrange(900)), LAST_KNOWN + timedelta(days=random.randrange(20)))
    return document, on


def engine(document: Json, on: date) -> Json:
    """Answer a document by the road that the command takes, but for sentences and grounds."""
    read = read_document(json.dumps(document).encode())
    found = answer(work_out(read, on=on), say=lambda reason: reason.code)
    for row in (*found["costs_rows"], *(row for each in found["invoices"] for row in each["interest_rows"])):
        del row["ground"]
    for row in found["refused"]:
        del row["ground"], row["why"]
    return found


def kronor(random: Random, most: int) -> str:
    """Write a sum between nought and most kronor, often round, seldom nought."""
    if random.random() < 0.04:
        return "0.00"
    ore = random.choice([random.randrange(1, most * 100), random.randrange(1, most + 1) * 100])
    return f"{ore // 100}.{ore % 100:02d}"


def _terms(random: Random) -> Json:
    percent = f"{random.randrange(4000) / 100:.2f}"
    points = f"{random.randrange(-200, 3000) / 100:.2f}"
    interest = random.choice(
        [
            {"kind": "statutory"},
            {"kind": "margin", "points": points},
            {"kind": "fixed", "percent": percent},
            {"kind": "none"},
        ]
    )
    return {
        "due_agreed": random.random() < 0.7,
        "interest": interest if random.random() < 0.5 else {"kind": "statutory"},
        "reminder_fee_agreed": random.random() < 0.7,
        "consumer_credit": random.random() < 0.3,
    }


_OPTIONAL = {
    "creditor": lambda random: {"kind": random.choice(["business", "business", "private"])},
    "basis": lambda random: random.choice(["AA", "A365"]),
    "allocation": lambda random: random.choice(["CIP", "ICP", "PIC"]),
    "terms": _terms,
}


def _invoice(random: Random, name: str, begin: date) -> Json:
    invoiced_on = begin + timedelta(days=random.randrange(60))
    given = {
        "id": name,
        "amount": kronor(random, random.choice([300, 3_000, 40_000])),
        "invoiced_on": invoiced_on.isoformat(),
        "due_on": (invoiced_on + timedelta(days=random.choice([0, 10, 15, 30, 30, 45]))).isoformat(),
    }
    if random.random() < 0.3:
        given["sent_on"] = (invoiced_on + timedelta(days=random.randrange(4))).isoformat()
    if random.random() < 0.5:
        given["interest_notice"] = random.random() < 0.7
    if random.random() < 0.15:
        given["tax_office_share"] = f"{float(given['amount']) * random.choice([0.3, 0.5, 1]):.2f}"
    return given


def _events(random: Random, invoices: list[Json], days: list[date]) -> list[Json]:
    events: list[Json] = []
    for number in range(random.randrange(13)):
        kind = random.choices(list(_KINDS), list(_KINDS.values()))[0]
        day = random.choice(days)
        event: Json = {"on": day.isoformat(), "kind": kind}
        event |= _particulars(random, kind, number, day, events)
        if kind == "credit" or (kind != "payment_reversed" and random.random() < 0.4):
            event["invoice"] = random.choice(invoices)["id"]
        if kind != "payment_reversed" or "payment" in event:
            events.append(event)
    random.shuffle(events)
    return events


def _particulars(random: Random, kind: str, number: int, day: date, before: list[Json]) -> Json:
    if kind in ("reminder", "demand", "plan", "late_compensation"):
        return {"charged": random.random() < 0.5} if random.random() < 0.3 else {}
    if kind == "payment":
        return {"amount": kronor(random, random.choice([100, 1_000, 30_000])), "id": f"p{number}"}
    if kind == "credit":
        ground = random.choice(["error", "goodwill"])
        return {"amount": kronor(random, random.choice([200, 20_000])), "ground": ground}
    if kind == "payment_reversed":
        return _reversal(random, before)
    if kind == "application":
        return _application(random, day)
    if kind == "judgment":
        return {"costs": kronor(random, 900)}
    if kind == "court_cost":
        return {"amount": kronor(random, 900)}
    return {} if random.random() < 0.6 else {"amount": kronor(random, 60)}


def _reversal(random: Random, before: list[Json]) -> Json:
    taken = {event.get("payment") for event in before}
    paid = [event for event in before if event["kind"] == "payment" and event["id"] not in taken]
    if not paid:
        return {}
    payment = random.choice(paid)
    later = date.fromisoformat(payment["on"]) + timedelta(days=random.choice([0, 0, 3, 40]))
    return {"payment": payment["id"], "on": later.isoformat()}


def _application(random: Random, day: date) -> Json:
    particulars: Json = {}
    if random.random() < 0.8:
        particulars["application_fee"] = random.choice(["300.00", "300.00", "340.00", "0.00"])
    if random.random() < 0.8:
        particulars["work_fee"] = random.choice(["380.00", "200.00", "500.00"])
    if random.random() < 0.7:
        particulars["served_on"] = (day + timedelta(days=random.randrange(30))).isoformat()
    return particulars
