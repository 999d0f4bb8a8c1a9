"""The guard that lets only flows write our rows, tried on itself."""

from threading import Thread

import pytest
from django.db import connection
from psycopg import sql

from betalt.flows.flow import flow
from tests.flow_guard import WroteOutsideFlow, raw_rows

WRITES = (
    "INSERT INTO records_creditor SELECT * FROM records_creditor WHERE false",
    'UPDATE "records_creditor" SET id = id WHERE false',
    "delete from only records_creditor where false",
    "WITH gone AS (DELETE FROM records_creditor WHERE false RETURNING id) SELECT id FROM gone",
)


def run(statement: str | sql.SQL) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", [*WRITES, sql.SQL(WRITES[0])])
def test_a_write_outside_of_a_flow_fails(statement: str | sql.SQL) -> None:
    with pytest.raises(WroteOutsideFlow, match="records_creditor"):
        run(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", WRITES)
def test_a_flow_may_write(statement: str) -> None:
    assert flow(run)(statement) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM records_creditor FOR UPDATE",
        "CREATE TEMP TABLE update_records_x (id int) ON COMMIT DROP",
    ],
)
def test_reading_is_free(statement: str) -> None:
    assert run(statement) is None


@pytest.mark.django_db
def test_rows_may_be_damaged_on_purpose() -> None:
    with raw_rows():
        run(WRITES[0])
    with pytest.raises(WroteOutsideFlow):
        run(WRITES[0])


@pytest.mark.raw_rows
@pytest.mark.django_db
def test_a_test_of_the_rows_may_write_them() -> None:
    assert run(WRITES[0]) is None


@pytest.mark.django_db(transaction=True)
def test_other_threads_are_guarded_too() -> None:
    seen: list[BaseException] = []

    def write() -> None:
        try:
            run(WRITES[0])
        except WroteOutsideFlow as error:
            seen.append(error)
        finally:
            connection.close()

    thread = Thread(target=write)
    thread.start()
    thread.join()

    assert [type(error) for error in seen] == [WroteOutsideFlow]
