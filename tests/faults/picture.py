"""All rows of a database, written so that two runs of the same life give the same picture.

A row is told by what it says and by the rows that it points to; its own number and the clock are left out. Lines of a
journal keep their order within the case.
"""

import hashlib
from collections import Counter, defaultdict
from functools import cache
from typing import Any

import psycopg
from django.apps import apps
from django.db.models import ForeignKey, Model
from django.db.models.functions import Now
from psycopg.rows import dict_row

Picture = dict[str, Counter[str]]

# Counts of tries, sealed with a fresh nonce, or made of the numbers of rows; what the database's clock writes too.
_LEFT_OUT = {
    "id", "set_tries", "tries", "personal_no", "bounce_key", "message_id", "password", "token_hash", "went_to",
    "seen_at",
}  # fmt: skip
# What keys of a journal line point to.
_POINTERS = {
    "batch": "records_import",
    "work": "records_longwork",
    "creditor": "records_creditor",
    **{
        name: f"records_{name}"
        for name in ("letter", "dispute", "plan", "payment", "refund", "attachment", "procedure", "user")
    },
}
_READINGS = ("records_import", "records_importrow")


def take(
    connection: psycopg.Connection[Any], *, tells_each_reading: bool = False, makes_new_seals: bool = False
) -> Picture:
    """Read every table of ours and the queue, behind no wall; rows with new seals are only counted."""
    models = {model._meta.db_table: model for model in apps.get_app_config("records").get_models()}
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = {
            table: {row["id"]: row for row in cursor.execute(f"SELECT * FROM {table} ORDER BY id")}  # type: ignore[arg-type]
            for table in models
        }
        jobs = cursor.execute("SELECT task_name, status, args FROM procrastinate_jobs").fetchall()
    _number_journal(rows["records_event"])
    painter = _Painter(rows=rows, models=models)
    picture = painter.whole()
    picture["procrastinate_jobs"] = Counter(painter.job(job) for job in jobs)
    if makes_new_seals:
        picture = {table: Counter({table: told.total()}) for table, told in picture.items()}
    if tells_each_reading:
        for table in _READINGS:
            del picture[table]
    return picture


def differences(one: Picture, other: Picture) -> list[str]:
    """Tell which rows one has more (-) or fewer (+) of than the other."""
    return [
        f"{sign} {table}: {row} ({number})"
        for table in one
        for sign, left in (("-", one[table] - other[table]), ("+", other[table] - one[table]))
        for row, number in left.items()
    ]


def _number_journal(events: dict[int, dict[str, Any]]) -> None:
    seen: defaultdict[int, int] = defaultdict(int)
    for row in events.values():
        seen[row["case_id"]] += 1
        row["place"] = seen[row["case_id"]]


class _Painter:
    def __init__(self, *, rows: dict[str, dict[int, dict[str, Any]]], models: dict[str, type[Model]]) -> None:
        self._rows = rows
        self._links = {
            table: {
                field.column: field.related_model._meta.db_table
                for field in model._meta.fields
                if isinstance(field, ForeignKey)
            }
            for table, model in models.items()
        }
        self._left_out = {
            table: _LEFT_OUT | {f.column for f in model._meta.fields if isinstance(f.db_default, Now)}
            for table, model in models.items()
        }
        self.tell = cache(self._tell)

    def whole(self) -> Picture:
        return {table: Counter(self.tell(table, key) for key in rows) for table, rows in self._rows.items()}

    def job(self, job: dict[str, Any]) -> str:
        """Write a job of the queue: what it is about by its row, not by its number."""
        about = {name: self._point(name, value) for name, value in job["args"].items()}
        return str(sorted({**job, "args": sorted(about.items())}.items()))

    def _tell(self, table: str, key: int) -> str:
        row = self._rows[table][key]
        unknown = row.get("state") in ("unknown", "claimed")  # by a cut line, or by a death that left no word
        links = self._links[table]
        told = {
            column: self._link(links[column], value)
            if column in links and value is not None
            else _plain(value)
            for column, value in row.items()
            if column not in self._left_out[table] and not (unknown and column == "detail")
        }
        if table == "records_event":
            told["data"] = {name: self._point(name, value) for name, value in row["data"].items()}
        if table == "records_lettercase":
            told["charges"] = [
                [kind, self._link("records_invoice", invoice), charged]
                for kind, invoice, charged in row["charges"]
            ]
        return _short(table, told)

    def _link(self, table: str, key: int) -> str:
        return f"{table.removeprefix('records_')}#{_hash(self.tell(table, key).encode())}"

    def _point(self, name: str, value: Any) -> Any:
        """Write a row's number as the row; of one that is gone only its kind is told."""
        if name not in _POINTERS or not isinstance(value, int):
            return value
        return (
            self._link(_POINTERS[name], value) if value in self._rows[_POINTERS[name]] else f"a {name} gone"
        )


def _plain(value: Any) -> Any:
    return _hash(bytes(value)) if isinstance(value, bytes | memoryview) else value


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _short(table: str, told: dict[str, Any]) -> str:
    return table.removeprefix("records_") + str(
        {name: value for name, value in told.items() if value not in (None, "", {}, [])}
    )
