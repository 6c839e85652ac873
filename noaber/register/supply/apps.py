"""Django's entry to the subject supply."""

from django.apps import AppConfig


class SupplyConfig(AppConfig):
    """Providers, care products, contracts and tariffs."""

    name = "noaber.register.supply"
    label = "supply"
    verbose_name = "Aanbod"
    default_auto_field = "django.db.models.BigAutoField"
