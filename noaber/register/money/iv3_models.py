"""Iv3 deliveries as they were made, and which taakveld belongs to which theme."""

from django.db import models

from noaber.guard.models import Municipality
from noaber.register.sources.models import File


class Iv3Delivery(models.Model):
    """One Iv3 delivery: of a municipality, a year and a period (0 budget, 1-4 quarters, 5 accounts).

    `head`, `contact`, `figures` and `remarks` are kept as they were delivered; `findings` is what was
    wrong when it was loaded. `file` is the delivery itself, byte for byte.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("boekjaar")
    period = models.PositiveSmallIntegerField("periode")
    version = models.CharField("schemaversie", max_length=10)
    unit = models.CharField("eenheid", max_length=10)
    head = models.JSONField("kop")
    contact = models.JSONField("contactpersoon")
    figures = models.JSONField("kengetallen", default=list)
    remarks = models.JSONField("opmerkingen", default=list)
    findings = models.JSONField("bevindingen", default=list)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField("geladen", auto_now=True)

    class Meta:
        verbose_name_plural = "iv3 deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "period"], name="one_iv3_delivery_per_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year} periode {self.period}"


class Iv3Post(models.Model):
    """One amount of a delivery, by table, row (taakveld or balance code) and column (category)."""

    delivery = models.ForeignKey(Iv3Delivery, on_delete=models.CASCADE, related_name="posts")
    position = models.PositiveIntegerField()
    table = models.CharField("tabel", max_length=20)
    row = models.CharField("taakveld of balanscode", max_length=100)
    column = models.CharField("categorie of moment", max_length=100)
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["delivery", "position"]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}: {self.eur}"


class TaakveldMapping(models.Model):
    """Which theme a taakveld (or one category of it) belongs to in one municipality and year.

    The theme is named as the programme prints it; '-' says: deliberately outside the programme. An
    empty category is the whole taakveld; a main taakveld ('6.') is all that has no line of its own.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("jaar")
    taakveld = models.CharField("taakveld", max_length=10)
    category = models.CharField("categorie", max_length=10, blank=True)
    theme = models.CharField("thema", max_length=300)

    class Meta:
        ordering = ["municipality", "year", "taakveld", "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "taakveld", "category"],
                name="one_theme_per_taakveld_and_category",
            )
        ]

    def __str__(self) -> str:
        return f"{self.taakveld} {self.category}".strip() + f": {self.theme}"
