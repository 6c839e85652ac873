"""Django's entry to the subject goals."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """The goal tree, indicators and their printed values."""

    name = "noaber.register.goals"
    label = "goals"
    verbose_name = "Doelen"
    default_auto_field = "django.db.models.BigAutoField"
