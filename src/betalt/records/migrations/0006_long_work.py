"""Long work that is done in chunks, and versions of ladders that start on a day."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

from betalt.records import schema, schema_work

_CREDITOR = models.ForeignKey(
    "records.Creditor",
    on_delete=django.db.models.deletion.PROTECT,
    db_constraint=False,
    db_index=False,
    related_name="+",
)


def _file() -> models.ForeignKey:
    return models.ForeignKey(
        "records.File",
        on_delete=django.db.models.deletion.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0005_count_money")]

    operations = [
        migrations.CreateModel(
            name="LongWork",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField(help_text="which work: flows/work_kinds.py")),
                (
                    "state",
                    models.TextField(
                        default="waiting", help_text="waiting, running, done, failed, cancelled"
                    ),
                ),
                ("asked_on", models.DateField()),
                ("asked_at", models.DateTimeField(db_default=Now())),
                ("asked_by", models.TextField(default="")),
                ("arguments", models.JSONField(default=dict)),
                ("place", models.JSONField(default=dict)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0, help_text="0: not known yet")),
                ("tries", models.IntegerField(default=0, help_text="times begun since it last came further")),
                ("seen_at", models.DateTimeField(db_default=Now(), help_text="the last sign of life")),
                ("result", models.JSONField(default=dict)),
                ("problem", models.JSONField(default=dict, help_text="the reason that it failed")),
                ("creditor", _CREDITOR),
                ("source", _file()),
                ("file", _file()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state__in=["waiting", "running", "done", "failed", "cancelled"]),
                        name="work_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(done__gte=0)
                        & (models.Q(total=0) | models.Q(done__lte=models.F("total"))),
                        name="work_done_within_total",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["creditor", "kind", "-id"], name="work_kind"),
                    models.Index(
                        fields=["creditor", "id"],
                        condition=models.Q(state__in=["waiting", "running"]),
                        name="work_left",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "procedure",
            "for_all",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="cases that are open come along, not only new ones",
            ),
        ),
        migrations.AddField("procedure", "saved_by", models.TextField(db_default="", default="")),
        migrations.AddField("procedure", "saved_on", models.DateField(null=True)),
        migrations.AddField("procedure", "started_on", models.DateField(null=True)),
        migrations.AddField(
            "procedure",
            "starts_on",
            models.DateField(help_text="empty: a draft, unless it is active", null=True),
        ),
        migrations.AlterField(
            "procedure",
            "active",
            models.BooleanField(default=True, help_text="the version that new cases get"),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(next_look_on__isnull=False),
                fields=["creditor", "procedure"],
                name="case_ladder",
            ),
        ),
        schema.key_by_creditor("LongWork"),
        schema.fence("LongWork"),
        migrations.RunSQL(
            schema_work.FINDERS,
            "DROP FUNCTION betalt_work_left(); DROP FUNCTION betalt_ladders_to_start(date, bigint[])",
        ),
    ]
