"""The day's e-mail to owners, and what the overview finds its figures by."""

import django.db.models.deletion
from django.db import migrations, models

from betalt.records import schema, schema_overview


def _points_to(model: str) -> dict[str, object]:
    return {"to": model, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [("records", "0012_sign_in")]

    operations = [
        migrations.CreateModel(
            name="DailyMail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("on", models.DateField()),
                (
                    "state",
                    models.TextField(default="claimed", help_text="claimed, sent, later, refused, nothing"),
                ),
                ("detail", models.TextField(default="", help_text="what the mail server said")),
                (
                    "creditor",
                    models.ForeignKey(db_constraint=False, db_index=False, **_points_to("records.creditor")),
                ),
                ("user", models.ForeignKey(**_points_to("records.user"))),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("creditor", "user", "on"), name="daily_mail_once"),
                    models.CheckConstraint(
                        condition=models.Q(state__in=["claimed", "sent", "later", "refused", "nothing"]),
                        name="daily_mail_state_known",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(closed_on__isnull=False), fields=["creditor", "closed_on"], name="case_closed"
            ),
        ),
        migrations.AddIndex(
            "event",
            models.Index(
                condition=models.Q(kind="set_aside"), fields=["creditor", "on"], name="event_set_aside"
            ),
        ),
        migrations.AddIndex(
            "letter",
            models.Index(
                condition=models.Q(handed_over_on__isnull=False),
                fields=["creditor", "handed_over_on"],
                name="letter_left",
            ),
        ),
        migrations.AddIndex(
            "letter",
            models.Index(
                condition=models.Q(state="unknown"), fields=["creditor", "id"], name="letter_not_known"
            ),
        ),
        migrations.AddIndex("measure", models.Index(fields=["creditor", "taken_on"], name="measure_day")),
        schema.key_by_creditor("DailyMail"),
        schema.fence("DailyMail"),
        migrations.RunSQL(schema_overview.FINDERS, "DROP FUNCTION betalt_daily_mails(date)"),
    ]
