"""Indexes for what lists of 100,000 cases are narrowed by, and a search of customers that is read a page at a time."""

from django.db import migrations, models

from betalt.records import schema_cases, schema_overview


class Migration(migrations.Migration):
    dependencies = [("records", "0024_first_run")]

    operations = [
        # In the order of the day, thousands asked on one day were compared each with each.
        migrations.RemoveIndex(model_name="case", name="case_asks"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["creditor", "number"],
                condition=models.Q(("asked_on__isnull", False), ("next_look_on__isnull", False)),
                name="case_asking",
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="case_by_age"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["creditor", "due_on", "id"],
                include=(
                    "number",
                    "party",
                    "procedure",
                    "stage",
                    "hold",
                    "payment_status",
                    "asked_on",
                    "next_look_on",
                    "left_ore",
                    "opened_on",
                ),
                condition=models.Q(("next_look_on__isnull", False)),
                name="case_open",
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(
                fields=["creditor", "party"],
                condition=models.Q(("clause", "reminder_fee")),
                name="agreement_fee",
            ),
        ),
        migrations.RunSQL(schema_overview.LACKING, "DROP INDEX party_lacking; DROP INDEX party_unreached"),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["creditor", "case"],
                condition=models.Q(("answered_on__isnull", True)),
                name="question_open",
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["creditor", "arose_on"], name="invoice_arose"),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                fields=["creditor", "batch", "line", "id"],
                condition=models.Q(("fate", "known"), _negated=True),
                name="import_row_told",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["creditor", "state", "id"], name="letter_state"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["creditor", "read_on"], name="payment_read"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["creditor", "debit", "case"], name="posting_debit"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["creditor", "credit", "case"], name="posting_credit"),
        ),
        migrations.RunSQL(schema_cases.FIND_CUSTOMERS, migrations.RunSQL.noop),
    ]
