"""Roles, keys led by the creditor, walls between creditors, append-only rows, and finders of due work."""

from django.db import migrations

from betalt.records import schema

FENCED = (
    "Procedure", "Mapping", "Run", "Party", "Agreement", "File", "SourceFile", "Import", "ImportRow", "Case",
    "Invoice", "CreditNote", "Letter", "LetterCase", "Bundle", "Delivery", "Measure", "Question", "Dispute",
    "Plan", "Instalment", "Pause", "Note", "Event", "Payment", "Match", "Posting",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("records", "0001_tables")]

    operations = [
        migrations.RunSQL(schema.ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(schema.CREDITOR_WALL, migrations.RunSQL.noop),
        schema.key_by_creditor(*FENCED),
        schema.fence(*FENCED),
        migrations.RunSQL(schema.APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(schema.FINDERS, migrations.RunSQL.noop),
    ]
