"""When a sender took a letter in hand, and how often the press has tried one."""

from django.db import migrations, models
from django.db.models.functions import Now

from betalt.records import schema_senders


class Migration(migrations.Migration):
    dependencies = [("records", "0008_lists_of_cases")]

    operations = [
        migrations.AddField(
            "delivery",
            "claimed_at",
            models.DateTimeField(db_default=Now(), help_text="when its sender took the letter in hand"),
        ),
        migrations.AddField(
            "letter",
            "set_tries",
            models.IntegerField(db_default=0, help_text="times begun to be set in type"),
        ),
        migrations.RunSQL(schema_senders.FINDERS, migrations.RunSQL.noop),
    ]
