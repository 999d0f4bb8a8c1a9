"""Makes one row of every kind for a creditor, from the models themselves, so that a new table is tested at once."""

from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import NOT_PROVIDED, Model

from betalt.records import models as m
from betalt.records.models.owned import Owned
from betalt.records.sealing import seal_bytes

DAY = date(2026, 3, 2)
SOME = {
    models.TextField: "something",
    models.EmailField: "somebody@example.com",
    models.BigIntegerField: 1,
    models.IntegerField: 1,
    models.BooleanField: False,
    models.DateTimeField: datetime(2026, 3, 2, tzinfo=UTC),  # before DateField, which it is a kind of
    models.DateField: DAY,
    models.BinaryField: lambda: seal_bytes(b"bytes", creditor=1),
    models.JSONField: dict,
    ArrayField: list,
}
# What the database accepts in columns that hold one word of several.
WORDS = {
    (m.Party, "kind"): "consumer",
    (m.Membership, "role"): "owner",
    (m.Invitation, "role"): "owner",
    (m.Agreement, "clause"): "due_day",
    (m.Import, "state"): "waiting",
    (m.Invoice, "debtor_kind"): "consumer",
    (m.CreditNote, "ground"): "error",
    (m.Letter, "kind"): "reminder",
    (m.Letter, "channel"): "email",
    (m.Case, "next_look_on"): DAY,
    (m.Posting, "credit"): "3990",
    (m.Refund, "way"): "bank",
    (m.Refund, "state"): "proposed",
}
FENCED: list[type[Owned]] = sorted(
    (model for model in apps.get_app_config("records").get_models() if issubclass(model, Owned)),
    key=lambda model: model.__name__,
)


def references(model: type[Model]) -> list[Any]:
    """List the fields of a model that point to another row of the same creditor."""
    return [
        f
        for f in model._meta.local_fields
        if f.is_relation and f.column != "creditor_id" and f.related_model in FENCED
    ]


def one_of_each(creditor: int) -> dict[type[Model], Any]:
    """Make one row of every kind, each pointing to the others; what may be empty is filled too where it points."""
    made: dict[type[Model], Any] = {m.User: m.User.objects.create(email=f"{creditor}@example.com")}
    while len(made) - 1 < len(FENCED):
        ready = [
            model for model in FENCED if model not in made and _pointed_to(model) <= made.keys() | {model}
        ]
        assert ready, "these tables point at one another in a ring"
        for model in ready:
            made[model] = model.objects.create(creditor_id=creditor, **values(model, made))
    return made


def values(model: type[Model], made: dict[type[Model], Any]) -> dict[str, Any]:
    """Think out a row of a model: what the database has no default for, and every reference."""
    found: dict[str, Any] = {}
    for field in model._meta.local_fields:
        if field.primary_key or field.name == "creditor" or field.generated:
            continue
        if field.db_default is not NOT_PROVIDED:
            continue
        if field.is_relation:
            found[field.name] = made.get(field.related_model)
        elif (model, field.name) in WORDS:
            found[field.name] = WORDS[model, field.name]
        elif not field.null and not field.has_default():
            some = next(value for kind, value in SOME.items() if isinstance(field, kind))
            found[field.name] = some() if callable(some) else some
    return found


def _pointed_to(model: type[Model]) -> set[type[Model]]:
    return {field.related_model for field in references(model) if not field.null}
