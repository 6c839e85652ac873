"""What may be asked of money."""

from django.db.models import QuerySet

from noaber.guard.actor import Actor
from noaber.intake.documents.reading import AmountItem
from noaber.intake.documents.signs import SignConvention
from noaber.register.money.models import Amount, Explanation
from noaber.register.money.rules import (
    LINE_OF_KIND,
    factor,
    lowest,
    printed,
    printed_recurrence,
    printed_stage,
)
from noaber.register.sources.models import PlanningDocument
from noaber.register.sources.queries import documents


def amounts(actor: Actor, document: PlanningDocument) -> QuerySet[Amount]:
    """Every printed amount of a document, in the order of the source."""
    return Amount.objects.filter(document__in=documents(actor), document=document).select_related(
        "theme", "evidence"
    )


def lowest_explanations(actor: Actor, document: PlanningDocument) -> list[Explanation]:
    """The explanations of a document at the lowest level that adds up to what stands above it."""
    rows = list(
        Explanation.objects.filter(document__in=documents(actor), document=document).select_related(
            "theme"
        )
    )
    counted = lowest((row.pk, row.part_of_id, row.eur) for row in rows)
    return [row for row in rows if row.pk in counted]


def signs(document: PlanningDocument) -> SignConvention | None:
    """How the source prints its signs; None where its arithmetic does not tell."""
    return SignConvention(**document.signs) if document.signs else None


def amount_items(actor: Actor, document: PlanningDocument) -> tuple[AmountItem, ...]:
    """The amounts of a registered document as a reading holds them, signs as printed."""
    convention = signs(document) or SignConvention()
    return tuple(
        AmountItem(
            id=row.item,
            heading=row.heading or None,
            line=row.line,
            kind=LINE_OF_KIND[row.kind],
            column=row.column,
            stage=printed_stage(row.stage, row.recurrence, row.is_difference),
            year=row.plan_year,
            eur=printed(row.eur * factor(row.kind, convention)),
            favourable=row.favourable,
            span=(row.evidence.start or 0, row.evidence.end or 0),
            taakveld=row.taakveld or None,
            category=row.category or None,
            party=row.party or None,
            recurrence=printed_recurrence(row.stage, row.recurrence),
        )
        for row in amounts(actor, document)
    )
