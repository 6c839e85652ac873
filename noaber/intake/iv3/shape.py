"""The structure of a delivery per schema version, in our own description, and the check on it.

Written from the facts of the official JSON schemas; tests hold the verdict against those schemas on
valid and mutated deliveries. Where a schema is looser or odder than was meant (a fraction of a
second that is never accepted, remarks of 2.0 that may be anything), so is this one: a file that CBS
takes is a file that we take.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from noaber.intake.iv3.delivery import Finding, Version, pointer, shown
from noaber.vocabulary.iv3.lists import AXES, Table

# `.` and `$` as the schemas use them: one line, which may end in one line end.
ONE_LINE = re.compile(r"[^\n]*\n?\Z")
SOMETHING = re.compile(r"\S")
EMAIL = re.compile(
    r"[\w.-]+@(?:\[(?:[0-9]{1,3}\.){3}|(?:[a-zA-Z0-9-]+\.)+)(?:[a-zA-Z]{2,4}|[0-9]{1,3})\]?\n?\Z",
    re.ASCII,
)
# Ends in a time of day, with or without zone. The '[0-9]' is the schema's slip for a fraction.
MOMENT = re.compile(
    r"(?:2[0-3]|[01][0-9]):[0-5][0-9]:[0-5][0-9](?:\[0-9\]+)?"
    r"(?:Z|[+-](?:2[0-3]|[01][0-9]):[0-5][0-9])?\n?\Z"
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text; `starts` says whether the pattern holds from the start or anywhere."""

    words: str = "een tekst"
    pattern: re.Pattern[str] | None = None
    anywhere: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or one of a few."""

    words: str = "een getal"
    choices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Truth:
    """true or false."""

    words: str = "true of false"


@dataclass(frozen=True, slots=True)
class Anything:
    """What is not looked into: an object where `is_object`, else whatever."""

    is_object: bool = False
    words: str = "een blok met sleutels"


@dataclass(frozen=True, slots=True)
class Block:
    """An object with named keys; `open` allows others, `filled` asks for at least one."""

    keys: Mapping[str, "Node"]
    required: frozenset[str] = frozenset()
    open: bool = False
    filled: bool = False
    words: str = "een blok met sleutels"


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of the same things."""

    each: "Node" = field(default_factory=Anything)
    words: str = "een lijst"


Node = Text | Number | Truth | Anything | Block | Rows

_LINE = Text("een tekst van één regel", ONE_LINE)
_PERIODS = (0, 1, 2, 3, 4, 5)
_LEVEL = Text("Gemeente, Provincie of GR", choices=("Gemeente", "Provincie", "GR"))
_STATUS = Text("Begroting of Realisatie", choices=("Begroting", "Realisatie"))
_WHO = {"overheidslaag": _LEVEL, "overheidsnummer": _LINE, "overheidsnaam": _LINE}
_HEAD_1: dict[str, Node] = {
    **_WHO,
    "boekjaar": _LINE,
    "periode": Text(
        "een cijfer van 0 tot en met 5, tussen aanhalingstekens",
        choices=tuple(str(period) for period in _PERIODS),
    ),
    "status": _STATUS,
    "datum": _LINE,
}
_HEAD_1_1: dict[str, Node] = {
    **_HEAD_1,
    "software": _LINE,
    "publiceren": Text("ja of nee", choices=("ja", "nee")),
}
_HEAD_2: dict[str, Node] = {
    **_WHO,
    "boekjaar": Number("een jaar, zonder aanhalingstekens"),
    "periode": Number("een cijfer van 0 tot en met 5, zonder aanhalingstekens", _PERIODS),
    "status": _STATUS,
    "datum": Text(
        "een moment dat eindigt op een tijd, als 2025-07-01T12:00:00+02:00", MOMENT, True
    ),
    "details_openbaar": Truth(),
    "financieel_pakket": _LINE,
    "export_software": _LINE,
}
_MAIL = Text("een e-mailadres", EMAIL)
_CONTACT_1 = Block(
    {"naam": _LINE, "e-mail": _MAIL, "telefoon": _LINE},
    frozenset({"naam", "e-mail", "telefoon"}),
    open=True,
)


def _contact_2(name: Text) -> Block:
    keys: dict[str, Node] = {"naam": name, "email": _MAIL, "telefoon": _LINE}
    return Block(keys, frozenset(keys))


# Which key of a row names the row of a table and which its column.
KEYS: dict[str, str] = {
    "taakveld": "taakveld",
    "balance_code": "balanscode",
    "expense_category": "categorie",
    "income_category": "categorie",
    "balance_moment": "standper",
}


def row_keys(table: Table) -> tuple[str, str]:
    """The keys that name the row and the column of a table, as ('taakveld', 'categorie')."""
    row, column = AXES[table]
    return KEYS[row], KEYS[column]


def _amounts(table: Table, extra: str | None, open_: bool, moments: tuple[str, ...] = ()) -> Rows:
    row, column = row_keys(table)
    keys: dict[str, Node] = {row: Text("een code"), column: Text("een code"), "bedrag": Number()}
    if moments and column == "standper":
        keys[column] = Text(" of ".join(moments), choices=moments)
    required = frozenset(keys)
    if extra:
        keys[extra] = Anything(is_object=True)
    return Rows(Block(keys, required, open_))


def _figures(code: str) -> Rows:
    keys: dict[str, Node] = {name: Text() for name in ("verslagperiode", code, "waarde")}
    return Rows(Block(keys, frozenset(keys)))


_FIGURES: dict[str, Node] = {
    "kengetallen": _figures("kengetal"),
    "beleidsindicatoren": _figures("beleidsindicator"),
}
_MOMENTS_1 = ("1 januari", "ultimo")
_DATA_1 = Block({table: _amounts(table, None, True, _MOMENTS_1) for table in AXES}, filled=True)
# Schema 2.0 spells the key of the details differently per table; that is how it is.
_DETAILS_2_0: dict[Table, str | None] = {
    "lasten": "details",
    "baten": "details",
    "balans_lasten": "detail",
    "balans_baten": None,
    "balans_standen": "details",
}
_DATA_2_0 = Block(
    {**{table: _amounts(table, _DETAILS_2_0[table], False) for table in AXES}, **_FIGURES},
    frozenset({"lasten", "baten"}),
)
_DATA_2_1 = Block(
    {**{table: _amounts(table, "details", True) for table in AXES}, **_FIGURES}, frozenset(AXES)
)
_REMARK = Block({"tekst": _LINE, "auteur": _LINE}, frozenset({"tekst"}))


def _whole(head: Block, contact: Block, data: Block, **more: Node) -> Block:
    parts = {"metadata": head, "contact": contact, "data": data}
    return Block({**parts, **more}, frozenset(parts))


SHAPES: dict[Version, Block] = {
    "1.0": _whole(Block(_HEAD_1, frozenset(_HEAD_1)), _CONTACT_1, _DATA_1),
    "1.1": _whole(Block(_HEAD_1_1, frozenset(_HEAD_1), open=True), _CONTACT_1, _DATA_1),
    "2.0": _whole(
        Block(_HEAD_2, frozenset(_HEAD_2)), _contact_2(_LINE), _DATA_2_0, opmerkingen=Rows()
    ),
    "2.1.1": _whole(
        Block(_HEAD_2, frozenset(_HEAD_2)),
        _contact_2(Text("een naam, niet leeg", SOMETHING, True)),
        _DATA_2_1,
        opmerkingen=Rows(_REMARK),
    ),
}


def check(value: Any, version: Version) -> tuple[Finding, ...]:
    """What is wrong with the structure of parsed JSON by that schema; nothing where it is valid."""
    return tuple(_check(SHAPES[version], value, ()))


def _check(node: Node, value: Any, place: tuple[object, ...]) -> Iterator[Finding]:
    match node:
        case Block():
            yield from _block(node, value, place)
        case Rows():
            if not isinstance(value, list):
                yield _mistyped(node, value, place)
                return
            for index, item in enumerate(value):
                yield from _check(node.each, item, (*place, index))
        case _:
            if not _fits(node, value):
                yield _mistyped(node, value, place)


def _block(node: Block, value: Any, place: tuple[object, ...]) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield _mistyped(node, value, place)
        return
    if node.filled and not value:
        yield Finding(
            "SF010", pointer(*place), f"{_where(place)} is leeg; lever ten minste één tabel."
        )
    for key in node.keys:
        if key in value:
            yield from _check(node.keys[key], value[key], (*place, key))
        elif key in node.required:
            yield Finding(
                _missing_rule(place, key),
                pointer(*place),
                f"{_where(place)} mist de verplichte sleutel '{key}'; vul die in bij de export.",
            )
    for key in value:
        if not node.open and key not in node.keys:
            yield Finding(
                _unknown_rule(place),
                pointer(*place, key),
                f"{_where(place)} heeft een sleutel '{shown(key)}' die dit schema niet kent; "
                f"bekend zijn {', '.join(node.keys)}.",
            )


def _fits(node: Text | Number | Truth | Anything, value: Any) -> bool:
    match node:
        case Text():
            if not isinstance(value, str) or (node.choices and value not in node.choices):
                return False
            find = node.pattern and (node.pattern.search if node.anywhere else node.pattern.match)
            return find is None or find(value) is not None
        case Number():
            number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
            return number and (not node.choices or value in node.choices)
        case Truth():
            return isinstance(value, bool)
        case Anything():
            return isinstance(value, dict) or not node.is_object


def _mistyped(node: Node, value: Any, place: tuple[object, ...]) -> Finding:
    return Finding(
        _type_rule(place),
        pointer(*place),
        f"{_where(place)} hoort {node.words} te zijn, maar er staat {_said(value)}.",
    )


def _said(value: Any) -> str:
    match value:
        case None:
            return "niets (null)"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{shown(value)}'"
        case list():
            return "een lijst"
        case dict():
            return "een blok met sleutels"
        case _:
            return f"het getal {_digits(cast('int | float | Decimal', value))}"


def _digits(value: int | float | Decimal) -> str:
    if isinstance(value, int) and abs(value) >= 10**40:
        return "met meer dan veertig cijfers"
    return shown(value)


def _where(place: tuple[object, ...]) -> str:
    """The place in words: 'data, lasten, regel 4, bedrag' counts rows from 1, as people do."""
    if not place:
        return "Het bestand"
    said = [f"regel {part + 1}" if isinstance(part, int) else shown(part) for part in place]
    return ", ".join(said)


_TABLE_RULES = {
    "baten": "SF011",
    "lasten": "SF012",
    "balans_baten": "SF013",
    "balans_lasten": "SF014",
    "balans_standen": "SF015",
}
_PART_RULES = {"metadata": "SF001", "contact": "SF005", "data": "SF010"}


def _missing_rule(place: tuple[object, ...], key: str) -> str:
    match place:
        case ():
            return _PART_RULES.get(key, "SF999")
        case ("metadata",):
            return "SF002"
        case ("contact",):
            return "SF006"
        case ("data",):
            return _TABLE_RULES.get(key, "SF999")
        case ("data", *_):
            return "SF017" if key == "bedrag" else "SF016"
    return "SF999"


def _unknown_rule(place: tuple[object, ...]) -> str:
    return {("metadata",): "SF003", ("contact",): "SF007"}.get(cast("tuple[str]", place), "SF999")


def _type_rule(place: tuple[object, ...]) -> str:
    match place:
        case ("metadata", _):
            return "SF004"
        case ("contact", _):
            return "SF008"
        case ("data", *_, "bedrag"):
            return "SF017"
    return "SF999"
