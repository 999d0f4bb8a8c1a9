"""Payments told by several files, what they may be for, and what is paid back."""

import django.db.models.deletion
from django.db import migrations, models

from betalt.records import schema

FENCED = ("Sighting", "Suggestion", "KnownPayer", "Payout", "Refund")


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='KnownPayer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('account', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('pay_on', models.DateField()),
                ('message_id', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('way', models.TextField(help_text='bank: paid out; used: for another claim; deducted: the payer has kept it')),
                ('state', models.TextField(help_text='proposed, approved, ordered, paid, rejected or withdrawn')),
                ('amount_ore', models.BigIntegerField()),
                ('account', models.TextField(default='')),
                ('name', models.TextField(default='')),
                ('proposed_on', models.DateField()),
                ('proposed_by', models.TextField(default='')),
                ('approved_on', models.DateField(null=True)),
                ('approved_by', models.TextField(default='')),
                ('paid_on', models.DateField(null=True)),
                ('detail', models.TextField(default='', help_text='why the bank said no')),
            ],
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('format', models.TextField(help_text='bgmax, camt.054 …')),
                ('bank_id', models.TextField()),
                ('booked_on', models.DateField()),
                ('line', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('rank', models.IntegerField()),
                ('weight', models.IntegerField()),
                ('reasons', models.JSONField(default=list)),
            ],
        ),
        migrations.AddField(
            model_name='measure',
            name='why',
            field=models.TextField(db_default='', default='', help_text="of a write-off that the creditor's choice made: fees_left or residue"),
        ),
        migrations.AddField(
            model_name='payment',
            name='held',
            field=models.BooleanField(default=False, help_text='booked on the account of unmatched money when it came'),
        ),
        migrations.AddField(
            model_name='payment',
            name='kind',
            field=models.TextField(default='in'),
        ),
        migrations.AddField(
            model_name='payment',
            name='note',
            field=models.TextField(default='', help_text="a person's words on it; may be erased"),
        ),
        migrations.AddField(
            model_name='payment',
            name='payee',
            field=models.TextField(default=''),
        ),
        migrations.AddField(
            model_name='payment',
            name='payer_org_no',
            field=models.TextField(default='', help_text="a legal person's; never a personal number"),
        ),
        migrations.AddField(
            model_name='payment',
            name='state',
            field=models.TextField(default='settled', help_text='open: a person must say what it is for'),
        ),
        migrations.AddField(
            model_name='payment',
            name='twin',
            field=models.TextField(default='', help_text='what is the same about it in every kind of file'),
        ),
        migrations.AddField(
            model_name='payment',
            name='why',
            field=models.JSONField(default=dict, help_text='the reason that it was matched, or not'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['creditor', 'id'], name='payment_open'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['creditor', 'booked_on', 'amount_ore'], name='payment_day'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['in', 'came_back', 'deduction', 'taken_back', 'credit'])), name='payment_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'settled', 'ignored'])), name='payment_state_known'),
        ),
        migrations.AddField(
            model_name='knownpayer',
            name='creditor',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.creditor'),
        ),
        migrations.AddField(
            model_name='knownpayer',
            name='party',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.party'),
        ),
        migrations.AddField(
            model_name='payout',
            name='creditor',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.creditor'),
        ),
        migrations.AddField(
            model_name='payout',
            name='file',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.file'),
        ),
        migrations.AddField(
            model_name='refund',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.case'),
        ),
        migrations.AddField(
            model_name='refund',
            name='creditor',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.creditor'),
        ),
        migrations.AddField(
            model_name='refund',
            name='payment',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.payment'),
        ),
        migrations.AddField(
            model_name='refund',
            name='payout',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.payout'),
        ),
        migrations.AddField(
            model_name='sighting',
            name='creditor',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.creditor'),
        ),
        migrations.AddField(
            model_name='sighting',
            name='payment',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.payment'),
        ),
        migrations.AddField(
            model_name='sighting',
            name='source',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcefile'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.case'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='creditor',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.creditor'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='invoice',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.invoice'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='payment',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.payment'),
        ),
        migrations.AddConstraint(
            model_name='knownpayer',
            constraint=models.UniqueConstraint(fields=('creditor', 'account', 'party'), name='known_payer_once'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.UniqueConstraint(fields=('creditor', 'message_id'), name='payout_once'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(fields=['creditor', 'case'], name='refund_case'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('amount_ore__gt', 0)), name='refund_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['bank', 'used', 'deducted'])), name='refund_way_known'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'approved', 'ordered', 'paid', 'rejected', 'withdrawn'])), name='refund_state_known'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_on__isnull', False), _connector='OR'), name='refund_paid_has_day'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ordered', 'paid']), ('way', 'bank'), _negated=True), ('payout__isnull', False), _connector='OR'), name='refund_ordered_has_payout'),
        ),
        migrations.AddIndex(
            model_name='sighting',
            index=models.Index(fields=['creditor', 'payment'], name='sighting_payment'),
        ),
        migrations.AddConstraint(
            model_name='sighting',
            constraint=models.UniqueConstraint(fields=('creditor', 'bank_id', 'format', 'payment'), name='sighting_once_a_format'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['creditor', 'case'], name='suggestion_case'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(fields=('creditor', 'payment', 'rank', 'case', 'invoice'), name='suggestion_once', nulls_distinct=False),
        ),
        schema.key_by_creditor(*FENCED),
        schema.fence(*FENCED),
        migrations.RunSQL(schema.THANK_AND_CORRECT, migrations.RunSQL.noop),
    ]
