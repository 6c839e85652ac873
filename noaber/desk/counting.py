"""What the municipality counts itself of an indicator, beside what the document prints of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from noaber.desk.care.codes import meaning
from noaber.desk.evidence import figure_of
from noaber.facts.lineage import sources
from noaber.facts.snapshot import Snapshot
from noaber.judgement.beside import Difference, differences
from noaber.measures.definition import Definition
from noaber.measures.results import DIMENSIONS, Result
from noaber.measures.telling import AXES, axis, part, remarks
from noaber.publication.edition import CountedPoint, Counting, Evidence, Figure, Split, SplitRow
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.grades import EvidenceKind, Grade
from noaber.vocabulary.periods import Period

# A split with more rows than these is for the open data of the facts, not for a page.
MOST_ROWS = 40


class NotDisclosed(ValueError):
    """A result about people has not passed disclosure control; the message is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the municipality of a document counted itself, as it may leave, and the queries of it."""

    results: Sequence[Result] = ()
    queries: Mapping[str, str] = field(default_factory=dict)


class Countings:
    """The countings of one document's indicators, and the evidence of their figures."""

    def __init__(
        self,
        own: Own,
        definitions: Mapping[str, Definition],
        snapshot: Snapshot,
        municipality: str,
        until: date,
        printed: Callable[[Result], Figure],
    ) -> None:
        """Periods that end after `until` are not told. `printed` gives the figure of a printed result."""
        self._definitions, self._queries = definitions, own.queries
        self._printed = printed
        self._snapshot, self._municipality = snapshot, municipality
        self._series: dict[str, list[Result]] = {}
        self._splits: dict[str, list[Result]] = {}
        self.evidence: dict[str, Evidence] = {}
        for one in own.results:
            if one.municipality == municipality and one.period_end <= until:
                into = self._splits if _by(one) else self._series
                into.setdefault(one.measure, []).append(one)

    def series(self, measure: str) -> list[Result]:
        """The results of a measure for the whole municipality, in order of time; where any has a value.

        Raises NotDisclosed where one about people did not pass disclosure control.
        """
        found = sorted(self._series.get(measure, ()), key=lambda one: one.period_start)
        for one in found:
            if not one.disclosed and self._definitions[measure].is_of_people:
                raise NotDisclosed(
                    f"{measure}: deze uitkomst is niet langs de bewaking van kleine aantallen gegaan"
                )
        told = [at for at, one in enumerate(found) if one.value is not None or _says(one)]
        return found[told[0] : told[-1] + 1] if told else []

    def of(self, measure: str, printed: Sequence[Result]) -> Counting | None:
        """The counting of a measure beside the printed results; None where there is nothing to tell."""
        series = self.series(measure)
        if not series:
            return None
        definition = self._definitions[measure]
        beside = differences(printed, series)
        return Counting(
            measure=definition.label,
            sentence=definition.sentence,
            points=tuple(
                self._point(one, beside.get(Period(one.period_start, one.period_end)))
                for one in series
            ),
            splits=tuple(self._split(definition, series[-1])),
            notes=definition.footnotes,
            supplier=definition.supplier,
        )

    def figure(self, result: Result) -> Figure:
        """The figure of an own result, with its evidence."""
        definition = self._definitions[result.measure]
        name = own_id(result)
        is_supplied = definition.origin == "supplied"
        grade = Grade.SUPPLIED if is_supplied else Grade.COMPUTED
        self.evidence.setdefault(
            name,
            Evidence(
                name,
                EvidenceKind.COMPUTED,
                grade,
                supplier=definition.supplier if is_supplied else "",
                measure_sentence=definition.sentence,
                rows=_rows(result),
                remarks=_remarks(result),
                inputs=(self._asked(definition, result.snapshot),),
            ),
        )
        return figure_of(result, name, name, grade)

    def _asked(self, definition: Definition, snapshot: str) -> str:
        """The evidence that all figures of a measure rest on: definition, query and sources; its id."""
        name = f"maat/{definition.id}"
        self.evidence.setdefault(
            name,
            Evidence(
                name,
                EvidenceKind.COMPUTED,
                Grade.COMPUTED,
                measure=definition.label,
                measure_version=definition.version,
                measure_sentence=definition.sentence,
                snapshot=snapshot,
                query=self._queries.get(definition.id, ""),
                sources=self._sources(definition),
            ),
        )
        return name

    def _sources(self, definition: Definition) -> tuple[str, ...]:
        """What the facts of a measure were made of, and those of the measures that it is made of."""
        waiting, tables = [definition], []
        while waiting:
            one = waiting.pop(0)
            parts = [self._definitions[name] for name in one.made_of if name in self._definitions]
            waiting.extend(parts)
            if not parts:
                tables.append(one.fact)
            if one.per:
                tables.append("population")
        told = (
            line
            for table in dict.fromkeys(tables)
            for line in sources(self._snapshot, table, self._municipality)
        )
        return tuple(dict.fromkeys(told))

    def _point(self, result: Result, difference: Difference | None) -> CountedPoint:
        low, high = _margin(result)
        return CountedPoint(
            period=str(Period(result.period_start, result.period_end)),
            figure=self.figure(result),
            low=low,
            high=high,
            rows=_rows(result),
            remarks=_remarks(result),
            difference=self._difference(difference) if difference else None,
        )

    def _difference(self, found: Difference) -> Figure:
        counted = own_id(found.counted)
        name = f"verschil/{counted}"
        self.evidence.setdefault(
            name,
            Evidence(
                name,
                EvidenceKind.COMPUTED,
                Grade.COMPUTED,
                measure_sentence="Wat de gemeente zelf telde, min wat het document noemt.",
                inputs=(counted, self._printed(found.printed).evidence),
            ),
        )
        scale = max(found.counted.scale, found.printed.scale)
        return Figure(name, found.value, found.counted.unit, name, Grade.COMPUTED, decimals=scale)

    def _split(self, definition: Definition, last: Result) -> Iterator[Split]:
        """The last period by each dimension that says something to a reader."""
        by: dict[str, list[Result]] = {}
        for one in self._splits.get(definition.id, ()):
            dimensions = _by(one)
            if len(dimensions) == 1 and one.period_end == last.period_end:
                by.setdefault(dimensions[0], []).append(one)
        for name in AXES:
            found = by.get(name, [])
            if not 1 < len(found) <= MOST_ROWS:
                continue
            yield Split(
                by=axis(definition.fact, name),
                period=str(Period(last.period_start, last.period_end)),
                rows=tuple(
                    SplitRow(
                        self._part(definition, name, str(getattr(one, name))),
                        self.figure(one),
                        *_margin(one),
                        _rows(one),
                    )
                    for one in sorted(found, key=lambda one: str(getattr(one, name)))
                ),
            )

    def _part(self, definition: Definition, name: str, value: str) -> str:
        if name == "product_category":
            return meaning("category", value, self._law(definition))
        return part(name, value)

    def _law(self, definition: Definition) -> str:
        """Under which law a measure counts: its own word, else that of what it is made of."""
        laws = [definition.only.get("law")]
        laws += [self._law(self._definitions[one]) for one in definition.made_of]
        return next((law for law in laws if isinstance(law, str)), "")


def _by(result: Result) -> list[str]:
    """The dimensions in which a result is a part of the whole; which indicator it is, is none."""
    return [
        name for name in DIMENSIONS if name != "indicator" and getattr(result, name) is not None
    ]


def _says(result: Result) -> bool:
    """Whether a result without a value tells more than that there are no facts."""
    return bool(result.word) or result.gap == Gap.TOO_FEW


def _remarks(result: Result) -> tuple[str, ...]:
    return tuple(
        remarks(result.provisional, result.completeness, result.broken, result.break_reason)
    )


def _margin(result: Result) -> tuple[Decimal | None, Decimal | None]:
    """The interval of 95 % with the decimals that the value is shown with."""
    low, high = result.low, result.high
    return (
        None if low is None else round(low, result.scale),
        None if high is None else round(high, result.scale),
    )


def _rows(result: Result) -> int | None:
    """How many facts are behind it; nothing where that would tell what is hidden."""
    return None if result.gap == Gap.TOO_FEW else result.n


def own_id(result: Result) -> str:
    """The id in an edition of an own result: measure, its part, and period."""
    parts = [str(getattr(result, name)) for name in _by(result)]
    period = Period(result.period_start, result.period_end)
    return "/".join(["telling", result.measure, *parts, str(period)])
