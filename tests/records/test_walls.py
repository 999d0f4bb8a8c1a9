"""A creditor's rows are neither seen nor written by another, in every table that has a creditor."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from betalt.records import models as m
from betalt.records.scope import AlreadyActing, acting_for
from tests.records.one_of_each import DAY, FENCED, one_of_each, references, values

pytestmark = [pytest.mark.django_db, pytest.mark.raw_rows]

APPEND_ONLY = {m.Event, m.Posting, m.File, m.Viewing}
OF_NO_CREDITOR = {"records_user", "records_formkey"}  # a user may belong to many


@pytest.fixture
def two(db: None) -> tuple[int, int, dict[Any, Any], dict[Any, Any]]:
    ours, theirs = (
        m.Creditor.objects.create(name=name, org_no="5599998001", address=["Rörgatan 4"]).id
        for name in ("Vårt AB", "Deras AB")
    )
    return ours, theirs, one_of_each(ours), one_of_each(theirs)


@contextmanager
def as_owner() -> Iterator[None]:
    """Be the tables' owner, whom no wall stops, so that only the constraints are left."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    yield


def test_every_table_but_the_creditors_own_is_fenced() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'records\\_%' AND relkind = 'r'")
        tables = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT tablename, qual, with_check FROM pg_policies WHERE policyname = 'creditor_wall'"
        )
        fenced = {name: (qual, check) for name, qual, check in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        walled = {name for (name,) in cursor.fetchall()}

    assert tables == {model._meta.db_table for model in FENCED} | {"records_creditor"} | OF_NO_CREDITOR
    assert (tables - OF_NO_CREDITOR, tables - OF_NO_CREDITOR) == (set(fenced), walled)
    assert all(qual and qual == check for qual, check in fenced.values())


def test_every_wall_is_read_once_for_a_statement() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual FROM pg_policies WHERE policyname = 'creditor_wall'")
        assert [name for name, qual in cursor.fetchall() if " IN ( SELECT unnest(" not in qual] == []


def test_joins_and_saved_rows_are_found_by_their_creditor(two: Any) -> None:
    ours, _, rows, _ = two
    joined = str(m.Event.objects.of(ours).filter(case__number=7).query)
    with acting_for([ours]), CaptureQueriesContext(connection) as ran:
        rows[m.Case].save(update_fields=["version"])
        assert m.Note.objects.of(ours).get().case == rows[m.Case]
    saved, _, fetched = [query["sql"] for query in ran if "SAVEPOINT" not in query["sql"]]

    assert '"records_case"."creditor_id" = ("records_event"."creditor_id")' in joined
    assert f'"creditor_id" = {ours}' in saved
    assert f'"creditor_id" = {ours}' in fetched


def test_the_app_owns_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = 'betalt_app'"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'betalt_app'")
        assert cursor.fetchone() == (False, False)


@pytest.mark.parametrize("model", FENCED)
def test_nobody_sees_or_changes_the_rows_of_another(two: Any, model: Any) -> None:
    ours, theirs, our_rows, their_rows = two
    with acting_for([ours]):
        assert [row.pk for row in model.objects.all()] == [our_rows[model].pk]
        if model not in APPEND_ONLY:
            assert model.objects.filter(pk=their_rows[model].pk).update(creditor_id=theirs) == 0
            assert model.objects.filter(pk=their_rows[model].pk)._raw_delete("default") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            model.objects.create(creditor_id=theirs, **values(model, their_rows))
        if model not in APPEND_ONLY:
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                model.objects.filter(pk=our_rows[model].pk).update(creditor_id=theirs)


@pytest.mark.parametrize("model", FENCED)
def test_who_names_no_creditor_sees_nothing(two: Any, model: Any) -> None:
    with acting_for([]):
        assert list(model.objects.all()) == []


@pytest.mark.parametrize("model", FENCED)
def test_a_job_that_holds_two_creditors_sees_both(two: Any, model: Any) -> None:
    ours, theirs, our_rows, their_rows = two
    with acting_for([ours, theirs]):
        assert {row.pk for row in model.objects.all()} == {our_rows[model].pk, their_rows[model].pk}


def test_a_creditor_sees_itself_alone(two: Any) -> None:
    ours, theirs, *_ = two
    with acting_for([ours]):
        assert [creditor.id for creditor in m.Creditor.objects.all()] == [ours]
        assert m.Creditor.objects.filter(id=theirs).update(name="Kapat AB") == 0


@pytest.mark.parametrize(
    ("model", "field"),
    [(model, field.name) for model in FENCED for field in references(model)],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_reference_cannot_cross_to_another_creditor(two: Any, model: Any, field: str) -> None:
    ours, _theirs, our_rows, their_rows = two
    crossing = their_rows[model._meta.get_field(field).related_model]
    with as_owner(), pytest.raises(IntegrityError, match="foreign key"):
        point_across(model, ours, our_rows, field, crossing)


def point_across(model: Any, ours: int, rows: dict[Any, Any], field: str, crossing: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if model in APPEND_ONLY:
            model.objects.create(creditor_id=ours, **{**values(model, rows), field: crossing})
        else:
            model.objects.filter(pk=rows[model].pk).update(**{field: crossing})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("model", FENCED)
def test_keys_lead_with_the_creditor(model: Any) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    keys = {name: c["columns"] for name, c in found.items() if c["primary_key"] or c["unique"]}

    assert [columns for columns in keys.values() if columns[0] != "creditor_id"] == []
    assert [c["columns"] for c in found.values() if c["primary_key"]] == [["creditor_id", "id"]]


def test_one_scope_is_not_opened_inside_another(two: Any) -> None:
    with acting_for([two[0]]), pytest.raises(AlreadyActing), acting_for([two[1]]):
        pass


@pytest.mark.parametrize(
    "finder",
    [
        "betalt_due('2099-01-01', NULL)", "betalt_to_send(NULL)", "betalt_to_thank('2026-03-02', NULL)",
    ],
)  # fmt: skip
def test_finders_of_work_tell_ids_and_nothing_else(two: Any, finder: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {finder} LIMIT 0")
        assert [column.name for column in cursor.description] == ["creditor_id", "id"]


def test_finders_of_work_are_for_the_app_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, has_function_privilege('betalt_retention', p.oid, 'execute') FROM pg_proc p "
            "WHERE p.proname IN ('betalt_due', 'betalt_to_send', 'betalt_to_thank', 'betalt_creditors')"
        )
        assert {allowed for _, allowed in cursor.fetchall()} == {False}


def test_due_work_is_found_across_creditors(two: Any) -> None:
    ours, theirs, our_rows, their_rows = two
    with acting_for([]), connection.cursor() as cursor:
        cursor.execute("SELECT creditor_id, id FROM betalt_due(%s, NULL)", [DAY])
        assert cursor.fetchall() == [(ours, our_rows[m.Case].id), (theirs, their_rows[m.Case].id)]
