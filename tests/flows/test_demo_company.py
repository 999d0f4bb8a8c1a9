"""A made-up company of a user's own: it lives its story in chunks, nothing leaves it, and it can be removed whole."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError

from betalt.core.access import Role
from betalt.flows import demo_company
from betalt.flows.day import run_day
from betalt.flows.demo_company import NoDemo, go_forward, open_demo, remove_demo
from betalt.flows.invite import InvitationUnclear, Offer, invite
from betalt.flows.long_work import do_chunk
from betalt.flows.setup import say_bank_checked
from betalt.flows.users import add_user
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from betalt.records import queue
from betalt.records.scope import acting_for
from betalt.records.sql import fetch
from betalt.values.days import add_days
from tests.office import Office, morning

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
LIVED_ON = date(2026, 2, 5)


@pytest.fixture
def demo(db: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """A demo that has lived its first four days."""
    monkeypatch.setattr(demo_company, "DAYS", 4)
    user = add_user(email="nyfiken@example.com", name="Nyfiken Exempel")
    creditor = open_demo(user=user, on=TODAY)
    assert open_demo(user=user, on=TODAY) == creditor
    with acting_for([creditor]):
        work = m.LongWork.objects.of(creditor).get().id
    while do_chunk(creditor=creditor, work=work, kinds=WORK_KINDS, on=TODAY):
        pass
    with acting_for([creditor]):
        assert m.LongWork.objects.of(creditor).get().state == "done"
    return creditor


def test_it_lives_its_story_and_goes_at_a_button_and_no_real_outlet_takes_its_letters(
    demo: int, office: Office
) -> None:
    with acting_for([demo]):
        home = m.Creditor.objects.get(id=demo)
        assert m.Case.objects.of(demo).count() > 30
        assert set(m.Letter.objects.of(demo).values_list("state", flat=True)) == {"handed_over"}
    assert (home.name, home.slug, home.is_demo) == ("Exempel AB – demo", "exempel-ab-demo", True)
    assert home.last_run_on == LIVED_ON
    assert go_forward(creditor=demo) == add_days(LIVED_ON, 1)

    assert demo not in [home.creditor for home in queue.homes()]
    say_bank_checked(creditor=demo, through=add_days(LIVED_ON, 1))
    run_day(on=add_days(LIVED_ON, 2), at=morning(TODAY), creditors_only=[demo], outlet=office.outlet)
    run_day(on=TODAY, at=morning(TODAY), outlet=office.outlet)
    with acting_for([demo]):
        assert m.Creditor.objects.get(id=demo).last_run_on == add_days(LIVED_ON, 2)
        assert not m.Delivery.objects.of(demo).filter(on=add_days(LIVED_ON, 2)).exists()
        assert m.Letter.objects.of(demo).filter(state="ready").exists()
    assert office.inbox.mails == []


@pytest.mark.raw_rows
def test_the_database_itself_keeps_it_and_removes_it_alone(demo: int, office: Office) -> None:
    with acting_for([demo]):
        letter = m.Letter.objects.of(demo).order_by("id")[0].id
        new: dict[str, Any] = {"creditor_id": demo, "letter_id": letter, "channel": "email", "attempt": 9}
    for creditor, act, said in (
        (demo, lambda: m.Delivery.objects.create(**new, on=TODAY), "never leave"),
        (demo, lambda: m.Creditor.objects.filter(id=demo).update(is_demo=False), "first day or never"),
        (demo, lambda: m.Event.objects.of(demo).delete(), "denied|never changed"),
        (
            office.creditor,
            lambda: fetch("SELECT betalt_remove_demo(%s)", [office.creditor]),
            "no demo of yours",
        ),
        (office.creditor, lambda: fetch("SELECT betalt_remove_demo(%s)", [demo]), "no demo of yours"),
    ):
        with pytest.raises(DatabaseError, match=said), acting_for([creditor]):
            act()
    with pytest.raises(NoDemo):
        remove_demo(creditor=office.creditor)
    offer = Offer(email="gast@example.com", role=Role.READ_ONLY, by=1, by_name="N")
    with pytest.raises(InvitationUnclear) as refused:
        invite(
            creditor=demo, offer=offer, at=morning(TODAY), outlet=office.outlet, address="https://x.example",
            language="sv", role_name="Läsare",
        )  # fmt: skip
    assert refused.value.code == "demo"

    remove_demo(creditor=demo)

    with acting_for([demo]):
        left = [kind.objects.filter(creditor_id=demo).count() for kind in (m.Event, m.File, m.Letter, m.Case)]
        assert left == [0, 0, 0, 0]
        assert not m.Creditor.objects.filter(id=demo).exists()
