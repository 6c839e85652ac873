"""The JSON schema of a Reading, made from its dataclasses, and Readings as JSON."""

from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from noaber.intake.documents.reading import (
    AmountItem,
    CheckItem,
    IndicatorItem,
    Reading,
    Span,
)

# What a Reading of another reader may leave out.
_OPTIONAL: dict[type, frozenset[str]] = {
    Reading: frozenset({"source", "lines"}),
    IndicatorItem: frozenset({"breaks"}),
    AmountItem: frozenset({"favourable"}),
    CheckItem: frozenset({"spans", "tolerance"}),
}
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
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a reader finds in one published programme chapter",
        **_object(Reading),
    }


def to_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain JSON: tuples as lists, unknown as null; source and lines if there."""
    data: dict[str, Any] = _plain(reading)
    for key in ("source", "lines"):
        if not data[key]:
            del data[key]
    return data


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, dict) else value


def _object(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    left_out = _OPTIONAL.get(kind, frozenset())
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip().split("\n")[0],
        "required": [name for name in hints if name not in left_out],
        "properties": {name: _of(hint) for name, hint in hints.items()},
    }


def _of(hint: Any) -> dict[str, Any]:
    """The schema of one type."""
    if hint == Span:
        items = {"type": "integer", "minimum": 0}
        return {"type": "array", "items": items, "minItems": 2, "maxItems": 2}
    if isinstance(hint, type) and is_dataclass(hint):
        return _object(hint)
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inside)}
    if origin is tuple:
        return {"type": "array", "items": _of(inside[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(inside[1])}
    if origin in (Union, UnionType):
        return _any(inside)
    return {"type": _TYPES[hint]}


def _any(options: tuple[Any, ...]) -> dict[str, Any]:
    """A choice: one list of types, or one list of words with null, or an object or null."""
    made = [_of(option) for option in options]
    if any("enum" in one for one in made):
        words = [word for one in made for word in one.get("enum", [None])]
        return {"enum": words}
    if any("properties" in one for one in made):
        return {"anyOf": made}
    names = [one["type"] for one in made]
    types = [name for name in names if not (name == "integer" and "number" in names)]
    return {"type": types if len(types) > 1 else types[0]}
