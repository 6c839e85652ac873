"""What the schema found, as sentences for the sender: where, what is wrong, what is expected."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from noaber.intake.messages.description import MessageType, SimpleType
from noaber.intake.messages.finding import Finding, Layer, shown
from noaber.intake.messages.opening import local_name

# Of one message so many faults are told; the sender mends these first.
MOST = 500
_CODES = etree.ErrorTypes
_NAMES = re.compile(r"(?:\{[^}]*\})?([A-Za-z0-9_]+)")


def structure_findings(
    kind: MessageType, log: Iterable[Any], root: etree._Element | None
) -> Iterator[Finding]:
    """The faults in the order of the file, one for each place; `log` is libxml2's own.

    Without `root` (a document read as a stream) the place is what libxml2 itself says of it.
    """
    told: set[tuple[int, str]] = set()
    for entry in log:
        element = _element(root, entry.path) if root is not None else None
        path = path_of(element) if element is not None else _plain(entry.path or "")
        place = (entry.line, path)
        if place in told:
            continue
        told.add(place)
        dutch, english = _sentence(kind, entry, element)
        value = element.text if element is not None and not len(element) else None
        hidden = path.split("/")[-1].split("[")[0] == "Bsn"
        yield Finding(
            Layer.STRUCTURE,
            "XSD",
            None,
            path,
            entry.line or None,
            None if hidden else shown(value and value.strip()),
            dutch,
            english,
        )
        if len(told) == MOST:
            return


def path_of(element: etree._Element) -> str:
    """Where an element stands: 'Bericht/Client/ToegewezenProducten/ToegewezenProduct[2]/Einddatum'."""
    steps = []
    at: etree._Element | None = element
    while at is not None:
        before = sum(1 for _ in at.itersiblings(at.tag, preceding=True))
        after = next(at.itersiblings(at.tag), None) is not None
        number = f"[{before + 1}]" if before or after else ""
        steps.append(local_name(at) + number)
        at = at.getparent()
    return "/".join(reversed(steps))


def _element(root: etree._Element, path: str | None) -> etree._Element | None:
    if not path:
        return None
    spaces = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(path, namespaces=spaces)
    except etree.XPathError:
        return None
    return found[0] if found and isinstance(found[0], etree._Element) else None


def _plain(path: str) -> str:
    return "/".join(step.split(":")[-1] for step in path.split("/") if step)


def _sentence(kind: MessageType, entry: Any, element: etree._Element | None) -> tuple[str, str]:
    name = local_name(element) if element is not None else "element"
    code = entry.type
    if code == _CODES.SCHEMAV_ELEMENT_CONTENT:
        return _content(entry.message, name)
    if code in (_CODES.SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, _CODES.SCHEMAV_CVC_COMPLEX_TYPE_3_2_2):
        return f"{name} mag geen attributen hebben", f"{name} may not have attributes"
    if code == _CODES.SCHEMAV_CVC_COMPLEX_TYPE_2_3:
        return (
            f"in {name} staan alleen elementen, geen losse tekst",
            f"{name} holds elements only, no text of its own",
        )
    simple = _simple(kind, name, element)
    return _facet(kind, code, name, simple)


def _content(message: str, name: str) -> tuple[str, str]:
    expected = message.partition("Expected is")[2]
    names = [n for n in _NAMES.findall(expected.replace("one of", "")) if n]
    listed = ", ".join(names)
    if "Missing child" in message:
        return (
            f"{name} houdt te vroeg op; hierna hoort nog {listed}",
            f"{name} ends too soon; {listed} should follow",
        )
    if names:
        return (
            f"{name} staat hier niet op zijn plaats; hier hoort {listed}",
            f"{name} is out of place here; expected is {listed}",
        )
    return f"{name} hoort hier niet", f"{name} does not belong here"


def _simple(kind: MessageType, name: str, element: etree._Element | None) -> SimpleType | None:
    """The type of a leaf, found by the name of what it stands in."""
    if element is None:
        return None
    above = element.getparent()
    within = local_name(above) if above is not None else ""
    types = kind.release.simple[kind.standard]
    places = [*kind.classes.items(), *kind.release.groups.items()]
    ranked = sorted(places, key=lambda place: place[0] != within)
    for _, elements in ranked:
        for candidate in elements:
            if candidate.name == name and candidate.type in types:
                return types[candidate.type]
    return None


def _facet(kind: MessageType, code: int, name: str, simple: SimpleType | None) -> tuple[str, str]:
    fixed = kind.fixed(name)
    if fixed is not None:
        return (
            f"{name} hoort in een {kind.title} {fixed} te zijn",
            f"{name} should be {fixed} in a {kind.title}",
        )
    if simple is None:
        return f"{name} heeft een waarde die hier niet mag", f"{name} has a value not allowed here"
    if simple.codes and code != _CODES.SCHEMAV_CVC_MAXLENGTH_VALID:
        title = kind.release.list_names[simple.codes]
        return (
            f"{name} is geen code uit de lijst {simple.codes} ({title})",
            f"{name} is no code of list {simple.codes} ({title})",
        )
    if code == _CODES.SCHEMAV_CVC_MINLENGTH_VALID:
        return f"{name} is leeg; laat het element dan weg", f"{name} is empty; leave it out then"
    if code == _CODES.SCHEMAV_CVC_MAXLENGTH_VALID:
        return (
            f"{name} is langer dan {simple.max_length} tekens",
            f"{name} is longer than {simple.max_length} characters",
        )
    return _kind(name, simple)


def _kind(name: str, simple: SimpleType) -> tuple[str, str]:
    if simple.base == "date":
        return (
            f"{name} is geen bestaande datum in de vorm jjjj-mm-dd zonder tijdzone",
            f"{name} is no existing date in the form yyyy-mm-dd without time zone",
        )
    if simple.base == "time":
        return (
            f"{name} is geen tijd in de vorm uu:mm:ss zonder tijdzone",
            f"{name} is no time in the form hh:mm:ss without time zone",
        )
    if simple.base == "integer":
        return (
            f"{name} hoort een geheel getal van {simple.min} tot en met {simple.max} te zijn",
            f"{name} should be a whole number from {simple.min} to {simple.max}",
        )
    dutch, english = simple.form or ("tekst", "text")
    return f"{name} hoort te zijn: {dutch}", f"{name} should be: {english}"
