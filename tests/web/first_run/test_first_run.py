"""The owner's first steps: a company in six steps that can be left, and a made-up one to look around in."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from betalt.core.process.document import from_json
from betalt.core.process.procedure import Kind
from betalt.flows.first_run import STEPS
from betalt.flows.users import add_user
from betalt.records import models as m
from betalt.records.queries.places import offices_of
from betalt.records.scope import acting_for
from tests.adapters.typesetting.pictures import png
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db

COMPANY = {
    "org_no": "559999-8209",
    "name": "Nya Rör AB",
    "address": "Gatan 1\n111 22 Exempelby",
    "f_tax": "on",
}
LIST = (
    "Fakturanummer;Kund;Kundnummer;Kundtyp;E-post;Adress;Postnummer;Ort;Fakturadatum;Förfallodatum;Belopp;Kvar;Avser\n"
    "1001;Anna Exempel;K1;privat;anna@exempel.se;Storgatan 1;111 22;Exempelby;2026-02-01;2026-03-03;1250,00;1250,00;"
    "Service\n"
).encode()


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[-1500:]
    return str(response.content.decode())


@pytest.fixture
def newcomer(as_user: Any) -> Browser:
    """Somebody who has just signed up."""
    user = add_user(email="ny@nyaror.example", name="Ny Exempel")
    browser: Browser = as_user(m.User.objects.get(id=user))
    browser.user = user  # type: ignore[attr-defined]
    return browser


def mine(browser: Any) -> m.Creditor:
    """The creditor that the newcomer has begun with."""
    (row,) = offices_of(user=browser.user)
    with acting_for([row.creditor]):
        found: m.Creditor = m.Creditor.objects.get(id=row.creditor)
    return found


def imports(browser: Any) -> list[str]:
    """The states of the newcomer's lists."""
    home = mine(browser).id
    with acting_for([home]):
        return [row.state for row in m.Import.objects.of(home)]


def begun(browser: Any) -> str:
    """Begin with a company; return the address of its steps."""
    assert browser.post("/begin/", COMPANY).status_code == 303
    return f"/k/{mine(browser).slug}/begin/"


def test_who_has_no_company_is_led_to_begin(newcomer: Any) -> None:
    assert newcomer.get("/").headers["Location"] == "/begin/"
    assert "Exempel AB" in body(newcomer.get("/begin/"))


def test_six_steps_lead_to_the_dry_run_and_nothing_goes_before_the_yes(newcomer: Any) -> None:
    steps = begun(newcomer)
    assert newcomer.get(steps).headers["Location"] == f"{steps}payment/"
    newcomer.post(f"{steps}payment/", {"bankgiro": "5050-1055"})
    newcomer.post(f"{steps}sender/", {"email": "svar@nyaror.example", "phone": "090-1"})
    newcomer.post(f"{steps}terms/")
    newcomer.post(f"{steps}procedure/", {"consumer": "ask", "business": "ready", "public": "ready"})
    assert mine(newcomer).first_run_left == ["file"]

    office = steps.removesuffix("begin/")
    file = SimpleUploadedFile("lista.csv", LIST)
    check = newcomer.post(f"{office}imports/", {"file": file}).headers["Location"]
    ahead = newcomer.post(check, {}).headers["Location"]
    shown = body(newcomer.get(ahead))
    assert "Provkörning av lista.csv" in shown
    assert "Vänlig påminnelse" in shown
    assert imports(newcomer) == ["waiting"]

    said = newcomer.post(f"{ahead}yes/")
    assert said.headers["Location"] == office
    assert imports(newcomer) == ["released"]
    home = mine(newcomer)
    with acting_for([home.id]):
        ladder = from_json(m.Procedure.objects.of(home.id).get(kind="consumer", active=True).steps)
    assert {step.automatic for step in ladder.steps if step.kind is not Kind.ASK} == {False}
    assert home.first_run_left == []


def test_steps_can_be_skipped_but_no_letter_goes_without_an_account(newcomer: Any) -> None:
    steps = begun(newcomer)
    for step in STEPS[1:]:
        newcomer.post(
            f"{steps}{step}/", {"skip": "1", "consumer": "ready", "business": "ready", "public": "ready"}
        )
    assert mine(newcomer).first_run_left == ["payment"]

    office = steps.removesuffix("begin/")
    check = newcomer.post(f"{office}imports/", {"file": SimpleUploadedFile("l.csv", LIST)}).headers[
        "Location"
    ]
    batch = newcomer.post(check, {}).headers["Location"]
    assert "Utan det kan inget brev gå" in body(newcomer.get(batch))
    newcomer.post(f"{batch}release/")
    assert imports(newcomer) == ["waiting"]
    assert "steg kvar" in body(newcomer.get(office))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"org_no": "559999-8208"}, "kontrollsiffran eller formen"),
        ({"address": " \n "}, "Nya Rör AB"),
        ({"vat_number": "SE559999820801"}, "inget svenskt momsnummer"),
        ({"vat_number": "DE559999820901"}, "inget svenskt momsnummer"),
        ({"org_no": "850709-9805", "vat_number": "SE850709980501"}, "innehåller personnumret"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    newcomer: Any, wrong: dict[str, str], said: str
) -> None:
    page = body(newcomer.post("/begin/", {**COMPANY, **wrong}), 422)

    assert said in page
    assert 'value="Nya Rör AB"' in page
    assert offices_of(user=newcomer.user) == []


def test_a_company_that_is_here_is_told_and_begins_again_only_on_purpose(newcomer: Any, company: Any) -> None:
    with acting_for([company.creditor]):
        number = m.Creditor.objects.get(id=company.creditor).org_no
    page = body(newcomer.post("/begin/", {**COMPANY, "org_no": number}), 422)
    assert "Be den som äger det att bjuda in er" in page

    assert newcomer.post("/begin/", {**COMPANY, "org_no": number, "again": "on"}).status_code == 303
    assert "Ni har redan Nya Rör AB" in body(newcomer.post("/begin/", {**COMPANY, "org_no": number}), 422)


def test_the_same_form_sent_twice_begins_once(newcomer: Any) -> None:
    key = {"once": str(uuid4())}
    first, second = (newcomer.post("/begin/", {**COMPANY, **key}) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert len(offices_of(user=newcomer.user)) == 1
    assert newcomer.post("/begin/", {**COMPANY, "once": ""}).status_code == 400


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"bankgiro": "5050-1056"}, "inget bankgironummer"),
        ({"plusgiro": "1234"}, "inget plusgironummer"),
        ({"bankgiro": "5050-1055", "swish": "0701234567890"}, "tio siffror"),
        ({"swish": "1234679304"}, "Swish räcker inte"),
    ],
)
def test_an_account_is_checked(newcomer: Any, typed: dict[str, str], said: str) -> None:
    steps = begun(newcomer)
    page = body(newcomer.post(f"{steps}payment/", typed), 422)

    assert said in page
    assert all(f'value="{value}"' in page for value in typed.values())
    assert mine(newcomer).bankgiro == ""


def test_a_logotype_is_seen_on_the_letter_and_kept_though_the_rest_is_wrong(newcomer: Any) -> None:
    steps = begun(newcomer)
    picture = SimpleUploadedFile("logo.png", png(640, 160))
    page = body(
        newcomer.post(f"{steps}sender/", {"email": "ingen adress", "phone": "090-1", "logo": picture}), 422
    )
    assert 'value="090-1"' in page
    assert len(mine(newcomer).logo_sha256) == 64

    settings = steps.replace("begin/", "settings/")
    drawn, pdf = newcomer.get(f"{settings}letter.png"), newcomer.get(f"{settings}letter.pdf")
    assert drawn.content.startswith(b"\x89PNG")
    assert pdf.content.startswith(b"%PDF-1.7")
    newcomer.post(f"{steps}sender/", {"email": "a@b.example", "no_logo": "on"})
    assert mine(newcomer).logo_sha256 == ""
    assert newcomer.get(f"{settings}letter.png").content != drawn.content


def test_a_picture_that_could_harm_is_refused_with_its_reason(newcomer: Any) -> None:
    steps = begun(newcomer)
    picture = SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>")
    page = body(newcomer.post(f"{steps}sender/", {"logo": picture}), 422)

    assert "Bilden måste vara PNG eller JPEG" in page
    assert mine(newcomer).logo_sha256 == ""


def test_the_texts_to_paste_can_be_copied_without_inline_script(newcomer: Any) -> None:
    page = body(newcomer.get(f"{begun(newcomer)}terms/"))

    assert page.count("data-copy=") == 16
    assert "påminnelseavgift på 60 kronor" in page
    assert "antas aldrig" in page
    assert "onclick" not in page
