"""A demo company can be removed with all its rows."""

from django.db import migrations

from betalt.records import schema_demo


class Migration(migrations.Migration):
    dependencies = [("records", "0025_found_by_state_and_day")]

    operations = [migrations.RunSQL(schema_demo.REMOVE_DEMO, migrations.RunSQL.noop)]
