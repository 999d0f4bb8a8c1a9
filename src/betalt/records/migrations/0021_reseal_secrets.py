"""A new key seals the secrets of second factors anew too."""

from django.db import migrations

from betalt.records import schema_kept


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0020_erased_files_come_again"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.RunSQL(
            schema_kept.RESEAL_SECRETS,
            "REVOKE SELECT, UPDATE (data) ON mfa_authenticator FROM betalt_retention",
        ),
    ]
