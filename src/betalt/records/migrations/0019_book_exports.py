"""What the bookkeeping program has got is noted, and a bank's list of payments has saved columns too."""

import django.db.models.deletion
from django.db import migrations, models

from betalt.records import schema

_CREDITOR = models.ForeignKey(
    "records.Creditor",
    on_delete=django.db.models.deletion.PROTECT,
    db_constraint=False,
    db_index=False,
    related_name="+",
)


class Migration(migrations.Migration):
    dependencies = [("records", "0018_wall_read_once")]

    operations = [
        migrations.AddField(
            "mapping",
            "kind",
            models.TextField(
                db_default="invoices", default="invoices", help_text="or payments: a bank's list"
            ),
        ),
        migrations.CreateModel(
            name="BookExport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_on", models.DateField()),
                ("last_on", models.DateField()),
                (
                    "through",
                    models.BigIntegerField(help_text="the newest posting in it or in one before it"),
                ),
                ("after_on", models.DateField(help_text="last_on of the one before it", null=True)),
                ("after", models.BigIntegerField(default=0, help_text="through of the one before it")),
                ("with_invoices", models.BooleanField(default=False)),
                ("year_begins", models.IntegerField(null=True)),
                ("creditor", _CREDITOR),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("creditor", "last_on"), name="book_export_once")
                ],
            },
        ),
        schema.key_by_creditor("BookExport"),
        schema.fence("BookExport"),
    ]
