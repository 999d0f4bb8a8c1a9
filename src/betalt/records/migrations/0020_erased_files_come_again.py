"""A file whose bytes were erased may come again, and is then kept anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0019_book_exports")]

    operations = [
        migrations.RemoveConstraint("file", "file_once"),
        migrations.AddConstraint(
            "file",
            models.UniqueConstraint(
                condition=models.Q(erased_on__isnull=True), fields=("creditor", "sha256"), name="file_once"
            ),
        ),
    ]
