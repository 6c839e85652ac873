"""Django's entry to the guard room."""

from django.apps import AppConfig


class GuardConfig(AppConfig):
    """Municipalities, regions and accounts."""

    name = "noaber.guard"
    label = "guard"
    verbose_name = "Toegang"
    default_auto_field = "django.db.models.BigAutoField"
