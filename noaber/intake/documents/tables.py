"""Third stage, for indicators: a table as heads, rows, group heads and footnotes.

The head is the line with the years; every line below it in the same block belongs to the table. A
row is a name, cells from the left, and what is left at the right is the source.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.notes import Note, read_note
from noaber.intake.documents.reading import Bound, Direction, Span, ValueKind
from noaber.intake.documents.tokens import CELLS, Kind, Token, join, tokenise

_LONGEST_LABEL = 6  # words over the row names
_LONGEST_GROUP = 25  # words in a group head; more is running text


@dataclass(frozen=True, slots=True)
class Column:
    """One year column: its period, and whether it holds what was measured or what is aimed at.

    Of one cell also whether that is a floor or a ceiling.
    """

    period: str
    kind: ValueKind
    bound: Bound | None = None  # of a target that is a floor or a ceiling


@dataclass(frozen=True, slots=True)
class Head:
    """The line with the years. `plain` where the words over the names only say 'indicators'."""

    columns: tuple[Column, ...]
    source: bool
    plain: bool
    unit: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: its name, its cells by column from the left, and its source if printed.

    `goal` is what its table says of the goal it belongs to, `baseline` which cell it is held against.
    """

    label: tuple[Token, ...]
    cells: tuple[tuple[Column, Token], ...]
    source: tuple[Token, ...]
    span: Span
    unit: str = ""
    direction: Direction | None = None
    goal: str = ""
    baseline: int | None = None

    @property
    def marks(self) -> frozenset[str]:
        """The footnote marks that stand anywhere in the row."""
        cells = tuple(token for _, token in self.cells)
        return frozenset(token.mark for token in (*self.label, *cells, *self.source) if token.mark)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one group head; `span` is None for rows that stand under no group head.

    `afresh` tells that a new head with years came before these rows, so that the group heads above
    no longer hold.
    """

    span: Span | None
    afresh: bool
    rows: tuple[Row, ...]


@dataclass(slots=True)
class IndicatorTable:
    """One block of rows with the notes under it; `card` says that it is one row, beside its goal."""

    card: bool = False
    groups: list[Group] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_head(tokens: Sequence[Token]) -> Head | None:
    """The head that these tokens are, or None: words, years with or without their kind, source."""
    first = next((at for at, token in enumerate(tokens) if token.period), None)
    if first is None:
        return None
    words = grammar().table
    columns: list[Column] = []
    kind: ValueKind = _kind(tokens[first - 1].text) or "actual" if first else "actual"
    for at in range(first, len(tokens)):
        token = tokens[at]
        said = _kind(token.text)
        if token.period:
            columns.append(Column(token.period, kind))
        elif said is not None:
            kind = said
        elif at == len(tokens) - 1 and token.text.lower() in words.source:
            return _head(tokens[:first], columns, source=True)
        else:
            return None
    return _head(tokens[:first], columns, source=False)


def _kind(word: str) -> ValueKind | None:
    low = word.lower()
    words = grammar().table
    if low in words.target:
        return "target"
    return "actual" if low in words.actual else None


def _head(label: Sequence[Token], columns: list[Column], source: bool) -> Head | None:
    names = [token.text for token in label if _kind(token.text) is None]
    plain = not names or " ".join(names).lower() in grammar().table.label
    enough = len(columns) > 1 or (bool(names) and plain)
    if not enough or len(names) > _LONGEST_LABEL or len(set(columns)) < len(columns):
        return None
    return Head(tuple(columns), source, plain, "eenheid" in (name.lower() for name in names))


def read_table(head: Head, lines: Sequence[Line]) -> IndicatorTable:
    """The table under `head`; `lines` are those below it, up to where the table certainly stops."""
    return _Builder(head).build(lines)


class _Builder:
    """Walks down a table, keeping the group in which the next row falls."""

    def __init__(self, head: Head) -> None:
        self.table = IndicatorTable()
        self.head = head
        self.afresh = False
        self.noting = False
        self.group: Span | None = None
        self.rows: list[Row] = []

    def build(self, lines: Sequence[Line]) -> IndicatorTable:
        for line in lines:
            self._take(line)
        self._close()
        return self.table

    def _take(self, line: Line) -> None:
        note = read_note(line)
        tokens = tokenise(line.text, line.start)
        follows, self.noting = self.noting, False
        if note is not None:
            self.table.notes.append(note)
            self.noting = True
        elif (head := read_head(tokens)) is not None:
            self._open(None, afresh=True)
            self.head = head
        elif (row := split_row(tokens, self.head, line.span)) is not None:
            self.rows.append(row)
        elif follows:
            self.table.notes[-1] = self.table.notes[-1].longer(line)
            self.noting = True
        elif 0 < len(tokens) <= _LONGEST_GROUP:
            self._group(line)

    def _group(self, line: Line) -> None:
        wrapped = self.group is not None and not self.rows and line.text[0].islower()
        start = self.group[0] if wrapped and self.group else line.start
        self._open((start, line.end), afresh=self.afresh and not self.rows and self.group is None)

    def _open(self, group: Span | None, afresh: bool) -> None:
        self._close()
        self.group, self.afresh = group, afresh

    def _close(self) -> None:
        """Keep the group if it has rows: a head without rows is a line of text."""
        if self.rows:
            self.table.groups.append(Group(self.group, self.afresh, tuple(self.rows)))
        self.rows = []


def split_row(tokens: tuple[Token, ...], head: Head, span: Span) -> Row | None:
    """Name, cells and source of one line; None where it is no row.

    Fewer cells than columns are read from the left. More, and the first ones belong to the name
    ('... tot 18 jaar' has a number of its own), but a dash too many at the end is the source.
    """
    width = len(head.columns)
    start, stop = _run(tokens, width)
    if head.source and stop - start > width and stop == len(tokens):
        last = tokens[stop - 1]
        stop -= last.kind is Kind.NOTHING
    start = max(start, stop - width)
    label, source = tokens[:start], tokens[stop:]
    cells = tokens[start:stop]
    if not any(token.kind is Kind.WORD for token in label) or not _enough(cells, width):
        return None
    if source and not head.source and len(cells) < width:
        return None
    unit = ""
    at = (
        next((i for i in range(len(label) - 1, 0, -1) if _is_unit(label[i])), 0) if head.unit else 0
    )
    if at:
        unit, source = label[at].text, source or label[at + 1 :]
        label = label[:at]
    return Row(label, tuple(zip(head.columns, cells, strict=False)), source, span, unit)


def _is_unit(token: Token) -> bool:
    return token.text.lower() in grammar().table.units


def _enough(cells: tuple[Token, ...], width: int) -> bool:
    """One number in a line is a number in a sentence, unless the table has one column."""
    return len(cells) >= min(width, 2)


def _run(tokens: tuple[Token, ...], width: int) -> tuple[int, int]:
    """[start, stop) of the cells: the first run that fills the table, else the longest one."""
    best = (0, 0)
    start = None
    for at in range(len(tokens) + 1):
        if at < len(tokens) and tokens[at].kind in CELLS:
            start = at if start is None else start
        elif start is not None:
            if at - start >= width:
                return (start, at)
            best = max(best, (start, at), key=lambda run: run[1] - run[0])
            start = None
    return best


def source_name(row: Row) -> str | None:
    """The source as printed; None where the cell is empty or a dash."""
    tokens = row.source
    if all(token.kind is Kind.NOTHING for token in tokens):
        return None
    return join(tokens)
