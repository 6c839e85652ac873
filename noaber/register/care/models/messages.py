"""Mailboxes, the messages in them, and the persons that they are about."""

from typing import Any

from django.db import models
from django.db.models import Q

from noaber.guard.models import Municipality


class Law(models.TextChoices):
    """The law behind a message; each has a standard of its own: iWmo and iJw."""

    WMO = "wmo", "Wmo"
    YOUTH = "youth", "Jeugdwet"


class Mailbox(models.Model):
    """One party in the exchange of messages, as this installation plays it.

    `code` is the four digits of a municipality (CBS) or the eight of a provider (AGB): the same code
    plays both sides. `municipality` is whose keys seal what comes in. A `trial` is for trying files
    and playing an exchange: nothing in it is ever counted, and it knows no one from another mailbox.
    """

    class Role(models.TextChoices):
        """Which side of the exchange."""

        MUNICIPALITY = "municipality", "gemeente"
        PROVIDER = "provider", "aanbieder"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("rol", max_length=12, choices=Role)
    code = models.CharField("code", max_length=8)
    name = models.TextField("naam", blank=True)
    trial = models.BooleanField("proef", default=False)

    class Meta:
        verbose_name_plural = "mailboxes"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "role", "code", "trial"], name="one_mailbox_per_party"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def is_municipality(self) -> bool:
        """Whether it plays the municipality."""
        return self.role == self.Role.MUNICIPALITY


class Person(models.Model):
    """Someone that messages are about. Who it is stands only in the sealed columns.

    A person belongs to a mailbox, so that a trial never touches who is real. `born` is empty for
    someone known by a number alone (from a claim): that is not yet a known client (TR304).
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="persons")
    pseudonym = models.CharField("pseudoniem", max_length=64)
    bsn = models.BinaryField("BSN, verzegeld")
    born = models.DateField("geboortedatum", null=True)
    particulars = models.BinaryField("gegevens, verzegeld", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "pseudonym"], name="one_person_per_mailbox")
        ]

    def __str__(self) -> str:
        return self.pseudonym


class MessageRecord(models.Model):
    """One message that came in or went out.

    `received` waits to be judged, `waiting` for the other party's answer, `sent` for none. `findings`
    name rule, return code and place, never a BSN. `content` is the message itself, sealed; a claim
    has none, because its lines say all of it. `elsewhere`: this party sent it by another system, and it
    was read in here; its `moment` is that of reading.
    """

    class Direction(models.TextChoices):
        """Which way it went, seen from the mailbox."""

        IN = "in", "ontvangen"
        OUT = "out", "verzonden"

    class State(models.TextChoices):
        """How far it came."""

        RECEIVED = "received", "ontvangen, nog niet beoordeeld"
        ACCEPTED = "accepted", "goedgekeurd"
        REJECTED = "rejected", "afgekeurd"
        MALFORMED = "malformed", "geen geldig bericht"
        WAITING = "waiting", "verzonden, wacht op antwoord"
        SENT = "sent", "verzonden"

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField("richting", max_length=3, choices=Direction)
    law = models.CharField("wet", max_length=5, choices=Law, blank=True)
    number = models.CharField("berichtsoort", max_length=3, blank=True)
    release = models.CharField("release", max_length=10, blank=True)
    identification = models.CharField("identificatie", max_length=12, blank=True)
    dated = models.DateField("dagtekening", null=True)
    sender = models.CharField("afzender", max_length=8, blank=True)
    receiver = models.CharField("ontvanger", max_length=8, blank=True)
    file_name = models.TextField("bestandsnaam", blank=True)
    sha256 = models.CharField("hash", max_length=64)
    moment = models.DateTimeField("ontvangen of verzonden op")
    state = models.CharField("stand", max_length=9, choices=State)
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="answered_by"
    )
    findings = models.JSONField("bevindingen", default=list)
    versions = models.JSONField("versies van het schema", default=dict)
    content = models.BinaryField("inhoud, verzegeld", null=True)
    elsewhere = models.BooleanField("verstuurd door een ander systeem", default=False)

    class Meta:
        ordering = ["mailbox", "moment", "pk"]
        indexes = [
            models.Index(
                fields=["mailbox", "number", "identification"], name="message_by_identification"
            ),
            models.Index(fields=["mailbox", "state"], name="message_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "direction", "sha256"], name="a_message_comes_in_once"
            ),
            # A message has one answer that stands; a second is kept as rejected.
            models.UniqueConstraint(
                fields=["answers"],
                condition=Q(answers__isnull=False) & ~Q(state="rejected"),
                name="one_answer_per_message",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.law} {self.number} {self.identification}"

    @property
    def counterpart(self) -> str:
        """The code of the other party."""
        return self.sender if self.direction == self.Direction.IN else self.receiver


class FromMessage(models.Model):
    """A row that a message told: its evidence is the message and the line in the file."""

    message = models.ForeignKey(MessageRecord, on_delete=models.PROTECT, related_name="+")
    line = models.BigIntegerField("regel in het bestand", null=True)

    class Meta:
        abstract = True


class StandingQuerySet(models.QuerySet[Any]):
    """Rows by whether the message that told them still stands."""

    def standing(self) -> "StandingQuerySet":
        """Without what the other party rejected."""
        return self.exclude(message__state=MessageRecord.State.REJECTED)
