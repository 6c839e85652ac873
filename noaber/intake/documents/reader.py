"""The reader: a grammar in stages, from printed text to a Reading.

    lines -> cells -> grids (indicators, costs, efforts) -> outline (goals, efforts, text) -> tree

Each stage is a pure function of the one before and knows no municipality: the words of layouts
stand in `grammar.toml`. Markup in a text is data like any other. Any text at all gives a Reading;
what is not recognised is simply not in it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from noaber.intake.documents.blocks import PAGE, Block, Line, blocks
from noaber.intake.documents.blocks_glued import unglued
from noaber.intake.documents.cells import Layout, cells, layout
from noaber.intake.documents.checks import check
from noaber.intake.documents.columns import Column as GridColumn
from noaber.intake.documents.columns import Role as ColumnRole
from noaber.intake.documents.columns import column
from noaber.intake.documents.effort_rows import effort_rows
from noaber.intake.documents.efforts import effort_parts
from noaber.intake.documents.efforts_stacked import stacked_efforts
from noaber.intake.documents.figures import figures
from noaber.intake.documents.finance import CostTable, amounts, cost_table, is_money, read_costs
from noaber.intake.documents.grid import Grid
from noaber.intake.documents.grids import read_grid
from noaber.intake.documents.grids_spaced import resumed, spaced
from noaber.intake.documents.grids_words import asks_more, worded, worded_efforts
from noaber.intake.documents.head import document_head
from noaber.intake.documents.measured import indicator_table, name_above, read_turned
from noaber.intake.documents.measured_cards import (
    read_card,
    read_change,
    read_series,
    read_stacked_card,
)
from noaber.intake.documents.outline import Outline
from noaber.intake.documents.pieces import Piece, serving, uncontained
from noaber.intake.documents.programme import programme
from noaber.intake.documents.reading import FigureItem, Reading, Span
from noaber.intake.documents.roles import (
    Part,
    Role,
    is_navigation,
    named,
    section_of,
    tense_of,
    words,
)
from noaber.intake.documents.rows_by_kind import rows_by_kind
from noaber.intake.documents.tables import IndicatorTable, read_head, read_table
from noaber.intake.documents.tokens import LONGEST_ROW, tokenise
from noaber.intake.documents.tree import build
from noaber.intake.documents.unasked import nested, numbered, unasked, under_heads
from noaber.vocabulary.names import normalise

_MARKED = re.compile(
    r"[0-9. ]*doel |(?:\w+ )?\w*(?:ambitie|doelstelling|opgave|speerpunt|doel|effect|prioriteit)\s+[A-Z]?[0-9]",
    re.I,
)
_FULL_LINE = 60  # characters of a line after which a sentence may go on in the next
_ABOVE = 4  # lines over a table that may say what its amounts are multiplied by


@dataclass(slots=True)
class _Chapter:
    """The lines of the text, what was taken out of them, and what that was, by its first line."""

    text: str
    lines: list[Line] = field(default_factory=list)
    place: list[tuple[Block, int]] = field(default_factory=list)
    before: list[Sequence[Line]] = field(default_factory=list)
    stops: list[bool] = field(default_factory=list)
    taken: list[bool] = field(default_factory=list)
    found: dict[int, list[Piece]] = field(default_factory=dict)
    efforts: dict[int, Grid] = field(default_factory=dict)
    costs: list[CostTable] = field(default_factory=list)
    spaced: tuple[GridColumn, ...] = ()  # the columns of the last table with a paragraph a cell
    past: bool = False  # whether the question above asks what was done
    pieces: list[Piece] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        return [piece for piece in self.pieces if isinstance(piece, Part)]

    @property
    def tables(self) -> list[IndicatorTable]:
        return [piece for piece in self.pieces if isinstance(piece, IndicatorTable)]


def read_text(text: str, name: str = "") -> Reading:
    """What the chapter says, with the checks of its own arithmetic.

    `text` is as `files.text_of` returns it: every span counts its characters. `name` stands in for a
    title where the text has none. Never raises.
    """
    chapter = _chapter(text)
    parts = chapter.parts
    titled = programme(parts)
    head = document_head(text, parts, titled, chapter.costs, _periods(chapter.tables))
    tree = build(text, titled, chapter.pieces, head.year)
    reading = Reading(
        document=replace(head, title=head.title or name),
        goals=tuple(tree.goals),
        indicators=tuple(tree.indicators),
        efforts=tuple(tree.efforts),
        finance=amounts(chapter.costs, head.year),
        figures=tuple(_figures(text, chapter)),
    )
    return replace(reading, checks=check(reading, text))


def _chapter(text: str) -> _Chapter:
    chapter = _Chapter(text)
    above: Sequence[Line] = ()
    for block in blocks(text):
        if len(block) == 1 and PAGE.fullmatch(block[0].text):
            continue  # between two rows of a table it does not end the table
        for at, line in enumerate(block):
            for piece in unglued(line, chapter.lines[-2:]):
                chapter.lines.append(piece)
                chapter.place.append((block, at))
                chapter.before.append(above)
        above = block
    names: set[str] = set()
    for line in chapter.lines:
        chapter.stops.append(_stops(line, names))
        names.add(_bare_name(line.text))
    chapter.taken = [False] * len(chapter.lines)
    _tables(chapter)
    goals_in = frozenset(at for at, found in chapter.found.items() if any(map(_is_goal, found)))
    parts = Outline(chapter.lines, chapter.taken, chapter.efforts, goals_in).walk()
    if not any(map(_names_goals, chapter.efforts.values())) and not _finds_goals(chapter):
        parts = unasked(chapter.lines, parts)
    if not chapter.efforts and not goals_in:
        parts = nested(chapter.lines, numbered(chapter.lines, parts))
        parts = under_heads(chapter.lines, parts)
    past = any(part.tense == "past" for part in parts.values())
    for at in range(len(chapter.lines)):
        chapter.pieces += chapter.found.get(at, ())
        if at in chapter.efforts:
            chapter.pieces += effort_parts(chapter.efforts[at], past)
        if at in parts:
            chapter.pieces.append(parts[at])
    chapter.pieces = serving(uncontained(text, chapter.pieces))
    return chapter


def _names_goals(grid: Grid) -> bool:
    return grid.has(ColumnRole.GOAL) or any(row.group for row in grid.rows)


def _finds_goals(chapter: _Chapter) -> bool:
    return any(_is_goal(piece) for found in chapter.found.values() for piece in found)


def _is_goal(piece: Piece) -> bool:
    return isinstance(piece, Part) and piece.role is Role.GOAL


def _bare_name(text: str) -> str:
    if len(text) > 300:
        return ""
    marked = named(text)
    found = words(text)
    return normalise(text[slice(*marked[1])] if marked else text[found.start : found.end])


def _stops(line: Line, names: set[str]) -> bool:
    """Whether the line is certainly no row: it asks a question, leads elsewhere or names a goal.

    A goal that is named again may head the rows that belong to it; `names` keeps those that were named.
    """
    text = line.text
    if len(text) > LONGEST_ROW:
        return False
    if is_navigation(text):
        return True
    section = section_of(text)
    filled = [cell for cell in cells(line) if cell.text]
    several = len(filled) > 1
    heads = sum(column(cell.text) is not None for cell in filled)
    if several and (heads == len(filled) or 2 < 2 * heads > len(filled)):
        return False  # the heads of a table
    if section is not None and not several:
        return section in ("goals", "efforts", "results") or text.rstrip().endswith("?")
    marked = named(text) if ":" in text or _MARKED.match(text) else None
    if marked is None or marked[0] not in (Role.GOAL, Role.SUBGOAL):
        return False
    if marked[1][0] == marked[1][1]:
        return True  # 'Doelstelling 5.2', its name on the next line
    return normalise(text[slice(*marked[1])]) not in names


def _tables(chapter: _Chapter) -> None:
    """Take the tables out of the lines; no line is looked at more than a few times."""
    at = barren = 0  # up to `barren` it is known that no indicator table begins
    costs = False
    while at < len(chapter.lines):
        long = len(chapter.lines[at].text) > LONGEST_ROW
        section = None if long else section_of(chapter.lines[at].text)
        costs = section == "costs" if section is not None else costs
        if section is not None:
            chapter.past = (
                tense_of(words(chapter.lines[at].text).of(chapter.lines[at].text)) == "past"
            )
        count = 0 if long else _kinds(chapter, at)
        count = count if count or long else _efforts(chapter, at) or _rows(chapter, at)
        if not count and not long:
            count = _spaced(chapter, at, costs)
        if not count and not long and not chapter.stops[at]:
            count = _take(chapter, at, costs)
        if not count and not chapter.stops[at]:
            count, barren = _plain(chapter, at, barren, costs)
        for place in range(at, at + count):
            chapter.taken[place] = True
        at += max(count, 1)


def _kinds(chapter: _Chapter, at: int) -> int:
    """Rows that each say what they are: how many lines they took."""
    found = rows_by_kind(chapter.lines, at, "done" if chapter.past else "planned")
    if found is None:
        return 0
    chapter.found[at] = found[0]
    return found[1]


def _efforts(chapter: _Chapter, at: int) -> int:
    """Rows of efforts with what became of them, on one line each: how many lines they took."""
    grid = worded_efforts(chapter.lines, at, chapter.stops) or stacked_efforts(
        chapter.lines, at, chapter.stops
    )
    if grid is None:
        return 0
    chapter.efforts[at] = grid
    return grid.count


def _rows(chapter: _Chapter, at: int) -> int:
    """Rows of goals and efforts that nothing divides: how many lines they took, 0 where there are none."""
    if layout(chapter.lines[at]) is Layout.SPACES:
        grid = read_grid(chapter.lines, at, chapter.stops)
        if grid is not None and _stands_in_columns(grid):
            return _keep(chapter, at, grid, False)
    found = effort_rows(chapter.text, chapter.lines, at, chapter.past)
    if found is None:
        return 0
    chapter.found[at] = [*found[0]]
    return found[1]


def _stands_in_columns(grid: Grid) -> bool:
    """Whether goals stand in one column of a grid and what is done in another, on the same lines."""
    both = [
        row
        for row in grid.rows
        if {ColumnRole.GOAL, ColumnRole.EFFORT} <= {one.role for _, one in grid.filled(row)}
    ]
    return len(both) > 1 and not any(row.group for row in grid.rows)


def _spaced(chapter: _Chapter, at: int, costs: bool) -> int:
    """A table of which every cell is a paragraph: how many lines it took."""
    grid = spaced(chapter.text, chapter.lines, at)
    if grid is not None:
        chapter.spaced = grid.columns
    elif chapter.spaced and chapter.lines[at].first:
        grid = resumed(chapter.text, chapter.lines, at, chapter.spaced)
    return 0 if grid is None else _keep(chapter, at, grid, costs)


def _take(chapter: _Chapter, at: int, costs: bool) -> int:
    """A grid or a card that begins here: how many lines it took, 0 where there is none."""
    turned = read_turned(chapter.lines, at, chapter.stops)
    if turned is not None:
        chapter.found[at] = [turned[0]]
        return turned[1]
    doing = at > 0 and section_of(chapter.lines[at - 1].text[:LONGEST_ROW]) == "efforts"
    grid = read_grid(chapter.lines, at, chapter.stops, doing)
    if grid is None or not any(not row.group for row in grid.rows):
        card = (
            read_card(chapter.lines, at, chapter.stops)
            or read_series(chapter.lines, at)
            or read_change(chapter.lines, at)
            or read_stacked_card(chapter.lines, at, chapter.stops)
        )
        if card is None:
            return 0
        chapter.found[at] = [card[0]]
        return card[1]
    return _keep(chapter, at, grid, costs)


def _keep(chapter: _Chapter, at: int, grid: Grid, costs: bool) -> int:
    """Keep a grid for what it holds: efforts, amounts or indicators; how many lines it took."""
    above = chapter.lines[max(0, at - _ABOVE) : at]
    if grid.has(ColumnRole.EFFORT) or not grid.has(ColumnRole.VALUE):
        chapter.efforts[at] = grid
        return grid.count
    if is_money(grid, above, costs):
        table = cost_table(grid, above)
        if any(row.cells for row in table.rows):
            chapter.costs.append(table)
            return grid.count
        return 0
    below = at + grid.count
    name = name_above(grid, chapter.lines[at - 1] if at and not chapter.taken[at - 1] else None)
    made, notes = indicator_table(grid, chapter.lines[below : below + 12], name)
    if not made.groups:
        return 0
    if name is not None:
        chapter.taken[at - 1] = True
    chapter.found[at] = [made]
    return grid.count + notes


def _plain(chapter: _Chapter, at: int, barren: int, costs: bool) -> tuple[int, int]:
    """A table of which only spaces divide the cells: how many lines it took, and the new `barren`."""
    block, within = chapter.place[at]
    found = read_costs(block, within, chapter.before[at])
    if found is not None:
        chapter.costs.append(found)
        return found.count, barren
    if at < barren or len(block[within].text) > LONGEST_ROW // 10:
        return 0, barren
    head = read_head(tokenise(block[within].text, block[within].start))
    if head is None or asks_more(chapter.lines, at):
        grid = worded(chapter.lines, at, chapter.stops)
        if grid is not None or head is None:
            return (0 if grid is None else _keep(chapter, at, grid, costs)), barren
    stop = _table_end(block, within + 1)
    table = read_table(head, block[within + 1 : stop])
    if not table.groups:
        return 0, at + stop - within
    chapter.found[at] = [table]
    return stop - within, barren


def _table_end(block: Sequence[Line], start: int) -> int:
    """Where the table must stop: at the end of the block, or at a line that is something else."""
    for at in range(start, len(block)):
        text = block[at].text
        if _stops(block[at], set()) or named(text) is not None:
            return at
    return len(block)


def _periods(tables: Sequence[IndicatorTable]) -> list[str]:
    return [
        column.period
        for table in tables
        for group in table.groups
        for row in group.rows
        for column, _ in row.cells
        if column.kind == "actual"
    ]


def _figures(text: str, chapter: _Chapter) -> list[FigureItem]:
    """The figures in running text, in remarks beside efforts and in footnotes, in the order of the text."""
    spans = [*_prose(chapter), *_remarks(chapter)]
    spans += [note.span for table in chapter.tables for note in table.notes]
    spans += [part.span for part in chapter.parts if part.role is Role.EFFORT]
    found = {one.span: one for span in spans for one in figures(text, span)}
    return [found[span] for span in sorted(found)]


def _prose(chapter: _Chapter) -> Iterator[Span]:
    """The running text by paragraph: a sentence may go on in the next line."""
    start = end = -1
    full = False
    for part in chapter.parts:
        if part.role is not Role.TEXT:
            continue
        line = part.line
        next_line = not line.first and not chapter.text[end : line.start].strip()
        if full and next_line and _goes_on(line.text):
            end = line.end
        else:
            if end > start:
                yield (start, end)
            start, end = line.span
        full = len(line.text) > _FULL_LINE
    if end > start:
        yield (start, end)


def _goes_on(text: str) -> bool:
    """Whether a line can be the rest of a sentence: it begins like no list and no head."""
    found = words(text)
    return not (found.bullet or found.number or found.level)


def _remarks(chapter: _Chapter) -> Iterator[Span]:
    """What stands beside the efforts of a table."""
    for grid in chapter.efforts.values():
        for row in grid.rows:
            for cell, one in grid.filled(row):
                if one.role in (ColumnRole.NOTE, ColumnRole.NEXT):
                    yield cell.span
