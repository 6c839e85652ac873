"""The reference of messages: classes, elements, types and code lists of each, from the description."""

from collections.abc import Iterator

from noaber.intake.messages.description import Element, MessageType, SimpleType, release

_SIGNS = {(False, False): "1", (True, False): "0..1", (False, True): "1..n", (True, True): "0..n"}


def messages() -> list[str]:
    """Both standards side by side; what is of one only is marked so."""
    known = release()
    numbers = sorted({number for _, number in known.messages})
    lines = [
        "# Messages",
        "",
        "What Noaber knows of iWmo and iJw 3.2, from `noaber/intake/messages/v3_2`: schemas, reader,",
        "checks, writer and test messages all follow from these files. Element names are those of the",
        "standard. A return message repeats the sender and receiver of what it answers.",
        "",
        "| message | | iWmo code | iJw code | sent by | answers |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_row(number) for number in numbers),
    ]
    for number in numbers:
        lines += _message(number)
    lines += ["", "## Types", "", "| type | is | codes |", "| --- | --- | --- |"]
    both = known.simple
    for name in sorted(both["ijw"]):
        lists = sorted({s.codes for s in (both[k][name] for k in ("iwmo", "ijw")) if s.codes})
        lines.append(f"| {name} | {_facets(both['ijw'][name])} | {', '.join(lists)} |")
    lines += ["", "## Groups", "", "| group | elements |", "| --- | --- |"]
    for name, elements in sorted(known.groups.items()):
        lines.append(f"| {name} | {', '.join(_said(e) for e in elements)} |")
    lines += ["", "## Code lists", "", "| list | name | codes |", "| --- | --- | --- |"]
    lines += [f"| {n} | {known.list_names[n]} | {len(c)} |" for n, c in sorted(known.codes.items())]
    return lines


def _row(number: str) -> str:
    wmo, jw = (release().message(standard, number) for standard in ("iwmo", "ijw"))
    return (
        f"| [{number}](#{_anchor(jw)}) | {jw.name} | {wmo.code} | {jw.code} | {jw.sender} | "
        f"{jw.answers or ''} |"
    )


def _title(message: MessageType) -> str:
    return f"{message.number} {message.name}"


def _anchor(message: MessageType) -> str:
    return _title(message).lower().replace(" ", "-")


def _message(number: str) -> Iterator[str]:
    wmo, jw = (release().message(standard, number) for standard in ("iwmo", "ijw"))
    yield from ("", f"## {_title(jw)}", "", "| class | element | type | times |")
    yield "| --- | --- | --- | --- |"
    for name, elements in jw.classes.items():
        own = {e.name for e in wmo.classes.get(name, ())}
        for at, element in enumerate(elements):
            only = "" if element.name in own else " (iJw only)"
            times = _SIGNS[element.optional, element.many]
            fixed = jw.fixed(element.name)
            kind = element.type if fixed is None or element.name == "BerichtCode" else f"`{fixed}`"
            yield f"| {name if at == 0 else ''} | {element.name}{only} | {kind} | {times} |"


def _said(element: Element) -> str:
    kind = "" if element.type == element.name else f" ({element.type})"
    return f"{element.name}{kind}{'?' if element.optional else ''}"


def _facets(simple: SimpleType) -> str:
    parts = [simple.base]
    if simple.base == "integer":
        parts.append(f"{simple.min} to {simple.max:,}")
    if simple.max_length:
        parts.append(f"{simple.min_length or 0} to {simple.max_length} characters")
    if simple.pattern:
        pattern = simple.pattern.replace("|", "\\|")
        parts.append(f"`{pattern}`")
    return ", ".join(parts)
