"""From a Reading to amounts on their axes, inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal

from django.db.models import Model

from noaber.intake.documents.audit.money import theme_of
from noaber.intake.documents.reading import AmountItem, GoalItem, Reading
from noaber.intake.documents.signs import SignConvention, infer_signs
from noaber.register.money.models import Amount
from noaber.register.money.rules import axes, factor, subtotals
from noaber.register.sources.models import Evidence, File, PlanningDocument
from noaber.register.sources.services import place_evidence
from noaber.vocabulary.money import Basis


def receive(
    document: PlanningDocument, reading: Reading, file: File, themes: Mapping[str, Model]
) -> None:
    """Register the amounts of a reading in the signs that its own arithmetic shows.

    `themes` are the nodes of kind theme by their item id. Where the signs cannot be told, amounts
    stay as printed and nothing is counted.
    """
    signs = infer_signs(reading.finance)
    document.signs = asdict(signs) if signs else None
    document.save(update_fields=["signs"])
    goals = [goal for goal in reading.goals if goal.id in themes]
    lines = reading.lines
    places = place_evidence(document, file, [(i.span, lines.get(i.id)) for i in reading.finance])
    totals = subtotals(reading.finance)
    Amount.objects.bulk_create(
        _amount(document, item, position, place, themes, goals, signs, totals)
        for position, (item, place) in enumerate(zip(reading.finance, places, strict=True))
    )


def forget(document: PlanningDocument) -> None:
    """Take out the amounts of this document."""
    document.amounts.all().delete()


def _amount(
    document: PlanningDocument,
    item: AmountItem,
    position: int,
    place: Evidence,
    themes: Mapping[str, Model],
    goals: Sequence[GoalItem],
    signs: SignConvention | None,
    totals: set[str],
) -> Amount:
    theme = themes.get(theme_of(item.heading, item.line, goals) or "")
    at = axes(item, theme is not None)
    return Amount(
        municipality=document.municipality,
        document=document,
        theme=theme,
        position=position,
        item=item.id,
        heading=(item.heading or ""),
        line=item.line,
        column=item.column,
        kind=at.kind,
        stage=at.stage,
        recurrence=at.recurrence,
        basis=Basis.BOOKED,
        plan_year=item.year,
        taakveld=item.taakveld or "",
        category=item.category or "",
        party=(item.party or ""),
        eur=Decimal(str(item.eur)) * factor(at.kind, signs or SignConvention()),
        is_check=at.is_check or signs is None or item.year is None or item.id in totals,
        is_difference=at.is_difference,
        favourable=item.favourable,
        evidence=place,
    )
