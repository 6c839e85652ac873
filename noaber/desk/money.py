"""Money tables of an edition from stored results: which rows, which columns, which evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noaber.measures.results import Result
from noaber.publication.edition import Figure, MoneyRow, MoneyTable, Note
from noaber.register.outline import Outline
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.grades import Grade
from noaber.vocabulary.money import Recurrence, Stage
from noaber.vocabulary.names import slug

ROWS = (
    ("expense", "Lasten", False),
    ("income", "Baten", False),
    ("balance", "Saldo van baten en lasten", True),
    ("reserve_movement", "Mutaties reserves", False),
    ("financial_result", "Resultaat na mutaties reserves", True),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a money table: its head and which results stand in it."""

    head: str
    suffix: str = ""
    stage: str | None = None
    recurrence: str | None = None


COLUMNS = (
    Column("Begroot voor wijziging", "", Stage.ORIGINAL, Recurrence.UNDIVIDED),
    Column("Begroot na wijziging", "", Stage.REVISED, Recurrence.UNDIVIDED),
    Column("Werkelijk", "", Stage.ACTUAL, Recurrence.UNDIVIDED),
    Column("Werkelijk min begroot na wijziging", "_difference"),
    Column("Waarvan incidenteel", "", Stage.ACTUAL, Recurrence.ONE_OFF),
)


class Money:
    """The results on money of one document and year, looked up by measure, theme and column."""

    def __init__(self, results: Iterable[Result], year: int) -> None:
        """Only results of the document's own year stand in its tables."""
        self._found = {
            (r.measure, r.theme, r.stage, r.recurrence): r
            for r in results
            if r.indicator is None and r.period_start.year == year
        }

    def get(self, kind: str, theme: str | None, column: Column) -> Result | None:
        """The result of a kind of amount in a column, of a theme or of the whole (None)."""
        return self._found.get((kind + column.suffix, theme, column.stage, column.recurrence))

    def columns(self) -> tuple[Column, ...]:
        """The columns for which there is anything at all."""
        return tuple(
            column for column in COLUMNS if any(self.get(kind, None, column) for kind, _, _ in ROWS)
        )


def tables(
    outline: Outline, money: Money, figure_of: Mapping[int, Figure]
) -> tuple[MoneyTable, ...]:
    """The table of the programme and one for each theme that carries money.

    `figure_of` gives the figure of each result by the identity of the result.
    """
    columns = money.columns()
    if not columns:
        return ()
    root = outline.nodes[0]
    wholes = [(root.path, None, f"Programma {outline.programme}")]
    themes = [(node.path, node.path, node.text) for node in outline.nodes if node.kind == "theme"]
    made = []
    for path, theme, title in wholes + themes:
        found = {
            (kind, column.head): money.get(kind, theme, column)
            for kind, _, _ in ROWS
            for column in columns
        }
        if any(found.values()):
            made.append(_table(outline, path, title, columns, found, figure_of))
    return tuple(made)


def _table(
    outline: Outline,
    path: str,
    title: str,
    columns: tuple[Column, ...],
    found: Mapping[tuple[str, str], Result | None],
    figure_of: Mapping[int, Figure],
) -> MoneyTable:
    return MoneyTable(
        node_id=path,
        slug=slug(title),
        title=title,
        columns=tuple(column.head for column in columns),
        rows=tuple(
            MoneyRow(
                kind,
                label,
                tuple(
                    figure_of[id(result)] if result else no_figure(path, kind, column)
                    for column in columns
                    for result in (found[kind, column.head],)
                ),
                emphasis,
            )
            for kind, label, emphasis in ROWS
        ),
        printed_signs=outline.signs.dutch if outline.signs else "",
        notes=_rounding(outline) if path == outline.nodes[0].path else (),
        difference=next(
            (i for i, column in enumerate(columns) if column.suffix == "_difference"), None
        ),
    )


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


NO_FACTS = "no-facts"


def no_figure(path: str, kind: str, column: Column) -> Figure:
    """The figure of a cell for which nothing was registered: a gap with its reason, never a zero."""
    return Figure(
        id=f"{slug(path)}-{kind}-{slug(column.head)}",
        value=None,
        unit="eur",
        evidence=NO_FACTS,
        grade=Grade.COMPUTED,
        gap=Gap.NO_FACTS.dutch,
    )
