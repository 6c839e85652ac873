"""Django's entry to the subject sources."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """What every subject stands on: documents, files, evidence, findings."""

    name = "noaber.register.sources"
    label = "sources"
    verbose_name = "Bronnen"
    default_auto_field = "django.db.models.BigAutoField"
