"""The documents of cases are erased too when they are needed no longer."""

from django.db import migrations

from betalt.records import schema_kept


class Migration(migrations.Migration):
    dependencies = [("records", "0015_sealed")]

    operations = [migrations.RunSQL(schema_kept.ERASE_DOCUMENTS, migrations.RunSQL.noop)]
