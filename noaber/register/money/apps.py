"""Django's entry to the subject money."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """Amounts on all their axes."""

    name = "noaber.register.money"
    label = "money"
    verbose_name = "Geld"
    default_auto_field = "django.db.models.BigAutoField"
