"""The walls of the table of cases are read once for a statement, since lists walk over all of its rows."""

from django.db import migrations

from betalt.records import schema_cases


class Migration(migrations.Migration):
    dependencies = [("records", "0017_gauges")]

    operations = [
        migrations.RunSQL(schema_cases.WALL_READ_ONCE, migrations.RunSQL.noop),
    ]
