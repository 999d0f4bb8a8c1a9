"""No page breaks, whatever stands in its address or its forms: it answers, or says what was wrong."""

import inspect
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.forms import Form

import betalt.web
from betalt.flows.bank_file import receive_payments
from betalt.flows.upload import keep_upload
from tests.flows.bank import Paid, camt
from tests.office import Office
from tests.web import crawl
from tests.web.company import ON
from tests.web.conftest import Browser
from tests.web.forms_of import Sent, forms_of
from tests.web.test_walls import NAMES, PAGES, address

HOSTILE = {
    "nul": "\x00",
    "huge": str(10**30),
    "negative": "-1",
    "arabic_digit": "٣",  # str.isdecimal() is true of it
    "superscript": "²",  # str.isdigit() is true of it
    "past_bigint": str(2**63),
    "past_integer": str(2**31),
    "zero": "0",
    "long": "x" * 20_000,
    "quote": "'; --",
    "percent": "%",
    "empty_pair": ":",
    "pair": "a:1",
    "first_day": "0001-01-01",
    "last_day": "9999-12-31",
    "last_moment": "9999-12-31T23:59:59-14:00",
}
_VIEWS = {name: entry.callback for name, entry, _ in PAGES}
READ = re.compile(r"""(?:\.get|\.getlist|POST|GET|given|asked)[(\[]\s*["'](\w+)["']""")
LIST = b"Fakturanr;Kund;Fakturadatum;F\xc3\xb6rfallodag;Belopp\n77;Sund AB;2026-02-02;2026-03-04;1500,00\n"


def _names_read() -> set[str]:
    """List every name that a view reads of an address or a form."""
    sources = Path(betalt.web.__file__).parent.rglob("*.py")
    return {name for source in sources for name in READ.findall(source.read_text(encoding="utf-8"))} | {
        "c0", "c1", "c2", "count", "kind-1", "delay-1", "gap-1", "answer-1", "repeat-1",
    }  # fmt: skip


_NAMES_READ = frozenset(_names_read())


def _values(name: str) -> list[str]:
    """Give what a page is asked with: everything, where its module reads an address at all."""
    module = inspect.getsource(inspect.getmodule(inspect.unwrap(_VIEWS[name])))
    return [*HOSTILE.values()] if "request.GET" in module else [HOSTILE["huge"]]


def _names_typed(form: type[Form] = Form) -> set[str]:
    own = set(getattr(form, "base_fields", ())) if form.__module__.startswith("betalt.web") else set()
    return own.union(*(_names_typed(each) for each in form.__subclasses__()))


def _asked(browser: Browser, method: str, where: str, told: dict[str, Any]) -> list[str]:
    """Ask for a page as if it had not been asked; tell how it broke, if it did."""
    browser.raise_request_exception = False
    with transaction.atomic():
        response = getattr(browser, method)(where, told)
        transaction.set_rollback(True)
    if response.status_code != 500:  # 503 says that no mail can be sent, which is so here
        return []
    return [f"{method} {where} {told} {response.exc_info[1]!r}"]


@pytest.fixture
def full(company: Office) -> Office:
    """The company with a payment that waits, and a list that is being looked at."""
    paid = Paid(amount="12500.00", name="Nordanvik Bygg AB", number="77")
    receive_payments(creditor=company.creditor, name="bank.xml", on=ON, data=camt(paid, on=date(2026, 3, 13)))
    keep_upload(creditor=company.creditor, name="lista.csv", data=LIST, on=ON)
    return company


@pytest.mark.parametrize("number", [0, 10**30])
def test_no_number_in_an_address_breaks_a_page(owner: Browser, slug: str, number: int) -> None:
    broken = []
    for name in NAMES:
        where = re.sub(r"/1(?=/|\b)", f"/{number}", address(slug, name))
        broken += _asked(owner, "get", where, {}) + _asked(owner, "post", where, {})

    assert broken == []


def test_nothing_asked_for_in_an_address_breaks_a_page(full: Office, owner: Browser, slug: str) -> None:
    found = dict(crawl.pages(owner, f"/k/{slug}/"))
    broken = []
    for name in NAMES:
        where = found.get(name, address(slug, name)).partition("?")[0]
        told = [dict.fromkeys(_NAMES_READ, value) for value in _values(name)]
        broken += [each for query in told for each in _asked(owner, "get", where, query)]

    assert broken == []


def test_nothing_sent_in_a_form_breaks_a_page(owner: Browser, slug: str) -> None:
    names = (_NAMES_READ | _names_typed()) - {"once"}
    broken = []
    for at, name in enumerate(NAMES):
        for value in [*HOSTILE.values()][at % 4 :: 4]:
            broken += _asked(owner, "post", address(slug, name), dict.fromkeys(names, value))

    assert broken == []


def test_no_single_field_of_a_page_s_own_forms_breaks_it(full: Office, owner: Browser, slug: str) -> None:
    broken = []
    for first, sent in enumerate(_own_forms(owner, slug)):
        for at, name in enumerate(sent.fields, start=first):
            for value in [*HOSTILE.values()][at % 8 :: 8]:
                broken += _asked(owner, sent.method, sent.to, {**sent.fields, name: value})

    assert broken == []


def _own_forms(owner: Browser, slug: str) -> Iterator[Sent]:
    """List the forms of every page that links lead to, each kind once."""
    known = set()
    for _, where in crawl.pages(owner, f"/k/{slug}/"):
        for sent in forms_of(owner.get(where), address=where):
            kind = (crawl.name_of(sent.to), *sent.fields)
            if kind not in known and kind[0] not in crawl.OWN:
                known.add(kind)
                yield sent


@pytest.mark.parametrize("where", ["/invited/%00/", "/account/login/?next=%00", "/?%00"])
def test_nul_is_refused_outside_an_office_too(owner: Browser, where: str) -> None:
    assert owner.get(where).status_code == 400
