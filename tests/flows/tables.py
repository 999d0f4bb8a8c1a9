"""All rows of all our tables, so that a test can say that nothing changed."""

from typing import Any

from django.apps import apps
from django.db import connection


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Read every table whole, in the order of its key and behind no wall."""
    tables = sorted(model._meta.db_table for model in apps.get_app_config("records").get_models())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        found = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
        cursor.execute("SELECT set_config('role', %s, true)", [role])
    return found


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Name the tables that are not as they were."""
    return [table for table in before if before[table] != after[table]]
