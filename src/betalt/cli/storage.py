"""Opens the way to the rows for a command that needs them: Django with betalt's settings."""

import os

from betalt.cli.errors import as_user_error


def open_storage() -> None:
    """Load Django and its settings; a setting that is not understood is the user's to mend."""
    # Loading Django takes a third of a second, which `claim`, `law` and `read` do not pay.
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betalt.config.settings")
    with as_user_error(ImproperlyConfigured):
        django.setup()
