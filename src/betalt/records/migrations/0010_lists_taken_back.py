"""A list of invoices can be taken back, and its numbers are free again."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("records", "0009_senders")]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="taken_back_on",
            field=models.DateField(null=True, help_text="its import was undone; its number is free again"),
        ),
        migrations.RemoveConstraint(model_name="invoice", name="invoice_number_once"),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                fields=["creditor", "number"], condition=Q(taken_back_on=None), name="invoice_number_once"
            ),
        ),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.TextField(
                help_text="waiting (its first letters wait for a yes), released, refused or taken_back"
            ),
        ),
        migrations.RemoveConstraint(model_name="import", name="import_state_known"),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["waiting", "released", "refused", "taken_back"]),
                name="import_state_known",
            ),
        ),
    ]
