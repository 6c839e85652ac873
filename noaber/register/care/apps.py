"""Django's entry to the subject care."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Requests, allocations, deliveries and claims, as messages told them."""

    name = "noaber.register.care"
    label = "care"
    verbose_name = "Zorg en ondersteuning"
    default_auto_field = "django.db.models.BigAutoField"
