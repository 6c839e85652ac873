"""From a tree to the bytes of a message that is valid by the schema."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from noaber.intake.messages.description import Element, MessageType, release
from noaber.intake.messages.schema import schema_of
from noaber.intake.messages.sentences import structure_findings

# A line end of its own kind would be read back as another; written so, it stays.
_KEPT = {"\r": "&#13;"}


class NotWritten(ValueError):
    """A tree that makes no valid message; the text says where and why, without any value."""


def write_message(
    standard: str, number: str, tree: Mapping[str, Any], folder: str = "v3_2"
) -> bytes:
    """The message in UTF-8. `tree` is nested as its XML (see Message.tree); what is None is left out.

    Code, versions and schema versions of the header are filled where absent. Raises NotWritten where the
    result would not be valid by the schema, and KeyError for an unknown message.
    """
    kind = release(folder).message(standard, number)
    shared = kind.release.shared_namespace(standard)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<{kind.prefix}:Bericht xmlns:{standard}="{shared}" xmlns:{kind.prefix}="{kind.namespace}">\n',
        *_elements(kind, kind.classes["Root"], _with_header(kind, tree), 1, kind.prefix, ""),
        f"</{kind.prefix}:Bericht>\n",
    ]
    content = "".join(lines).encode("utf-8", "surrogatepass")
    _require_valid(kind, content)
    return content


def _with_header(kind: MessageType, tree: Mapping[str, Any]) -> dict[str, Any]:
    versions = {
        "BasisschemaXsdVersie": kind.release.schema,
        "BerichtXsdVersie": kind.release.schema,
    }
    given = tree.get("Header")
    if not isinstance(given, Mapping):
        raise NotWritten("Header: ontbreekt, of is geen groep van elementen")
    fixed = {e.name: kind.fixed(e.name) for e in kind.classes["Header"] if kind.fixed(e.name)}
    return {**tree, "Header": {**fixed, "XsdVersie": versions, **given}}


def _require_valid(kind: MessageType, content: bytes) -> None:
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError:
        raise NotWritten(f"{kind.title}: een waarde bevat een teken dat in XML niet mag") from None
    schema = schema_of(kind)
    if not schema.validate(root.getroottree()):
        first = next(structure_findings(kind, schema.error_log, root))
        raise NotWritten(f"{kind.title} {first.path}: {first.text}")


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False, huge_tree=True)


def _elements(
    kind: MessageType,
    elements: tuple[Element, ...],
    values: Mapping[str, Any],
    depth: int,
    prefix: str,
    path: str,
) -> Iterator[str]:
    unknown = set(values) - {e.name for e in elements}
    if unknown:
        raise NotWritten(
            f"{kind.title} {path or 'Bericht'}: kent geen {', '.join(sorted(unknown))}"
        )
    for element in elements:
        value = values.get(element.name)
        if value is None:
            continue
        for item in value if isinstance(value, list) else [value]:
            yield from _element(kind, element, item, depth, prefix, f"{path}/{element.name}")


def _element(
    kind: MessageType, element: Element, value: Any, depth: int, prefix: str, path: str
) -> Iterator[str]:
    tag, indent = f"{prefix}:{element.name}", "\t" * depth
    inner = kind.classes.get(element.type)
    group = kind.release.groups.get(element.type) if inner is None else None
    if inner is None and group is None:
        yield f"{indent}<{tag}>{escape(_text(value), _KEPT)}</{tag}>\n"
        return
    if not isinstance(value, Mapping):
        raise NotWritten(f"{kind.title} {path.lstrip('/')}: hoort een groep van elementen te zijn")
    below = kind.standard if inner is None else kind.prefix
    lines = list(_elements(kind, inner or group or (), value, depth + 1, below, path))
    # A group of which nothing is filled is left out: an empty element says nothing.
    if lines or not element.optional:
        yield f"{indent}<{tag}>\n"
        yield from lines
        yield f"{indent}</{tag}>\n"


def _text(value: Any) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
