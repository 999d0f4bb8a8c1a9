"""A credit that was noted by mistake is taken back, and its number may be used again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0021_reseal_secrets"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="creditnote",
            name="credit_once",
        ),
        migrations.AddField(
            model_name="creditnote",
            name="withdrawn_on",
            field=models.DateField(help_text="noted by mistake, and taken back: it never counted", null=True),
        ),
        migrations.AlterField(
            model_name="dispute",
            name="outcome",
            field=models.TextField(default="", help_text="upheld, rejected, settled or undone"),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_on__isnull", True)),
                fields=("creditor", "invoice", "key"),
                name="credit_once",
            ),
        ),
    ]
