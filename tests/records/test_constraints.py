"""What the database itself refuses, whatever a program tries."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.records.one_of_each import DAY, FENCED, one_of_each, values

pytestmark = [pytest.mark.django_db, pytest.mark.raw_rows]


@pytest.fixture
def rows(db: None) -> dict[Any, Any]:
    return one_of_each(m.Creditor.objects.create(name="Vårt AB", org_no="5599998001").id)


def add(model: Any, rows: dict[Any, Any], **more: Any) -> Any:
    """Make a row like the one that is there, with some of it changed."""
    there = rows[model]
    like = {f.name: getattr(there, f.name) for f in model._meta.local_fields if not f.primary_key}
    return model(**{**like, **more})


REFUSED = [
    ("case_open_has_next_day", m.Case, {"number": 2, "next_look_on": None}),
    ("case_open_has_next_day", m.Case, {"number": 2, "closed_on": DAY}),
    ("case_open_has_next_day", m.Case, {"number": 2, "stage": "closed", "closed_on": DAY}),
    ("case_open_has_next_day", m.Case, {"number": 2, "stage": "closed", "next_look_on": None}),
    ("case_number_once", m.Case, {}),
    ("letter_demand_never_by_email", m.Letter, {"kind": "demand"}),
    ("letter_demand_never_by_email", m.Letter, {"kind": "final_notice"}),
    ("letter_handed_over_has_day", m.Letter, {"state": "handed_over"}),
    ("letter_state_known", m.Letter, {"state": "perhaps"}),
    ("letter_once_a_step", m.LetterCase, {}),
    ("delivery_one_that_may_have_left", m.Delivery, {"attempt": 2}),
    ("delivery_one_that_may_have_left", m.Delivery, {"attempt": 2, "state": "unknown"}),
    ("delivery_attempt_once", m.Delivery, {"state": "later"}),
    ("delivery_state_known", m.Delivery, {"attempt": 2, "state": "perhaps"}),
    ("measure_once_a_step", m.Measure, {}),
    ("question_once", m.Question, {}),
    ("dispute_one_open", m.Dispute, {}),
    ("attachment_once", m.Attachment, {}),
    ("saved_view_once", m.SavedView, {}),
    ("plan_one_running", m.Plan, {}),
    ("instalment_once", m.Instalment, {}),
    ("membership_once", m.Membership, {}),
    ("membership_role_known", m.Membership, {"role": "king"}),
    ("invitation_one_open", m.Invitation, {"email": "Somebody@Example.com"}),
    ("invitation_role_known", m.Invitation, {"email": "b@example.com", "role": "king"}),
    ("invitation_state_known", m.Invitation, {"state": "lost"}),
    ("payment_once", m.Payment, {}),
    ("payment_amount_positive", m.Payment, {"key": "other", "amount_ore": 0}),
    ("payment_kind_known", m.Payment, {"key": "other", "kind": "gift"}),
    ("payment_state_known", m.Payment, {"key": "other", "state": "lost"}),
    ("sighting_once_a_format", m.Sighting, {}),
    ("suggestion_once", m.Suggestion, {}),
    ("known_payer_once", m.KnownPayer, {}),
    ("payout_once", m.Payout, {}),
    ("book_export_once", m.BookExport, {}),
    ("daily_mail_once", m.DailyMail, {}),
    ("daily_mail_state_known", m.DailyMail, {"on": date(2026, 9, 9), "state": "lost"}),
    ("refund_amount_positive", m.Refund, {"amount_ore": 0}),
    ("refund_way_known", m.Refund, {"way": "cash"}),
    ("refund_state_known", m.Refund, {"state": "lost"}),
    ("refund_paid_has_day", m.Refund, {"state": "paid"}),
    ("refund_ordered_has_payout", m.Refund, {"state": "ordered", "payout": None}),
    ("match_once", m.Match, {}),
    ("match_amount_positive", m.Match, {"amount_ore": -1}),
    ("credit_once", m.CreditNote, {}),
    ("credit_ground_known", m.CreditNote, {"key": "other", "ground": "whim"}),
    ("credit_amount_positive", m.CreditNote, {"key": "other", "amount_ore": 0}),
    ("posting_positive", m.Posting, {"ore": 0}),
    ("posting_two_accounts", m.Posting, {"debit": "1510", "credit": "1510"}),
    ("invoice_number_once", m.Invoice, {}),
    ("invoice_amount_positive", m.Invoice, {"number": "2", "amount_ore": 0}),
    ("invoice_parts_within_amount", m.Invoice, {"number": "2", "settled_before_ore": 2}),
    ("invoice_parts_within_amount", m.Invoice, {"number": "2", "tax_office_share_ore": -1}),
    ("invoice_debtor_kind_known", m.Invoice, {"number": "2", "debtor_kind": "friend"}),
    ("party_number_once", m.Party, {}),
    ("party_kind_known", m.Party, {"number": "2", "kind": "friend"}),
    ("agreement_once", m.Agreement, {}),
    ("agreement_clause_known", m.Agreement, {"clause": "anything", "agreed_on": date(2026, 1, 1)}),
    ("procedure_one_active", m.Procedure, {"version": 2}),
    ("procedure_version_once", m.Procedure, {"active": False}),
    ("import_state_known", m.Import, {"state": "lost"}),
    ("run_once_a_day", m.Run, {}),
    ("bundle_name_once", m.Bundle, {}),
    ("file_once", m.File, {}),
    ("source_file_once", m.SourceFile, {}),
    ("mapping_name_once", m.Mapping, {}),
    ("work_state_known", m.LongWork, {"state": "lost"}),
    ("work_done_within_total", m.LongWork, {"done": 3, "total": 2}),
    ("work_done_within_total", m.LongWork, {"done": -1}),
]  # fmt: skip


@pytest.mark.parametrize(("constraint", "model", "change"), REFUSED)
def test_the_database_refuses(
    rows: dict[Any, Any], constraint: str, model: Any, change: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        add(model, rows, **change).save(force_insert=True)


def test_every_constraint_is_tried() -> None:
    named = {constraint for constraint, *_ in REFUSED}
    ours = {c.name for model in FENCED for c in model._meta.constraints}

    assert ours == named


def test_a_creditor_writes_in_a_language_that_the_letters_have(db: None) -> None:
    with pytest.raises(IntegrityError, match="creditor_language_known"):
        m.Creditor.objects.create(name="Vårt AB", org_no="5599998001", language="fi")


ALLOWED = [
    (m.LetterCase, {"live": False}),
    (m.LetterCase, {"round": 2}),
    (m.Delivery, {"attempt": 2, "state": "later"}),
    (m.Measure, {"withdrawn_on": DAY}),
    (m.Dispute, {"closed_on": DAY}),
    (m.Plan, {"ended_on": DAY}),
]


@pytest.mark.parametrize(("model", "change"), ALLOWED)
def test_what_is_over_and_done_stands_beside_what_is_not(
    rows: dict[Any, Any], model: Any, change: dict[str, Any]
) -> None:
    add(model, rows, **change).save(force_insert=True)

    assert model.objects.count() == 2


@pytest.mark.parametrize("model", [m.Event, m.Posting, m.File])
@pytest.mark.parametrize("as_app", [False, True])
def test_journal_postings_and_files_are_added_to_and_never_changed(
    rows: dict[Any, Any], model: Any, as_app: bool
) -> None:
    table, row = model._meta.db_table, rows[model]
    why = "permission denied" if as_app else "is added to and never changed"
    if as_app:
        with suppress(Error), acting_for([row.creditor_id]):
            pass  # from here on the rest of this transaction is the app's
    else:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    for statement in (f"UPDATE {table} SET id = id WHERE id = %s", f"DELETE FROM {table} WHERE id = %s"):
        with pytest.raises(Error, match=why), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row.id])


LEFT = ("sending", "handed_over", "bundled", "unknown", "withdrawn", "failed")


@pytest.mark.parametrize("state", LEFT)
@pytest.mark.parametrize(
    "change",
    [
        {"content": {"title": "another"}}, {"total_ore": 2}, {"kind": "note"}, {"letter_on": date(2026, 1, 1)},
        {"answer_by": date(2026, 1, 1)}, {"pdf": None}, {"channel": "post"}, {"party": "another"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_a_letter_that_is_no_longer_ours_to_write_is_never_changed(
    rows: dict[Any, Any], state: str, change: dict[str, Any]
) -> None:
    letter = rows[m.Letter]
    m.Letter.objects.filter(id=letter.id).update(state=state, handed_over_on=DAY)
    if "party" in change:
        change = {"party": add(m.Party, rows, number="2")}
        change["party"].save(force_insert=True)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        m.Letter.objects.filter(id=letter.id).update(**change)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        m.Letter.objects.filter(id=letter.id)._raw_delete("default")


def test_a_letter_that_left_may_still_come_back(rows: dict[Any, Any]) -> None:
    letter = rows[m.Letter]
    m.Letter.objects.filter(id=letter.id).update(state="handed_over", handed_over_on=DAY)

    assert m.Letter.objects.filter(id=letter.id).update(state="failed") == 1


def test_the_rows_of_these_tests_are_like_real_ones(rows: dict[Any, Any]) -> None:
    assert values(m.Posting, rows)["credit"] != values(m.Posting, rows)["debit"]
