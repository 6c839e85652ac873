"""From a Reading to the rows of the goal tree and its indicators, inside the caller's transaction."""

from noaber.intake.documents.reading import IndicatorItem, Reading, Span, ValueItem
from noaber.register.goals.models import (
    Footnote,
    Indicator,
    IndicatorRow,
    IndicatorValue,
    SeriesBreak,
    TreeNode,
    Wording,
)
from noaber.register.goals.rules import cell, indicator_paths, paths
from noaber.register.sources.models import File, PlanningDocument
from noaber.register.sources.services import place_evidence, suppliers_named


def receive(document: PlanningDocument, reading: Reading, file: File) -> dict[str, TreeNode]:
    """Register tree and indicators of a reading; returns the node of each goal item's id."""
    nodes = _receive_tree(document, reading, file)
    root = next(iter(nodes.values()))
    _receive_indicators(document, reading, file, nodes, root)
    return nodes


def forget(document: PlanningDocument) -> None:
    """Take out what this document said; nodes and series that no document names go with it."""
    document.wordings.all().delete()
    document.indicator_rows.all().delete()
    Indicator.objects.filter(municipality=document.municipality, rows=None).delete()


def forget_unused_nodes(document: PlanningDocument) -> None:
    """Remove nodes that no document words and nothing hangs under, from the leaves up."""
    while True:
        unused = TreeNode.objects.filter(
            municipality=document.municipality,
            wordings=None,
            children=None,
            indicators=None,
            amounts=None,
        )
        if not unused.delete()[0]:
            return


def _receive_tree(document: PlanningDocument, reading: Reading, file: File) -> dict[str, TreeNode]:
    lines = reading.lines
    evidence = place_evidence(document, file, [(g.span, lines.get(g.id)) for g in reading.goals])
    path_of = paths(document.municipality.code, reading.goals)
    known = TreeNode.objects.in_bulk(path_of.values(), field_name="path")
    nodes: dict[str, TreeNode] = {}
    for goal in reading.goals:
        path = path_of[goal.id]
        nodes[goal.id] = known.get(path) or TreeNode.objects.create(
            municipality=document.municipality,
            parent=nodes[goal.parent] if goal.parent is not None else None,
            kind=goal.kind,
            path=path,
        )
    Wording.objects.bulk_create(
        Wording(
            node=nodes[goal.id],
            document=document,
            position=position,
            item=goal.id,
            text=goal.text,
            evidence=place,
        )
        for position, (goal, place) in enumerate(zip(reading.goals, evidence, strict=True))
    )
    return nodes


def _receive_indicators(
    document: PlanningDocument,
    reading: Reading,
    file: File,
    nodes: dict[str, TreeNode],
    root: TreeNode,
) -> None:
    series = _series(document, reading, nodes, root)
    places = place_evidence(document, file, _places(reading))
    evidence = iter(places)
    suppliers = suppliers_named(document.municipality, [i.source for i in reading.indicators])
    rows: list[IndicatorRow] = []
    values: list[IndicatorValue] = []
    notes: list[Footnote] = []
    breaks: list[SeriesBreak] = []
    for position, item in enumerate(reading.indicators):
        row = IndicatorRow(
            indicator=series[item.id],
            document=document,
            position=position,
            item=item.id,
            name=item.name,
            unit=item.unit,
            source=(item.source or ""),
            supplier=suppliers.get(item.source or ""),
            kind=item.kind or "",
            owner=item.owner or "",
            measure=item.measure or "",
            direction=item.direction or "",
            evidence=next(evidence),
        )
        rows.append(row)
        values.extend(
            IndicatorValue(
                row=row,
                period=value.period,
                kind=kind,
                bound=value.bound or "",
                position=number,
                evidence=next(evidence),
                **cell(value),
            )
            for number, (value, kind) in enumerate(_cells(item))
        )
        notes.extend(
            Footnote(row=row, position=number, text=text) for number, text in enumerate(item.notes)
        )
        breaks.extend(
            SeriesBreak(
                row=row,
                before=found.before or "",
                after=found.after or "",
                reason=found.reason,
                evidence=next(evidence),
            )
            for found in item.breaks
        )
    IndicatorRow.objects.bulk_create(rows)
    IndicatorValue.objects.bulk_create(values)
    Footnote.objects.bulk_create(notes)
    SeriesBreak.objects.bulk_create(breaks)


def _places(reading: Reading) -> list[tuple[Span, int | None]]:
    """The places of each row, its cells and its breaks, in the order in which they are received."""
    return [
        (span, reading.lines.get(item.id))
        for item in reading.indicators
        for span in (
            item.span,
            *(value.span for value, _ in _cells(item)),
            *(found.span for found in item.breaks),
        )
    ]


def _cells(item: IndicatorItem) -> list[tuple[ValueItem, str]]:
    """The printed cells of a row with what each states; the baseline stands last."""
    cells = [(value, str(value.kind)) for value in item.values]
    return [*cells, (item.baseline, "baseline")] if item.baseline else cells


def _series(
    document: PlanningDocument, reading: Reading, nodes: dict[str, TreeNode], root: TreeNode
) -> dict[str, Indicator]:
    """The lasting series of each item id, new ones made in one go."""
    node_paths = {item: node.path for item, node in nodes.items()}
    path_of = indicator_paths(node_paths, root.path, reading.indicators)
    known = Indicator.objects.in_bulk(path_of.values(), field_name="path")
    new = [
        Indicator(
            municipality=document.municipality,
            node=nodes.get(item.goal or "", root),
            path=path_of[item.id],
        )
        for item in reading.indicators
        if path_of[item.id] not in known
    ]
    known |= {made.path: made for made in Indicator.objects.bulk_create(new)}
    return {item: known[path] for item, path in path_of.items()}
