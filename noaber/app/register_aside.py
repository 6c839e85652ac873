"""A register of its own for as long as it is needed, which nobody can find on a disk afterwards.

SQLite gives a database without a name: it lives in memory, and what does not fit there goes to a file that
is taken out of its folder the moment it is opened (SQLITE_TMPDIR, else TMPDIR, names that folder). So there is
nothing to clean up, also after a kill. Beside it the audit trail stays the installation's own: who looked
at persons is told, whatever register they were in.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.backends.sqlite3.base import DatabaseWrapper

# SQLite takes an address without a path for a database without a name.
_NAMELESS = "file:?"
_OPTIONS = {
    # 64 MB stays in memory; what is past it need not survive a power cut.
    "init_command": "PRAGMA cache_size=-65536; PRAGMA synchronous=OFF;",
}


@contextmanager
def register_aside() -> Iterator[None]:
    """Within it every query of this thread goes to a fresh, empty register; afterwards that is gone.

    The register of the installation, on SQLite or PostgreSQL, is not touched.
    """
    own = connections[DEFAULT_DB_ALIAS]
    told = {
        **own.settings_dict,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _NAMELESS,
        "OPTIONS": _OPTIONS,
    }
    aside = DatabaseWrapper(told, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = aside
    try:
        _make_tables(aside)
        yield
    finally:
        aside.close()
        connections[DEFAULT_DB_ALIAS] = own


def _make_tables(connection: DatabaseWrapper) -> None:
    """The tables as the models say, without the steps by which they came to be so."""
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            meta = model._meta
            if (
                meta.managed
                and not meta.proxy
                and router.allow_migrate_model(DEFAULT_DB_ALIAS, model)
            ):
                editor.create_model(model)
