"""Who works in an office: invited by mail, given a role, taken away, and never without an owner."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from betalt.flows.users import add_user
from betalt.records import models as m
from betalt.web import clock
from tests.office import Inbox, serve
from tests.web.conftest import Browser

NEW = {"email": "ny@example.com", "role": "case_worker"}


@pytest.fixture
def inbox(settings):
    inbox = Inbox()
    controller, server = serve(inbox)
    settings.MAIL_SERVER, settings.MAIL_FROM = server, "konto@betalt.example"
    yield inbox
    controller.stop()


@pytest.fixture
def people(slug):
    return f"/k/{slug}/people/"


def link_in(mail):
    text = message_from_bytes(mail, policy=default).get_body().get_content()
    return re.search(r"/invited/\S+/", text)[0]


def newcomer(email="ny@example.com"):
    user = m.User.objects.get(id=add_user(email=email, name="Ny Exempel"))
    browser = Browser()
    browser.force_login(user)
    return user, browser


def roles(company):
    return {place.user.email: place.role for place in company.rows(m.Membership)}


def test_an_invitation_is_taken_by_whoever_reads_the_mail(owner, company, people, inbox):
    sent = owner.post(people, NEW)
    user, browser = newcomer()
    link = link_in(inbox.mails[0])
    page = browser.get(link).content.decode()
    taken = browser.post(link)

    assert sent.headers["Location"] == people
    assert "Ni blir Handläggare." in page
    assert taken.headers["Location"] == "/"
    assert roles(company)[user.email] == "case_worker"
    assert browser.post(link).status_code == 404


def test_who_signs_in_later_is_led_back_to_the_invitation(owner, people, inbox):
    owner.post(people, NEW)
    link = link_in(inbox.mails[0])
    browser = Browser()
    page = browser.get(link).content.decode()
    _, browser_of_user = newcomer()
    browser_of_user.get(link)

    assert "Skapa ett konto med den adressen" in page
    assert browser_of_user.get("/").headers["Location"] == link


def test_another_address_does_not_take_it(owner, company, people, inbox):
    owner.post(people, NEW)
    user, browser = newcomer("annan@example.com")
    answer = browser.post(link_in(inbox.mails[0]))

    assert "Inbjudan gäller en annan e-postadress." in answer.content.decode()
    assert user.email not in roles(company)


def test_an_invitation_grows_too_old(owner, people, inbox, monkeypatch):
    owner.post(people, NEW)
    _, browser = newcomer()
    later = clock.moment() + timedelta(days=8)
    monkeypatch.setattr(clock, "moment", lambda: later)

    assert browser.get(link_in(inbox.mails[0])).status_code == 404


def test_an_invitation_is_taken_back(owner, company, people, inbox):
    owner.post(people, NEW)
    (made,) = company.rows(m.Invitation)
    owner.post(f"{people}withdraw/{made.id}/")
    _, browser = newcomer()

    assert browser.get(link_in(inbox.mails[0])).status_code == 404


def test_a_second_invitation_ends_the_first(owner, people, inbox):
    owner.post(people, NEW)
    owner.post(people, NEW)
    _, browser = newcomer()

    assert browser.get(link_in(inbox.mails[0])).status_code == 404
    assert browser.get(link_in(inbox.mails[1])).status_code == 200


def test_without_a_mail_server_nothing_is_offered(owner, company, people, settings):
    settings.MAIL_SERVER = None
    answer = owner.post(people, NEW)

    assert answer.status_code == 422
    assert "Vi når inte mejlservern" in answer.content.decode()
    assert [made.state for made in company.rows(m.Invitation)] == ["withdrawn"]


def test_who_works_here_is_not_invited_again(owner, people, inbox):
    answer = owner.post(people, {"email": "OWNER@gotaror.example", "role": "approver"})

    assert "Personen arbetar redan här." in answer.content.decode()
    assert inbox.mails == []


def test_a_role_is_changed_and_ended(owner, company, cast, people):
    member = f"{people}{cast['approver'].pk}/"
    owner.post(member, {"role": "bookkeeper"})
    changed = roles(company)["approver@gotaror.example"]
    owner.post(member, {"end": "1"})

    assert changed == "bookkeeper"
    assert "approver@gotaror.example" not in roles(company)


def test_the_last_owner_stays(owner, company, cast, people):
    member = f"{people}{cast['owner'].pk}/"

    for form in ({"role": "read_only"}, {"end": "1"}):
        answer = owner.post(member, form)
        assert answer.status_code == 422
        assert "Företaget måste ha en ägare." in answer.content.decode()
    assert owner.post(f"{people}leave/").headers["Location"] == people
    assert roles(company)["owner@gotaror.example"] == "owner"


def test_a_bureau_makes_and_unmakes_no_owner(as_user, company, cast, people):
    bureau = as_user("bureau_admin")
    bureau.post(f"{people}{cast['owner'].pk}/", {"role": "read_only"})
    bureau.post(f"{people}{cast['approver'].pk}/", {"role": "owner"})

    assert roles(company)["owner@gotaror.example"] == "owner"
    assert roles(company)["approver@gotaror.example"] == "approver"


def test_one_leaves_by_oneself(as_user, company, people):
    reader = as_user("read_only")

    assert reader.post(f"{people}leave/").headers["Location"] == "/"
    assert "read_only@gotaror.example" not in roles(company)
    assert reader.get(people).status_code == 404


def test_the_page_of_people_asks_a_constant_number_of_times(owner, people, django_assert_num_queries):
    owner.get(people)
    with django_assert_num_queries(10):
        owner.get(people)
