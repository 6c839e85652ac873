"""What the register knows that rules ask about, for one exchange; what was rejected is left out."""

from collections.abc import Collection, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef

from noaber.register.care.changing import Claimed
from noaber.register.care.exchange import Exchange
from noaber.register.care.models import (
    AllocationVersion,
    Claim,
    ClaimLine,
    DeliveryStart,
    DeliveryStop,
    MessageRecord,
    Person,
    RequestAnswer,
    RequestLine,
)
from noaber.register.care.models.deliveries import Delivered
from noaber.register.care.persons import chunks
from noaber.register.care.rules.values import Allocated, Key, Line, Stop
from noaber.register.care.rules.volumes import counted

REJECTED = MessageRecord.State.REJECTED
UNFIT = (REJECTED, MessageRecord.State.MALFORMED)
# The columns of a claim line in the order of Line, and of an allocation after its number.
LINE_FIELDS = (
    "reference", "previous_reference", "allocation_number", "category", "code", "start", "end",
    "volume", "unit", "tariff", "amount", "is_credit",
)  # fmt: skip
_ALLOCATED_FIELDS = (
    "start", "end", "category", "code", "volume", "unit", "frequency", "budget", "reason",
)  # fmt: skip


def same_identification(exchange: Exchange, number: str, sender: str, name: str) -> list[str]:
    """The name itself where a standing message of this kind and sender has it, else nothing."""
    rows = MessageRecord.objects.filter(
        mailbox=exchange.mailbox,
        law=exchange.law,
        number=number,
        sender=sender,
        identification=name,
    ).exclude(state__in=UNFIT)
    return [name] if rows.exists() else []


def products(exchange: Exchange) -> set[tuple[str, str]]:
    """The product list of the municipality, where this register keeps it."""
    if exchange.mailbox.municipality.code != exchange.municipality_code:
        return set()
    rows = apps.get_model("supply", "CareProduct").objects.filter(
        municipality=exchange.mailbox.municipality, law=exchange.law
    )
    return set(rows.values_list("category", "code"))


def versions(exchange: Exchange, **where: object) -> dict[int, AllocationVersion]:
    """The current version of each allocation between the two parties: the latest decision.

    Of a decision that was told more than once it is the one that gives its reason.
    """
    rows = _decided(exchange, **where).select_related("allocation")
    return {row.allocation.number: row for row in rows}


def _decided(exchange: Exchange, **where: object) -> Any:
    """Versions between the two parties, each allocation's current one last."""
    return (
        AllocationVersion.objects.standing()
        .filter(**{f"allocation__{name}": value for name, value in exchange.between.items()})
        .filter(**where)
        .order_by("decided_at", "reason", "pk")
    )


def allocated(version: AllocationVersion) -> Allocated:
    """A version as the plain value that rules read."""
    values = (getattr(version, name) for name in _ALLOCATED_FIELDS)
    return Allocated(version.allocation.number, *values)


def allocations(exchange: Exchange, person: Person | None) -> dict[int, Allocated]:
    """What a client is allocated with this provider, by number; removed ones as well."""
    if person is None:
        return {}
    found = versions(exchange, allocation__person=person)
    return {number: allocated(version) for number, version in found.items()}


def requested(exchange: Exchange, person: Person | None) -> set[str]:
    """The references of the standing requests for one client."""
    return set(_asked(exchange, request__person=person))


def known_references(exchange: Exchange, references: Collection[str]) -> set[str]:
    """Which of these references stand in a request of this provider, for whatever client."""
    return set(_asked(exchange, reference__in=references))


def used_references(exchange: Exchange, references: Collection[str]) -> set[str]:
    """Which of these references the provider used in a request before, to whatever municipality (TR347)."""
    return set(_asked(exchange, exchange.of_provider, reference__in=references))


def used_line_references(exchange: Exchange, references: Collection[str]) -> set[str]:
    """Which of these references stand in a claim of the provider, to whatever municipality (TR314)."""
    found: set[str] = set()
    earlier = Claim.objects.standing().filter(**exchange.of_provider)
    for chunk in chunks(sorted(set(references))):
        rows = ClaimLine.objects.filter(claim__in=earlier, reference__in=chunk)
        found.update(rows.values_list("reference", flat=True))
    return found


def references_again(exchange: Exchange, message: MessageRecord) -> list[str]:
    """The first references of a claim that stand in another claim of the provider as well (TR314)."""
    others = Claim.objects.standing().filter(**exchange.of_provider).exclude(message=message)
    again = ClaimLine.objects.filter(claim__in=others, reference=OuterRef("reference"))
    rows = ClaimLine.objects.filter(Exists(again), claim__message=message).order_by("pk")
    return list(rows.values_list("reference", flat=True)[:5])


def used_claim_numbers(exchange: Exchange, number: str) -> list[str]:
    """The claim number where the provider used it before, to whatever municipality (TR333)."""
    rows = Claim.objects.standing().filter(**exchange.of_provider, number=number)
    return list(rows.values_list("number", flat=True))


def _asked(exchange: Exchange, of: Mapping[str, Any] | None = None, **where: object) -> Any:
    among = {f"request__{name}": value for name, value in (of or exchange.between).items()}
    rows = RequestLine.objects.filter(**among, **where)
    return rows.exclude(request__message__state=REJECTED).values_list("reference", flat=True)


def verdicts(exchange: Exchange, references: Collection[str]) -> dict[str, list[str]]:
    """The standing answers to these references, each with its verdicts in order."""
    found: dict[str, list[str]] = {}
    rows = RequestAnswer.objects.standing().filter(
        **exchange.between, reference__in=list(references)
    )
    for reference, verdict in rows.order_by("pk").values_list("reference", "verdict"):
        found.setdefault(reference, []).append(verdict)
    return found


def granted_references(exchange: Exchange, references: Collection[str]) -> set[str]:
    """Which of these references were granted by an allocation that stands."""
    rows = AllocationVersion.objects.standing().filter(
        **{f"allocation__{name}": value for name, value in exchange.between.items()},
        reference__in=list(references),
    )
    return set(rows.values_list("reference", flat=True))


def open_references(exchange: Exchange, person: Person | None) -> set[str]:
    """The references of a client's requests that were neither refused nor granted."""
    if person is None:
        return set()
    asked = requested(exchange, person)
    refused = {
        reference
        for reference, said in verdicts(exchange, asked).items()
        if RequestAnswer.Verdict.REFUSED in said
    }
    return asked - refused - granted_references(exchange, asked)


def key_of(row: Delivered) -> Key:
    """The key of a start or stop as the plain value that rules read."""
    number = row.allocation.number if row.allocation else None
    return Key(number, row.category, row.code, row.begin)


def starts(exchange: Exchange, person: Person | None) -> dict[Key, DeliveryStart]:
    """The standing starts of a client with this provider."""
    rows = DeliveryStart.objects.standing().filter(**exchange.between, person=person)
    return {key_of(row): row for row in rows.select_related("allocation")} if person else {}


def stops(exchange: Exchange, person: Person | None) -> dict[Stop, DeliveryStop]:
    """The standing stops of a client with this provider."""
    rows = DeliveryStop.objects.standing().filter(**exchange.between, person=person)
    if person is None:
        return {}
    return {
        Stop(key_of(row), row.reason, row.end): row for row in rows.select_related("allocation")
    }


def claims(exchange: Exchange) -> Any:
    """The standing claims of this provider under this law."""
    return Claim.objects.standing().filter(**exchange.between)


def granted_lines(exchange: Exchange, numbers: Collection[int]) -> set[int]:
    """Which of these allocations have granted lines that no granted credit took back."""
    return set(claimed(exchange, numbers))


def claimed(exchange: Exchange, numbers: Collection[int]) -> dict[int, Claimed]:
    """What was granted on these allocations and not credited; of some nothing, they are left out."""
    lines = ClaimLine.objects.filter(
        claim__in=claims(exchange),
        verdict=ClaimLine.Verdict.APPROVED,
        allocation_number__in=numbers,
    )
    credited = set(lines.filter(is_credit=True).values_list("previous_reference", flat=True))
    found: dict[int, Claimed] = {}
    debits = lines.filter(is_credit=False).values_list(
        "reference", "allocation_number", "end", "volume", "unit", "amount"
    )
    for reference, number, end, volume, unit, cents in debits:
        if reference in credited:
            continue
        before = found.get(number, Claimed(end, 0, 0))
        found[number] = Claimed(
            max(before.last, end), before.volume + counted(volume, unit), before.cents + cents
        )
    return found


def line_value(row: ClaimLine) -> Line:
    """A kept claim line as the plain value that rules read."""
    return Line(*(getattr(row, name) for name in LINE_FIELDS))


def holders(exchange: Exchange, numbers: Collection[int]) -> dict[int, tuple[int, Allocated]]:
    """Who has each of these allocations (the key of the person), and what it says now."""
    rows = _decided(exchange, allocation__number__in=numbers).values_list(
        "allocation__person_id", "allocation__number", *_ALLOCATED_FIELDS
    )
    return {number: (person, Allocated(number, *rest)) for person, number, *rest in rows}
