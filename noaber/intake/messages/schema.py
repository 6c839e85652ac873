"""XML schemas of our own, made from the description, for libxml2 to compile once per process.

They accept exactly what the published schemas accept; a contract test holds both against each other.
"""

from collections.abc import Iterator
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from noaber.intake.messages.description import Element, MessageType, SimpleType

_XS = "http://www.w3.org/2001/XMLSchema"
_SHARED = "shared.xsd"


@cache
def schema_of(message: MessageType) -> etree.XMLSchema:
    """The compiled schema of a message; nothing is fetched, the shared part comes from memory."""
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Shared(shared_schema(message)))
    return etree.XMLSchema(etree.fromstring(message_schema(message).encode(), parser).getroottree())


class _Shared(etree.Resolver):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def resolve(self, url: str, public_id: str, context: object) -> object:
        if not url or not url.endswith(_SHARED):
            raise OSError(f"a schema may only name {_SHARED}")
        return self.resolve_string(self.text, context)


def message_schema(message: MessageType) -> str:
    """The schema of one message as text; it imports the shared one."""
    return "".join(_message_lines(message))


def shared_schema(message: MessageType) -> str:
    """The schema of the types and groups that the messages of a standard share, as text."""
    return "".join(_shared_lines(message))


def _head(namespace: str, shared: str) -> str:
    return (
        f'<xs:schema xmlns:xs="{_XS}" xmlns:s="{shared}" xmlns:m="{namespace}" '
        f'targetNamespace="{namespace}" elementFormDefault="qualified">'
    )


def _message_lines(message: MessageType) -> Iterator[str]:
    shared = message.release.shared_namespace(message.standard)
    yield _head(message.namespace, shared)
    yield f'<xs:import namespace="{shared}" schemaLocation="{_SHARED}"/>'
    yield '<xs:element name="Bericht" type="m:Root"/>'
    for name, elements in message.classes.items():
        yield f'<xs:complexType name="{name}"><xs:sequence>'
        for element in elements:
            yield _element(message, element)
        yield "</xs:sequence></xs:complexType>"
    yield "</xs:schema>"


def _element(message: MessageType, element: Element) -> str:
    bounds = (' minOccurs="0"' if element.optional else "") + (
        ' maxOccurs="unbounded"' if element.many else ""
    )
    fixed = message.fixed(element.name)
    if fixed is not None:
        return (
            f'<xs:element name="{element.name}"{bounds}><xs:simpleType><xs:restriction '
            f'base="s:{element.type}"><xs:pattern value="{fixed}"/></xs:restriction></xs:simpleType>'
            "</xs:element>"
        )
    prefix = "m" if element.type in message.classes else "s"
    return f'<xs:element name="{element.name}" type="{prefix}:{element.type}"{bounds}/>'


def _shared_lines(message: MessageType) -> Iterator[str]:
    release = message.release
    shared = release.shared_namespace(message.standard)
    yield _head(shared, shared)
    for name, elements in release.groups.items():
        yield f'<xs:complexType name="{name}"><xs:sequence>'
        for element in elements:
            least = ' minOccurs="0"' if element.optional else ""
            yield f'<xs:element name="{element.name}" type="s:{element.type}"{least}/>'
        yield "</xs:sequence></xs:complexType>"
    for simple in release.simple[message.standard].values():
        yield _simple(message, simple)
    yield "</xs:schema>"


def _simple(message: MessageType, simple: SimpleType) -> str:
    facets = [
        f"<xs:enumeration value={quoteattr(code)}/>"
        for code in (message.release.codes[simple.codes] if simple.codes else ())
    ]
    for facet, value in (
        ("minLength", simple.min_length),
        ("maxLength", simple.max_length),
        ("minInclusive", simple.min),
        ("maxInclusive", simple.max),
        ("pattern", simple.pattern),
    ):
        if value is not None:
            facets.append(f'<xs:{facet} value="{escape(str(value), {chr(34): "&quot;"})}"/>')
    return (
        f'<xs:simpleType name="{simple.name}"><xs:restriction base="xs:{simple.base}">'
        f"{''.join(facets)}</xs:restriction></xs:simpleType>"
    )
