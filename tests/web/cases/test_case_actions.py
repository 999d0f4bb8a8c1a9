"""What is done to a case from its page: each form leads to one flow, and nothing typed is lost."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from betalt.flows.hold import keep_step, pause_case
from betalt.flows.long_work import do_chunk
from betalt.flows.setup import say_bank_checked
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from tests.web.cases.test_case_pages import cases, seen, text
from tests.web.company import ON

__all__ = ["cases"]

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 foto"


def test_a_pause_is_given_and_undone(owner, company, cases) -> None:
    done = owner.post(f"{cases}3/do/pause/", {"until": "2026-03-30", "reason": "Sjuk."})
    assert (done.status_code, done.headers["Location"]) == (303, f"{cases}3/")

    page = owner.get(f"{cases}3/")
    assert "Anstånd till 30 mars" in text(page)
    assert "Bo Ek har anstånd." in text(page)
    owner.post(f"{cases}3/undo/", {"seen": seen(page)})
    assert (company.case(3).hold, company.happened(3)[-2:]) == ("none", ["paused", "undone"])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"until": "2026-03-01", "reason": "Sjuk."}, "Välj en dag efter 2026-03-16."),
        ({"until": "i morgon", "reason": "Sjuk."}, "Skriv dagen som 2026-11-23."),
        ({"until": "2026-03-30", "reason": " "}, "Skriv varför. En mening räcker."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(owner, company, cases, typed, told) -> None:
    response = owner.post(f"{cases}3/do/pause/", typed)

    assert response.status_code == 422
    assert told in text(response)
    assert "En sak behöver rättas." in text(response)
    assert all(value.strip() in response.content.decode() for value in typed.values())
    assert company.case(3).hold == "none"


def test_the_same_form_sent_twice_does_nothing_twice(owner, company, cases) -> None:
    form = {"amount": "500", "booked_on": "2026-03-16", "once": str(uuid4())}
    first = owner.post(f"{cases}3/do/payment/", form)
    again = owner.post(f"{cases}3/do/payment/", form)

    assert (first.status_code, again.status_code) == (303, 303)
    assert again.headers["Location"] == first.headers["Location"]
    assert [paid.amount_ore for paid in company.rows(m.Payment, booked_on=ON)] == [500_00]


def test_who_acts_on_a_case_that_was_changed_meanwhile_is_shown_what_and_keeps_what_was_typed(
    owner, company, cases
) -> None:
    form = owner.get(f"{cases}3/do/pause/")
    typed = {"until": "2026-03-30", "reason": "Vi väntar.", "seen": seen(form)}
    company.pay(3, 100_000, ON)
    response = owner.post(f"{cases}3/do/pause/", typed)

    assert response.status_code == 409
    shown = text(response)
    assert "Ärendet ändrades medan ni skrev." in shown
    assert "En betalning kom" in shown
    assert "Vi väntar." in response.content.decode()
    assert company.case(3).hold == "none"
    again = owner.post(f"{cases}3/do/pause/", {**typed, "seen": seen(response)})
    assert (again.status_code, company.case(3).hold) == (303, "pause")


def test_a_closed_action_says_why_and_is_refused_by_the_flow_too(owner, company, cases) -> None:
    pause_case(creditor=company.creditor, number=3, on=ON, until=date(2026, 3, 30), reason="Sjuk.")
    assert "Stängd: Kunden har anstånd. Häv det först." in text(owner.get(f"{cases}3/do/keep/"))
    response = owner.post(f"{cases}3/do/keep/", {"until": "2026-03-30", "reason": "Ringer."})

    assert response.status_code == 422
    assert "Kunden har anstånd. Häv det först." in text(response)


@pytest.mark.parametrize(
    ("role", "action", "status"),
    [
        ("read_only", "note", 403),
        ("read_only", "pause", 403),
        ("case_worker", "payment", 403),
        ("case_worker", "write_off", 403),
        ("case_worker", "note", 303),
        ("approver", "note", 403),
        ("approver", "write_off", 303),
        ("bookkeeper", "payment", 303),
        ("bookkeeper", "stop", 403),
        ("bureau_admin", "address", 303),
    ],
)
def test_a_role_does_what_its_rights_let_it(as_user, cases, role, action, status) -> None:
    typed = {
        "text": "Ringde.", "until": "2026-03-30", "reason": "Därför.", "amount": "100",
        "booked_on": "2026-03-16", "address": "Nygatan 2\n411 02 Göteborg", "source": "customer",
    }  # fmt: skip
    assert as_user(role).post(f"{cases}3/do/{action}/", typed).status_code == status


def test_an_objection_comes_with_its_file_and_is_answered(owner, company, cases) -> None:
    typed = {
        "reason": "Kranen läcker.", "amount": "1 000,00", "deadline_on": "2026-03-30",
        "document": SimpleUploadedFile("kran.pdf", PDF),
    }  # fmt: skip
    assert owner.post(f"{cases}3/do/dispute/", typed).status_code == 303
    shown = owner.get(f"{cases}3/")
    assert "kran.pdf" in text(shown)
    assert "Bestridd del, 1 000,00 kr" in text(shown)

    link = re.search(r'href="([^"]+/document/\d+/)"', shown.content.decode()).group(1)
    kept = owner.get(link)
    assert (kept.content, kept.headers["Content-Type"]) == (PDF, "application/pdf")
    assert kept.headers["Content-Disposition"].startswith("attachment")

    owner.post(f"{cases}3/do/answer_dispute/", {"outcome": "rejected", "reason": "Den är hel."})
    (dispute,) = company.rows(m.Dispute)
    assert (dispute.outcome, company.case(3).hold) == ("rejected", "none")


def test_a_plan_is_worked_out_first_and_agreed_on_then(owner, company, cases) -> None:
    typed = {"parts": "3", "first_on": "2026-04-30", "charged": "on"}
    preview = owner.post(f"{cases}3/do/plan/", {**typed, "do": "preview"})
    assert preview.status_code == 200
    assert "Avgiften för planen, 170,00 kr, är med." in text(preview)
    assert company.rows(m.Plan) == []

    assert owner.post(f"{cases}3/do/plan/", {**typed, "do": "act"}).status_code == 303
    assert company.fees(3)[-1] == ("plan", ON, True)
    shown = text(owner.get(f"{cases}3/"))
    assert "Rat på 1 056,00 kr" in shown
    assert "Avbetalning" in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"parts": "1", "first_on": "2026-04-30"}, "Välj mellan 2 och 36 rater."),
        ({"parts": "3", "first_on": "2026-03-16"}, "Välj en dag efter 2026-03-16."),
        ({"parts": "3", "first_on": ""}, "Välj en dag."),
    ],
)
def test_a_plan_that_is_none_is_refused(owner, cases, typed, told) -> None:
    response = owner.post(f"{cases}3/do/plan/", typed)

    assert response.status_code == 422
    assert told in text(response)


def test_an_invoice_is_credited_once_by_its_number(owner, company, cases) -> None:
    typed = {"invoice": "1003", "amount": "1 000", "ground": "error", "key": "K7"}
    assert owner.post(f"{cases}3/do/credit/", typed).status_code == 303
    again = owner.post(f"{cases}3/do/credit/", typed)
    too_much = owner.post(f"{cases}3/do/credit/", {**typed, "key": "K8", "amount": "9 000"})

    assert company.claim(3, ON).principal == 2_000_00
    assert "Fakturan är krediterad med K7 redan." in text(again)
    assert "högst 2 000,00 kr" in text(too_much)


def test_another_cases_invoice_cannot_be_credited_from_here(owner, company, cases) -> None:
    typed = {"invoice": "1001", "amount": "1 000", "ground": "error", "key": "K7"}

    assert owner.post(f"{cases}3/do/credit/", typed).status_code == 422
    assert company.rows(m.CreditNote) == []


def test_an_address_is_changed_with_its_source(owner, company, cases) -> None:
    typed = {"address": "  Nygatan 2 \n\n411 02 Göteborg ", "source": "population_register"}
    owner.post(f"{cases}3/do/address/", typed)

    (party,) = company.rows(m.Party, name="Bo Ek")
    assert party.address == ["Nygatan 2", "411 02 Göteborg"]
    assert "Välj ett av alternativen." in text(owner.post(f"{cases}3/do/address/", {"address": "Nygatan 2"}))
    assert "Skriv en adress eller en e-postadress." in text(
        owner.post(f"{cases}3/do/address/", {"source": "customer"})
    )


@pytest.mark.parametrize(
    ("action", "outcome", "said"),
    [
        ("stop", "stopped", "Bo Ek: skulden drivs inte"),
        ("write_off", "written_off", "Bo Ek: skulden är avskriven"),
    ],
)
def test_what_is_given_up_is_undone_the_same_day(owner, company, cases, action, outcome, said) -> None:
    owner.post(f"{cases}3/do/{action}/", {"reason": "För dyrt."})
    page = owner.get(f"{cases}3/")

    assert company.case(3).outcome == outcome
    assert said in text(page)
    owner.post(f"{cases}3/undo/", {"seen": seen(page)})
    assert (company.case(3).outcome, company.case(3).stage) == ("", "reminded")


def test_only_who_may_take_in_money_takes_a_payment_back(owner, as_user, company, cases) -> None:
    owner.post(f"{cases}3/do/payment/", {"amount": "100", "booked_on": ON.isoformat(), "invoice": ""})
    page = owner.get(f"{cases}3/")
    refused = as_user("case_worker").post(f"{cases}3/undo/", {"seen": seen(page)})
    assert (refused.status_code, company.happened(3)[-1]) == (403, "paid")

    owner.post(f"{cases}3/undo/", {"seen": seen(page)})
    assert company.happened(3)[-1] == "undone"


def test_what_somebody_else_has_touched_since_is_not_undone(owner, company, cases) -> None:
    owner.post(f"{cases}3/do/keep/", {"until": "2026-03-30", "reason": "Ringer."})
    page = owner.get(f"{cases}3/")
    company.pay(3, 100, ON)
    owner.post(f"{cases}3/undo/", {"seen": seen(page)})

    assert company.case(3).hold == "person"
    assert "Inget är gjort." in text(owner.get(f"{cases}3/"))


def test_a_bureau_without_a_licence_reads_why_the_demand_waits_for_the_owner(as_user, company, cases) -> None:
    say_bank_checked(creditor=company.creditor, through=date(2026, 3, 15))
    bureau = as_user("bureau_admin")
    page = bureau.get(f"{cases}3/")
    assert "Byrån får inte släppa ett inkassokrav" in text(page)

    bureau.post(f"{cases}3/approve/", {"seen": seen(page)})
    assert company.rows(m.LongWork, kind="approve") == []
    assert "Byrån får inte släppa" in text(bureau.get(f"{cases}3/"))


def test_a_question_is_answered_with_a_yes_from_the_page(owner, as_user, company, cases) -> None:
    say_bank_checked(creditor=company.creditor, through=date(2026, 3, 15))
    assert as_user("case_worker").post(f"{cases}3/approve/").status_code == 403
    page = owner.get(f"{cases}3/")
    owner.post(f"{cases}3/approve/", {"seen": seen(page)})

    assert company.case(3).released_step == 0, "a yes can be undone for ten minutes"
    (work,) = company.rows(m.LongWork, kind="approve")
    do_chunk(creditor=company.creditor, work=work.id, kinds=WORK_KINDS, on=ON)
    assert (company.case(3).released_step, company.happened(3)[-1]) == (3, "approved")
    owner.post(f"{cases}3/approve/", {"seen": "999999999"})
    assert "Inget väntar längre på ert ja" in text(owner.get(f"{cases}3/"))


def test_a_step_that_is_not_ripe_is_not_hurried(owner, company, cases) -> None:
    response = owner.post(f"{cases}3/do/send_now/")

    assert response.status_code == 422
    assert "Inget brev går förrän gårdagens betalningar är inlästa." in text(response)


def test_one_thing_is_done_to_many_and_the_others_are_told_why_not(owner, company, cases) -> None:
    keep_step(creditor=company.creditor, number=1, on=ON, until=date(2026, 3, 30), reason="Ringer.")
    preview = owner.get(f"{cases}many/", {"do": "pause", "case": ["1", "2", "3"]})
    assert "Ge anstånd i 2 ärenden" in text(preview)
    assert "1: Steget hålls kvar. Häv spärren först." in text(preview)

    typed = {"do": "pause", "case": ["1", "2", "3"], "until": "2026-03-30", "reason": "Helg."}
    assert owner.post(f"{cases}many/", typed).status_code == 303
    assert [company.case(number).hold for number in (1, 2, 3, 4)] == ["person", "pause", "pause", "none"]
    assert "2 ärenden har anstånd." in text(owner.get(cases))


def test_all_that_a_filter_leaves_can_be_chosen(owner, cases) -> None:
    preview = owner.get(f"{cases}many/", {"do": "stop", "all": "1", "kind": "consumer"})
    assert "Sluta driva 2 ärenden" in text(preview)


def test_many_ask_for_a_choice_a_reason_and_the_right(owner, as_user, cases) -> None:
    assert owner.get(f"{cases}many/", {"do": "pause"}).status_code == 303
    late = owner.post(f"{cases}many/", {"do": "pause", "case": ["2"], "until": "2026-03-01", "reason": "x"})
    assert (late.status_code, "Välj en dag efter" in text(late)) == (422, True)
    assert as_user("case_worker").post(f"{cases}many/", {"do": "stop", "case": ["2"]}).status_code == 403
