"""Amounts on their axes. Magnitudes by kind; how the source printed its signs is the document's."""

from django.db import models

from noaber.guard.models import Municipality
from noaber.register.sources.models import (
    DocumentRecord,
    Evidence,
    PlanningDocument,
    RecordEntry,
)
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
    item = models.TextField()
    heading = models.TextField("kop", blank=True)
    line = models.TextField("regel")
    column = models.TextField("kolom")
    kind = models.CharField(max_length=20, choices=Kind)
    stage = models.CharField(
        max_length=12, blank=True, choices=[(stage.value, stage.value) for stage in Stage]
    )
    recurrence = models.CharField(
        max_length=12, choices=[(value.value, value.value) for value in Recurrence]
    )
    basis = models.CharField(max_length=10, choices=[(value.value, value.value) for value in Basis])
    plan_year = models.PositiveSmallIntegerField("begrotingsjaar", null=True)
    taakveld = models.CharField("taakveld", max_length=30, blank=True)
    category = models.CharField("categorie", max_length=30, blank=True)
    party = models.TextField("partij", blank=True)
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2)
    is_check = models.BooleanField("controlegetal")
    is_difference = models.BooleanField("verschil van twee kolommen", default=False)
    favourable = models.BooleanField("voordelig (gedrukt)", null=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["document", "position"]

    def __str__(self) -> str:
        return f"{self.line} {self.column}: {self.eur}"


THEME = "goals.TreeNode"


class BudgetAmendment(DocumentRecord):
    """An adopted change of the budget; original plus adopted amendments is the revised budget."""

    number = models.TextField("nummer")
    authority = models.CharField("bevoegd", max_length=10)
    decision = models.TextField("besluit", blank=True)
    on = models.DateField("datum")
    title = models.TextField("titel", blank=True)


class AmendmentLine(RecordEntry):
    """One change; an increase is positive, by the signs of its kind."""

    record = models.ForeignKey(BudgetAmendment, on_delete=models.CASCADE, related_name="lines")
    theme = models.ForeignKey(THEME, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("soort", max_length=20)
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2)
    year = models.PositiveSmallIntegerField("jaar", null=True)
    recurrence = models.CharField("aard", max_length=12, blank=True)


class Reserve(DocumentRecord):
    """A reserve with its purpose, what founded it, and what it held (BBV 43)."""

    name = models.TextField("naam")
    purpose = models.TextField("doel", blank=True)
    founded_by = models.TextField("instellingsbesluit", blank=True)
    ceiling = models.DecimalField("plafond", max_digits=18, decimal_places=2, null=True)
    opening = models.DecimalField("beginstand", max_digits=18, decimal_places=2, null=True)
    closing = models.DecimalField("eindstand", max_digits=18, decimal_places=2, null=True)


class ReserveMovement(RecordEntry):
    """Money into or out of a reserve; `eur` is zero or more, the direction says which way."""

    record = models.ForeignKey(Reserve, on_delete=models.CASCADE, related_name="movements")
    direction = models.CharField("richting", max_length=12)
    stage = models.CharField("stand", max_length=12)
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2)
    theme = models.ForeignKey(THEME, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.TextField("besluit", blank=True)
    purpose = models.TextField("waarvoor", blank=True)


class Explanation(DocumentRecord):
    """One cause of a difference between actual and budget; positive is better."""

    theme = models.ForeignKey(THEME, on_delete=models.PROTECT, related_name="+")
    about = models.TextField("waarover")
    cause = models.CharField("oorzaak", max_length=20)
    recurrence = models.CharField("aard", max_length=12, blank=True)
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2)
    part_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="parts")
    counterpart = models.TextField("tegenhanger", blank=True)


class Earmark(DocumentRecord):
    """Money set aside for a purpose."""

    name = models.TextField("naam")
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2)
    year = models.PositiveSmallIntegerField("jaar", null=True)
    unclaimed = models.DecimalField("nog niet geclaimd", max_digits=18, decimal_places=2, null=True)
    merged_from = models.ManyToManyField("self", symmetrical=False, related_name="merged_into")
    efforts = models.ManyToManyField("goals.Effort", related_name="earmarks")


class EarmarkClaim(RecordEntry):
    """What was claimed of an earmark."""

    record = models.ForeignKey(Earmark, on_delete=models.CASCADE, related_name="claims")
    name = models.TextField("naam")
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2)


class EarmarkTransfer(RecordEntry):
    """What went from an earmark to another; no amount where the text gives none."""

    record = models.ForeignKey(Earmark, on_delete=models.CASCADE, related_name="transfers")
    to = models.ForeignKey(Earmark, on_delete=models.CASCADE, related_name="+")
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2, null=True)


class GrantReceived(DocumentRecord):
    """Money received for a purpose, with its deadline and what may have to be paid back."""

    scheme = models.TextField("regeling")
    purpose = models.TextField("doel", blank=True)
    funder = models.TextField("verstrekker", blank=True)
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2, null=True)
    spent = models.DecimalField("besteed", max_digits=18, decimal_places=2, null=True)
    repayable = models.DecimalField("terug te betalen", max_digits=18, decimal_places=2, null=True)
    deadline = models.CharField("uiterlijk", max_length=30, blank=True)
    goals = models.ManyToManyField(THEME, related_name="grants")

    class Meta(DocumentRecord.Meta):
        verbose_name_plural = "grants received"


class SavingsTarget(DocumentRecord):
    """A saving booked ahead and what came of it; both are estimates, never added to what was booked."""

    name = models.TextField("naam")
    theme = models.ForeignKey(THEME, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField("jaar", null=True)
    booked = models.DecimalField("ingeboekt", max_digits=18, decimal_places=2)
    realised = models.DecimalField("gerealiseerd", max_digits=18, decimal_places=2, null=True)
    reason = models.TextField("reden", blank=True)


class ResultAppropriation(DocumentRecord):
    """A part of the result kept for a purpose next year, and what was spent of it then."""

    purpose = models.TextField("bestemming")
    eur = models.DecimalField("bedrag", max_digits=18, decimal_places=2)
    year = models.PositiveSmallIntegerField("jaar")
    theme = models.ForeignKey(THEME, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.TextField("besluit", blank=True)
    spent = models.DecimalField("besteed", max_digits=18, decimal_places=2, null=True)


from noaber.register.money.iv3_models import Iv3Delivery, Iv3Post, TaakveldMapping  # noqa: E402,F401
