"""From bytes to which message it is, before anything is parsed whole; what is no message is refused."""

from dataclasses import dataclass

from lxml import etree

from noaber.intake.messages.description import STANDARDS, MessageType, release, releases
from noaber.intake.messages.finding import Finding, Layer, shown

# The first element of a message stands in its first lines; what hides it further on is refused.
_LOOK = 1 << 20
_STEP = 1 << 14


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """The file cannot be read as a message; `finding` says why."""

    finding: Finding


def refuse(text: str, english: str, line: int | None = None, path: str = "") -> Refusal:
    """A refusal of the form of the file."""
    return Refusal(Finding(Layer.STRUCTURE, "XML", None, path, line, None, text, english))


def message_type(start: bytes) -> MessageType:
    """Which message a file is, by the namespace of its first element. `start`: its first megabyte at least.

    Raises Refusal: empty, an archive, no XML, a document type, another release, no message at all.
    """
    _refuse_other_files(start)
    root = _root(start)
    name, namespace = local_name(root), str(root.tag).partition("}")[0].lstrip("{")
    if "}" not in root.tag:
        namespace = ""
    for folder in releases():
        known = release(folder)
        for standard in STANDARDS:
            for message in known.messages.values():
                if message.standard == standard and message.namespace == namespace:
                    if name != "Bericht":
                        raise refuse(
                            f"het bestand begint met {shown(name)} en niet met Bericht",
                            f"the file begins with {shown(name)} and not with Bericht",
                            1,
                        )
                    return message
    raise _unknown(namespace, name)


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace, also where a prefix was never declared."""
    return str(element.tag).rpartition("}")[2]


def _refuse_other_files(start: bytes) -> None:
    if not start.strip():
        raise refuse("het bestand is leeg", "the file is empty")
    for mark, kind in (
        (b"PK\x03\x04", "zip"),
        (b"\x1f\x8b", "gzip"),
        (b"BZh", "bzip2"),
        (b"7z\xbc\xaf", "7-zip"),
        (b"%PDF", "pdf"),
    ):
        if start.startswith(mark):
            raise refuse(
                f"dit is een {kind}-bestand en geen bericht; pak het uit en geef de xml-bestanden zelf",
                f"this is a {kind} file and no message; unpack it and give the xml files themselves",
            )


def safe_parser(**more: object) -> etree.XMLParser:
    """A parser that fetches nothing, expands nothing of the file's own, and keeps libxml2's limits."""
    return etree.XMLParser(
        no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False, **more
    )


def _root(start: bytes) -> etree._Element:
    parser = etree.XMLPullParser(
        events=("start",), no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False
    )
    look = min(len(start), _LOOK)
    try:
        for at in range(0, look, _STEP):
            parser.feed(start[at : min(at + _STEP, look)])
            for _, element in parser.read_events():
                refuse_doctype(element)
                return element
        if look == len(start):
            root = parser.close()
            refuse_doctype(root)
            return root
    except etree.XMLSyntaxError as error:
        raise (doctype() if b"<!DOCTYPE" in start[:look] else broken(error)) from None
    raise refuse(
        "in het eerste deel van het bestand staat geen element",
        "there is no element in the first part of the file",
    )


def refuse_doctype(element: etree._Element) -> None:
    """Raise Refusal where the document has a document type: messages have none, and it can do harm."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise doctype()


def doctype() -> Refusal:
    """The refusal of a file with a document type."""
    return refuse(
        "het bestand heeft een DOCTYPE; dat mag in een bericht niet, en er is niets van uitgevoerd",
        "the file has a DOCTYPE; a message may not, and nothing of it was carried out",
        1,
    )


def too_long(kind: MessageType, size: int) -> Refusal:
    """The refusal of a message about one person that is longer than any such message can be."""
    megabytes = size // 1_000_000
    return refuse(
        f"dit bestand is {megabytes} MB; een {kind.title} gaat over één persoon en is nooit zo lang",
        f"this file is {megabytes} MB; a {kind.title} is about one person and never so long",
    )


def broken(error: etree.XMLSyntaxError) -> Refusal:
    """The refusal of a file that is no well-formed XML, from what the parser said."""
    line = error.lineno or None
    said = _PARSER.get(error.code)
    dutch, english = said or ("de XML klopt niet", "the XML is not well-formed")
    return refuse(
        f"{dutch}; het bestand is daarom niet gelezen",
        f"{english}; the file was therefore not read",
        line,
    )


_CODES = etree.ErrorTypes
_PARSER = {
    _CODES.ERR_DOCUMENT_EMPTY: ("dit is geen XML", "this is no XML"),
    _CODES.ERR_DOCUMENT_END: (
        "er staat nog iets na het laatste element, of het bestand houdt te vroeg op",
        "something follows the last element, or the file ends too soon",
    ),
    _CODES.ERR_TAG_NOT_FINISHED: (
        "het bestand houdt midden in een element op",
        "the file ends within an element",
    ),
    _CODES.ERR_GT_REQUIRED: (
        "een element is niet afgemaakt met >",
        "an element is not finished with >",
    ),
    _CODES.ERR_NAME_REQUIRED: (
        "er staat een < waar geen element begint",
        "there is a < where no element begins",
    ),
    _CODES.ERR_TAG_NAME_MISMATCH: (
        "een element wordt met een andere naam gesloten dan geopend",
        "an element is closed by another name than it was opened with",
    ),
    _CODES.ERR_INVALID_CHAR: (
        "er staat een teken in dat in XML niet mag",
        "it holds a character that XML does not allow",
    ),
    _CODES.ERR_INVALID_ENCODING: (
        "de tekens passen niet bij de codering die het bestand zelf noemt",
        "the characters do not fit the encoding that the file itself names",
    ),
    _CODES.ERR_UNSUPPORTED_ENCODING: (
        "het bestand noemt een onbekende codering",
        "the file names an unknown encoding",
    ),
    _CODES.ERR_UNDECLARED_ENTITY: (
        "het bestand gebruikt een verwijzing (&...;) die niet bestaat",
        "the file uses a reference (&...;) that does not exist",
    ),
    _CODES.ERR_LTSLASH_REQUIRED: (
        "het bestand houdt te vroeg op",
        "the file ends too soon",
    ),
}


def _unknown(namespace: str, name: str) -> Refusal:
    for folder in releases():
        known = release(folder)
        for standard in STANDARDS:
            base = known.namespace(standard)
            family = base.rsplit("/", 1)[0]
            if namespace.startswith(f"{base}/"):
                which = namespace.removeprefix(f"{base}/").split("/")[0]
                return refuse(
                    f"{shown(which)} is geen bericht van release {known.version}",
                    f"{shown(which)} is no message of release {known.version}",
                    1,
                )
            if namespace.startswith(f"{family}/"):
                other = namespace.removeprefix(f"{family}/").split("/")[0].replace("_", ".")
                return refuse(
                    f"dit bericht is van release {shown(other)}; Noaber leest {_known()}",
                    f"this message is of release {shown(other)}; Noaber reads {_known()}",
                    1,
                )
    return refuse(
        f"dit is geen iWmo- of iJw-bericht: het begint met {shown(name)} uit "
        f"{shown(namespace) or 'geen namespace'}",
        f"this is no iWmo or iJw message: it begins with {shown(name)} of {shown(namespace) or 'no namespace'}",
        1,
    )


def _known() -> str:
    return ", ".join(release(folder).version for folder in releases())
