"""The app may use the tables of the sign-in, which it does not own, and a place to count attempts."""

from django.db import migrations

from betalt.records import schema_users


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0011_users"),
        ("sessions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(schema_users.SIGN_IN, migrations.RunSQL.noop),
    ]
