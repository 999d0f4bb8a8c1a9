"""Lists of cases that users keep under a name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from betalt.records import schema


class Migration(migrations.Migration):
    dependencies = [("records", "0013_overview")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("query", models.TextField(help_text="the filters as they stand in the address")),
                (
                    "creditor",
                    models.ForeignKey(
                        "records.creditor",
                        on_delete=django.db.models.deletion.PROTECT,
                        db_constraint=False,
                        db_index=False,
                        related_name="+",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["creditor", "user", "name"], name="saved_view_once"),
                ],
            },
        ),
        schema.key_by_creditor("SavedView"),
        schema.fence("SavedView"),
    ]
