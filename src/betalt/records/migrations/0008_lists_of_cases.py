"""What lists of cases are sorted, summed and found by, and the documents of a case."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Lower

from betalt.records import schema, schema_cases


def _to(model: str, **more: bool) -> models.ForeignKey:
    return models.ForeignKey(
        f"records.{model}",
        on_delete=django.db.models.deletion.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0007_kept")]

    operations = [
        migrations.AddField(
            "case", "due_on", models.DateField(help_text="the oldest due day of its invoices", null=True)
        ),
        migrations.AddField(
            "case",
            "left_ore",
            models.BigIntegerField(
                db_default=0,
                default=0,
                help_text="what is left of the invoices, since the facts last changed",
            ),
        ),
        migrations.AddField("note", "actor", models.TextField(db_default="", default="")),
        migrations.AddField(
            "party",
            "sort_name",
            models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    Lower("name"),
                    models.Value("åäöÅÄÖéèêëÉÈüÜøØæÆ"),
                    models.Value("{|}{|}eeeeeeuu}}||"),
                    function="translate",
                ),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.RunSQL(schema_cases.FILL_LISTS, migrations.RunSQL.noop),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(next_look_on__isnull=False),
                fields=["creditor", "left_ore", "id"],
                name="case_by_sum",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(next_look_on__isnull=False),
                fields=["creditor", "due_on", "id"],
                name="case_by_age",
            ),
        ),
        migrations.AddIndex(
            "party",
            models.Index(fields=["creditor", "sort_name", "id"], name="party_by_name"),
        ),
        migrations.AddIndex(
            "party",
            models.Index(
                condition=models.Q(("org_no", ""), _negated=True),
                fields=["creditor", "org_no"],
                name="party_org_no",
            ),
        ),
        migrations.RunSQL(
            schema_cases.FIND_NAMES,
            "DROP FUNCTION betalt_find_names(bigint, text, int); DROP INDEX party_words",
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("added_on", models.DateField()),
                ("actor", models.TextField(default="")),
                (
                    "creditor",
                    models.ForeignKey(
                        "records.Creditor",
                        on_delete=django.db.models.deletion.PROTECT,
                        db_constraint=False,
                        db_index=False,
                        related_name="+",
                    ),
                ),
                ("case", _to("Case")),
                ("dispute", _to("Dispute", null=True, blank=True)),
                ("file", _to("File")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["creditor", "case", "file"], name="attachment_once"),
                ],
            },
        ),
        schema.key_by_creditor("Attachment"),
        schema.fence("Attachment"),
    ]
