"""A municipality's own definitions of measures: text with a version, kept unparsed."""

from django.db import models

from noaber.guard.models import Municipality


class OwnDefinition(models.Model):
    """One version of a measure that a municipality defined itself; its text never changes.

    What it says is for the room measures to read. It is in force from `since` until a later version is,
    or until it is withdrawn. The name of a measure belongs to one municipality of an installation, so
    that it means one thing in every snapshot.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField("maat", max_length=80)
    version = models.PositiveSmallIntegerField("versie")
    text = models.TextField("tekst")
    since = models.DateField("geldt vanaf")
    kept_by = models.TextField("vastgelegd door")
    kept_at = models.DateTimeField("vastgelegd op")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True)
    withdrawn_by = models.TextField("ingetrokken door", blank=True)
    withdrawn_why = models.TextField("reden van intrekken", blank=True)

    class Meta:
        ordering = ["measure", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "version"], name="one_text_per_version_of_a_measure"
            ),
            models.CheckConstraint(
                name="withdrawn_by_someone_with_a_reason",
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_why="")
                | models.Q(withdrawn_at__isnull=False)
                & ~models.Q(withdrawn_by="")
                & ~models.Q(withdrawn_why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} versie {self.version}"
