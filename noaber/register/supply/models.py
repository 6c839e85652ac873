"""Who delivers care, what can be delivered, and at what price it was agreed. Everything is dated."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from noaber.guard.models import Municipality
from noaber.register.sources.models import File


class Law(models.TextChoices):
    """Under which law care is bought."""

    WMO = "wmo", "Wmo"
    YOUTH = "youth", "Jeugdwet"


def in_order(name: str) -> models.CheckConstraint:
    """The constraint that a period does not end before it begins."""
    return models.CheckConstraint(
        name=name, condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
    )


class Dated(models.Model):
    """Something that holds from a day to a day, both included; no last day is: still."""

    valid_from = models.DateField("geldig vanaf")
    valid_to = models.DateField("geldig tot en met", null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Provider(models.Model):
    """Who delivers care to residents of a municipality; `code` is the eight digits of AGB."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("AGB-code", max_length=8)
    name = models.TextField("naam", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="one_provider_per_agb_code"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.code


class CareProduct(models.Model):
    """One line of the product list that a municipality uses: a code within a category."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    law = models.CharField("wet", max_length=5, choices=Law)
    category = models.CharField("productcategorie", max_length=2)
    code = models.CharField("productcode", max_length=5)
    name = models.TextField("naam", blank=True)
    unit = models.CharField("eenheid", max_length=2, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "law", "category", "code"], name="one_care_product_per_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.code} {self.name}".rstrip()


class Contract(Dated):
    """What was agreed with a provider under one law, from a day to a day."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contracts")
    law = models.CharField("wet", max_length=5, choices=Law)
    number = models.CharField("nummer", max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "law", "number"], name="one_contract_per_number"
            ),
            in_order("contract_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.number}"


class Recorded(models.Model):
    """Who recorded something and when, and the file and row that it came from, where there was one."""

    recorded_by = models.TextField("vastgelegd door", blank=True, default="")
    recorded_at = models.DateTimeField("vastgelegd op", null=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.TextField("plaats in het bestand", blank=True, default="")

    class Meta:
        abstract = True


class Tariff(Dated, Recorded):
    """The agreed price of one unit of a product in cents, from a day to a day."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="tariffs")
    product = models.ForeignKey(CareProduct, on_delete=models.PROTECT, related_name="tariffs")
    unit = models.CharField("eenheid", max_length=2)
    cents = models.BigIntegerField("tarief in centen")

    class Meta:
        ordering = ["contract", "product", "unit", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "product", "unit", "valid_from"], name="one_tariff_per_day"
            ),
            models.CheckConstraint(name="tariff_not_negative", condition=Q(cents__gte=0)),
            in_order("tariff_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.cents} cent"


class PriceChange(Recorded):
    """What a price was before it was changed; without a product, what the days of a contract were.

    Nothing stands under `now` where a price was taken away. `judged` lines of claims were decided by what
    it was: then it is a correction, and `because` says why.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="changes")
    product = models.ForeignKey(
        CareProduct, on_delete=models.PROTECT, null=True, related_name="changes"
    )
    unit = models.CharField("eenheid", max_length=2, blank=True)
    was_from = models.DateField("gold vanaf")
    was_to = models.DateField("gold tot en met", null=True)
    was_cents = models.BigIntegerField("tarief in centen was", null=True)
    now_from = models.DateField("geldt vanaf", null=True)
    now_to = models.DateField("geldt tot en met", null=True)
    now_cents = models.BigIntegerField("tarief in centen is", null=True)
    judged = models.PositiveIntegerField("beoordeelde declaratieregels", default=0)
    because = models.TextField("reden", blank=True)

    class Meta:
        ordering = ["contract", "-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.product or self.contract} {self.was_from}"
