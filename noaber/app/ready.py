"""Make Django ready for a verb, and the database with it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from noaber.app.errors import Failure
from noaber.app.home import home


def ready() -> None:
    """Set Django up; in the embedded form the database is made or brought up to date.

    Raises Failure where a PostgreSQL database has to be migrated first or cannot be reached.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noaber.app.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    with _alone():
        _database()


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: of two first starts, the second waits and finds the database made."""
    with (home() / ".starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _database() -> None:
    from noaber.guard.audit.router import DATABASE

    _bring_up_to_date("default")
    _bring_up_to_date(DATABASE, app="audit")


def _bring_up_to_date(alias: str, app: str | None = None) -> None:
    """Migrate one database: of all apps, or of the one that has it to itself."""
    from django.core.management import call_command
    from django.db import DatabaseError, connections
    from django.db.migrations.executor import MigrationExecutor

    connection = connections[alias]
    try:
        executor = MigrationExecutor(connection)
        leaves = executor.loader.graph.leaf_nodes(app)
        behind = executor.migration_plan(leaves)
    except DatabaseError as error:
        raise Failure(f"de database is niet te lezen: {str(error).strip()}") from error
    if not behind:
        return
    only = [app] if app else []
    if connection.vendor != "sqlite":
        more = f" {app} --database {alias}" if app else ""
        raise Failure(f"de database loopt achter; draai eerst `noaber manage migrate{more}`")
    with connection.cursor() as cursor:
        # Dozens of small steps, each waiting for the disk, make a first start slow. A power cut in
        # this second costs an empty database; from here on every change is safe on disk again.
        if fresh := not executor.loader.applied_migrations:
            cursor.execute("PRAGMA synchronous=OFF")
        call_command("migrate", *only, database=alias, verbosity=0, interactive=False)
        if fresh:
            cursor.execute("PRAGMA synchronous=NORMAL")
