"""Last stage: the parts of the chapter as a goal tree with its indicators.

The text does not always say what hangs under what. What it says: a theme holds until the next one;
a goal and a group head belong to the theme they stand under. A group head that repeats a goal is
that goal. Where a theme has one goal and the heads of its tables repeat none, they are its
subgoals; otherwise the text does not say to which goal they belong, and they hang under the theme.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.notes import Note, bind, breaks, by_mark
from noaber.intake.documents.pieces import Piece
from noaber.intake.documents.reading import (
    Direction,
    EffortItem,
    GoalItem,
    GoalKind,
    IndicatorItem,
    IndicatorUnit,
    Span,
    ValueItem,
)
from noaber.intake.documents.roles import Part, Role, named, words
from noaber.intake.documents.tables import Group, IndicatorTable, Row, source_name
from noaber.intake.documents.tokens import Kind, Token, join, number
from noaber.vocabulary.names import normalise, squeeze
from noaber.vocabulary.quantities import Unit

Notes = Mapping[str, Sequence[Note]]
_UNITS: dict[Unit, IndicatorUnit] = {Unit.PERCENT: "percent", Unit.EUR: "eur"}


@dataclass(slots=True)
class _Theme:
    """All pieces under one theme; `line` is None for what stands above the first theme."""

    line: Span | None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def tables(self) -> list[IndicatorTable]:
        return [piece for piece in self.pieces if isinstance(piece, IndicatorTable)]

    @property
    def alternates(self) -> bool:
        """Whether goals and tables take turns, so that each table belongs to the goal above it."""
        turns = [
            isinstance(piece, IndicatorTable)
            for piece in self.pieces
            if isinstance(piece, IndicatorTable) or piece.role in (Role.GOAL, Role.SUBGOAL)
        ]
        order = [turn for at, turn in enumerate(turns) if not at or turns[at - 1] != turn]
        return order[:1] == [False] and order.count(True) > 1


@dataclass(slots=True)
class Tree:
    """Goals in the order of the text, and the indicators and efforts that hang on them.

    `names` and `numbers` find a goal of the whole chapter by what is printed of it elsewhere.
    """

    goals: list[GoalItem] = field(default_factory=list)
    indicators: list[IndicatorItem] = field(default_factory=list)
    efforts: list[EffortItem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)
    reported: set[int] = field(default_factory=set)


def build(text: str, programme: Part | None, pieces: Sequence[Piece], year: int | None) -> Tree:
    """The tree of the chapter; `programme` names it, `year` is that of values without one."""
    tree = Tree()
    root = None
    if programme is not None and programme.names:
        root = _goal(tree, text, "P", None, "programme", programme.span)
    own = None if programme is None else programme.span
    for at, theme in enumerate(_themes(text, pieces, own)):
        _Branch(text, tree, at, root, year).grow(theme)
    return tree


def _themes(text: str, pieces: Sequence[Piece], programme: Span | None) -> list[_Theme]:
    """The pieces by theme; a theme that is named again goes on."""
    themes = [_Theme(None)]
    by_name: dict[str, _Theme] = {}
    current = themes[0]
    for piece in pieces:
        if isinstance(piece, Part) and not piece.names:
            continue
        if isinstance(piece, IndicatorTable) or piece.role in (
            Role.GOAL,
            Role.SUBGOAL,
            Role.EFFORT,
        ):
            current.pieces.append(piece)
        elif piece.role is Role.THEME and piece.span != programme:
            name = normalise(text[slice(*piece.span)])
            if name not in by_name:
                by_name[name] = _Theme(piece.span)
                themes.append(by_name[name])
            current = by_name[name]
    return themes


def _goal(
    tree: Tree, text: str, identity: str, parent: str | None, kind: GoalKind, span: Span
) -> str:
    name = squeeze(text[slice(*span)])
    tree.goals.append(GoalItem(identity, parent, kind, name, span))
    tree.names.setdefault(normalise(name), identity)
    tree.parents[identity] = parent
    return identity


class _Branch:
    """One theme with its goals, efforts, group heads and rows.

    What is done hangs on the goal that stands above it, if that is one; where several goals are listed
    together the text does not say which is meant, and it hangs on what they hang on.
    """

    def __init__(self, text: str, tree: Tree, at: int, root: str | None, year: int | None) -> None:
        self.text, self.tree, self.at, self.root, self.year = text, tree, at, root, year
        self.names: dict[str, str] = {}
        self.run: list[str] = []
        self.over: str | None = None
        self.last: str | None = None
        self.closed = self.marked = self.rows = False

    def grow(self, theme: _Theme) -> None:
        top = self.root
        if theme.line is not None:
            top = _goal(self.tree, self.text, f"T{self.at}", self.root, "theme", theme.line)
        self.over = self.top = top
        near: dict[int, str | None] = {}
        after: dict[int, str | None] = {}
        for piece in theme.pieces:
            if isinstance(piece, IndicatorTable):
                near[id(piece)] = self._above() if piece.card else None
                after[id(piece)] = self.last or self._above()
                self.closed = True
            elif piece.role is Role.EFFORT:
                self._effort(piece)
            else:
                self._aim(piece, top)
        if theme.alternates:
            near = after
        goals = tuple(one for one in self.names.values() if one.startswith("G"))
        default = goals[0] if len(goals) == 1 and not self._repeats(theme) else top
        for table in theme.tables:
            notes = by_mark(table.notes)
            mine = near[id(table)] if table.card or theme.alternates else default
            for group in table.groups:
                self._group(group, notes, mine, top)

    def _aim(self, part: Part, top: str | None) -> None:
        """A goal or a subgoal of this theme."""
        if self.closed:
            self.run, self.closed = [], False
        key = self._key(part.span)
        self.rows = part.own
        if part.marked and (not self.marked or part.head):
            self.run = []  # named again one by one, behind the list of all
        self.marked = part.marked
        if part.own and key in self.tree.names:
            self.last = self.tree.names[key]
            return
        if part.role is Role.SUBGOAL and self.last is not None:
            parent = self._goal_above()
            identity = self._named("S", parent, "subgoal", part.span)
            if parent in self.run:
                self.run.remove(parent)
            self.over = parent
        else:
            identity = self._named("G", top, "goal", part.span)
            self.over = top
        self.run.append(identity)
        self.last = identity
        before = self.text[part.line.start : part.span[0]]
        number = re.search(r"[0-9]{1,2}(?:\.[0-9]{1,3})*(?=[a-z]?[.)]?[^0-9]*$)", before[-40:])
        if number is not None:
            self.tree.numbers.setdefault(number[0], identity)
        code = re.search(
            r"[A-Z]?[0-9]{1,2}(?:\.[0-9]{1,3})*[a-z]|\b[A-H](?=[.:)]?\s*$)", before[-12:]
        )
        if code is not None:
            self.tree.numbers.setdefault(code[0], identity)
        if (way := _wanted(self.text[slice(*part.span)])) is not None:
            self._wish(part.span, identity, way)

    def _goal_above(self) -> str | None:
        assert self.last is not None
        if self.last.startswith("G"):
            return self.last
        return self.tree.parents[self.last]

    def _above(self) -> str | None:
        return self.run[0] if len(self.run) == 1 else self.over

    def _wish(self, span: Span, goal: str, way: Direction) -> None:
        name = squeeze(self.text[slice(*span)])
        self.tree.indicators.append(
            IndicatorItem(
                id=f"I{len(self.tree.indicators) + 1}",
                goal=goal,
                name=name,
                unit="percent" if "%" in name else "number",
                source=None,
                direction=way,
                notes=(),
                values=(),
                span=span,
            )
        )

    def _effort(self, part: Part) -> None:
        """What is done; named again in a list, the list says more of the same effort."""
        self.closed = True
        text = squeeze(self.text[slice(*part.span)])
        goal = self.last if part.own else self._above()
        key = normalise(text)
        known = self.tree.said.get(key)
        again = [known] if known is not None else self._meant(text) if part.again else []
        if part.report and not again:
            again = self._planned(text, goal)
        for place in again:
            old = self.tree.efforts[place]
            status = part.status if part.status not in (None, "planned") else old.status
            self.tree.efforts[place] = replace(old, new=old.new or part.new, status=status)
            self.tree.reported.add(place)
        if again:
            return
        if part.again and self.rows:
            goal = self.top
        self.tree.said[key] = len(self.tree.efforts)
        self.tree.efforts.append(
            EffortItem(
                id=f"E{len(self.tree.efforts) + 1}",
                goal=goal,
                text=text,
                next_step=part.next_step,
                status=part.status,
                new=part.new,
                span=part.span,
            )
        )

    def _meant(self, text: str) -> list[int]:
        """The efforts that a list under their table speaks of, by their own name or by that of their goal."""
        said = stems(_SENTENCE_END.split(text)[0])
        if len(said) < _LEAST_STEMS:
            return []
        own = [
            place
            for place, one in enumerate(self.tree.efforts)
            if _alike(said, stems(one.text)) and _alike(stems(one.text), said)
        ]
        if own:
            return own
        names = {
            goal.id
            for goal in self.tree.goals
            if goal.kind != "theme" and _alike(said, stems(goal.text))
        }
        return [place for place, one in enumerate(self.tree.efforts) if one.goal in names]

    def _planned(self, report: str, goal: str | None) -> list[int]:
        """The one effort that was planned for this goal and of which these sentences tell what came of it."""
        said = normalise(" ".join(report.split()[:_REPORT]))
        found: list[tuple[float, int]] = []
        for place, one in enumerate(self.tree.efforts):
            name = stems(one.text) - grammar().doing
            if (
                one.goal != goal
                or not name
                or place in self.tree.reported
                or len(one.text.split()) > _SHORT
            ):
                continue
            share = sum(stem in said for stem in name) / len(name)
            if share >= _SURE:
                found.append((share, place))
        found.sort(reverse=True)
        if not found or (len(found) > 1 and found[0][0] == found[1][0]):
            return []
        return [found[0][1]]

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
            span = _trim(self.text, group.span)
            marked = named(self.text[slice(*span)])
            if marked is not None and marked[1][0] < marked[1][1]:
                span = (span[0] + marked[1][0], span[0] + marked[1][1])
            known = self.tree.names.get(self._key(span))
            numbered = words(self.text[slice(*span)])
            if (
                known is None and numbered.number
            ):  # '1.1 Vroeg erbij zijn', a goal without its number
                known = self.tree.names.get(self._key((span[0] + numbered.start, span[1])))
            goal = known if known else self._named("S", default, "subgoal", span)
        for row in group.rows:
            said = self.tree.numbers.get(row.goal.rstrip(".")) or self.tree.names.get(
                normalise(row.goal)
            )
            identity = f"I{len(self.tree.indicators) + 1}"
            self.tree.indicators.append(_indicator(identity, said or goal, row, notes, self.year))


_LEAST_STEMS = 3  # words that carry meaning, in a name that can be told from others
_REPORT = 60  # words of a report that say what it is about
_SHORT = 14  # words in a planned effort that a report tells of
_SURE = 0.6  # of the words of a planned effort, in the report
_STEM = 6  # letters of a word that do not change with its number


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The words of a name that carry meaning, cut so that one and many are the same."""
    few = grammar().languages["nl"]
    return frozenset(
        word[:_STEM] for word in normalise(text).split() if len(word) > 3 and word not in few
    )


def _alike(said: frozenset[str], name: frozenset[str]) -> bool:
    """Whether nearly all that is said is in the name."""
    return len(said & name) >= 0.74 * len(said)


_YEARS_AGO = re.compile(r"t(?:\s?-\s?(?P<ago>[1-9]))?", re.I)
_MORE = re.compile(r"(?:meer|hoger|toename van|stijging van)\b", re.I)
_SENTENCE_END = re.compile(r"(?<=[a-z)]{3})[.:] ")
_REDUCED = re.compile(r"^(?:het )?(?:%|aantal|percentage).*\b(?:verminderd|gedaald|afgenomen)\b")
_LESS = re.compile(r"(?:minder|lager|afname van|daling van)\b", re.I)


def _wanted(name: str) -> Direction | None:
    """Where a goal wants a number to go: 'Meer of gelijk aantal ...' is to hold or to rise."""
    low = _SENTENCE_END.split(squeeze(name).lower())[0]
    hold = "gelijk" in low
    if _MORE.match(low) or "neemt toe" in low or "is toegenomen" in low:
        return "hold_or_up" if hold else "up"
    if (
        _LESS.match(low)
        or "is lager dan" in low
        or "neemt af" in low
        or _REDUCED.search(low)
        or ("is afgenomen" in low and low.startswith("het "))
    ):
        return "hold_or_down" if hold else "down"
    return None


def _trim(text: str, span: Span) -> Span:
    """The name without a closing stop."""
    start, end = span
    return (start, start + len(text[start:end].rstrip(" \u00a0.;:")))


def _indicator(
    identity: str, goal: str | None, row: Row, notes: Notes, year: int | None
) -> IndicatorItem:
    name = join(row.label)
    mine = bind(name, row.marks, notes)
    values = tuple(
        ValueItem(
            _period(column.period, year),
            cell_value(token),
            column.kind,
            token.span,
            bound=column.bound,
            dated=bool(column.period),
        )
        for column, token in row.cells
    )
    return IndicatorItem(
        id=identity,
        goal=goal,
        name=name,
        unit=_unit(f"{name} {row.unit}".strip(), tuple(token for _, token in row.cells)),
        source=source_name(row),
        direction=row.direction,
        notes=tuple(note.text for note in mine),
        values=values,
        span=row.span,
        breaks=breaks(mine),
        baseline=None if row.baseline is None else values[row.baseline],
    )


def _period(printed: str, year: int | None) -> str:
    """The period of a value: as printed, counted back from the document's year ('t-2'), or that year."""
    match = _YEARS_AGO.fullmatch(printed)
    if match is not None and year:
        return str(year - int(match["ago"] or 0))
    return printed or str(year or "")


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
    if "(%" in name or " %" in name or "percentage" in name.lower():
        return "percent"
    return "eur" if "€" in name or "(euro)" in name else "number"
