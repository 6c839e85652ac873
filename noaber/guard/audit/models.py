"""The rows of the audit trail. They name no one: a selection is a sentence about what was asked."""

from django.db import models


class AuditSeal(models.Model):
    """A batch of lines that are fixed: `digest` is SHA-256 over the seal before it and the lines."""

    number = models.BigIntegerField("nummer", unique=True)
    sealed_at = models.DateTimeField("verzegeld op")
    lines = models.BigIntegerField("aantal regels")
    previous = models.CharField("vorige zegel", max_length=64, blank=True)
    digest = models.CharField("zegel", max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"zegel {self.number}"


class AuditLine(models.Model):
    """One question about persons: who, for what, which records, how many, and when."""

    moment = models.DateTimeField("moment")
    kind = models.CharField("soort", max_length=10)
    actor = models.CharField("wie", max_length=150)
    municipality = models.CharField("gemeente", max_length=4)
    purpose = models.CharField("doel", max_length=40)
    selection = models.TextField("selectie")
    count = models.BigIntegerField("aantal")
    seal = models.ForeignKey(
        AuditSeal, on_delete=models.PROTECT, null=True, related_name="sealed_lines"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.actor}: {self.selection}"
