"""Django's entry to the audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Lines and seals, in the database `audit`."""

    name = "noaber.guard.audit"
    label = "audit"
    verbose_name = "Verantwoording"
    default_auto_field = "django.db.models.BigAutoField"
