"""Cases are listed a page at a time, counted, and found by everything that they are called by."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.flows.hold import open_dispute, pause_case
from betalt.flows.stop import stop_case
from betalt.records.queries import case_list
from betalt.records.queries.case_filters import Filters
from betalt.records.queries.case_list import Counted, count_views, list_cases, numbers_of
from betalt.records.queries.customers import list_customers
from betalt.records.scope import acting_for
from tests.office import ASA, BO, NORDANVIK, SUND, Bill, Customer, Office, open_office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
ON = date(2026, 3, 2)


@pytest.fixture
def office(db: None, tmp_path) -> Office:
    made = open_office(bundles=tmp_path, inbox=None, server=None)
    bills = (
        NORDANVIK,
        replace(SUND, due="2026-02-14"),
        replace(ASA, due="2026-02-15"),
        replace(BO, due="2026-02-27"),
    )
    made.receive(*bills, on=RECEIVED_ON)
    return made


def names(office: Office, *, order: str = "sum", backwards: bool = False, **filters: object) -> list[str]:
    with acting_for([office.creditor]):
        lines, _ = list_cases(
            creditor=office.creditor, filters=Filters(**filters), order=order, backwards=backwards, on=ON
        )
    return [line.party for line in lines]


@pytest.mark.parametrize(
    ("order", "backwards", "shown"),
    [
        ("sum", False, ["Nordanvik AB", "Sunds kommun", "Bo Ek", "Åsa Öberg"]),
        ("sum", True, ["Åsa Öberg", "Bo Ek", "Sunds kommun", "Nordanvik AB"]),
        ("age", False, ["Nordanvik AB", "Sunds kommun", "Åsa Öberg", "Bo Ek"]),
        ("name", False, ["Bo Ek", "Nordanvik AB", "Sunds kommun", "Åsa Öberg"]),
        ("name", True, ["Åsa Öberg", "Sunds kommun", "Nordanvik AB", "Bo Ek"]),
        ("number", False, ["Bo Ek", "Åsa Öberg", "Sunds kommun", "Nordanvik AB"]),
    ],
)
def test_a_list_is_sorted_as_a_swede_sorts(
    office: Office, order: str, backwards: bool, shown: list[str]
) -> None:
    assert names(office, order=order, backwards=backwards) == shown


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({"from_ore": 8_000_00}, {"Nordanvik AB", "Sunds kommun"}),
        ({"to_ore": 3_000_00}, {"Åsa Öberg", "Bo Ek"}),
        ({"late_days": 10}, {"Nordanvik AB", "Sunds kommun", "Åsa Öberg"}),
        ({"kind": "public"}, {"Sunds kommun"}),
        ({"customer": "7"}, {"Nordanvik AB"}),
        ({"stage": "reminded"}, set()),
        ({"hold": "dispute"}, {"Åsa Öberg"}),
        ({"hold": "pause", "payment": "unpaid"}, {"Bo Ek"}),
        ({"runs": True}, {"Nordanvik AB", "Sunds kommun"}),
        ({"asks": True}, set()),
        ({"next_on": RECEIVED_ON}, {"Nordanvik AB", "Sunds kommun"}),
        ({"closed": True}, set()),
    ],
)
def test_filters_narrow_and_narrow_together(office: Office, filters: dict, shown: set[str]) -> None:
    open_dispute(creditor=office.creditor, number=3, on=ON, reason="Nej.")
    pause_case(creditor=office.creditor, number=4, on=ON, until=date(2026, 3, 20), reason="Sjuk.")
    assert set(names(office, **filters)) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("nordan", ["Nordanvik AB"]),
        ("öberg åsa", ["Åsa Öberg"]),
        ("ÅSA", ["Åsa Öberg"]),
        ("vik", []),
        ("1002", ["Åsa Öberg"]),  # invoice
        ("4", ["Bo Ek"]),  # case
        ("#4", ["Bo Ek"]),
        ("7", ["Nordanvik AB"]),  # customer
        ("559999-0149", ["Nordanvik AB"]),
        ("5599990149", ["Nordanvik AB"]),
        ("19900101-2385", ["Åsa Öberg"]),
        ("900101-2385", ["Åsa Öberg"]),
        ("'; DROP TABLE", []),
        ("a:*|b & (", []),
        ("99999999999999999999", []),
        ("   ", ["Nordanvik AB", "Sunds kommun", "Bo Ek", "Åsa Öberg"]),
    ],
)
def test_a_case_is_found_by_whatever_it_is_called(office: Office, typed: str, shown: list[str]) -> None:
    assert names(office, search=typed.strip()) == shown


def test_another_creditors_names_are_never_found(office: Office, tmp_path) -> None:
    other = open_office(
        bundles=tmp_path / "b", inbox=None, server=None, name="Annan AB", org_no="559999-0222"
    )
    stranger = Customer(number="1", name="Nordanvik Handel", org_no="559999-0321")
    other.receive(Bill(number="1", customer=stranger), on=RECEIVED_ON)

    assert names(office, search="nordanvik") == ["Nordanvik AB"]
    assert names(other, search="nordanvik") == ["Nordanvik Handel"]
    with acting_for([office.creditor]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM betalt_find_names(%s, %s, 10)", [other.creditor, "'nordanvik':*"]
        )
        assert cursor.fetchone() == (0,)


def test_another_creditors_customers_are_never_found(office: Office, tmp_path) -> None:
    other = open_office(
        bundles=tmp_path / "b", inbox=None, server=None, name="Annan AB", org_no="559999-0222"
    )
    stranger = Customer(number="1", name="Nordanvik Handel", org_no="559999-0321")
    other.receive(Bill(number="1", customer=stranger), on=RECEIVED_ON)

    with acting_for([office.creditor]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM betalt_find_customers(%s, %s, '', 0, 10)", [other.creditor, "'nordanvik':*"]
        )
        assert cursor.fetchone() == (0,)
        (found,) = list_customers(creditor=office.creditor, typed="nordan")
        behind = (found.sort_name, found.id)
        assert found.name == "Nordanvik AB"
        assert list_customers(creditor=office.creditor, typed="nordan", after=behind) == ()


@pytest.mark.parametrize("order", case_list.ORDERS)
@pytest.mark.parametrize("backwards", [False, True])
def test_pages_follow_one_another_without_a_gap(
    office: Office, order: str, backwards: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = names(office, order=order, backwards=backwards)
    monkeypatch.setattr(case_list, "PAGE", 3)
    of = {"creditor": office.creditor, "filters": Filters(), "order": order, "backwards": backwards, "on": ON}
    with acting_for([office.creditor]):
        first, place = list_cases(**of)
        second, end = list_cases(**of, after=place)

    assert [line.party for line in (*first, *second)] == whole
    assert (len(first), len(second), end) == (3, 1, "")


def test_pages_of_closed_cases_follow_one_another_though_none_has_a_next_day(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 4):
        stop_case(creditor=office.creditor, number=number, on=ON, reason="Dyrt.")
    monkeypatch.setattr(case_list, "PAGE", 2)
    of = {"creditor": office.creditor, "filters": Filters(closed=True), "order": "next", "on": ON}
    with acting_for([office.creditor]):
        first, place = list_cases(**of)
        second, _ = list_cases(**of, after=place)

    assert [line.number for line in (*first, *second)] == [1, 2, 4]


@pytest.mark.parametrize("order", case_list.ORDERS)
@pytest.mark.parametrize("after", ["None:1", "a:1", "0001-02-30:1", "1:²", f"1:{10**30}", f"{10**30}:1", ":"])
def test_a_place_that_no_page_writes_leads_nowhere_wrong(office: Office, order: str, after: str) -> None:
    of = {"creditor": office.creditor, "filters": Filters(), "order": order, "on": ON}
    with acting_for([office.creditor]):
        lines, end = list_cases(**of, after=after)

    assert (len(lines) in (0, 4), end) == (True, "")  # a name may be any text


def test_views_are_counted_and_summed_in_one_walk(office: Office) -> None:
    stop_case(creditor=office.creditor, number=4, on=ON, reason="Dyrt.")
    views = [Filters(), Filters(kind="public"), Filters(search="åsa"), Filters(closed=True)]
    with acting_for([office.creditor]), CaptureQueriesContext(connection) as ran:
        counted = count_views(creditor=office.creditor, views=views, on=ON)

    assert counted == [
        Counted(3, 23_500_00),
        Counted(1, 8_000_00),
        Counted(1, 3_000_00),
        Counted(1, 3_000_00),
    ]
    assert len(ran) == 3  # one walk over the open, one over the closed, and the search before


def test_cases_are_taken_by_filters_and_at_most_so_many(office: Office) -> None:
    with acting_for([office.creditor]):
        assert numbers_of(creditor=office.creditor, filters=Filters(), on=ON, at_most=3) == [1, 2, 3]
