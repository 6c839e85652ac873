"""What each table of the own format may hold, and what is found wrong with a file.

The tables of goals, indicators and money are declared here; those of every other section follow from
`sections`. Checking a table against its shape collects every problem instead of stopping at the first.
"""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from noaber.intake.documents import keys
from noaber.intake.documents.errors import Problem
from noaber.intake.documents.keys import Key
from noaber.intake.documents.reading import (
    AmountKind,
    AmountRecurrence,
    AmountStage,
    Direction,
    DocumentKind,
    DocumentStatus,
    IndicatorKind,
    IndicatorUnit,
)
from noaber.intake.documents.sections import SECTIONS, Field, Kind, Section
from noaber.intake.documents.toml_places import Path, Places
from noaber.vocabulary.names import squeeze

Shape = Mapping[str, Key]
FORMAT = "noaber-programme"
VERSION = 1
# A year further from the document's own is taken for a slip of the finger.
YEARS_AROUND = 10
# More than so many 'did you mean' help nobody.
_MOST_ADVICE = 50


_VALUE = {"type": ["number", "boolean", "string"]}


def _cells(value: Mapping[str, Any]) -> Key:
    """Values by period."""
    return keys.key(
        lambda found: isinstance(found, dict),
        "een tabel, zoals { 2022 = 12 }",
        {
            "type": "object",
            "propertyNames": {"pattern": keys.PERIOD_PATTERN},
            "additionalProperties": value,
        },
    )


BOUNDS: Shape = {
    "at_least": keys.NUMBER.optional().called("ten minste", "the target is a floor"),
    "at_most": keys.NUMBER.optional().called("ten hoogste", "the target is a ceiling"),
}
_BOUND = {
    "type": "object",
    "properties": dict.fromkeys(BOUNDS, _VALUE),
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
_BASELINE = keys.key(
    lambda found: isinstance(found, dict) and len(found) > 0,
    "een periode met haar waarde, zoals { 2018 = 12 }",
    {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 2,
        "additionalProperties": _VALUE,
    },
)
_AMOUNTS = keys.key(
    lambda found: isinstance(found, dict),
    "een tabel, zoals { actual = 16_069_732 }",
    {"type": "object", "additionalProperties": {"type": "number"}},
)

ROOT: Shape = {
    "id": keys.ID.optional().called("id", "its id; P where left out"),
    "name": keys.TEXT.optional().called("naam", "its name; that of `programme` where left out"),
    "line": keys.LINE.optional().called("regel", "the line in the printed source"),
}
DOCUMENT: Shape = {
    "municipality": keys.TEXT.called("gemeente", "the name of the municipality"),
    "kind": keys.one_of(get_args(DocumentKind)).called("soort", "what the document is"),
    "year": keys.YEAR.called("jaar", "the year that it is about"),
    "programme": keys.TEXT.called("programma", "the name of the programme"),
    "title": keys.TEXT.called("titel", "the title of the document"),
    "status": keys.one_of(get_args(DocumentStatus))
    .optional()
    .called("status", "how far it came; concept where left out"),
    "decision": keys.TEXT.optional().called(
        "raadsbesluit", "the council's decision on an adopted document"
    ),
    "decided_on": keys.DAY.optional().called("vastgesteld op", "the day of that decision"),
    "root": keys.table(ROOT)
    .optional()
    .called("wortel", "the programme as root of the tree, where it has an id or name of its own"),
}
SOURCE: Shape = {
    "title": keys.TEXT.called("titel", "the title of the printed document"),
    "publisher": keys.TEXT.optional().called("uitgever", "who published it"),
    "sha256": keys.SHA256.optional().called("hash", "the hash of its file"),
}
_ID = keys.ID.called("id", "a name for use within this file")
_LINE = keys.LINE.optional().called("regel", "the line in the printed source")
THEME: Shape = {
    "id": _ID,
    "parent": keys.TEXT.optional().called("hoort bij", "a theme; left out, the programme"),
    "name": keys.TEXT.called("naam", "the name as printed"),
    "line": _LINE,
}
GOAL: Shape = {
    "id": _ID,
    "parent": keys.TEXT.optional().called(
        "hoort bij", "a theme or a goal; left out, the programme"
    ),
    "kind": keys.one_of(("goal", "subgoal")).called("soort", "a goal or one below it"),
    "name": keys.TEXT.called("naam", "the goal"),
    "line": _LINE,
}
BREAK: Shape = {
    "before": keys.PERIOD.optional().called("voor", "the last period before the break"),
    "after": keys.PERIOD.optional().called("na", "the first period after it"),
}
NOTE: Shape = {
    "id": _ID,
    "text": keys.TEXT.called("tekst", "what the note says, in own words"),
    "break": keys.table(BREAK)
    .optional()
    .called("trendbreuk", "the note tells of a break in the series; either period may be left out"),
    "line": _LINE,
}
INDICATOR: Shape = {
    "id": _ID,
    "goal": keys.TEXT.optional().called("doel", "a goal or a theme; left out, the programme"),
    "name": keys.TEXT.called("naam", "the name as printed"),
    "unit": keys.one_of(get_args(IndicatorUnit)).called("eenheid", "what its values are"),
    "kind": keys.one_of(get_args(IndicatorKind))
    .optional()
    .called("soort", "residents are better off, something was done, or context"),
    "source": keys.TEXT.optional().called("bron", "where its values come from"),
    "owner": keys.TEXT.optional().called("eigenaar", "who answers for that source"),
    "measure": keys.TEXT.optional().called(
        "maat",
        "by which measure the municipality counts it from its own facts; may be all there is",
    ),
    "direction": keys.one_of(get_args(Direction))
    .optional()
    .called("gewenste richting", "where it should go, or that it should stay"),
    "notes": keys.TEXTS.optional().called("noten", "ids of notes"),
    "line": _LINE,
    "baseline": _BASELINE.optional().called(
        "nulmeting", "the value it is held against: `{ 2018 = 12 }`"
    ),
    "values": _cells(_VALUE)
    .optional()
    .called("waarden", '`{ 2022 = 394, 2021 = "-" }`; a dash is printed as nothing'),
    "targets": _cells({"anyOf": [_VALUE, _BOUND]})
    .optional()
    .called("streefwaarden", "`{ 2022 = 1450 }`, or `{ 2022 = { at_least = 10 } }` or `at_most`"),
}
COLUMN: Shape = {
    "id": _ID,
    "head": keys.TEXT.called("kop", "the head as printed"),
    "stage": keys.one_of(get_args(AmountStage))
    .optional()
    .called("stand", "at which point of the cycle its amounts were stated"),
    "year": keys.YEAR_OR_UNKNOWN.optional().called(
        "jaar", 'the plan year, or "unknown"; the document\'s where left out'
    ),
    "recurrence": keys.one_of(get_args(AmountRecurrence))
    .optional()
    .called("aard", "one-off or recurring, where the column holds only one of them"),
}
ROW: Shape = {
    "heading": keys.TEXT.optional().called("thema", "a theme; left out, the whole programme"),
    "printed_heading": keys.TEXT.optional().called(
        "kop", "the heading as printed, where it is no theme's name"
    ),
    "line": keys.TEXT.called("regel", "what the row is called"),
    "kind": keys.one_of(get_args(AmountKind)).called("soort", "what its amounts are"),
    "stage": keys.one_of(get_args(AmountStage))
    .optional()
    .called("stand", "where the row is of another stage than its columns"),
    "taakveld": keys.TAAKVELD.optional().called("taakveld", "the Iv3 code, in quotes"),
    "category": keys.CATEGORY.optional().called("categorie", "the Iv3 category, in quotes"),
    "party": keys.TEXT.optional().called("partij", "with whom the money is spent or earned"),
    "favourable": keys.YES.optional().called(
        "voordelig", "what is printed behind a difference: favourable or not"
    ),
    "correction": keys.YES.optional().called(
        "correctie", "its sign is as printed, though most of its kind have the other"
    ),
    "amounts": _AMOUNTS.called(
        "bedragen", "in euros by column, signs as printed: `{ actual = 16_069_732 }`"
    ),
    "printed_line": _LINE,
}
MONEY: Shape = {
    "columns": keys.tables(COLUMN).called("kolommen", "the columns of the cost table"),
    "row": keys.tables(ROW).called("rijen", "the rows of the cost table"),
}

_KINDS: Mapping[Kind, Key] = {
    Kind.TEXT: keys.TEXT,
    Kind.TEXTS: keys.TEXTS,
    Kind.EUR: keys.EUR,
    Kind.NUMBER: keys.NUMBER,
    Kind.YEAR: keys.YEAR,
    Kind.DAY: keys.DAY,
    Kind.PERIOD: keys.PERIOD,
    Kind.YES: keys.YES,
    Kind.REF: keys.TEXT,
    Kind.REFS: keys.TEXTS,
}


def key_of(field: Field) -> Key:
    """The key of a field of a section."""
    if field.choices is not None:
        made = keys.one_of(member.value for member in field.choices)
    else:
        made = _KINDS[field.kind]
    made = made if field.required else made.optional()
    return made.called(field.dutch, field.meaning)


def _of_section(section: Section, entry: bool = False) -> Shape:
    """The keys of a section, or of an entry within one, which has no id."""
    made = {} if entry else {"id": _ID}
    made |= {field.name: key_of(field) for field in section.fields}
    made["printed_line"] = _LINE
    for inner in section.entries:
        below = keys.tables(_of_section(inner, entry=True))
        made[inner.name] = below.optional().called(inner.dutch, inner.meaning)
    return made


OF_SECTION: Mapping[str, Shape] = {name: _of_section(one) for name, one in SECTIONS.items()}
TOP: Shape = {
    "format": keys.key(
        lambda value: value == FORMAT, f'"{FORMAT}"', {"const": FORMAT, "type": "string"}
    ).called("formaat", "that this is the format"),
    "version": keys.key(
        lambda value: keys.is_whole(value) and value == VERSION,
        str(VERSION),
        {"const": VERSION, "type": "integer"},
    ).called("versie", "its version"),
    "document": keys.table(DOCUMENT).called("document", "which document this is"),
    "source": keys.table(SOURCE)
    .optional()
    .called("bron", "the printed document that the figures come from"),
    "theme": keys.tables(THEME)
    .optional()
    .called("thema", "a part of the programme that carries money"),
    "goal": keys.tables(GOAL).optional().called("doel", "a goal, under a theme or another goal"),
    "note": keys.tables(NOTE).optional().called("noot", "a footnote at indicators"),
    "indicator": keys.tables(INDICATOR)
    .optional()
    .called("indicator", "a row of an indicator table, with its values and targets"),
    "money": keys.table(MONEY).optional().called("geld", "the cost table, as printed"),
    **{
        name: keys.tables(OF_SECTION[name]).optional().called(one.dutch, one.meaning)
        for name, one in SECTIONS.items()
    },
}


class Findings:
    """The problems of one file, as they are found."""

    def __init__(self, where: Places) -> None:
        """`where` knows the line of every path."""
        self.where = where
        self.problems: list[Problem] = []
        self.year: int | None = None
        self._advice = _MOST_ADVICE

    def add(self, path: Path, text: str) -> None:
        """Note a problem at a path."""
        self.problems.append(Problem(self.where.line(path), squeeze(text)))

    def written(self, path: Path) -> str:
        """A value as it is written in the file, without its quotes."""
        start, end = self.where.value(path)
        return self.where.text[start:end]

    def fit(self, table: Mapping[str, Any], shape: Shape, path: Path, name: str) -> dict[str, Any]:
        """The keys of a table that fit its shape; a problem for each that does not or is missing."""
        for key in table:
            if key not in shape:
                self.add((*path, key), self._unknown(key, shape, name))
        good: dict[str, Any] = {}
        for key, wanted in shape.items():
            if key not in table:
                if wanted.required:
                    self.add(path, f"{name} mist '{key}'; verwacht {wanted.expected}")
                continue
            wrong = wanted.wrong(table[key], self.written((*path, key)))
            if wrong is None and wanted.near:
                wrong = self._far(table[key])
            if wrong is None:
                good[key] = wanted.takes(table[key])
            else:
                self.add((*path, key), f"'{key}' in {name}: {wrong}")
        return good

    def meant(self, word: str, known: Mapping[str, str]) -> str:
        """'; bedoelt u ...?' where an id, or the name that it stands for, looks like `word`."""
        if self._advice == 0:
            return ""
        self._advice -= 1
        by_name = {name: identity for identity, name in known.items()}
        found = keys.nearest(word, [*by_name, *known])
        return f"; bedoelt u '{by_name.get(found, found)}'?" if found is not None else ""

    def refer(
        self, path: Path, word: str, known: Mapping[str, str], what: str, key: str = ""
    ) -> bool:
        """Hold that an id, mentioned at `path` under `key`, is there; `known` has their names."""
        if word in known:
            return True
        key = key or next(part for part in reversed(path) if isinstance(part, str))
        advice = self.meant(word, known)
        self.add(path, f"'{key}' noemt '{keys.short(word)}': geen {what} met die id{advice}")
        return False

    def claim(self, tables: Iterable[tuple[Path, Mapping[str, Any]]], taken: set[str]) -> None:
        """Hold that no id is used twice."""
        for path, table in tables:
            identity = table.get("id")
            if identity is None:
                continue
            if identity in taken:
                self.add((*path, "id"), f"id '{identity}' is al gebruikt")
            taken.add(identity)

    def period(self, path: Path, text: str) -> bool:
        """Hold that a text is a period."""
        wrong = keys.period_wrong(text)
        if wrong is not None:
            self.add(path, wrong)
        return wrong is None

    def _far(self, year: Any) -> str | None:
        if self.year is None or not keys.is_whole(year) or abs(year - self.year) <= YEARS_AROUND:
            return None
        return (
            f"{year} ligt ver van het jaar van het document, {self.year}; "
            f"verwacht {self.year - YEARS_AROUND} tot en met {self.year + YEARS_AROUND}"
        )

    def _unknown(self, key: str, shape: Shape, name: str) -> str:
        advice = ""
        if key == "line" and "printed_line" in shape:
            advice = "; de regel in de bron heet hier 'printed_line'"
        elif found := keys.nearest(key, shape):
            advice = f"; bedoelt u '{found}'?"
        return f"onbekende sleutel '{key}' in {name}; bekend zijn {', '.join(shape)}{advice}"
