"""What /metrics counts across all creditors: numbers and nothing else."""

from django.db import migrations

from betalt.records import schema_users


class Migration(migrations.Migration):

    dependencies = [("records", "0016_erase_documents")]

    operations = [migrations.RunSQL(schema_users.GAUGES, "DROP FUNCTION betalt_gauges(date)")]
