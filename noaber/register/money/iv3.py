"""What may be changed and asked of Iv3 deliveries and of the mapping of taakvelden to themes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, Sum

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.guard.services import ensure_municipality
from noaber.intake.iv3.delivery import (
    ACCOUNTS,
    BUDGET,
    Contact,
    Delivery,
    Figure,
    Finding,
    Head,
    Post,
    Remark,
    Unit,
)
from noaber.intake.iv3.mapping import MappingRule
from noaber.register.money.iv3_models import Iv3Delivery, Iv3Post, TaakveldMapping
from noaber.register.money.iv3_rules import Sums
from noaber.register.money.models import Amount
from noaber.register.sources.models import PlanningDocument
from noaber.register.sources.queries import documents
from noaber.register.sources.services import Refused, keep_file
from noaber.vocabulary.money import Basis, Recurrence, Stage, from_cents, to_cents
from noaber.vocabulary.places import municipality_coded

# With which document and which of its columns a delivery of a period is compared.
COMPARED = {
    BUDGET: (PlanningDocument.Kind.BUDGET, Stage.ORIGINAL),
    ACCOUNTS: (PlanningDocument.Kind.ANNUAL_ACCOUNTS, Stage.ACTUAL),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a delivery did: `outcome` is new, replaced or unchanged."""

    delivery: Iv3Delivery
    outcome: str


@dataclass(frozen=True, slots=True)
class Programme:
    """What the programme documents of a year say per theme: in cents, by the theme's printed name."""

    documents: tuple[PlanningDocument, ...]
    themes: Mapping[str, Sums]
    reserves: int


def keep_delivery(
    actor: Actor,
    delivery: Delivery,
    findings: Iterable[Finding],
    name: str,
    content: bytes,
    unit: Unit = "eur",
) -> Kept:
    """Keep a delivery whole or not at all; a later one of the same period takes its place.

    The same file again changes nothing. Raises Refused (unknown municipality) and NotAllowed.
    """
    with transaction.atomic():
        municipality = _municipality(actor, delivery.head)
        # One load at a time per municipality: the second waits here for the first.
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        file = keep_file(
            municipality,
            name,
            f"Iv3 {delivery.head.year}, periode {delivery.head.period}",
            hashlib.sha256(content).hexdigest(),
            content,
            "",
        )
        known = Iv3Delivery.objects.filter(
            municipality=municipality, year=delivery.head.year, period=delivery.head.period
        ).first()
        if known and known.file_id == file.pk and known.unit == unit:
            return Kept(known, "unchanged")
        row = known or Iv3Delivery(
            municipality=municipality, year=delivery.head.year, period=delivery.head.period
        )
        row.version, row.unit, row.file = delivery.version, unit, file
        row.head, row.contact = asdict(delivery.head), asdict(delivery.contact)
        row.figures = [asdict(figure) for figure in delivery.figures]
        row.remarks = [asdict(remark) for remark in delivery.remarks]
        row.findings = [asdict(finding) for finding in findings]
        row.save()
        row.posts.all().delete()
        Iv3Post.objects.bulk_create(
            Iv3Post(
                delivery=row,
                position=position,
                table=post.table,
                row=post.row,
                column=post.column,
                eur=from_cents(post.cents),
            )
            for position, post in enumerate(delivery.posts)
        )
        return Kept(row, "replaced" if known else "new")


def keep_mapping(
    actor: Actor, municipality: Municipality, year: int, rules: Iterable[MappingRule]
) -> None:
    """Replace the mapping of a municipality and year. Raises NotAllowed."""
    actor.require(municipality.code, municipality.name)
    with transaction.atomic():
        TaakveldMapping.objects.filter(municipality=municipality, year=year).delete()
        TaakveldMapping.objects.bulk_create(
            TaakveldMapping(
                municipality=municipality,
                year=year,
                taakveld=rule.taakveld,
                category=rule.category,
                theme=rule.theme[:300],
            )
            for rule in rules
        )


def deliveries(actor: Actor) -> QuerySet[Iv3Delivery]:
    """The deliveries of the actor's own municipalities, newest year first."""
    rows = Iv3Delivery.objects.select_related("municipality", "file").order_by(
        "municipality__code", "-year", "period"
    )
    return rows if actor.everywhere else rows.filter(municipality__code__in=actor.municipalities)


def delivery(actor: Actor, code: str, year: int, period: int) -> Iv3Delivery:
    """The kept delivery of a municipality, year and period. Raises Refused where there is none."""
    found = deliveries(actor).filter(municipality__code=code, year=year, period=period).first()
    if found is None:
        raise Refused(
            f"er is van gemeente {code} geen Iv3-levering over {year}, periode {period}; laad die met "
            "`noaber load --iv3`"
        )
    return found


def record(row: Iv3Delivery) -> Delivery:
    """A kept delivery as the record that was read."""
    return Delivery(
        row.version,  # type: ignore[arg-type]
        Head(**row.head),
        Contact(**row.contact),
        tuple(Post(p.table, p.row, p.column, to_cents(p.eur)) for p in row.posts.all()),
        tuple(Figure(**figure) for figure in row.figures),
        tuple(Remark(**remark) for remark in row.remarks),
    )


def mapping(actor: Actor, code: str, year: int) -> tuple[MappingRule, ...]:
    """The mapping of one of the actor's own municipalities in a year."""
    if not actor.works_for(code):
        return ()
    rows = TaakveldMapping.objects.filter(municipality__code=code, year=year)
    return tuple(MappingRule(row.taakveld, row.category, row.theme) for row in rows)


def programme(actor: Actor, code: str, year: int, period: int) -> Programme | None:
    """What the programmes of that year say per theme; None where there is none to compare with."""
    if period not in COMPARED:
        return None
    kind, stage = COMPARED[period]
    found = documents(actor).filter(municipality__code=code, year=year, kind=kind)
    if not found:
        return None
    rows = (
        Amount.objects.filter(
            document__in=found,
            theme__wordings__document=F("document"),
            is_check=False,
            stage=stage,
            plan_year=year,
            basis=Basis.BOOKED,
            recurrence=Recurrence.UNDIVIDED,
        )
        .values("theme__wordings__text", "kind")
        .annotate(eur=Sum("eur"))
        .order_by("theme__wordings__text")
    )
    return Programme(tuple(found), *_by_theme(rows))


def _by_theme(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, Sums], int]:
    themes: dict[str, Sums] = {}
    reserves = 0
    for row in rows:
        cents = to_cents(Decimal(row["eur"]))
        name = row["theme__wordings__text"]
        match row["kind"]:
            case Amount.Kind.EXPENSE:
                themes[name] = themes.get(name, Sums()) + Sums(expense=cents)
            case Amount.Kind.INCOME:
                themes[name] = themes.get(name, Sums()) + Sums(income=cents)
            case Amount.Kind.RESERVE_MOVEMENT:
                reserves += cents
    return themes, reserves


def _municipality(actor: Actor, head: Head) -> Municipality:
    """The municipality of a delivery; one that is kept already needs no place in the list of CBS."""
    code = head.municipality
    known = Municipality.objects.filter(code=code).first() if code else None
    if known:
        actor.require(known.code, known.name)
        return known
    place = municipality_coded(code) if code else None
    if place is None:
        raise Refused(f"'{head.number}' is geen gemeentenummer in de lijst van het CBS")
    return ensure_municipality(actor, place)
