"""What every row of a creditor has in common: the creditor leads its key and its queries."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models.lookups import Exact


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

    def _do_update(self, base_qs: Any, *told: Any) -> Any:
        # Django would save by the id alone, for which no key leads to the row.
        return super()._do_update(base_qs.filter(creditor_id=self.creditor_id), *told)


class OwnedReference(models.ForeignKey):  # type: ignore[type-arg]
    """A reference within a creditor: joins compare the creditor too, which leads every key of the database."""

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        """Say that the row that is joined is of the creditor of the row that refers to it."""
        theirs: Any = self.remote_field.model._meta.get_field("creditor")
        ours: Any = self.model._meta.get_field("creditor")
        return Exact(theirs.get_col(alias), ours.get_col(related_alias))

    def get_extra_descriptor_filter(self, instance: Any) -> Any:
        """Fetch the row that one refers to by its creditor too."""
        return {"creditor_id": instance.creditor_id}

    def deconstruct(self) -> Any:
        """Stand in migrations as the plain reference that it is there."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


def reference(to: str, *, null: bool = False, related_name: str = "+") -> Any:
    """Make a reference to another row of the same creditor; the migration adds its composite key."""
    return OwnedReference(
        f"records.{to}",
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        db_constraint=False,
        db_index=False,
        related_name=related_name,
    )
