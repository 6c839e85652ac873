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
    sha256 = "..."                # optional: of the file

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
    source = "Zorgmonitor"        # optional
    direction = "down"            # optional: up, down, hold, hold_or_up, hold_or_down
    notes = ["n1"]
    line = 51                     # optional: the line in the printed source
    values = { 2022 = 394, 2021 = "-", 2020 = 1.5 }    # "-" is printed as nothing
    targets = { 2022 = 1700 }

    [money]
    columns = [{ id = "actual", head = "Realisatie", stage = "actual" }]

    [[money.row]]
    heading = "jeugd"             # a theme; left out, the row stands for the whole programme
    line = "Lasten"
    kind = "expense"              # expense, income, balance, reserve, result, other
    stage = "difference"          # optional: where the row is of another stage than its column
    amounts = { actual = 16_069_732 }                  # signs as printed
    printed_line = 306

`line` may stand at a theme, a goal and a note as well. Text is data: markup in it stays what it is.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from noaber.intake.documents import shapes
from noaber.intake.documents.errors import FormatError, Problem
from noaber.intake.documents.reading import (
    AmountItem,
    BreakItem,
    DocumentHead,
    GoalItem,
    IndicatorItem,
    Reading,
    SourceItem,
    ValueItem,
    ValueKind,
)
from noaber.intake.documents.shapes import Findings, Shape
from noaber.intake.documents.toml_places import Path, places
from noaber.vocabulary.names import squeeze
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.places import municipality_named

PROGRAMME = "P"
_TOML_SAYS = re.compile(r"(?P<what>.*?)(?: \(at (?:line (?P<line>[0-9]+).*|end of document)\))?")
_TOML_DUTCH = {
    "Expected '=' after a key in a key/value pair": "na een sleutel hoort een =-teken",
    "Invalid value": "geen geldige waarde; zet tekst tussen aanhalingstekens",
    "Unclosed array": "een lijst wordt niet gesloten met ]",
    "Unclosed inline table": "een tabel wordt niet gesloten met }",
    "Cannot overwrite a value": "deze sleutel staat er twee keer",
    "Unterminated string": "een tekst wordt niet gesloten met een aanhalingsteken",
    "Invalid statement": "geen sleutel en geen tabel",
    "Expected newline or end of document after a statement": "na een waarde hoort een nieuwe regel",
}


def read_own(text: str, name: str) -> Reading:
    """The Reading of a file in the own format; spans are places in the TOML text.

    The span of a name or a note is the text between its quotes, of a value or an amount its number,
    of an indicator its whole table. Raises FormatError with every problem that was found.
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
        raise FormatError(name, (_syntax(str(error), text),)) from error


def _syntax(message: str, text: str) -> Problem:
    """What `tomllib` says, in Dutch where it is one of the usual things."""
    match = _TOML_SAYS.fullmatch(message)
    what, line = (match["what"], match["line"]) if match else (message, None)
    dutch = _TOML_DUTCH.get(what, what)
    at_end = text.count("\n", 0, len(text.rstrip())) + 1
    return Problem(int(line) if line else at_end, f"geen geldige TOML: {dutch}")


class _Builder:
    """Makes the parts of a Reading from tables that fit their shape, and notes what does not."""

    def __init__(self, data: Mapping[str, Any], findings: Findings) -> None:
        self.findings = findings
        self.where = findings.where
        self.top = findings.fit(data, shapes.TOP, (), "het bestand")
        self.lines: dict[str, int] = {}
        self.themes: dict[str, str] = {}
        self.ids: set[str] = {PROGRAMME}

    def build(self) -> Reading:
        document = self._document()
        themes = self._tables("theme", shapes.THEME)
        goals = self._tables("goal", shapes.GOAL)
        self._claim((*themes, *goals), self.ids)
        self.themes = {one["id"]: one["name"] for _, one in themes if {"id", "name"} <= one.keys()}
        notes = self._tables("note", shapes.NOTE)
        self._claim(notes, set())
        by_note = {note["id"]: self._note(path, note) for path, note in notes if "id" in note}
        indicators = self._tables("indicator", shapes.INDICATOR)
        self._claim(indicators, set())
        return Reading(
            document=document,
            goals=(*self._tree(document, themes, goals),),
            indicators=tuple(self._indicator(path, one, by_note) for path, one in indicators),
            finance=self._money(document.year),
            source=self._source(),
            lines=self.lines,
        )

    def _tables(self, key: str, shape: Shape) -> list[tuple[Path, dict[str, Any]]]:
        name = f"[[{key}]]"
        return [
            ((key, at), self.findings.fit(table, shape, (key, at), name))
            for at, table in enumerate(self.top.get(key, []))
        ]

    def _claim(self, tables: Iterable[tuple[Path, dict[str, Any]]], taken: set[str]) -> None:
        """Hold that no id is used twice."""
        for path, table in tables:
            identity = table.get("id")
            if identity is None:
                continue
            if identity in taken:
                self.findings.add((*path, "id"), f"id '{identity}' is al gebruikt")
            taken.add(identity)

    def _document(self) -> DocumentHead:
        found = self.findings.fit(
            self.top.get("document", {}), shapes.DOCUMENT, ("document",), "[document]"
        )
        municipality = found.get("municipality")
        if municipality is not None and municipality_named(municipality) is None:
            self.findings.add(
                ("document", "municipality"), f"'{municipality}' is geen Nederlandse gemeente"
            )
        return DocumentHead(
            title=squeeze(found.get("title", "")),
            municipality=municipality,
            kind=found.get("kind", "other"),
            year=found.get("year"),
            programme=found.get("programme"),
        )

    def _source(self) -> SourceItem | None:
        if "source" not in self.top:
            return None
        found = self.findings.fit(self.top["source"], shapes.SOURCE, ("source",), "[source]")
        return SourceItem(found.get("title", ""), found.get("publisher"), found.get("sha256"))

    def _tree(
        self,
        document: DocumentHead,
        themes: Iterable[tuple[Path, dict[str, Any]]],
        goals: Iterable[tuple[Path, dict[str, Any]]],
    ) -> Iterable[GoalItem]:
        span = self.where.value(("document", "programme"))
        yield GoalItem(PROGRAMME, None, "programme", squeeze(document.programme or ""), span)
        for path, theme in themes:
            yield self._goal(path, {**theme, "kind": "theme"})
        goals = tuple(goals)
        self._refuse_cycles(goals)
        for path, goal in goals:
            self._refer(path, "parent", goal, self.ids, "thema of doel")
            yield self._goal(path, goal)

    def _goal(self, path: Path, one: Mapping[str, Any]) -> GoalItem:
        identity = one.get("id", "")
        self._line(identity, one.get("line"))
        return GoalItem(
            id=identity,
            parent=one.get("parent", PROGRAMME),
            kind=one.get("kind", "goal"),
            text=squeeze(one.get("name", "")),
            span=self.where.value((*path, "name")),
        )

    def _refuse_cycles(self, goals: tuple[tuple[Path, dict[str, Any]], ...]) -> None:
        """Hold that going up from a goal ends at a theme or the programme."""
        parents = {goal["id"]: goal.get("parent") for _, goal in goals if "id" in goal}
        sound: set[str | None] = set()
        for path, goal in goals:
            walked: list[str] = []
            at: str | None = goal.get("id")
            while at is not None and at in parents and at not in sound and at not in walked:
                walked.append(at)
                at = parents[at]
            if at in walked:
                self.findings.add((*path, "parent"), f"doel '{goal['id']}' hangt onder zichzelf")
            sound.update(walked)

    def _refer(
        self, path: Path, key: str, table: Mapping[str, Any], known: Iterable[str], what: str
    ) -> None:
        if key in table and table[key] not in known:
            self.findings.add((*path, key), f"'{key}' noemt '{table[key]}': geen {what} met die id")

    def _line(self, identity: str, line: int | None) -> None:
        if line is not None:
            self.lines[identity] = line

    def _note(self, path: Path, note: Mapping[str, Any]) -> tuple[str, BreakItem | None]:
        text = squeeze(note.get("text", ""))
        if "break" not in note:
            return text, None
        inner = (*path, "break")
        found = self.findings.fit(note["break"], shapes.BREAK, inner, "'break'")
        for key in found:
            self._period((*inner, key), found[key])
        span = self.where.value((*path, "text"))
        return text, BreakItem(found.get("before"), found.get("after"), text, span)

    def _period(self, path: Path, period: str) -> bool:
        try:
            parse_period(period)
        except ValueError as error:
            self.findings.add(path, str(error))
            return False
        return True

    def _indicator(
        self,
        path: Path,
        one: Mapping[str, Any],
        notes: Mapping[str, tuple[str, BreakItem | None]],
    ) -> IndicatorItem:
        self._refer(path, "goal", one, self.ids, "doel of thema")
        for at, note in enumerate(one.get("notes", [])):
            if note not in notes:
                self.findings.add(
                    (*path, "notes", at), f"'notes' noemt '{note}': geen noot met die id"
                )
        mine = [notes[note] for note in one.get("notes", []) if note in notes]
        identity = one.get("id", "")
        self._line(identity, one.get("line"))
        return IndicatorItem(
            id=identity,
            goal=one.get("goal", PROGRAMME),
            name=squeeze(one.get("name", "")),
            unit=one.get("unit", "number"),
            source=one.get("source"),
            direction=one.get("direction"),
            notes=tuple(text for text, _ in mine),
            values=(
                *self._values(path, one, "values", "actual"),
                *self._values(path, one, "targets", "target"),
            ),
            span=self.where.value(path),
            breaks=tuple(found for _, found in mine if found is not None),
        )

    def _values(
        self, path: Path, one: Mapping[str, Any], key: str, kind: ValueKind
    ) -> Iterable[ValueItem]:
        unit = one.get("unit", "number")
        fits, expected = _VALUES.get(unit, _VALUES["number"])
        for period, value in one.get(key, {}).items():
            inner = (*path, key, period)
            if self._period(inner, period) and not (isinstance(value, str) or fits(value)):
                self.findings.add(inner, f'waarde bij {period}: verwacht {expected}, of "-"')
            printed = None if value in ("-", "") else value
            yield ValueItem(period, printed, kind, self.where.value(inner))

    def _money(self, year: int | None) -> tuple[AmountItem, ...]:
        if "money" not in self.top:
            return ()
        money = self.findings.fit(self.top["money"], shapes.MONEY, ("money",), "[money]")
        columns: dict[str, dict[str, Any]] = {}
        for at, table in enumerate(money.get("columns", [])):
            path: Path = ("money", "columns", at)
            column = self.findings.fit(table, shapes.COLUMN, path, "een kolom van [money]")
            self._claim([(path, column)], set(columns))
            columns[column.get("id", "")] = column
        found: list[AmountItem] = []
        for at, table in enumerate(money.get("row", [])):
            path = ("money", "row", at)
            row = self.findings.fit(table, shapes.ROW, path, "[[money.row]]")
            self._refer(path, "heading", row, self.themes, "thema")
            for column_id, eur in row.get("amounts", {}).items():
                inner = (*path, "amounts", column_id)
                if self._amount(inner, column_id, eur, columns):
                    identity = f"F{len(found) + 1}"
                    self._line(identity, row.get("printed_line"))
                    item = self._item(identity, row, columns[column_id], eur, inner, year)
                    found.append(item)
        return tuple(found)

    def _amount(self, path: Path, column: str, eur: Any, columns: Mapping[str, Any]) -> bool:
        """Whether the amount is a number under a known column."""
        if column not in columns:
            self.findings.add(path, f"'amounts' noemt '{column}': geen kolom met die id")
        elif not shapes.is_number(eur):
            self.findings.add(path, f"bedrag bij '{column}': verwacht een getal zonder quotes")
        elif abs(eur) >= 10**15:
            self.findings.add(
                path, f"bedrag bij '{column}': te groot om een bedrag in euro's te zijn"
            )
        else:
            return True
        return False

    def _item(
        self,
        identity: str,
        row: Mapping[str, Any],
        column: Mapping[str, Any],
        eur: int | float,
        path: Path,
        year: int | None,
    ) -> AmountItem:
        return AmountItem(
            id=identity,
            heading=self.themes.get(row.get("heading", "")),
            line=squeeze(row.get("line", "")),
            kind=row.get("kind", "other"),
            column=squeeze(column.get("head", "")),
            stage=row.get("stage", column.get("stage")),
            year=column.get("year", year),
            eur=eur,
            favourable=None,
            span=self.where.value(path),
        )


_NUMBER: tuple[Callable[[Any], bool], str] = (shapes.is_number, "een getal")
_VALUES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "number": _NUMBER,
    "percent": _NUMBER,
    "eur": _NUMBER,
    "yesno": (lambda value: isinstance(value, bool), "true of false"),
    "text": (lambda value: False, "een tekst in quotes"),
}
