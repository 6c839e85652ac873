"""The schema of the own format for editors: it completes keys and underlines what does not fit.

Made from the same shapes that `read_own` holds a file against. It knows no more than shapes: whether
an id is there, a month exists or an amount reads as thousands, only reading tells.
"""

from typing import Any

from noaber.intake.documents.keys import Key
from noaber.intake.documents.shapes import TOP, Shape


def editor_schema() -> dict[str, Any]:
    """JSON Schema, draft 7: the one that editors of TOML understand."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A programme in the format of Noaber",
        **_object(TOP),
    }


def _object(shape: Shape) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [name for name, key in shape.items() if key.required],
        "properties": {name: _property(key) for name, key in shape.items()},
        "additionalProperties": False,
    }


def _property(key: Key) -> dict[str, Any]:
    said = {"description": f"{key.dutch}: {key.meaning}"} if key.meaning else {}
    if not key.inner:
        return {**said, **key.schema}
    inner = _object(key.inner)
    many = key.schema.get("type") == "array"
    return {**said, "type": "array", "items": inner} if many else {**said, **inner}
