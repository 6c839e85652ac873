"""What providers ask for, what the municipality answers, and what it allocates."""

from django.db import models
from django.db.models import Q

from noaber.register.care.models.messages import (
    FromMessage,
    Law,
    Mailbox,
    Person,
    StandingQuerySet,
)


class Between(models.Model):
    """Something under one law between one municipality and one provider, in one mailbox."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+")
    law = models.CharField("wet", max_length=5, choices=Law)
    municipality_code = models.CharField("gemeente", max_length=4)
    provider_code = models.CharField("aanbieder", max_length=8)

    class Meta:
        abstract = True


class Extent(models.Model):
    """How much care: a volume of a unit per frequency, or a budget in cents; both may be open."""

    volume = models.BigIntegerField("volume", null=True)
    unit = models.CharField("eenheid", max_length=2, blank=True)
    frequency = models.CharField("frequentie", max_length=1, blank=True)
    budget = models.BigIntegerField("budget in centen", null=True)

    class Meta:
        abstract = True


class Product(models.Model):
    """A product by category and code; a wide allocation has only a category, or neither."""

    category = models.CharField("productcategorie", max_length=2, blank=True)
    code = models.CharField("productcode", max_length=5, blank=True)

    class Meta:
        abstract = True


class Request(Between, FromMessage):
    """What a provider asks for one client: an allocation (315) or a change of all of it (317)."""

    class Kind(models.TextChoices):
        """Which of the two requests."""

        ALLOCATION = "allocation", "verzoek om toewijzing"
        CHANGE = "change", "verzoek om wijziging"

    kind = models.CharField("soort", max_length=10, choices=Kind)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    dated = models.DateField("dagtekening")
    reason = models.CharField("reden", max_length=1, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["mailbox", "dated", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.dated}"


class RequestLine(Product, Extent):
    """One product of a request. In a request for change all lines share one reference."""

    class Kind(models.TextChoices):
        """What is asked of this product."""

        ASKED = "asked", "aangevraagd"
        UNCHANGED = "unchanged", "ongewijzigd"
        CHANGED = "changed", "te wijzigen"
        NEW = "new", "nieuw"

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="lines")
    line = models.BigIntegerField("regel in het bestand", null=True)
    kind = models.CharField("soort", max_length=9, choices=Kind)
    reference = models.CharField("referentie aanbieder", max_length=36)
    allocation_number = models.BigIntegerField("toewijzingnummer", null=True)
    start = models.DateField("gewenste ingangsdatum", null=True)
    end = models.DateField("gewenste einddatum", null=True)
    award_number = models.BigIntegerField("beschikkingnummer", null=True)
    award_start = models.DateField("ingangsdatum beschikking", null=True)
    referrer_type = models.CharField("soort verwijzer", max_length=2, blank=True)
    referrer_name = models.TextField("naam verwijzer", blank=True)
    referrer_code = models.CharField("AGB-code verwijzer", max_length=8, blank=True)

    class Meta:
        ordering = ["request", "pk"]
        indexes = [models.Index(fields=["reference"], name="request_line_by_reference")]

    def __str__(self) -> str:
        return f"{self.reference} {self.get_kind_display()}"


class RequestAnswer(Between, FromMessage):
    """The municipality's word on a request: refused with a reason, or under investigation (319)."""

    class Verdict(models.TextChoices):
        """The two answers; granting is done by an allocation."""

        REFUSED = "1", "afgewezen"
        INVESTIGATING = "2", "in onderzoek"

    reference = models.CharField("referentie aanbieder", max_length=36)
    verdict = models.CharField("antwoord", max_length=1, choices=Verdict)
    reason = models.CharField("reden van afwijzing", max_length=2, blank=True)
    responsible_code = models.CharField("verantwoordelijke gemeente", max_length=4, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["mailbox", "pk"]
        indexes = [models.Index(fields=["mailbox", "reference"], name="answer_by_reference")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_verdict_display()}"


class Allocation(Between):
    """One product, category or budget that a provider may deliver to a client, by its number.

    What was allocated stands in its versions: each 301 that names the number tells one.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="allocations")
    number = models.BigIntegerField("toewijzingnummer")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "law", "municipality_code", "number"],
                name="one_allocation_per_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.law} {self.number}"


class AllocationVersion(Product, Extent, FromMessage):
    """An allocation as one 301 states it. The latest decision is the current one (IV013).

    `decided_at` is the day and time on which the municipality decided, not when the message came. A
    decision is told again, without its reason, whenever another product of the client changes (OP087):
    of one decision the version with a reason goes last, so that order of arrival says nothing.
    """

    REMOVED = ("01", "13")

    allocation = models.ForeignKey(Allocation, on_delete=models.CASCADE, related_name="versions")
    reference = models.CharField("referentie aanbieder", max_length=36, blank=True)
    start = models.DateField("ingangsdatum")
    end = models.DateField("einddatum", null=True)
    reason = models.CharField("reden wijziging", max_length=2, blank=True)
    decided_at = models.DateTimeField("vastgesteld op")

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["allocation", "decided_at", "reason", "pk"]
        indexes = [
            models.Index(
                fields=["reference"], condition=~Q(reference=""), name="version_by_reference"
            )
        ]

    def __str__(self) -> str:
        return f"{self.allocation} {self.start} - {self.end or 'open'}"

    @property
    def removed(self) -> bool:
        """Whether it says that the allocation counts as never sent."""
        return self.reason in self.REMOVED and self.end == self.start
