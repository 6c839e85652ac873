"""Two parties that play an exchange: a municipality and a provider, each with a mailbox of its own."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from noaber.guard.actor import SYSTEM
from noaber.guard.models import Municipality
from noaber.intake.messages.reading import read_message
from noaber.intake.messages.writing import write_message
from noaber.register.care import fields, services
from noaber.register.care.models import Allocation, Claim, Mailbox, MessageRecord, Person
from noaber.register.care.rules.values import Allocated, Line
from noaber.register.care.services import Address, Client, Receipt

MUNICIPALITY, PROVIDER = "1700", "42420001"
CLIENT = Client(
    "999900006",
    date(2012, 2, 14),
    "1",
    "Wit",
    prefix="de",
    initials="T",
    address=Address("Dorpsstraat", 9, "7671AA", "Vriezenveen"),
)
OTHER_CLIENT = replace(CLIENT, bsn="999900018", surname="Zwart")
WEEKLY = Allocated(
    0, date(2026, 3, 2), date(2026, 8, 30), "45", "45A04", volume=3, unit="04", frequency="2"
)


def moment(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Amsterdam"))


@dataclass
class Play:
    """Both mailboxes and the day it is."""

    town: Mailbox
    care: Mailbox
    day: date
    law: str = "youth"

    @property
    def now(self) -> datetime:
        return moment(self.day)

    def later(self, days: int = 1) -> "Play":
        self.day += timedelta(days=days)
        return self

    def deliver(self, content: bytes, to: Mailbox, name: str = "") -> Receipt:
        return services.receive(SYSTEM, to, content, name, self.now)

    def answered(self, content: bytes, by: Mailbox) -> Receipt:
        """Deliver a message to one party and its answer to the other; what the first made of it."""
        receipt = self.deliver(content, by)
        back = services.answer(SYSTEM, by, receipt.record, self.now)
        assert back is not None
        other = self.care if by == self.town else self.town
        came = self.deliver(back, other)
        assert came.outcome == "accepted", came.findings
        receipt.record.refresh_from_db()
        return receipt

    def allocate(
        self, *products: Allocated, client: Client | Person = CLIENT, answered: bool = True
    ) -> list[int]:
        """Allocate at the municipality, and let the provider accept; the numbers."""
        record, content = services.allocate(
            SYSTEM, self.town, self.law, PROVIDER, client, products, self.now
        )
        if answered:
            receipt = self.answered(content, self.care)
            assert receipt.outcome == "accepted", receipt.findings
        rows = Allocation.objects.filter(versions__message=record).order_by("number")
        return list(rows.values_list("number", flat=True))

    def start(self, number: int, begin: date) -> Receipt:
        _, content = services.start(
            SYSTEM, self.care, self.law, MUNICIPALITY, number, begin, self.now
        )
        return self.answered(content, self.town)

    def stop(self, number: int, end: date, reason: str = "31") -> Receipt:
        _, content = services.stop(
            SYSTEM, self.care, self.law, MUNICIPALITY, number, end, reason, self.now
        )
        return self.answered(content, self.town)

    def claim(self, number: str, month: date, *lines: Line) -> tuple[Claim, Claim]:
        """Claim at the provider and answer at the municipality; the claim on both sides."""
        record, content = services.claim(
            SYSTEM, self.care, self.law, MUNICIPALITY, number, month, lines, self.now
        )
        receipt = self.answered(content, self.town)
        claims = Claim.objects.order_by("pk")
        return claims.get(message=record), claims.get(message=receipt.record)

    def answer(self, receipt: Receipt) -> dict[str, Any]:
        """What the receiver answers, as a nested dict."""
        content = services.answer(SYSTEM, receipt.record.mailbox, receipt.record, self.now)
        return tree(content)

    def sent(self, by: Mailbox) -> MessageRecord:
        return MessageRecord.objects.filter(mailbox=by, direction="out").latest("pk")


def line(reference: str, number: int, month: date, volume: int = 4, **changes: object) -> Line:
    """A line that the weekly allocation allows: hours at 60.00 euro over the month."""
    first = max(month.replace(day=1), WEEKLY.start)
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    made = Line(
        reference, "", number, "45", "45A04", first, last, volume, "04", 6000, volume * 6000, False
    )
    return replace(made, **changes)


def play(day: date, law: str = "youth", trial: bool = False) -> Play:
    town, _ = Municipality.objects.get_or_create(code=MUNICIPALITY, defaults={"name": "Twenterand"})
    return Play(
        services.ensure_mailbox(SYSTEM, town, MUNICIPALITY, "Twenterand", trial),
        services.ensure_mailbox(SYSTEM, town, PROVIDER, "De Brug", trial),
        day,
        law,
    )


def forged(
    number: str,
    body: dict[str, Any],
    day: date,
    name: str = "F1",
    law: str = "youth",
    **header: Any,
) -> bytes:
    """A message as a party might send it that does not hold itself to the rules."""
    from_town = number in ("301", "319", "325")
    sender, receiver = (MUNICIPALITY, PROVIDER) if from_town else (PROVIDER, MUNICIPALITY)
    head = fields.header_tree(sender, receiver, name, day) | header
    return write_message(fields.STANDARD_OF[law], number, {"Header": head, **body})


def tree(content: bytes | None) -> dict[str, Any]:
    """What a message says, as a nested dict."""
    assert content is not None
    read = read_message(content)
    assert read.message is not None, read.findings
    return read.message.tree()


def codes(node: dict[str, Any]) -> list[str]:
    """The return codes of one class."""
    return node.get("RetourCodes", {}).get("RetourCode", [])
