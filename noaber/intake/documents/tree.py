"""Last stage: the parts of the chapter as a goal tree with its indicators.

The text does not always say what hangs under what. What it says: a theme holds until the next one;
a goal and a group head belong to the theme they stand under. A group head that repeats a goal is
that goal. Where a theme has one goal and the heads of its tables repeat none, they are its
subgoals; otherwise the text does not say to which goal they belong, and they hang under the theme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from noaber.intake.documents.notes import Note, bind, breaks, by_mark
from noaber.intake.documents.reading import (
    GoalItem,
    GoalKind,
    IndicatorItem,
    IndicatorUnit,
    Span,
    ValueItem,
)
from noaber.intake.documents.roles import Part, Role
from noaber.intake.documents.tables import Group, IndicatorTable, Row, source_name
from noaber.intake.documents.tokens import Kind, Token, join, number
from noaber.vocabulary.names import normalise, squeeze
from noaber.vocabulary.quantities import Unit

Piece = Part | IndicatorTable
Notes = Mapping[str, Sequence[Note]]
_UNITS: dict[Unit, IndicatorUnit] = {Unit.PERCENT: "percent", Unit.EUR: "eur"}


@dataclass(slots=True)
class _Theme:
    """All pieces under one theme; `line` is None for what stands above the first theme."""

    line: Span | None
    goals: list[Span] = field(default_factory=list)
    tables: list[IndicatorTable] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """Goals in the order of the text, and the indicators that hang on them."""

    goals: list[GoalItem] = field(default_factory=list)
    indicators: list[IndicatorItem] = field(default_factory=list)


def build(text: str, programme: Span | None, pieces: Sequence[Piece]) -> Tree:
    """The tree of the chapter; `programme` is where its name stands."""
    tree = Tree()
    root = None
    if programme is not None:
        root = _goal(tree, text, "P", None, "programme", programme)
    for at, theme in enumerate(_themes(text, pieces)):
        _Branch(text, tree, at, root).grow(theme)
    return tree


def _themes(text: str, pieces: Sequence[Piece]) -> list[_Theme]:
    """The pieces by theme; a theme that is named again goes on."""
    themes = [_Theme(None)]
    by_name: dict[str, _Theme] = {}
    current = themes[0]
    for piece in pieces:
        if isinstance(piece, IndicatorTable):
            current.tables.append(piece)
        elif piece.role is Role.GOAL:
            current.goals.append(piece.span)
        elif piece.role is Role.THEME:
            name = normalise(text[slice(*piece.span)])
            if name not in by_name:
                by_name[name] = _Theme(piece.span)
                themes.append(by_name[name])
            current = by_name[name]
    return themes


def _goal(
    tree: Tree, text: str, identity: str, parent: str | None, kind: GoalKind, span: Span
) -> str:
    tree.goals.append(GoalItem(identity, parent, kind, squeeze(text[slice(*span)]), span))
    return identity


class _Branch:
    """One theme with its goals, group heads and rows."""

    def __init__(self, text: str, tree: Tree, at: int, root: str | None) -> None:
        self.text, self.tree, self.at, self.root = text, tree, at, root
        self.names: dict[str, str] = {}

    def grow(self, theme: _Theme) -> None:
        top = self.root
        if theme.line is not None:
            top = _goal(self.tree, self.text, f"T{self.at}", self.root, "theme", theme.line)
        for span in theme.goals:
            self._named("G", top, "goal", span)
        goals = tuple(self.names.values())
        default = goals[0] if len(goals) == 1 and not self._repeats(theme) else top
        for table in theme.tables:
            notes = by_mark(table.notes)
            for group in table.groups:
                self._group(group, notes, default, top)

    def _repeats(self, theme: _Theme) -> bool:
        groups = (group for table in theme.tables for group in table.groups)
        return any(self._key(group.span) in self.names for group in groups if group.span)

    def _key(self, span: Span) -> str:
        return normalise(self.text[slice(*span)])

    def _named(self, letter: str, parent: str | None, kind: GoalKind, span: Span) -> str:
        """The id of the goal of this name, made where the theme does not have it yet."""
        key = self._key(span)
        if key not in self.names:
            same = sum(1 for identity in self.names.values() if identity.startswith(letter))
            identity = f"{letter}{self.at}.{same + 1}"
            self.names[key] = _goal(self.tree, self.text, identity, parent, kind, span)
        return self.names[key]

    def _group(self, group: Group, notes: Notes, default: str | None, top: str | None) -> None:
        goal = top if group.afresh else default
        if group.span is not None:
            goal = self._named("S", default, "subgoal", _trim(self.text, group.span))
        for row in group.rows:
            identity = f"I{len(self.tree.indicators) + 1}"
            self.tree.indicators.append(_indicator(identity, goal, row, notes))


def _trim(text: str, span: Span) -> Span:
    """The name without a closing stop."""
    start, end = span
    return (start, start + len(text[start:end].rstrip(" \u00a0.;:")))


def _indicator(identity: str, goal: str | None, row: Row, notes: Notes) -> IndicatorItem:
    name = join(row.label)
    mine = bind(name, row.marks, notes)
    return IndicatorItem(
        id=identity,
        goal=goal,
        name=name,
        unit=_unit(name, tuple(token for _, token in row.cells)),
        source=source_name(row),
        direction=None,
        notes=tuple(note.text for note in mine),
        values=tuple(
            ValueItem(column.period, cell_value(token), column.kind, token.span)
            for column, token in row.cells
        ),
        span=row.span,
        breaks=breaks(mine),
    )


def cell_value(token: Token) -> int | float | bool | str | None:
    """What a cell says: a number, yes or no, a word as printed, or nothing (None)."""
    if token.kind is Kind.NOTHING:
        return None
    if token.kind in (Kind.YES, Kind.NO):
        return token.kind is Kind.YES
    found = number(token.text)
    return token.text if found is None else found[0]


def _unit(name: str, cells: tuple[Token, ...]) -> IndicatorUnit:
    """The unit of the row: of its cells where they print one, else of its name."""
    kinds = {token.kind for token in cells} - {Kind.NOTHING}
    printed = [found[1] for token in cells if (found := number(token.text)) is not None]
    for unit, ours in _UNITS.items():
        if unit in printed:
            return ours
    if kinds and kinds <= {Kind.YES, Kind.NO}:
        return "yesno"
    if kinds and not printed:
        return "text"
    if "(%)" in name or "percentage" in name.lower():
        return "percent"
    return "eur" if "€" in name or "(euro)" in name else "number"
