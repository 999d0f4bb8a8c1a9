"""Who may come in, and each creditor's place in the addresses of the office."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from betalt.records import schema, schema_users

FENCED = ("Membership", "Invitation", "Viewing")


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0010_lists_taken_back'),
    ]

    # Their first migrations point to a user, which is made here and not in the first of ours.
    run_before = [("account", "0001_initial"), ("mfa", "0001_initial"), ("usersessions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.TextField(blank=True, default='')),
                ('language', models.TextField(default='sv')),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='FormKey',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('used_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('went_to', models.TextField(default='', help_text='the page that the first answer led to')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.TextField()),
                ('token_hash', models.BinaryField()),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('state', models.TextField(default='open', help_text='open, accepted or withdrawn')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role', models.TextField(help_text='owner, bookkeeper, case_worker, approver, read_only, bureau_admin')),
                ('since_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Viewing',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('what', models.TextField(help_text='case, party, letter, personal_number …')),
                ('number', models.BigIntegerField(null=True)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='creditor',
            name='slug',
            field=models.TextField(db_default='', default='', help_text='its place in the addresses of the office'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('asked_on__isnull', False), ('next_look_on__isnull', False)), fields=['creditor', 'asked_on'], name='case_asks'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('handed_over_on__isnull', False)), fields=['creditor', '-handed_over_on'], name='letter_gone'),
        ),
        migrations.RunSQL(schema_users.SLUGS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='creditor',
            constraint=models.UniqueConstraint(condition=models.Q(('slug', ''), _negated=True), fields=('slug',), name='creditor_slug_once'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['sv', 'en'])), name='user_language_known'),
        ),
        migrations.AddField(
            model_name='formkey',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='creditor',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.creditor'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='membership',
            name='creditor',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.creditor'),
        ),
        migrations.AddField(
            model_name='membership',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='viewing',
            name='creditor',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.creditor'),
        ),
        migrations.AddField(
            model_name='viewing',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='formkey',
            constraint=models.UniqueConstraint(fields=('key',), name='form_key_once'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['token_hash'], name='invitation_token'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('creditor'), django.db.models.functions.text.Lower('email'), condition=models.Q(('state', 'open')), name='invitation_one_open'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'bookkeeper', 'case_worker', 'approver', 'read_only', 'bureau_admin'])), name='invitation_role_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'withdrawn'])), name='invitation_state_known'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('creditor', 'user'), name='membership_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'bookkeeper', 'case_worker', 'approver', 'read_only', 'bureau_admin'])), name='membership_role_known'),
        ),
        migrations.AddIndex(
            model_name='viewing',
            index=models.Index(fields=['creditor', 'what', 'number', '-seen_at'], name='viewing_what'),
        ),
        migrations.AddIndex(
            model_name='viewing',
            index=models.Index(fields=['creditor', '-seen_at'], name='viewing_newest'),
        ),
        schema.key_by_creditor(*FENCED),
        schema.fence(*FENCED),
        migrations.RunSQL(schema_users.FINDERS, migrations.RunSQL.noop),
        migrations.RunSQL(schema_users.RIGHTS, migrations.RunSQL.noop),
    ]
