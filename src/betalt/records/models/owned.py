"""What every row of a creditor has in common: the creditor leads its key and its queries."""

from __future__ import annotations

from typing import Any, Self

from django.db import models


class OwnedQuerySet(models.QuerySet[Any]):
    """Begins every query with the creditor."""

    def of(self, creditor: int) -> Self:
        """Keep the rows of one creditor, given by its id."""
        return self.filter(creditor_id=creditor)


class Owned(models.Model):
    """A row that belongs to one creditor.

    Django sees one key, `id`. In the database the key is (creditor_id, id) and references carry the
    creditor along (records/schema.py), so no row can point into another creditor's rows.
    """

    id = models.BigAutoField(primary_key=True)
    creditor = models.ForeignKey(
        "records.Creditor", on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


def reference(to: str, *, null: bool = False, related_name: str = "+") -> Any:
    """Make a reference to another row of the same creditor; the migration adds its composite key."""
    return models.ForeignKey(
        f"records.{to}",
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        db_constraint=False,
        db_index=False,
        related_name=related_name,
    )
