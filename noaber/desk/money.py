"""Money tables of an edition from stored results: which rows, which columns, which evidence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from noaber.desk.figures import no_figure
from noaber.measures.results import Result
from noaber.publication.edition import Figure, MoneyRow, MoneyTable, Note
from noaber.register.outline import Outline, OutlineNode
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.money import Recurrence, Stage
from noaber.vocabulary.names import slug

FigureOf = Callable[[Result], Figure]

ROWS = (
    ("expense", "Lasten", False),
    ("income", "Baten", False),
    ("balance", "Saldo van baten en lasten", True),
    ("reserve_movement", "Naar (+) en uit (−) reserves", False),
    ("financial_result", "Resultaat na reserves", True),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a money table: its head and which results stand in it."""

    head: str
    suffix: str = ""
    stage: str | None = None
    recurrence: str | None = None
    year: int | None = None


ORIGINAL = Column("Begroot voor wijziging", "", Stage.ORIGINAL, Recurrence.UNDIVIDED)
REVISED = Column("Begroot na wijziging", "", Stage.REVISED, Recurrence.UNDIVIDED)
FORECAST = Column("Verwacht", "", Stage.FORECAST, Recurrence.UNDIVIDED)
ACTUAL = Column("Werkelijk", "", Stage.ACTUAL, Recurrence.UNDIVIDED)
DIFFERENCE = Column("Werkelijk min begroot na wijziging", "_difference")
ONE_OFF = Column("Waarvan incidenteel", "", Stage.ACTUAL, Recurrence.ONE_OFF)
ONE_OFF_BUDGET = Column("Waarvan incidenteel begroot", "", Stage.ORIGINAL, Recurrence.ONE_OFF)
COLUMNS = (ORIGINAL, ONE_OFF_BUDGET, REVISED, FORECAST, ACTUAL, DIFFERENCE, ONE_OFF)


class Money:
    """The results on money of one document, looked up by measure, theme, column and year."""

    def __init__(self, results: Iterable[Result], year: int) -> None:
        """`year` is the document's own: that of a column which names none."""
        self.year = year
        self._found = {
            (r.measure, r.theme, r.stage, r.recurrence, r.cause, r.period_start.year): r
            for r in results
            if r.indicator is None and not r.taakveld_wide and not r.taakveld
        }

    def get(self, kind: str, theme: str | None, column: Column) -> Result | None:
        """The result of a kind of amount in a column, of a theme or of the whole (None)."""
        at = (column.stage, column.recurrence, None, column.year or self.year)
        return self._found.get((kind + column.suffix, theme, *at))

    def plain(self, measure: str, theme: str | None, cause: str | None = None) -> Result | None:
        """The result of a measure that has no stages, of the document's own year."""
        return self._found.get((measure, theme, None, None, cause, self.year))

    def columns(self) -> tuple[Column, ...]:
        """The columns for which there is anything at all."""
        return tuple(column for column in COLUMNS if self._has(column))

    def years_ahead(self, stage: str) -> tuple[Column, ...]:
        """A column for each plan year at a stage, where there are at least two."""
        years = sorted({key[5] for key in self._found if key[2] == stage and key[5] >= self.year})
        columns = [Column(str(year), "", stage, Recurrence.UNDIVIDED, year) for year in years]
        found = tuple(column for column in columns if self._has(column))
        return found if len(found) > 1 else ()

    def _has(self, column: Column) -> bool:
        return any(self.get(kind, None, column) for kind, _, _ in ROWS)


def tables(outline: Outline, money: Money, figure_of: FigureOf) -> tuple[MoneyTable, ...]:
    """The cost table of the programme and of each theme that carries money, and the years ahead."""
    made = [
        _table(outline, node, theme, title, money, columns, figure_of, what)
        for what, columns in (("result", money.columns()), ("plan_years", _ahead(money)))
        if columns
        for node, theme, title in _wholes(outline)
    ]
    return tuple(table for table in made if table is not None)


def _ahead(money: Money) -> tuple[Column, ...]:
    """The years ahead at the stage that looks furthest: a revised budget may hold two years only."""
    return max((money.years_ahead(stage) for stage in (Stage.ORIGINAL, Stage.REVISED)), key=len)


def _wholes(outline: Outline) -> Iterator[tuple[OutlineNode, str | None, str]]:
    yield outline.nodes[0], None, f"Programma {outline.programme}"
    for node in outline.nodes:
        if node.kind == "theme":
            yield node, node.path, node.text


def _table(
    outline: Outline,
    node: OutlineNode,
    theme: str | None,
    title: str,
    money: Money,
    columns: tuple[Column, ...],
    figure_of: FigureOf,
    what: str,
) -> MoneyTable | None:
    found = {
        (kind, column.head): money.get(kind, theme, column)
        for kind, _, _ in ROWS
        for column in columns
    }
    if not any(found.values()):
        return None
    ahead = what == "plan_years"
    return MoneyTable(
        node_id=node.path,
        slug=slug(f"{title} jaren vooruit" if ahead else title),
        title=f"{title}, de jaren vooruit" if ahead else title,
        columns=tuple(column.head for column in columns),
        rows=tuple(
            MoneyRow(
                kind,
                label,
                tuple(
                    figure_of(result) if result else no_figure(_cell(node, kind, column))
                    for column in columns
                    for result in (found[kind, column.head],)
                ),
                emphasis,
            )
            for kind, label, emphasis in ROWS
            if not ahead or any(found[kind, column.head] for column in columns)
        ),
        printed_signs=outline.signs.dutch if outline.signs and not ahead else "",
        notes=_rounding(outline) if theme is None and not ahead else (),
        difference=next(
            (i for i, column in enumerate(columns) if column.suffix == "_difference"), None
        ),
        what=what,
    )


def _cell(node: OutlineNode, kind: str, column: Column) -> str:
    return f"{slug(node.path)}-{kind}-{slug(column.head)}"


def _rounding(outline: Outline) -> tuple[Note, ...]:
    """What the document prints otherwise than the sum of its parts, though only by rounding."""
    said = [
        finding.message
        for finding in outline.findings
        if finding.status == "ok"
        and finding.rule in ("total", "reserve", "result")
        and finding.found != finding.expected
    ]
    return tuple(Note(str(number), text) for number, text in enumerate(said, start=1))


def unexplained(outline: Outline, money: Money, figure_of: FigureOf) -> tuple[MoneyTable, ...]:
    """What of each theme's difference with the budget is explained, and what is left: net and gross."""
    whole = money.plain("unexplained", None)
    if whole is None:
        return ()
    rows = [
        _left(node.text, node.path, node.path, money, figure_of)
        for node in outline.nodes
        if node.kind == "theme" and money.plain("unexplained", node.path)
    ]
    net = _left("Alle thema's samen", None, "", money, figure_of)
    gross = money.plain("unexplained_gross", None)
    if gross is not None and len(rows) > 1:
        empty = [no_figure(f"bruto-{at}", Gap.NOT_APPLICABLE) for at in (1, 2)]
        rows += [
            net,
            MoneyRow(
                "gross",
                "Alle afwijkingen opgeteld, zonder ze tegen elkaar weg te strepen",
                (*empty, figure_of(gross)),
                True,
            ),
        ]
    return (
        MoneyTable(
            node_id=outline.nodes[0].path,
            slug="niet-verklaard",
            title="Wat van het verschil is verklaard",
            columns=("Verschil met de begroting", "Verklaard", "Niet verklaard"),
            rows=tuple(rows),
            printed_signs="Een bedrag boven nul is beter voor de gemeente, onder nul slechter.",
            difference=2,
            what="unexplained",
        ),
    )


def _left(
    label: str, theme: str | None, target: str, money: Money, figure_of: FigureOf
) -> MoneyRow:
    figures = []
    for measure in ("balance_difference", "explained", "unexplained"):
        result = money.plain(measure, theme)
        name = f"{measure}-{slug(theme or 'alles')}"
        figures.append(figure_of(result) if result else no_figure(name))
    return MoneyRow("theme" if theme else "net", label, tuple(figures), not theme, target)
