"""A restored database keeps silent until a person speaks, and one role alone may erase."""

from django.db import migrations, models

from betalt.records import schema_kept


class Migration(migrations.Migration):
    dependencies = [("records", "0006_long_work")]

    operations = [
        migrations.AddField(
            "creditor",
            "outlet_closed_at",
            models.DateTimeField(
                help_text="moment of the backup that was restored: letters rest until a person lets them go",
                null=True,
            ),
        ),
        migrations.AddField(
            "file", "erased_on", models.DateField(help_text="its bytes are gone, its hash stays", null=True)
        ),
        migrations.AddField(
            "letter",
            "erased_on",
            models.DateField(help_text="its content is gone: hash, step, day and sums stay", null=True),
        ),
        migrations.RunSQL(schema_kept.KEEP_LETTER, migrations.RunSQL.noop),
        migrations.RunSQL(schema_kept.KEEP_FILE, migrations.RunSQL.noop),
        migrations.RunSQL(schema_kept.RETENTION, migrations.RunSQL.noop),
        migrations.RunSQL(schema_kept.FINDERS, migrations.RunSQL.noop),
    ]
