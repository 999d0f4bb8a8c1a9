"""After many payments at once the planner counts their tables anew."""

from django.db import migrations

from betalt.records import schema


class Migration(migrations.Migration):
    dependencies = [("records", "0004_queue")]

    operations = [
        migrations.RunSQL(schema.COUNT_MONEY, "DROP FUNCTION betalt_count_money_anew()"),
    ]
