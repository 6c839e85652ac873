"""Pages of indicators from stored results, with what was wanted of each and where it started."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from noaber.desk.counting import Countings
from noaber.desk.figures import Figures
from noaber.facts.snapshot import Snapshot
from noaber.judgement.attainment import Baseline, judge
from noaber.measures.definition import Definition
from noaber.measures.results import Result
from noaber.publication.edition import IndicatorPage, Note, SeriesBreak, SeriesPoint
from noaber.register.outline import Outline, OutlineIndicator
from noaber.vocabulary.names import slug, unused
from noaber.vocabulary.numbers import format_plain
from noaber.vocabulary.periods import Period, parse_period
from noaber.vocabulary.targets import WITH_VALUE, Target, TargetKind

Rows = Sequence[Mapping[str, Any]]


def indicator_pages(
    outline: Outline,
    results: Sequence[Result],
    figures: Figures,
    definitions: Mapping[str, Definition],
    snapshot: Snapshot,
    countings: Countings,
) -> tuple[IndicatorPage, ...]:
    """A page for each indicator of the document, in its order."""
    series: dict[str, list[Result]] = {}
    for result in results:
        if result.indicator:
            series.setdefault(result.indicator, []).append(result)
    targets = _of(outline.key, snapshot.in_force["targets"])
    baselines = _of(outline.key, snapshot.in_force.get("baselines", ()))
    pages: list[IndicatorPage] = []
    taken: set[str] = set()
    for row in outline.indicators:
        found = sorted(series.get(row.path, []), key=lambda result: result.period_start)
        address = unused(slug(row.name), taken)
        taken.add(address)
        pages.append(
            _page(
                row,
                address,
                found,
                figures,
                countings,
                definitions["supplied_value"].sentence,
                targets.get(row.path, ()),
                baselines.get(row.path, ()),
                parse_period(str(outline.year)),
            )
        )
    return tuple(pages)


def _of(document: str, in_force: Rows) -> Mapping[str, Rows]:
    """What was in force for each indicator of a document."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in in_force:
        if one["document"] == document:
            found.setdefault(one["indicator"], []).append(one)
    return found


def _page(
    row: OutlineIndicator,
    address: str,
    series: Sequence[Result],
    figures: Figures,
    countings: Countings,
    definition: str,
    targets: Rows,
    baselines: Rows,
    period: Period,
) -> IndicatorPage:
    counting = countings.of(row.measure, series) if row.measure else None
    shown, figure_of, breaks = series, figures.of, list(row.breaks)
    if counting and not series:
        shown, figure_of = countings.series(row.measure), countings.figure
        definition = counting.sentence
        breaks += _breaks_in(shown)
    target = _target(targets, period)
    baseline = next(iter(_points(baselines, row, figures)), None)
    start = Baseline(baseline.period, baseline.figure.value) if baseline else None
    return IndicatorPage(
        id=row.path,
        slug=address,
        name=row.name,
        unit=row.unit,
        goal_id=row.node,
        source=row.source,
        definition=definition,
        target=_wanted(target),
        points=tuple(
            SeriesPoint(
                str(Period(result.period_start, result.period_end)),
                figure_of(result),
            )
            for result in shown
        ),
        breaks=tuple(
            SeriesBreak(before or None, after or None, reason) for before, after, reason in breaks
        ),
        notes=tuple(Note(str(number), text) for number, text in enumerate(row.notes, start=1)),
        statement=judge(shown, target, period, start),
        kind=row.kind,
        baseline=baseline,
        targets=tuple(_points(targets, row, figures)),
        counting=counting,
    )


def _breaks_in(series: Sequence[Result]) -> Iterator[tuple[str, str, str]]:
    """Where results themselves say that they can't be held against the period before."""
    for earlier, later in pairwise(series):
        if later.broken == "yes":
            before, after = (Period(one.period_start, one.period_end) for one in (earlier, later))
            yield str(before), str(after), later.break_reason or ""
    reasons = {one.break_reason or "" for one in series if one.broken == "unknown"}
    yield from (("", "", reason) for reason in sorted(reasons))


def _points(rows: Rows, row: OutlineIndicator, figures: Figures) -> Iterator[SeriesPoint]:
    """The rows that hold a value, as points in order of time."""
    held = [one for one in rows if one["value"] and one["period"]]
    for one in sorted(held, key=lambda one: parse_period(one["period"]).start):
        value = figures.stated(one["evidence"], Decimal(one["value"]), row.unit, one["scale"])
        yield SeriesPoint(one["period"], value)


def _target(rows: Rows, period: Period) -> Target:
    """The target that was in force for a period: of that period, else a direction for every period."""
    mine = [one for one in rows if one["period"] in (str(period), "")]
    if not mine:
        return Target(TargetKind.NONE_SET)
    found = mine[0]
    return Target(TargetKind(found["kind"]), Decimal(found["value"]) if found["value"] else None)


_DIRECTIONS = {
    TargetKind.UP: "hoger dan het jaar ervoor",
    TargetKind.DOWN: "lager dan het jaar ervoor",
    TargetKind.HOLD: "gelijk aan het jaar ervoor",
    TargetKind.HOLD_OR_UP: "gelijk of hoger",
    TargetKind.HOLD_OR_DOWN: "gelijk of lager",
    TargetKind.AT_LEAST: "minstens",
    TargetKind.AT_MOST: "hoogstens",
    TargetKind.VALUE: "",
}


def _wanted(target: Target) -> str:
    """The target in words; empty where none is set."""
    if target.kind is TargetKind.NONE_SET:
        return ""
    words = _DIRECTIONS[target.kind]
    if target.kind in WITH_VALUE and target.value is not None:
        return f"{words} {format_plain(target.value)}".strip()
    return words
