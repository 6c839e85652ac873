"""Which database holds what: the audit trail has one to itself, everything else is elsewhere."""

from typing import Any

APP, DATABASE = "audit", "audit"


class AuditRouter:
    """Django's questions about where a model lives."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The trail is read from its own database."""
        return DATABASE if model._meta.app_label == APP else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        """The trail is written to its own database."""
        return self.db_for_read(model)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        """Nothing points from one database into the other."""
        inside = {one._meta.app_label == APP, other._meta.app_label == APP}
        return None if len(inside) == 1 else False

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The trail's tables stand in its database, and no other does."""
        return (db == DATABASE) == (app_label == APP)
