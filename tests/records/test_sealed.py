"""What stood in clear before everything was sealed is sealed by the step to it, and reads as before."""

import importlib
from types import SimpleNamespace

import pytest
from django.db import connection

from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.records.one_of_each import one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.raw_rows]

step = importlib.import_module("betalt.records.migrations.0015_sealed")
NUMBER = "8502032389"
PLAIN = (
    ("records_payment", "payer", f"bban:3300{NUMBER}"),
    ("records_payment", "text", '["hyra 850203-2389", "tack"]'),
    ("records_importrow", "raw", f'["{NUMBER}", "Bo Ek"]'),
    ("records_knownpayer", "account", f"bban:3300{NUMBER}"),
    ("records_creditor", "org_no", NUMBER),
    ("records_note", "text", f"{NUMBER} ringde"),
    ("records_invoice", "what", "ROT 850203-2389"),
    ("records_party", "number", NUMBER),
)  # fmt: skip


def test_what_stood_in_clear_is_sealed_and_reads_as_before() -> None:
    creditor = m.Creditor.objects.create(name="Vårt AB", org_no="5599998001").id
    one_of_each(creditor)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_file DISABLE TRIGGER USER")
        cursor.execute("UPDATE records_file SET content = %s", [f"rad;{NUMBER}".encode()])
        cursor.execute("ALTER TABLE records_file ENABLE TRIGGER USER")
        for table, column, value in PLAIN:
            cast = "::jsonb" if value.startswith("[") else ""
            cursor.execute(f'UPDATE {table} SET "{column}" = %s{cast}', [value])
        cursor.execute("UPDATE records_party SET personal_no = NULL, address = %s", [["c/o 850203-2389"]])

    editor = SimpleNamespace(connection=connection)
    for change in (step._seal_files, step._veil_rows, step._mask_rows, step._rename_parties):
        change(None, editor)

    with connection.cursor() as cursor:
        for table in {table for table, *_ in PLAIN} | {"records_file"}:
            cursor.execute(f"SELECT t::text FROM {table} t")
            rows = " ".join(row for (row,) in cursor.fetchall())
            assert NUMBER not in rows
            assert "850203-2389" not in rows
            assert f"rad;{NUMBER}".encode().hex() not in rows
    with acting_for([creditor]):
        payment, party = m.Payment.objects.get(), m.Party.objects.get()
        assert (payment.payer, payment.text) == (f"bban:3300{NUMBER}", ["hyra 850203-2389", "tack"])
        assert m.ImportRow.objects.get().raw == [NUMBER, "Bo Ek"]
        assert m.Creditor.objects.get().org_no == NUMBER
        assert m.Note.objects.get().text == f"{NUMBER} ringde"
        assert m.File.objects.get().content == f"rad;{NUMBER}".encode()
        assert m.Invoice.objects.get().what == "ROT ••••••-••••"
        assert (party.number[0], party.address) == ("P", ["c/o ••••••-••••"])
        assert party.personal_no is not None
