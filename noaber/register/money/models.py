"""Amounts on their axes. Magnitudes by kind; how the source printed its signs is the document's."""

from django.db import models

from noaber.guard.models import Municipality
from noaber.register.sources.models import Evidence, PlanningDocument
from noaber.vocabulary.money import Basis, Recurrence, Stage


class Amount(models.Model):
    """One printed amount.

    `is_check` marks what can be recomputed from other amounts (balances, totals, results): it is
    never counted, only held against what the counting gives. `eur` is the magnitude by kind:
    expense and income zero or more, balance = income - expense, a reserve movement positive where
    money goes into the reserve.
    """

    class Kind(models.TextChoices):
        """What the line states."""

        EXPENSE = "expense", "lasten"
        INCOME = "income", "baten"
        BALANCE = "balance", "saldo"
        RESERVE_MOVEMENT = "reserve_movement", "mutatie reserves"
        FINANCIAL_RESULT = "financial_result", "resultaat"
        OTHER = "other", "overig"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(PlanningDocument, on_delete=models.CASCADE, related_name="amounts")
    theme = models.ForeignKey(
        "goals.TreeNode", on_delete=models.PROTECT, null=True, related_name="amounts"
    )
    position = models.PositiveIntegerField()
    item = models.CharField(max_length=100)
    heading = models.CharField("kop", max_length=300, blank=True)
    line = models.CharField("regel", max_length=300)
    column = models.CharField("kolom", max_length=300)
    kind = models.CharField(max_length=20, choices=Kind)
    stage = models.CharField(
        max_length=12, blank=True, choices=[(stage.value, stage.value) for stage in Stage]
    )
    recurrence = models.CharField(
        max_length=12, choices=[(value.value, value.value) for value in Recurrence]
    )
    basis = models.CharField(max_length=10, choices=[(value.value, value.value) for value in Basis])
    plan_year = models.PositiveSmallIntegerField("begrotingsjaar", null=True)
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2)
    is_check = models.BooleanField("controlegetal")
    is_difference = models.BooleanField("verschil van twee kolommen", default=False)
    favourable = models.BooleanField("voordelig (gedrukt)", null=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["document", "position"]

    def __str__(self) -> str:
        return f"{self.line} {self.column}: {self.eur}"
