"""Columns of texts in which a personal number may stand: sealed as they are written, opened as they are read.

What is written past `save` and `bulk_create` (raw SQL, `update`) is sealed by whoever writes it: records/veil.py.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from betalt.records.veil import opened, opened_json, veil, veil_json


def _creditor(row: Any) -> int:
    # Only a creditor that has no number yet has none; its seal names nobody and opens all the same.
    return int(getattr(row, "creditor_id", None) or row.pk or 0)


class VeiledText(models.TextField):  # type: ignore[type-arg]
    """A text."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal the text if it may hold a personal number."""
        value = super().pre_save(model_instance, add)
        return veil(value, creditor=_creditor(model_instance)) if value else value

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """Open the text."""
        return opened(value) if value else value


class VeiledJSON(models.JSONField):
    """Plain values with texts in them."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal those of the texts that may hold a personal number."""
        value = super().pre_save(model_instance, add)
        return veil_json(value, creditor=_creditor(model_instance)) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open the texts."""
        return super().from_db_value(
            opened_json(value) if isinstance(value, str) else value, expression, connection
        )
