"""A creditor has a logotype and more lines in its letters, begins in steps, and a demo's letters never leave."""

import django.contrib.postgres.fields
from django.db import migrations, models

from betalt.records import schema_first_run as schema


class Migration(migrations.Migration):
    dependencies = [("records", "0023_walls_read_once")]

    operations = [
        migrations.AddField(
            model_name="creditor",
            name="vat_number",
            field=models.TextField(default="", db_default=""),
        ),
        migrations.AddField(
            model_name="creditor",
            name="f_tax",
            field=models.BooleanField(default=False, db_default=False, help_text="approved for F-tax"),
        ),
        migrations.AddField(
            model_name="creditor",
            name="seat",
            field=models.TextField(default="", db_default="", help_text="where its board has its seat"),
        ),
        migrations.AddField(
            model_name="creditor",
            name="foot_note",
            field=models.TextField(
                default="", db_default="", help_text="its own line in the foot of letters"
            ),
        ),
        migrations.AddField(
            model_name="creditor",
            name="logo_sha256",
            field=models.TextField(default="", db_default="", help_text="of the picture on its letters"),
        ),
        migrations.AddField(
            model_name="creditor",
            name="first_run_left",
            field=django.contrib.postgres.fields.ArrayField(
                models.TextField(),
                default=list,
                db_default=models.Value(
                    [], output_field=django.contrib.postgres.fields.ArrayField(models.TextField())
                ),
                help_text="steps of the first run that nobody has answered yet",
            ),
        ),
        migrations.RunSQL(schema.DEMOS_STAY_HOME, migrations.RunSQL.noop),
        migrations.RunSQL(schema.KNOWN_COMPANY, migrations.RunSQL.noop),
    ]
