"""A reading beside the one that a person corrected: what is missing, what is too much, what is otherwise.

Numbers in ids are not compared, only what they stand for. What the corrected reading leaves out (a
place, a status) is not compared either, so that nobody has to count characters.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from noaber.intake.documents.errors import Unreadable
from noaber.vocabulary.names import normalise

PARTS = ("goals", "efforts", "indicators", "finance", "figures")
_NAMES = {
    "goals": "doel",
    "efforts": "inspanning",
    "indicators": "indicator",
    "finance": "bedrag",
    "figures": "cijfer in de tekst",
    "document": "document",
}
_FIELDS = {
    "kind": "soort",
    "parent": "hoort bij",
    "goal": "doel",
    "status": "stand",
    "new": "nieuw",
    "next_step": "volgende stap",
    "unit": "eenheid",
    "source": "bron",
    "direction": "richting",
    "values": "waarden",
    "eur": "bedrag",
    "stage": "stand",
    "year": "jaar",
    "span": "plaats",
    "value": "waarde",
    "title": "titel",
    "municipality": "gemeente",
    "programme": "programma",
    "period": "periode",
}
_WHAT_NOW = "Maak de verwachte lezing met 'noaber read' en verbeter haar."
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One difference, in words: what it is about and how the two differ."""

    part: str
    sentence: str


def corrected(content: bytes, name: str) -> dict[str, Any]:
    """A corrected reading from its JSON. Raises Unreadable with what is wrong with it."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f" (het gaat mis op regel {line})" if line else ""
        raise Unreadable(f"{name}: dit is geen JSON{where}. {_WHAT_NOW}") from None
    if not isinstance(data, dict) or not any(isinstance(data.get(part), list) for part in PARTS):
        raise Unreadable(
            f"{name}: dit is geen lezing: er staat geen lijst {', '.join(PARTS[:-1])} of {PARTS[-1]} "
            f"in. {_WHAT_NOW}"
        )
    for part in PARTS:
        if not all(isinstance(one, dict) for one in data.get(part) or ()):
            raise Unreadable(f"{name}: in de lijst {part} staat iets anders dan een {_NAMES[part]}")
    return data


def differences(found: Item, wanted: Item) -> list[Difference]:
    """How a reading differs from the corrected one, by part; both as `schema.to_json` writes them."""
    made = [*_document(found.get("document") or {}, wanted.get("document") or {})]
    for part in PARTS:
        if part in wanted:
            made += _part(part, _items(found, part), _items(wanted, part))
    return made


def _document(found: Item, wanted: Item) -> Iterator[Difference]:
    for field in ("title", "municipality", "kind", "year", "programme"):
        if field in wanted and wanted[field] != found.get(field):
            yield Difference(
                "document", _otherwise("document", "", field, found.get(field), wanted[field])
            )


def _items(reading: Item, part: str) -> list[Item]:
    """The items of a part with names in the place of ids."""
    names = {one.get("id"): one.get("text") for one in reading.get("goals") or ()}
    made: list[Item] = []
    for one in reading.get(part) or ():
        item: dict[str, Any] = {
            key: value for key, value in one.items() if key not in ("id", "notes", "checks")
        }
        for link in ("parent", "goal"):
            if item.get(link) is not None:
                item[link] = names.get(item[link], item[link])
        if part == "indicators":
            item["values"] = [
                (value.get("period"), value.get("kind", "actual"), value.get("value"))
                for value in one.get("values") or ()
            ]
        made.append(item)
    return made


def _part(part: str, found: Sequence[Item], wanted: Sequence[Item]) -> Iterator[Difference]:
    """What is missing, too much or otherwise; items of one name are held against each other in order."""
    key = _KEYS[part]
    left: dict[Any, list[Item]] = {}
    for one in found:
        left.setdefault(key(one), []).append(one)
    for one in wanted:
        same = left.get(key(one))
        if not same:
            yield Difference(part, f"{_NAMES[part]} ontbreekt: {_called(part, one)}")
            continue
        best = min(same, key=lambda other: sum(_differs(other, one, field) for field in one))
        same.remove(best)
        for field in one:
            if _differs(best, one, field):
                yield Difference(
                    part,
                    _otherwise(
                        _NAMES[part], _called(part, one), field, best.get(field), one[field]
                    ),
                )
    for rest in left.values():
        for one in rest:
            yield Difference(part, f"{_NAMES[part]} te veel: {_called(part, one)}")


def _differs(found: Item, wanted: Item, field: str) -> bool:
    if field in ("text", "name") or (field == "span" and not wanted[field]):
        return False
    left, right = found.get(field), wanted[field]
    return (list(left) if isinstance(left, tuple) else left) != right and field in _FIELDS


def _otherwise(what: str, name: str, field: str, found: object, wanted: object) -> str:
    said = f"{what} {name}".rstrip()
    return f"{said}: {_FIELDS[field]} is {_printed(found)}, verwacht {_printed(wanted)}"


def _printed(value: object) -> str:
    if value is None:
        return "niets"
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return ", ".join(f"{period}: {_printed(one)}" for period, _, one in value)
    return str(value)


def _called(part: str, one: Item) -> str:
    if part == "finance":
        told = [one.get("heading"), one.get("line"), one.get("column")]
        return f"‘{' · '.join(str(word) for word in told if word)}’"
    if part == "figures":
        return f"{one.get('value')} {one.get('unit') or ''}".rstrip()
    return f"‘{one.get('text') or one.get('name')}’"


def _by_text(one: Item) -> object:
    return normalise(str(one.get("text") or one.get("name") or ""))


def _by_cell(one: Item) -> object:
    return tuple(normalise(str(one.get(word) or "")) for word in ("heading", "line", "column"))


def _by_value(one: Item) -> object:
    return (one.get("value"), one.get("unit"))


_KEYS: dict[str, Callable[[Item], object]] = {
    "goals": _by_text,
    "efforts": _by_text,
    "indicators": _by_text,
    "finance": _by_cell,
    "figures": _by_value,
}
