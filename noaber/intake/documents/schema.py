"""The JSON schema of a Reading, made from its dataclasses, and Readings as JSON."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from noaber.intake.documents.reading import AmountItem, Reading, Span

# Required is what has no default, and these; `favourable` another reader may leave out.
_ALWAYS: dict[type, frozenset[str]] = {
    Reading: frozenset({"goals", "indicators", "efforts", "finance", "figures", "checks"}),
}
_NEVER: dict[type, frozenset[str]] = {AmountItem: frozenset({"favourable"})}
# Words of ours that the JSON of a reading does not know: there they are null.
_OURS: dict[tuple[type, str], frozenset[str]] = {
    (AmountItem, "stage"): frozenset({"forecast", "commitment"}),
}
# What only stands in the JSON of a reading that has it.
_IF_THERE = ("source", "lines", "records")
_TYPES: dict[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    NoneType: "null",
}


@cache
def schema() -> dict[str, Any]:
    """The schema (JSON Schema, draft 2020-12) of what `to_json` gives."""
    made = _Maker()
    top = made.object(Reading)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a reader finds in one published programme chapter",
        **({"$defs": made.definitions} if made.definitions else {}),
        **top,
    }


def to_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain JSON: tuples as lists, unknown as null; source and lines if there."""
    data: dict[str, Any] = _plain(reading)
    for key in _IF_THERE:
        if not data.get(key):
            data.pop(key, None)
    return data


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _known(type(value), field.name, _plain(getattr(value, field.name)))
            for field in fields(value)
            if not _silent(value, field.name)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _known(kind: type, name: str, value: Any) -> Any:
    return None if (kind, name) in _OURS and value in _OURS[kind, name] else value


def _silent(value: Any, name: str) -> bool:
    """Whether an optional field says nothing: it has its default, None or yes."""
    usual = type(value).__dataclass_fields__[name].default
    return (usual is None or usual is True) and getattr(value, name) is usual


class _Maker:
    """Makes schemas of types; a dataclass that holds itself becomes a definition."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}
        self.open: list[type] = []

    def object(self, kind: type) -> dict[str, Any]:
        """The schema of a dataclass."""
        self.open.append(kind)
        properties = {
            name: _without(self.of(hint), _OURS.get((kind, name), frozenset()))
            for name, hint in get_type_hints(kind).items()
        }
        self.open.pop()
        return {
            "type": "object",
            "description": (kind.__doc__ or "").strip().split("\n")[0],
            "required": [field.name for field in fields(kind) if _required(kind, field.name)],
            "properties": properties,
        }

    def of(self, hint: Any) -> dict[str, Any]:
        """The schema of one type."""
        if hint == Span:
            items = {"type": "integer", "minimum": 0}
            return {"type": "array", "items": items, "minItems": 2, "maxItems": 2}
        if isinstance(hint, type) and is_dataclass(hint):
            return self._object_or_reference(hint)
        origin, inside = get_origin(hint), get_args(hint)
        if origin is Literal:
            return {"enum": list(inside)}
        if origin is tuple:
            return {"type": "array", "items": self.of(inside[0])}
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.of(inside[1])}
        if origin in (Union, UnionType):
            return self._any(inside)
        return {"type": _TYPES[hint]}

    def _object_or_reference(self, kind: type) -> dict[str, Any]:
        reference = {"$ref": f"#/$defs/{kind.__name__}"}
        if kind in self.open:
            self.definitions.setdefault(kind.__name__, {})
            return reference
        made = self.object(kind)
        if kind.__name__ in self.definitions:
            self.definitions[kind.__name__] = made
            return reference
        return made

    def _any(self, options: tuple[Any, ...]) -> dict[str, Any]:
        """A choice: one list of types, or one list of words with null, or something else or null."""
        made = [self.of(option) for option in options]
        if any("enum" in one for one in made):
            words = [word for one in made for word in one.get("enum", [None])]
            return {"enum": words}
        if any(one.keys() - {"type"} for one in made):
            return {"anyOf": made}
        names = [one["type"] for one in made]
        types = [name for name in names if not (name == "integer" and "number" in names)]
        return {"type": types if len(types) > 1 else types[0]}


def _without(made: dict[str, Any], words: frozenset[str]) -> dict[str, Any]:
    if not words:
        return made
    return {**made, "enum": [word for word in made["enum"] if word not in words]}


def _required(kind: type, name: str) -> bool:
    field = kind.__dataclass_fields__[name]  # type: ignore[attr-defined]
    stated = field.default is MISSING and field.default_factory is MISSING
    if name in _NEVER.get(kind, ()):
        return False
    return stated or name in _ALWAYS.get(kind, ())
