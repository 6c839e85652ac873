"""The project's own format for a programme: a TOML file that a person can write and read.

    format = "noaber-programme"
    version = 1

    [document]
    municipality = "Twenterand"
    kind = "account"              # budget, interim, account, other
    year = 2022
    programme = "Sociaal Domein"
    title = "Programma Sociaal Domein"

    [source]                      # optional: the printed document that the figures come from
    title = "..."
    publisher = "..."             # optional

    [[theme]]
    id = "jeugd"
    name = "Jeugd"

    [[goal]]
    id = "hulp"
    parent = "jeugd"              # a theme or a goal; left out, it hangs under the programme
    kind = "goal"                 # goal, subgoal
    name = "Jeugdigen krijgen hulp"

    [[note]]
    id = "n1"
    text = "Vanaf 2022 anders geteld."
    break = { before = "2021", after = "2022" }    # optional; either period may be left out

    [[indicator]]
    id = "trajecten"
    goal = "hulp"                 # a goal or a theme; left out, the programme
    name = "Aantal trajecten"
    unit = "number"               # number, percent, eur, yesno, text
    kind = "output"               # optional: outcome, output, context
    source = "Zorgmonitor"        # optional
    owner = "Regio Twente"        # optional: who answers for the source
    measure = "youth_persons"     # optional: by which measure the municipality counts it itself
    direction = "down"            # optional: up, down, hold, hold_or_up, hold_or_down
    notes = ["n1"]
    line = 51                     # optional: the line in the printed source
    baseline = { 2018 = 420 }     # optional
    values = { 2022 = 394, 2021 = "-", 2020 = 1.5 }    # "-" is printed as nothing
    targets = { 2022 = 400, 2023 = { at_most = 380 } }    # or at_least

    [money]
    columns = [{ id = "actual", head = "Realisatie", stage = "actual" }]

    [[money.row]]
    heading = "jeugd"             # a theme; left out, the row stands for the whole programme
    line = "Lasten"
    kind = "expense"              # expense, income, balance, reserve, result, other
    stage = "difference"          # optional: where the row is of another stage than its column
    amounts = { actual = 16_069_732 }                  # signs as printed
    printed_line = 306

    [[effort]]                    # and the other records of the reference
    id = "wijkteam"
    name = "Wijkteams versterken"
    goals = ["hulp"]
    printed_line = 212

    [[effort.status]]
    on = 2022-06-27
    status = "running"

Text is data: markup in it stays what it is. Goals stand in the order of the file, behind what they
hang under.
"""

import tomllib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from noaber.intake.documents import shapes
from noaber.intake.documents.errors import FormatError, Problem
from noaber.intake.documents.keys import nearest
from noaber.intake.documents.own_cells import baseline, values
from noaber.intake.documents.own_money import Money
from noaber.intake.documents.own_records import records
from noaber.intake.documents.own_syntax import syntax_problems
from noaber.intake.documents.reading import (
    BreakItem,
    DocumentHead,
    GoalItem,
    IndicatorItem,
    Reading,
    SourceItem,
)
from noaber.intake.documents.shapes import Findings, Shape
from noaber.intake.documents.toml_places import Path, places
from noaber.vocabulary.names import normalise, squeeze
from noaber.vocabulary.places import municipalities, municipality_named

# The id of the programme itself, under which everything hangs.
PROGRAMME = "P"
Tables = Sequence[tuple[Path, dict[str, Any]]]


def read_own(text: str, name: str) -> Reading:
    """The Reading of a file in the own format; spans are places in the TOML text.

    The span of a name or a note is the text between its quotes, of a value or an amount its number,
    of an indicator its whole table. Of a record it is the text of its name, or the whole table where
    it has none; of an entry within a record its whole table. Raises FormatError with every problem
    that was found.
    """
    data = _load(text, name)
    findings = Findings(places(text))
    reading = _Builder(data, findings).build()
    if findings.problems:
        raise FormatError(name, tuple(findings.problems))
    return reading


def _load(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        problem = Problem(0, "de lijsten of tabellen zijn te diep genest")
        raise FormatError(name, (problem,)) from error
    except ValueError as error:
        raise FormatError(name, syntax_problems(str(error), text)) from error


class _Builder:
    """Makes the parts of a Reading from tables that fit their shape, and notes what does not."""

    def __init__(self, data: Mapping[str, Any], findings: Findings) -> None:
        self.findings = findings
        self.where = findings.where
        self.top = findings.fit(data, shapes.TOP, (), "het bestand")
        self.lines: dict[str, int] = {}

    def build(self) -> Reading:
        document, root = self._document()
        themes = self._tables("theme", shapes.THEME)
        goals = self._tables("goal", shapes.GOAL)
        tree = (root, *self._tree(root, themes, goals))
        known = {goal.id: goal.text for goal in tree}
        theme_names = {goal.id: goal.text for goal in tree if goal.kind == "theme"}
        notes = self._tables("note", shapes.NOTE)
        self.findings.claim(notes, set())
        by_note = {note["id"]: self._note(path, note) for path, note in notes if "id" in note}
        tables = self._tables("indicator", shapes.INDICATOR)
        self.findings.claim(tables, set())
        indicators = [self._indicator(path, one, by_note, known) for path, one in tables]
        money = Money(self.findings, theme_names, self.lines)
        items = {
            "goal": known,
            "theme": theme_names,
            "indicator": {one.id: one.name for one in indicators},
        }
        return Reading(
            document=document,
            goals=tree,
            indicators=tuple(indicators),
            finance=money.read(self.top["money"]) if "money" in self.top else (),
            source=self._source(),
            lines=self.lines,
            records=records(self.findings, self.top, items),
        )

    def _tables(self, key: str, shape: Shape) -> list[tuple[Path, dict[str, Any]]]:
        name = f"[[{key}]]"
        return [
            ((key, at), self.findings.fit(table, shape, (key, at), name))
            for at, table in enumerate(self.top.get(key, []))
        ]

    def _document(self) -> tuple[DocumentHead, GoalItem]:
        """The head of the document, and the programme as root of its tree."""
        path: Path = ("document",)
        found = self.findings.fit(self.top.get("document", {}), shapes.DOCUMENT, path, "[document]")
        self.findings.year = found.get("year")
        municipality = found.get("municipality")
        if municipality is not None and municipality_named(municipality) is None:
            meant = nearest(municipality, (place.name for place in municipalities()))
            advice = f"; bedoelt u '{meant}'?" if meant else ""
            self.findings.add(
                (*path, "municipality"), f"'{municipality}' is geen Nederlandse gemeente{advice}"
            )
        if found.get("status") == "adopted" and not {"decision", "decided_on"} <= found.keys():
            self.findings.add(
                (*path, "status"),
                "een vastgesteld document ('adopted') heeft een raadsbesluit: "
                "geef 'decision' en 'decided_on'",
            )
        head = DocumentHead(
            title=squeeze(found.get("title", "")),
            municipality=municipality,
            kind=found.get("kind", "other"),
            year=found.get("year"),
            programme=found.get("programme"),
            status=found.get("status"),
            decision=found.get("decision"),
            decided_on=found.get("decided_on"),
        )
        return head, self._root(found)

    def _root(self, document: Mapping[str, Any]) -> GoalItem:
        path: Path = ("document", "root")
        found = self.findings.fit(document.get("root", {}), shapes.ROOT, path, "'root'")
        identity = found.get("id", PROGRAMME)
        self._line(identity, found.get("line"))
        name = found.get("name", document.get("programme", ""))
        at = (*path, "name") if "name" in found else ("document", "programme")
        return GoalItem(identity, None, "programme", squeeze(name), self.where.value(at))

    def _source(self) -> SourceItem | None:
        if "source" not in self.top:
            return None
        found = self.findings.fit(self.top["source"], shapes.SOURCE, ("source",), "[source]")
        return SourceItem(found.get("title", ""), found.get("publisher"), found.get("sha256"))

    def _tree(self, root: GoalItem, themes: Tables, goals: Tables) -> Iterator[GoalItem]:
        """Themes and goals in the order of the file, each behind what it hangs under."""
        nodes = sorted(
            [*((path, {**one, "kind": "theme"}) for path, one in themes), *goals],
            key=lambda node: self.where.value(node[0])[0],
        )
        self.findings.claim(nodes, {root.id})
        self._refuse_twins(themes)
        known = {one["id"]: one.get("name", "") for _, one in nodes if "id" in one}
        known[root.id] = root.text
        theme_names = {one["id"]: known[one["id"]] for _, one in themes if "id" in one}
        for path, one in nodes:
            if "parent" in one:
                is_theme = one.get("kind") == "theme"
                above = {root.id: root.text, **theme_names} if is_theme else known
                what = "thema" if is_theme else "thema of doel"
                self.findings.refer((*path, "parent"), one["parent"], above, what)
        yield from self._parents_first(nodes, root.id)

    def _parents_first(self, nodes: Tables, root: str) -> Iterator[GoalItem]:
        """The nodes in order, those that stand above what they hang under moved down behind it."""
        waiting: dict[str, list[tuple[Path, dict[str, Any]]]] = {}
        given = {root}
        for node in nodes:
            above = node[1].get("parent", root)
            if above not in given:
                waiting.setdefault(above, []).append(node)
                continue
            ready = deque([node])
            while ready:
                path, one = ready.popleft()
                yield self._goal(path, one, root)
                given.add(one.get("id", ""))
                ready.extendleft(reversed(waiting.pop(one.get("id", ""), [])))
        left = [node for behind in waiting.values() for node in behind]
        for path, one in left:
            yield self._goal(path, one, root)
        self._refuse_circles(left)

    def _refuse_circles(self, goals: Tables) -> None:
        """Hold that going up from a goal ends at a theme or the programme."""
        parents = {goal["id"]: goal["parent"] for _, goal in goals if "id" in goal}
        sound: set[str] = set()
        for path, goal in goals:
            walked: dict[str, None] = {}
            at = goal.get("id", "")
            while at in parents and at not in sound and at not in walked:
                walked[at] = None
                at = parents[at]
            if at in walked:
                self.findings.add((*path, "parent"), f"doel '{at}' hangt onder zichzelf")
            sound.update(walked)

    def _refuse_twins(self, themes: Tables) -> None:
        """Hold that no theme stands there twice in two spellings."""
        seen: dict[str, tuple[Path, str]] = {}
        for path, theme in themes:
            name = theme.get("name", "")
            first, before = seen.setdefault(normalise(name), (path, name))
            if squeeze(before) != squeeze(name) and normalise(name):
                line = self.where.line((*first, "name"))
                self.findings.add(
                    (*path, "name"),
                    f"thema '{name}' staat er ook als '{before}' (regel {line}); "
                    "schrijf het één keer, op één manier",
                )

    def _goal(self, path: Path, one: Mapping[str, Any], root: str) -> GoalItem:
        identity = one.get("id", "")
        self._line(identity, one.get("line"))
        return GoalItem(
            id=identity,
            parent=one.get("parent", root),
            kind=one.get("kind", "goal"),
            text=squeeze(one.get("name", "")),
            span=self.where.value((*path, "name")),
        )

    def _line(self, identity: str, line: int | None) -> None:
        if line is not None:
            self.lines[identity] = line

    def _note(self, path: Path, note: Mapping[str, Any]) -> tuple[str, BreakItem | None]:
        text = squeeze(note.get("text", ""))
        if "break" not in note:
            return text, None
        found = self.findings.fit(note["break"], shapes.BREAK, (*path, "break"), "'break'")
        span = self.where.value((*path, "text"))
        return text, BreakItem(found.get("before"), found.get("after"), text, span)

    def _indicator(
        self,
        path: Path,
        one: Mapping[str, Any],
        notes: Mapping[str, tuple[str, BreakItem | None]],
        goals: Mapping[str, str],
    ) -> IndicatorItem:
        if "goal" in one:
            self.findings.refer((*path, "goal"), one["goal"], goals, "doel of thema")
        known = {note: text for note, (text, _) in notes.items()}
        for at, note in enumerate(one.get("notes", [])):
            self.findings.refer((*path, "notes", at), note, known, "noot")
        mine = [notes[note] for note in one.get("notes", []) if note in notes]
        identity = one.get("id", "")
        self._line(identity, one.get("line"))
        return IndicatorItem(
            id=identity,
            goal=one.get("goal", next(iter(goals))),
            name=squeeze(one.get("name", "")),
            unit=one.get("unit", "number"),
            source=one.get("source"),
            direction=one.get("direction"),
            notes=tuple(text for text, _ in mine),
            values=tuple(values(self.findings, path, one)),
            span=self.where.value(path),
            breaks=tuple(found for _, found in mine if found is not None),
            kind=one.get("kind"),
            owner=one.get("owner"),
            baseline=baseline(self.findings, path, one),
            measure=one.get("measure"),
        )
