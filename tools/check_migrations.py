"""Tells when the models say something that no migration has done; asks no database."""

import os
import sys

import django
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


def main() -> int:
    """Compare the models with the migrations; return 0 when they agree."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betalt.config.settings")
    django.setup()
    translation.deactivate_all()  # libraries wrote their labels into their migrations as they are in the code
    loader = MigrationLoader(None)
    conflicts = loader.detect_conflicts()
    missing = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
        graph=loader.graph
    )
    for app, names in conflicts.items():
        print(f"{app}: two migrations follow the same one: {', '.join(names)}")
    for app, migrations in missing.items():
        for operation in migrations[0].operations:
            print(f"{app}: {operation.describe()} is in no migration")
    return 1 if conflicts or missing else 0


if __name__ == "__main__":
    sys.exit(main())
