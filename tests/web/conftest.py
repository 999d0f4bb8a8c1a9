"""A company with some life, one user of each role and a stranger, and browsers that are signed in as them."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from betalt.core.access import Role
from betalt.flows.setup import NewCreditor, set_up_creditor
from betalt.flows.users import add_user, give_place
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.web import clock
from tests.office import Inbox, Office, open_office, serve
from tests.web.company import ON, live

PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


class Browser(Client):
    """A client whose forms carry a one-time key, as every form of ours does, unless the test brings its own."""

    def post(self, path: str, data: Any = None, *args: Any, **more: Any) -> Any:
        """Send a form."""
        if data is None or isinstance(data, dict):
            data = {"once": str(uuid4()), **(data or {})}
        return super().post(path, data, *args, **more)


@pytest.fixture(autouse=True)
def _office_settings(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STORAGES = PLAIN  # no file is collected, and none is looked for
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(clock, "today", lambda: ON)


@pytest.fixture(scope="module")
def _life(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """Live the company's life once a module, in a transaction that each test's own stands inside."""
    inbox = Inbox()
    controller, server = serve(inbox)
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        office = open_office(bundles=tmp_path_factory.mktemp("bundles"), inbox=inbox, server=server)
        live(office)
    yield office
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
    controller.stop()


@pytest.fixture
def company(_life: Office, db: None) -> Office:
    """A creditor whose cases stand at different steps on the day ON; what a test does to it is taken back."""
    return _life


@pytest.fixture
def cast(company: Office) -> dict[str, m.User]:
    """One user of each role at the company, and `stranger`, the owner of another company."""
    found = {}
    for role in Role:
        user = add_user(email=f"{role}@gotaror.example", name=f"{role.title()} Exempel")
        give_place(creditor=company.creditor, user=user, role=role, on=ON)
        found[str(role)] = m.User.objects.get(id=user)
    other = NewCreditor(name="Annan AB", org_no="559999-0222", address=("Gatan 1",), bankgiro="5050-1055")
    user = add_user(email="agare@annan.example", name="Stranger Exempel")
    set_up_creditor(creditor=other, on=ON, owner=user)
    found["stranger"] = m.User.objects.get(id=user)
    return found


@pytest.fixture
def slug(company: Office) -> str:
    """The company's name in the addresses."""
    with acting_for([company.creditor]):
        return str(m.Creditor.objects.get(id=company.creditor).slug)


@pytest.fixture
def as_user(cast: dict[str, m.User]) -> Iterator[Callable[..., Browser]]:
    """Sign in as a user, or by role; the database is the app's login from then on, which owns nothing."""

    def sign_in(who: Any) -> Browser:
        browser = Browser()
        browser.force_login(cast[who] if isinstance(who, str) else who)
        return browser

    with connection.cursor() as cursor:
        cursor.execute("SET ROLE betalt_app")
    cache.clear()
    yield sign_in
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def owner(as_user: Callable[..., Browser]) -> Browser:
    """The owner's browser."""
    return as_user("owner")
