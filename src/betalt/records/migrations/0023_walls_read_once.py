"""All walls are read once for a statement, and what happened in a case is found by the case."""

from django.db import migrations, models

from betalt.records import schema


class Migration(migrations.Migration):
    dependencies = [("records", "0022_undone_credits")]

    operations = [
        migrations.RunSQL(schema.WALLS_ANEW, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="lettercase",
            index=models.Index(fields=["creditor", "case"], name="letter_case_case"),
        ),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(fields=["creditor", "case"], name="measure_case"),
        ),
    ]
