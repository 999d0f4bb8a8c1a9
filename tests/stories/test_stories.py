"""Runs the stories: what was given, what happened day by day, and what must have come of it."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from betalt.flows import credit, customer, hold
from betalt.records import models as m
from betalt.values.money import parse_ore, plain, swedish
from tests.flows.ledger import assert_books
from tests.office import ASA_OBERG, NORDANVIK_AB, SUND_KOMMUN, Bill, Customer, Office

pytestmark = pytest.mark.django_db
STORIES = sorted(Path(__file__).parent.glob("*.toml"))
CUSTOMERS = {"consumer": ASA_OBERG, "business": NORDANVIK_AB, "public": SUND_KOMMUN}
CASE = 1


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(office: Office, path: Path) -> None:
    story = tomllib.loads(path.read_text("utf-8"))
    _give(office, story["given"])
    _live(office, story)

    expected, until = story["expect"], story["expect"]["until"]
    assert [
        [kind, on, plain(ore)] for kind, state, on, ore in office.letters() if state == "handed_over"
    ] == expected["letters"]
    for number, case in enumerate(expected.get("cases", [expected]), start=1):
        assert (office.case(number).stage, plain(office.claim(number, until).total)) == (
            case["stage"],
            case["owed"],
        )
    if "channels" in expected:
        assert [d.channel for d in office.rows(m.Delivery, state="handed_over")] == expected["channels"]
    if "asked" in expected:
        assert office.asked(CASE)["code"] == expected["asked"]
    assert_books(office, until)


def _give(office: Office, given: Mapping[str, Any]) -> None:
    who = replace(CUSTOMERS[given["customer"]], **given.get("who", {}))
    invoices = [given, *({**given, **more} for more in given.get("more", ()))]
    bills = [_bill(str(1001 + place), who, told) for place, told in enumerate(invoices)]
    office.receive(*bills, on=given["read_on"])
    for clause in given.get("agreed", ()):
        office.agree(who, clause, given["agreed_on"], on=given["read_on"])


def _bill(number: str, who: Customer, told: Mapping[str, Any]) -> Bill:
    return Bill(
        number=number,
        customer=who,
        amount=swedish(parse_ore(told["amount"])),
        issued=str(told["issued"]),
        due=str(told["due"]),
        rot=swedish(parse_ore(told["rot"])) if "rot" in told else "",
        left=swedish(parse_ore(told["open"])) if "open" in told else "",
        reminded=str(told.get("reminded", "")),
        demanded=str(told.get("demanded", "")),
    )


def _live(office: Office, story: Mapping[str, Any]) -> None:
    day: date = story["given"]["read_on"]
    happens = story.get("happens", [])
    while day <= story["expect"]["until"]:
        for each in happens:
            if each["on"] == day:
                _DO[each["do"]](office, each)
        office.days(day, day)
        day += timedelta(days=1)


def _pay(office: Office, told: Mapping[str, Any]) -> None:
    booked_on = told.get("booked_on", told["on"])
    office.pay(told.get("case", CASE), parse_ore(told["amount"]), booked_on, read_on=told["on"])


def _dispute(office: Office, told: Mapping[str, Any]) -> None:
    amount = parse_ore(told["amount"]) if "amount" in told else None
    hold.open_dispute(creditor=office.creditor, number=CASE, on=told["on"], reason="fel", amount_ore=amount)


def _plan(office: Office, told: Mapping[str, Any]) -> None:
    parts = [(day, parse_ore(amount)) for day, amount in told["parts"]]
    hold.agree_plan(creditor=office.creditor, number=CASE, on=told["on"], instalments=parts)


def _credit(office: Office, told: Mapping[str, Any]) -> None:
    credit.credit_invoice(
        creditor=office.creditor,
        invoice="1001",
        amount_ore=parse_ore(told["amount"]),
        on=told["on"],
        ground=told["ground"],
        key="9001",
    )


_DO: Mapping[str, Callable[[Office, Mapping[str, Any]], object]] = {
    "pay": _pay,
    "dispute": _dispute,
    "plan": _plan,
    "credit": _credit,
    "approve": lambda office, told: office.approve(told.get("case", CASE), told["on"]),
    "release": lambda office, told: hold.release_hold(creditor=office.creditor, number=CASE, on=told["on"]),
    "refuse_mail": lambda office, told: office.inbox.refuse.add(told["to"]),
    "settle": lambda office, told: hold.settle_dispute(
        creditor=office.creditor, number=CASE, on=told["on"], outcome=told["outcome"]
    ),
    "pause": lambda office, told: hold.pause_case(
        creditor=office.creditor, number=CASE, on=told["on"], until=told["until"], reason="ber om tid"
    ),
    "write_off": lambda office, told: credit.write_off(creditor=office.creditor, number=CASE, on=told["on"]),
    "mark": lambda office, told: customer.mark_customer(
        creditor=office.creditor, number=told["customer"], flags={told["as"]: True}, on=told["on"]
    ),
}
