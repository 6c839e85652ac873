"""The reader: a grammar in stages, from printed text to a Reading.

    tokens -> lines and blocks -> tables (indicators, costs) -> roles -> tree

Each stage is a pure function of the one before and knows no municipality: the words of layouts
stand in `grammar.toml`. Markup in a text is data like any other. Any text at all gives a Reading;
what is not recognised is simply not in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from noaber.intake.documents.blocks import Block, Line, blocks
from noaber.intake.documents.checks import check
from noaber.intake.documents.figures import figures
from noaber.intake.documents.finance import CostTable, amounts, read_costs
from noaber.intake.documents.head import document_head, programme_part
from noaber.intake.documents.reading import FigureItem, Reading
from noaber.intake.documents.roles import Part, Role, part
from noaber.intake.documents.tables import IndicatorTable, read_head, read_table
from noaber.intake.documents.tokens import tokenise
from noaber.intake.documents.tree import Piece, build


@dataclass(slots=True)
class _Chapter:
    """What the text falls apart in, in the order of the text."""

    pieces: list[Piece] = field(default_factory=list)
    costs: list[CostTable] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        return [piece for piece in self.pieces if isinstance(piece, Part)]

    @property
    def tables(self) -> list[IndicatorTable]:
        return [piece for piece in self.pieces if isinstance(piece, IndicatorTable)]


def read_text(text: str, name: str = "") -> Reading:
    """What the chapter says, with the checks of its own arithmetic.

    `text` is as `text.decode` returns it: every span counts its characters. `name` stands in for a
    title where the text has none. Never raises.
    """
    chapter = _chapter(text)
    parts = chapter.parts
    head = document_head(text, parts, chapter.costs, _periods(chapter.tables))
    programme = programme_part(parts)
    tree = build(text, None if programme is None else programme.span, chapter.pieces)
    reading = Reading(
        document=replace(head, title=head.title or name),
        goals=tuple(tree.goals),
        indicators=tuple(tree.indicators),
        finance=amounts(chapter.costs, head.year),
        figures=tuple(_figures(text, chapter)),
    )
    return replace(reading, checks=check(reading, text))


def _chapter(text: str) -> _Chapter:
    chapter = _Chapter()
    before: Sequence[Line] = ()
    for block in blocks(text):
        _take(block, before, chapter)
        before = block
    return chapter


def _take(block: Block, before: Sequence[Line], chapter: _Chapter) -> None:
    """The tables and other lines of one block; no line is looked at more than a few times."""
    at = barren = 0  # up to `barren` it is known that no indicator table begins
    while at < len(block):
        costs = read_costs(block, at, before)
        if costs is not None:
            chapter.costs.append(costs)
            at += costs.count
            continue
        head = read_head(tokenise(block[at].text, block[at].start)) if at >= barren else None
        if head is not None:
            stop = _table_end(block, at + 1)
            table = read_table(head, block[at + 1 : stop])
            if table.groups:
                chapter.pieces.append(table)
                at = stop
                continue
            barren = stop
        chapter.pieces.append(part(block[at]))
        at += 1


def _table_end(block: Block, start: int) -> int:
    """Where the table must stop: at the end of the block, or at a line that is something else."""
    other = (Role.NAVIGATION, Role.THEME, Role.GOAL, Role.QUESTION, Role.PROGRAMME)
    return next(
        (at for at in range(start, len(block)) if part(block[at]).role in other), len(block)
    )


def _periods(tables: Sequence[IndicatorTable]) -> list[str]:
    return [
        column.period
        for table in tables
        for group in table.groups
        for row in group.rows
        for column, _ in row.cells
        if column.kind == "actual"
    ]


def _figures(text: str, chapter: _Chapter) -> Iterator[FigureItem]:
    """The figures in running text and in footnotes, in the order of the text."""
    for piece in chapter.pieces:
        if isinstance(piece, IndicatorTable):
            for note in piece.notes:
                yield from figures(text, note.span)
        elif piece.role is Role.TEXT:
            yield from figures(text, piece.line.span)
