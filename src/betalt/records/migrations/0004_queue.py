"""The queue's tables are the app's to use, and finders tell the worker what is left of a day."""

from django.db import migrations

from betalt.records import schema_queue


class Migration(migrations.Migration):
    dependencies = [("records", "0003_money_in"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.RunSQL(schema_queue.RIGHTS, migrations.RunSQL.noop),
        migrations.RunSQL(schema_queue.FINDERS, migrations.RunSQL.noop),
    ]
