"""Registers the one Django app of ours."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Names the app `records`; its tables begin with `records_`."""

    name = "betalt.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
