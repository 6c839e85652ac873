"""Figures of one document from its stored results, each with its evidence; made when asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from noaber.desk.evidence import Places, computed, computed_id, figure_of, placed_id
from noaber.measures.definition import Definition
from noaber.measures.results import Result
from noaber.publication.edition import Evidence, Figure
from noaber.register.outline import Outline
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.grades import EvidenceKind, Grade

NO_FACTS = "no-facts"


class Figures:
    """The figure of each result that is shown, and the evidence that these rest on, each once."""

    def __init__(
        self,
        outline: Outline,
        results: Iterable[Result],
        queries: Mapping[str, str],
        definitions: Mapping[str, Definition],
        prefix: str = "",
    ) -> None:
        """`prefix` sets the names of computed figures of another document apart."""
        suppliers = {row.path: row.source for row in outline.indicators}
        self.places = Places(
            outline,
            {
                number: suppliers.get(result.indicator or "", "")
                for result in results
                if result.indicator
                for number in result.evidence
            },
        )
        self._queries, self._definitions, self._prefix = queries, definitions, prefix
        self._signs = outline.signs
        self._evidence: dict[str, Evidence] = {}
        self._made: dict[int, Figure] = {}
        # Looked up by identity: the results are kept alive here. Each figure's result is by its id.
        self._kept: dict[int, Result] = {}
        self.result_of: dict[str, Result] = {}

    def of(self, result: Result) -> Figure:
        """The figure of a result; the same one each time."""
        if id(result) not in self._made:
            made = self._figure(result, self._definitions[result.measure])
            self._made[id(result)], self._kept[id(result)] = made, result
            self.result_of.setdefault(made.id, result)
        return self._made[id(result)]

    def registered(self, number: str, name: str, value: Decimal, unit: str) -> Figure:
        """The figure of a value that a record holds, with the evidence of that record."""
        placed = self._placed(number, name)
        whole = value == value.to_integral_value()
        scale = -int(value.as_tuple().exponent)
        decimals = 0 if whole else 2 if unit == "eur" else max(0, scale)
        made = f"{placed_id(number)}-{name}"
        return Figure(made, value, unit, placed.id, placed.grade, decimals=decimals)

    def stated(self, number: str, value: Decimal, unit: str, scale: int) -> Figure:
        """The figure of a target or baseline, with the evidence of the cell where it stands."""
        placed = self._placed(number)
        return Figure(f"{placed.id}-stated", value, unit, placed.id, placed.grade, decimals=scale)

    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence of all figures that were asked for."""
        return tuple(self._evidence.values())

    def _placed(self, number: str, name: str = "") -> Evidence:
        placed = self.places.of(number, name)
        return self._evidence.setdefault(placed.id, placed)

    def _figure(self, result: Result, definition: Definition) -> Figure:
        inputs = [self._placed(number) for number in result.evidence]
        if _as_registered(result, definition):
            own = self._evidence[inputs[0].id]
            evidence, grade, name = own.id, own.grade, own.id
            if self._signs and result.measure == "income" and self._signs.income < 0:
                # What stands there has another sign than what is shown: say so beside it.
                self._evidence[own.id] = replace(own, measure_sentence=self._signs.dutch)
        else:
            name = self._prefix + computed_id(result)
            made = computed(
                result,
                definition,
                self._queries.get(result.measure, ""),
                name,
                (one.id for one in inputs),
            )
            self._evidence[made.id] = made
            evidence, grade = made.id, made.grade
        return figure_of(result, name, evidence, grade)


def nothing() -> Evidence:
    """The evidence of a cell for which nothing was registered."""
    return Evidence(
        NO_FACTS,
        EvidenceKind.COMPUTED,
        Grade.COMPUTED,
        measure_sentence="Het document noemt hiervoor geen bedrag.",
    )


def no_figure(name: str, gap: Gap = Gap.NO_FACTS) -> Figure:
    """A cell for which nothing was registered: a gap with its reason, never a zero."""
    return Figure(name, None, "eur", NO_FACTS, Grade.COMPUTED, gap=gap.dutch)


def _as_registered(result: Result, definition: Definition) -> bool:
    """Whether the result is one registered value, unchanged: its own evidence then says it all."""
    return (
        result.n == 1
        and not definition.stages
        and not definition.parts
        and set(definition.weights.values()) <= {1}
    )
