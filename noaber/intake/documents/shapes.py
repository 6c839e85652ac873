"""What each table of the own format may hold: its keys, their types, and the Dutch for both.

A shape is declared once; checking a table against it collects every problem instead of stopping at
the first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, get_args

from noaber.intake.documents.errors import Problem
from noaber.intake.documents.reading import (
    AmountKind,
    AmountStage,
    Direction,
    DocumentKind,
    GoalKind,
    IndicatorUnit,
)
from noaber.intake.documents.toml_places import Path, Places


@dataclass(frozen=True, slots=True)
class Field:
    """One key: whether a value fits, what is expected in Dutch, and whether it must be there."""

    fits: Callable[[Any], bool]
    expected: str
    required: bool = True


def optional(field: Field) -> Field:
    """The same key, which may be left out."""
    return Field(field.fits, field.expected, required=False)


def one_of(kind: object, *only: str) -> Field:
    """One of the words of a Literal, or of those of them that are named."""
    words = only or get_args(kind)
    listed = ", ".join(f'"{word}"' for word in words)
    return Field(lambda value: isinstance(value, str) and value in words, f"een van {listed}")


def is_number(value: object) -> bool:
    """A finite number; true and false are none."""
    return _whole(value) or (isinstance(value, float) and isfinite(value))


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


TEXT = Field(lambda value: isinstance(value, str) and bool(value.strip()), "een tekst in quotes")
TEXTS = Field(
    lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    'een lijst van teksten, zoals ["n1"]',
)
LINE = Field(lambda value: _whole(value) and value > 0, "een regelnummer vanaf 1")
YEAR = Field(lambda value: _whole(value) and 1900 <= value < 2100, "een jaar, zoals 2022")
TABLE = Field(lambda value: isinstance(value, dict), "een tabel, zoals { 2022 = 12 }")
TABLES = Field(
    lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value),
    "een of meer tabellen",
)
SHA256 = Field(
    lambda value: (
        isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")
    ),
    "64 hexadecimale tekens",
)

Shape = Mapping[str, Field]
FORMAT = "noaber-programme"
VERSION = 1

TOP: Shape = {
    "format": Field(lambda value: value == FORMAT, f'"{FORMAT}"'),
    "version": Field(lambda value: _whole(value) and value == VERSION, str(VERSION)),
    "document": TABLE,
    "source": optional(TABLE),
    "theme": optional(TABLES),
    "goal": optional(TABLES),
    "note": optional(TABLES),
    "indicator": optional(TABLES),
    "money": optional(TABLE),
}
DOCUMENT: Shape = {
    "municipality": TEXT,
    "kind": one_of(DocumentKind),
    "year": YEAR,
    "programme": TEXT,
    "title": TEXT,
}
SOURCE: Shape = {"title": TEXT, "publisher": optional(TEXT), "sha256": optional(SHA256)}
THEME: Shape = {"id": TEXT, "name": TEXT, "line": optional(LINE)}
GOAL: Shape = {
    "id": TEXT,
    "parent": optional(TEXT),
    "kind": one_of(GoalKind, "goal", "subgoal"),
    "name": TEXT,
    "line": optional(LINE),
}
NOTE: Shape = {"id": TEXT, "text": TEXT, "break": optional(TABLE), "line": optional(LINE)}
BREAK: Shape = {"before": optional(TEXT), "after": optional(TEXT)}
INDICATOR: Shape = {
    "id": TEXT,
    "goal": optional(TEXT),
    "name": TEXT,
    "unit": one_of(IndicatorUnit),
    "source": optional(TEXT),
    "direction": optional(one_of(Direction)),
    "notes": optional(TEXTS),
    "line": optional(LINE),
    "values": optional(TABLE),
    "targets": optional(TABLE),
}
MONEY: Shape = {"columns": TABLES, "row": TABLES}
COLUMN: Shape = {
    "id": TEXT,
    "head": TEXT,
    "stage": optional(one_of(AmountStage)),
    "year": optional(YEAR),
}
ROW: Shape = {
    "heading": optional(TEXT),
    "line": TEXT,
    "kind": one_of(AmountKind),
    "stage": optional(one_of(AmountStage)),
    "amounts": TABLE,
    "printed_line": optional(LINE),
}


class Findings:
    """The problems of one file, as they are found."""

    def __init__(self, where: Places) -> None:
        """`where` knows the line of every path."""
        self.where = where
        self.problems: list[Problem] = []

    def add(self, path: Path, text: str) -> None:
        """Note a problem at a path."""
        self.problems.append(Problem(self.where.line(path), text))

    def fit(self, table: Mapping[str, Any], shape: Shape, path: Path, name: str) -> dict[str, Any]:
        """The keys of a table that fit its shape; a problem for each that does not or is missing."""
        for key in table:
            if key not in shape:
                known = ", ".join(shape)
                self.add((*path, key), f"onbekende sleutel '{key}' in {name}; bekend zijn {known}")
        good: dict[str, Any] = {}
        for key, field in shape.items():
            if key not in table:
                if field.required:
                    self.add(path, f"{name} mist '{key}'; verwacht {field.expected}")
            elif field.fits(table[key]):
                good[key] = table[key]
            else:
                self.add((*path, key), f"'{key}' in {name}: verwacht {field.expected}")
        return good
