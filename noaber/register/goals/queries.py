"""What may be asked of goals and indicators."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from noaber.guard.actor import Actor
from noaber.intake.documents.reading import (
    BreakItem,
    GoalItem,
    IndicatorItem,
    ValueItem,
    ValueKind,
)
from noaber.register.goals.models import (
    Continuation,
    Footnote,
    IndicatorRow,
    IndicatorValue,
    SeriesBreak,
    Wording,
)
from noaber.register.goals.rules import printed_value, target
from noaber.register.sources.models import Evidence, PlanningDocument
from noaber.register.sources.queries import documents
from noaber.vocabulary.targets import Target


def wordings(actor: Actor, document: PlanningDocument) -> QuerySet[Wording]:
    """The tree as one document words it, parents before children."""
    return Wording.objects.filter(document__in=documents(actor), document=document).select_related(
        "node__parent", "evidence"
    )


def indicator_rows(actor: Actor, document: PlanningDocument) -> list[IndicatorRow]:
    """The indicators as one document prints them, each with its `cells`, `notes` and `gaps_between`.

    These are fetched by document, in four queries whatever the number of rows: asked for row by row,
    or by a list of rows, a document of thousands of indicators is more than a database takes.
    """
    rows = list(
        IndicatorRow.objects.filter(
            document__in=documents(actor), document=document
        ).select_related("indicator__node", "supplier", "evidence")
    )
    if rows:
        cells = _by_row(IndicatorValue.objects.select_related("evidence"), document)
        notes = _by_row(Footnote.objects.all(), document)
        broken = _by_row(SeriesBreak.objects.select_related("evidence").order_by("pk"), document)
        for row in rows:
            row.cells = cells.get(row.pk, [])
            row.notes = notes.get(row.pk, [])
            row.gaps_between = broken.get(row.pk, [])
    return rows


def _by_row(found: QuerySet[Any], document: PlanningDocument) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for one in found.filter(row__document=document):
        grouped.setdefault(one.row_id, []).append(one)
    return grouped


def values(actor: Actor, document: PlanningDocument) -> QuerySet[IndicatorValue]:
    """Every printed cell of a document."""
    return IndicatorValue.objects.filter(
        row__document__in=documents(actor), row__document=document
    ).select_related("row__indicator__node")


def targets(
    actor: Actor, document: PlanningDocument
) -> Iterator[tuple[str, str, Target, int, int]]:
    """What is wanted: (indicator, period, target, decimals, evidence number).

    Printed values, else the direction.

    A stated direction holds for every period: its period is ''.
    """
    for row in indicator_rows(actor, document):
        printed = [value for value in row.cells if value.kind == "target"]
        for value in printed:
            wanted = target(value.value, value.bound or row.direction)
            yield row.indicator.path, value.period, wanted, value.scale, value.evidence_id
        if not printed and row.direction:
            yield row.indicator.path, "", target(None, row.direction), 0, row.evidence_id


def continuations(actor: Actor, only_open: bool = True) -> QuerySet[Continuation]:
    """What may be, is, or is not the same as last year's, of the actor's own municipalities."""
    found = Continuation.objects.select_related("municipality").order_by("-likeness", "newer")
    if not actor.everywhere:
        found = found.filter(municipality__code__in=actor.municipalities)
    return found.filter(state=Continuation.State.PROPOSED) if only_open else found


def goal_items(actor: Actor, document: PlanningDocument) -> tuple[GoalItem, ...]:
    """The tree of a registered document as a reading holds it."""
    rows = list(wordings(actor, document))
    item_of = {row.node_id: row.item for row in rows}
    return tuple(
        GoalItem(
            row.item,
            item_of.get(row.node.parent_id),
            row.node.kind,
            row.text,
            _span(row.evidence),
        )
        for row in rows
    )


def indicator_items(actor: Actor, document: PlanningDocument) -> tuple[IndicatorItem, ...]:
    """The indicators of a registered document as a reading holds them."""
    item_of = {row.node_id: row.item for row in wordings(actor, document)}
    return tuple(
        IndicatorItem(
            id=row.item,
            goal=item_of.get(row.indicator.node_id),
            name=row.name,
            unit=row.unit,
            source=row.source or None,
            direction=row.direction or None,
            notes=tuple(note.text for note in row.notes),
            values=tuple(
                _value_item(value, row.unit) for value in row.cells if value.kind != "baseline"
            ),
            span=_span(row.evidence),
            breaks=tuple(
                BreakItem(
                    found.before or None, found.after or None, found.reason, _span(found.evidence)
                )
                for found in row.gaps_between
            ),
            kind=row.kind or None,
            owner=row.owner or None,
            baseline=next(
                (_value_item(v, row.unit) for v in row.cells if v.kind == "baseline"), None
            ),
            measure=row.measure or None,
        )
        for row in indicator_rows(actor, document)
    )


def _value_item(value: IndicatorValue, unit: str) -> ValueItem:
    printed = printed_value(value.value, value.word, value.scale, unit == "yesno")
    kind: ValueKind = "target" if value.kind == "target" else "actual"
    return ValueItem(value.period, printed, kind, _span(value.evidence), value.bound or None)


def _span(evidence: Evidence) -> tuple[int, int]:
    """Where a value stands in the file; what a person typed stands nowhere in it: (0, 0)."""
    return (evidence.start or 0, evidence.end or 0)
