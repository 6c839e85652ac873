"""What providers claim, and what the municipality grants of it."""

from django.db import models
from django.db.models import Q

from noaber.register.care.models.allocations import Between
from noaber.register.care.models.messages import FromMessage, Person, StandingQuerySet


class Claim(Between, FromMessage):
    """One claim (323): a calendar month, and all its lines. Amounts are cents."""

    number = models.CharField("declaratienummer", max_length=12)
    period_start = models.DateField("eerste dag")
    period_end = models.DateField("laatste dag")
    dated = models.DateField("dagtekening declaratie")
    total = models.BigIntegerField("totaal ingediend in centen")

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["mailbox", "period_start", "pk"]
        indexes = [models.Index(fields=["mailbox", "number"], name="claim_by_number")]

    def __str__(self) -> str:
        return self.number


class ClaimLine(models.Model):
    """One line of a claim. Its message is the claim's; `line` is the line in the file.

    Kept lean: a claim may hold millions. `volume` is in `unit` (euros: cents), `tariff` and `amount`
    are cents, `amount` is never negative: `is_credit` takes an approved debit back.
    """

    class Verdict(models.TextChoices):
        """What the municipality said."""

        OPEN = "", "nog niet beoordeeld"
        APPROVED = "approved", "toegekend"
        REJECTED = "rejected", "afgewezen"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claim_lines")
    line = models.BigIntegerField("regel in het bestand", null=True)
    reference = models.CharField("referentienummer", max_length=20)
    previous_reference = models.CharField("vorig referentienummer", max_length=20, blank=True)
    allocation_number = models.BigIntegerField("toewijzingnummer")
    category = models.CharField("productcategorie", max_length=2)
    code = models.CharField("productcode", max_length=5)
    start = models.DateField("eerste dag")
    end = models.DateField("laatste dag")
    volume = models.BigIntegerField("geleverd volume")
    unit = models.CharField("eenheid", max_length=2)
    tariff = models.BigIntegerField("tarief in centen", null=True)
    amount = models.BigIntegerField("bedrag in centen")
    is_credit = models.BooleanField("credit")
    verdict = models.CharField("oordeel", max_length=8, choices=Verdict, blank=True, default="")
    return_codes = models.CharField("retourcodes", max_length=100, blank=True, default="")

    class Meta:
        ordering = ["claim", "pk"]
        indexes = [
            models.Index(fields=["reference"], name="claim_line_by_reference"),
            models.Index(fields=["allocation_number"], name="claim_line_by_allocation"),
            models.Index(
                fields=["previous_reference"],
                condition=~Q(previous_reference=""),
                name="claim_line_credits",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ClaimAnswer(FromMessage):
    """The answer to one claim (325): what was asked and what is granted, in cents."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="claim_answers")
    submitted = models.BigIntegerField("totaal ingediend in centen")
    granted = models.BigIntegerField("totaal toegekend in centen")
    return_codes = models.CharField("retourcodes", max_length=100, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "pk"]

    def __str__(self) -> str:
        return f"{self.claim}: {self.granted} van {self.submitted}"
