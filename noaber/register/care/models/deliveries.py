"""When care really began and ended, as providers told."""

from django.db import models
from django.db.models import Q

from noaber.register.care.models.allocations import Allocation, Between, Product
from noaber.register.care.models.messages import (
    FromMessage,
    MessageRecord,
    Person,
    StandingQuerySet,
)


class DeliveryQuerySet(StandingQuerySet):
    """Deliveries by whether they were taken back."""

    def standing(self) -> "DeliveryQuerySet":
        """What was neither rejected nor taken back by a message that stands."""
        return (
            super()
            .standing()
            .filter(Q(removed_by__isnull=True) | Q(removed_by__state=MessageRecord.State.REJECTED))
        )


class Delivered(Between, Product, FromMessage):
    """The key of a delivery: allocation number, product and first day (IV096).

    A task-based delivery has no allocation. `removed_by` is the message that took it back
    (StatusAanlevering 3).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    allocation = models.ForeignKey(
        Allocation, on_delete=models.PROTECT, null=True, related_name="%(class)ss"
    )
    allocation_start = models.DateField("ingangsdatum toewijzing", null=True)
    begin = models.DateField("begindatum")
    removed_by = models.ForeignKey(
        MessageRecord, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["mailbox", "begin", "pk"]


class DeliveryStart(Delivered):
    """Care has really begun (305)."""

    def __str__(self) -> str:
        return f"start {self.begin}"


class DeliveryStop(Delivered):
    """Care has ended, for a while (reason 20) or for good (307)."""

    TEMPORARY = "20"

    reason = models.CharField("reden beëindiging", max_length=2)
    end = models.DateField("einddatum")

    def __str__(self) -> str:
        return f"stop {self.end}"

    @property
    def temporary(self) -> bool:
        """Whether care is expected to begin again."""
        return self.reason == self.TEMPORARY
