"""Makes an Edition from a document's outline and its stored results; adds nothing of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from noaber.desk.evidence import Places, computed, computed_id, placed_id
from noaber.desk.headlines import headlines
from noaber.desk.money import NO_FACTS, Money, tables
from noaber.desk.records import efforts, explanations, registered_figure, registers, unused
from noaber.facts.snapshot import Snapshot
from noaber.judgement.attainment import judge
from noaber.measures.definition import Definition
from noaber.measures.results import Result
from noaber.publication.edition import (
    CheckLine,
    Edition,
    Evidence,
    Figure,
    GoalNode,
    IndicatorPage,
    Note,
    SeriesBreak,
    SeriesPoint,
)
from noaber.register.outline import Outline, OutlineIndicator
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.grades import EvidenceKind, Grade
from noaber.vocabulary.names import slug
from noaber.vocabulary.numbers import format_plain
from noaber.vocabulary.periods import Period, parse_period
from noaber.vocabulary.targets import WITH_VALUE, Target, TargetKind


def compose(
    outline: Outline,
    results: Sequence[Result],
    queries: Mapping[str, str],
    definitions: Mapping[str, Definition],
    snapshot: Snapshot,
    published_on: date,
) -> Edition:
    """The edition of a document on a day. Results are those of this document in this snapshot."""
    figures = _Figures(outline, results, queries, definitions)
    period = parse_period(str(outline.year))
    pages = _indicator_pages(outline, results, figures, definitions, snapshot, period)
    money = Money(results, outline.year)
    money_tables = tables(outline, money, figures.by_result)
    places = figures.places
    told = explanations(outline.records, figures.registered)
    done = efforts(outline.records)
    kept = registers(outline.records, figures.registered)
    return Edition(
        id=outline.key,
        municipality=outline.municipality,
        kind=outline.kind,
        kind_label=outline.kind_label,
        year=outline.year,
        programme=outline.programme,
        title=outline.title,
        status=outline.status_label,
        published_on=published_on.isoformat(),
        snapshot=snapshot.id,
        headlines=headlines(outline, pages, done, told, money, figures.by_result),
        nodes=_nodes(outline, pages),
        indicators=pages,
        money=money_tables,
        checks=tuple(
            CheckLine(
                found.rule,
                found.status,
                found.message.rstrip("."),
                _as_printed(found.expected),
                _as_printed(found.found),
                _as_printed(found.tolerance),
                tuple(dict.fromkeys(places.where(span) for span in found.spans)),
            )
            for found in outline.findings
        ),
        evidence=figures.evidence(),
        paraphrased=outline.printed_file is not None,
        efforts=done,
        explanations=told,
        registers=kept,
    )


def _as_printed(text: str) -> str:
    """A stored number the Dutch way; anything else as it is."""
    try:
        return format_plain(Decimal(text))
    except ArithmeticError:
        return text


class _Figures:
    """The figure of each result, and the evidence they rest on, each once."""

    def __init__(
        self,
        outline: Outline,
        results: Iterable[Result],
        queries: Mapping[str, str],
        definitions: Mapping[str, Definition],
    ) -> None:
        suppliers = {row.path: row.source for row in outline.indicators}
        results = list(results)
        self.places = Places(
            outline,
            {
                number: suppliers.get(result.indicator or "", "")
                for result in results
                if result.indicator
                for number in result.evidence
            },
        )
        self._signs = outline.signs
        self._evidence: dict[str, Evidence] = {}
        self.by_result: dict[int, Figure] = {}
        for result in results:
            definition = definitions[result.measure]
            self.by_result[id(result)] = self._figure(
                result, definition, queries.get(result.measure, "")
            )
        self._kept = results  # the figures are looked up by identity: keep the results alive

    def _figure(self, result: Result, definition: Definition, query: str) -> Figure:
        for number in result.evidence:
            placed = self.places.of(number)
            self._evidence.setdefault(placed.id, placed)
        if _as_registered(result, definition):
            own = self._evidence[placed_id(result.evidence[0])]
            evidence, grade, name = own.id, own.grade, own.id
            if self._signs and result.measure == "income" and self._signs.income < 0:
                # What stands there has another sign than what is shown: say so beside it.
                self._evidence[own.id] = replace(own, measure_sentence=self._signs.dutch)
        else:
            made = computed(result, definition, query, (placed_id(n) for n in result.evidence))
            self._evidence[made.id] = made
            evidence, grade, name = made.id, made.grade, computed_id(result)
        return Figure(
            id=name,
            value=result.value,
            unit=result.unit,
            evidence=evidence,
            grade=grade,
            label=result.word or "",
            gap=Gap(result.gap).dutch if result.gap else "",
            decimals=result.scale,
        )

    def registered(self, number: str, name: str, value: Decimal, unit: str) -> Figure:
        """The figure of a value that a record holds, with the evidence of that record."""
        placed = self.places.of(number)
        self._evidence.setdefault(placed.id, placed)
        return registered_figure(number, name, value, unit, placed.grade)

    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence, that of nothing registered included."""
        nothing = Evidence(
            NO_FACTS,
            EvidenceKind.COMPUTED,
            Grade.COMPUTED,
            measure_sentence="Het document noemt hiervoor geen bedrag.",
        )
        return (*self._evidence.values(), nothing)


def _as_registered(result: Result, definition: Definition) -> bool:
    """Whether the result is one registered value, unchanged: its own evidence then says it all."""
    return result.n == 1 and not definition.stages and set(definition.weights.values()) <= {1}


def _indicator_pages(
    outline: Outline,
    results: Sequence[Result],
    figures: _Figures,
    definitions: Mapping[str, Definition],
    snapshot: Snapshot,
    period: Period,
) -> tuple[IndicatorPage, ...]:
    series: dict[str, list[Result]] = {}
    for result in results:
        if result.indicator:
            series.setdefault(result.indicator, []).append(result)
    pages: list[IndicatorPage] = []
    taken: set[str] = set()
    for row in outline.indicators:
        found = sorted(series.get(row.path, []), key=lambda result: result.period_start)
        name = unused(slug(row.name), taken)
        target = _target(snapshot, outline.key, row.path, period)
        pages.append(_page(row, name, found, figures, definitions, target, period))
    return tuple(pages)


def _page(
    row: OutlineIndicator,
    name: str,
    series: Sequence[Result],
    figures: _Figures,
    definitions: Mapping[str, Definition],
    target: Target,
    period: Period,
) -> IndicatorPage:
    return IndicatorPage(
        id=row.path,
        slug=name,
        name=row.name,
        unit=row.unit,
        goal_id=row.node,
        source=row.source,
        definition=definitions["supplied_value"].sentence,
        target=_wanted(target),
        points=tuple(
            SeriesPoint(
                str(Period(result.period_start, result.period_end)),
                figures.by_result[id(result)],
            )
            for result in series
        ),
        breaks=tuple(
            SeriesBreak(before or None, after or None, reason)
            for before, after, reason in row.breaks
        ),
        notes=tuple(Note(str(number), text) for number, text in enumerate(row.notes, start=1)),
        statement=judge(series, target, period),
    )


def _target(snapshot: Snapshot, document: str, indicator: str, period: Period) -> Target:
    """The target that was in force for a period: of that period, else a direction for every period."""
    mine = [
        found
        for found in snapshot.in_force["targets"]
        if found["document"] == document
        and found["indicator"] == indicator
        and found["period"] in (str(period), "")
    ]
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


def _nodes(outline: Outline, pages: Sequence[IndicatorPage]) -> tuple[GoalNode, ...]:
    children: dict[str, list[str]] = {}
    for node in outline.nodes:
        if node.parent:
            children.setdefault(node.parent, []).append(node.path)
    shown: dict[str, list[str]] = {}
    for page in pages:
        shown.setdefault(page.goal_id, []).append(page.id)
    return tuple(
        GoalNode(
            id=node.path,
            kind=node.kind,
            name=node.text,
            parent=node.parent,
            children=tuple(children.get(node.path, ())),
            indicators=tuple(shown.get(node.path, ())),
        )
        for node in outline.nodes
    )
