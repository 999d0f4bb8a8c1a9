"""What may hold a personal number is sealed: files whole, texts where one stands in them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import migrations, models

from betalt.records import schema_kept
from betalt.records.models.veiled import VeiledJSON, VeiledText
from betalt.records.sealing import blind_index, seal, seal_bytes
from betalt.records.veil import veil, veil_json
from betalt.values import personnummer

_CHUNK = 500
_MASKED = (
    ("records_agreement", "how"), ("records_invoice", "what"), ("records_invoice", "their_reference"),
    ("records_party", "name"), ("records_party", "address"),
)  # fmt: skip


def _seal_files(apps: Any, schema_editor: Any) -> None:
    cursor = schema_editor.connection.cursor()
    cursor.execute("ALTER TABLE records_file DISABLE TRIGGER file_append_only")
    cursor.execute("SELECT id, creditor_id FROM records_file ORDER BY id")
    for number, creditor in cursor.fetchall():
        cursor.execute("SELECT content FROM records_file WHERE id = %s", [number])
        sealed = seal_bytes(bytes(cursor.fetchone()[0]), creditor=creditor)
        cursor.execute("UPDATE records_file SET content = %s WHERE id = %s", [sealed, number])
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("ALTER TABLE records_file ENABLE TRIGGER file_append_only")


def _veil_rows(apps: Any, schema_editor: Any) -> None:
    cursor = schema_editor.connection.cursor()
    cursor.execute("ALTER TABLE records_letter DISABLE TRIGGER letter_kept")
    for table, column, kind in schema_kept.VEILED:
        owner = "id" if table == "records_creditor" else "creditor_id"
        change = _changed_json if kind == "json" else _changed_text
        for rows in _chunks(cursor, f'SELECT id, {owner}, "{column}"::text FROM {table} WHERE "{column}" IS NOT NULL'):
            _write(cursor, table, column, kind, change, rows)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("ALTER TABLE records_letter ENABLE TRIGGER letter_kept")


def _mask_rows(apps: Any, schema_editor: Any) -> None:
    cursor = schema_editor.connection.cursor()
    for table, column in _MASKED:
        for rows in _chunks(cursor, f'SELECT id, creditor_id, "{column}" FROM {table} WHERE "{column}" IS NOT NULL'):
            for number, _, before in rows:
                masked = (
                    [personnummer.masked(line) for line in before]
                    if isinstance(before, list)
                    else personnummer.masked(before)
                )
                if masked != before:
                    cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', [masked, number])


def _rename_parties(apps: Any, schema_editor: Any) -> None:
    """Seal the personal numbers that were used as customer numbers, and name the customers otherwise."""
    cursor = schema_editor.connection.cursor()
    query = "SELECT id, creditor_id, number, personal_no IS NULL FROM records_party WHERE number ~ '^[0-9 +-]{10,14}$'"
    for rows in _chunks(cursor, query):
        for party, creditor, number, has_none in rows:
            if not personnummer.is_valid(number):
                continue
            # No day is at hand that says which century a short number is of: who is past 100 pays no invoices here.
            whole = personnummer.compact(number).replace("+", "")
            whole = whole if len(whole) == 12 else ("20" if whole[:2] < "10" else "19") + whole
            index = blind_index(whole, creditor=creditor)
            cursor.execute(
                "UPDATE records_party SET number = %s, personal_no = CASE WHEN %s THEN %s ELSE personal_no END, "
                "personal_no_index = CASE WHEN %s THEN %s ELSE personal_no_index END WHERE id = %s",
                [f"P{index.hex()[:10]}", has_none, seal(whole, creditor=creditor), has_none, index, party],
            )


def _write(
    cursor: Any, table: str, column: str, kind: str, change: Callable[[str, int], str], rows: list[Any]
) -> None:
    cast = "jsonb" if kind == "json" else "text"
    for number, creditor, before in rows:
        after = change(before, creditor)
        if after != before:
            cursor.execute(f'UPDATE {table} SET "{column}" = %s::{cast} WHERE id = %s', [after, number])


def _changed_text(before: str, creditor: int) -> str:
    return veil(before, creditor=creditor)


def _changed_json(before: str, creditor: int) -> str:
    value = json.loads(before)
    after = veil_json(value, creditor=creditor)
    return before if after == value else json.dumps(after, ensure_ascii=False)


def _chunks(cursor: Any, query: str) -> Iterator[list[Any]]:
    last = 0
    while True:
        cursor.execute(f"{query} AND id > %s ORDER BY id LIMIT {_CHUNK}", [last])
        rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("records", "0014_saved_views")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("file", "content"),
                migrations.AddField(
                    "file",
                    "sealed",
                    models.BinaryField(
                        db_column="content", help_text="records/sealing.py; empty once it is erased"
                    ),
                    preserve_default=False,
                ),
            ]
        ),
        migrations.AlterField(
            "creditor", "org_no", VeiledText(help_text="ten digits, a sole trader's sealed: records/veil.py")
        ),
        migrations.AlterField("import", "counts", VeiledJSON(default=dict)),
        migrations.AlterField("importrow", "reason", VeiledJSON(default=dict)),
        migrations.AlterField("importrow", "raw", VeiledJSON(default=list)),
        migrations.AlterField("letter", "content", VeiledJSON()),
        migrations.AlterField("note", "text", VeiledText()),
        migrations.AlterField(
            "payment", "key", VeiledText(help_text="what makes it the same payment when it comes again")
        ),
        migrations.AlterField(
            "payment", "payer", VeiledText(default="", help_text="account: bankgiro:…, iban:…")
        ),
        migrations.AlterField("payment", "payer_name", VeiledText(default="")),
        migrations.AlterField("payment", "references", VeiledJSON(default=list)),
        migrations.AlterField("payment", "text", VeiledJSON(default=list)),
        migrations.AlterField(
            "payment",
            "twin",
            VeiledText(default="", help_text="what is the same about it in every kind of file"),
        ),
        migrations.AlterField(
            "payment", "note", VeiledText(default="", help_text="a person's words on it; may be erased")
        ),
        migrations.AlterField("sighting", "bank_id", VeiledText()),
        migrations.AlterField("knownpayer", "account", VeiledText()),
        migrations.AlterField("refund", "account", VeiledText(default="")),
        migrations.AlterField("refund", "name", VeiledText(default="")),
        migrations.RunPython(_seal_files, migrations.RunPython.noop),
        migrations.RunPython(_veil_rows, migrations.RunPython.noop),
        migrations.RunPython(_mask_rows, migrations.RunPython.noop),
        migrations.RunPython(_rename_parties, migrations.RunPython.noop),
        migrations.RunSQL(schema_kept.RESEAL, migrations.RunSQL.noop),
    ]
