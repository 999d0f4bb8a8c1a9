"""Registers the office with Django, for its templates, tags and static files; it has no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the app `web`."""

    name = "betalt.web"
    label = "web"
