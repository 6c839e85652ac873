"""Pack a PDF that typst made: its small objects into compressed object streams (PDF 1.5, 7.5.7).

Typst writes the objects of the tags uncompressed, five sixths of the file. A general PDF library
takes longer to read and write them than typst to set the pages; here they are moved as they are.
On the way the first cell of a table's row becomes its head, which typst 0.15 can't be told.
"""

import hashlib
import re
import zlib

# So many objects share a stream: fewer pack worse, more make a reader unpack much for one page.
TOGETHER = 400

_LAST_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_SECTION = re.compile(rb"(\d+) (\d+)\s*\n")
_HEAD = re.compile(rb"(\d+) 0 obj\s")
_ROOT = re.compile(rb"/(?:Root|Info) \d+ 0 R")
_ID = re.compile(rb"/ID \[.*?\]", re.DOTALL)
_KIDS = re.compile(rb"(\d+) 0 R")
_ATTRIBUTES = re.compile(rb"(/S/TD/P \d+ 0 R)/A\[.*?\](?=/K\[)", re.DOTALL)
_PAGE = re.compile(rb"/Type/Page\b")


class UnknownForm(ValueError):
    """The file is not written as typst writes; nothing was changed."""


def packed(body: bytes) -> tuple[bytes, int]:
    """The same document in fewer bytes, and how many pages it has. Raises UnknownForm."""
    places, trailer = _index(body)
    objects = _objects(body, places)
    _head_the_rows(objects)
    streams = {at: text for at, text in objects.items() if text.endswith(b"endstream")}
    small = [(at, text) for at, text in objects.items() if at not in streams]
    pages = sum(_PAGE.search(text) is not None for _, text in small)
    return _written(body[: body.index(b"1 0 obj")], streams, small, trailer), pages


def _index(body: bytes) -> tuple[dict[int, int], bytes]:
    """The place of every object, and the trailer."""
    last = _LAST_XREF.search(body)
    if last is None or not body.startswith(b"xref", int(last[1])):
        raise UnknownForm("there is no table of objects")
    at = body.index(b"\n", int(last[1])) + 1
    section = _SECTION.match(body, at)
    if section is None or int(section[1]) != 0:
        raise UnknownForm("the table of objects is not in one piece")
    start = section.end()
    rows = [body[start + 20 * row : start + 20 * row + 20] for row in range(int(section[2]))]
    places = {row: int(text[:10]) for row, text in enumerate(rows) if text[17:18] == b"n"}
    trailer = body[start + 20 * len(rows) : last.start()]
    if not trailer.lstrip().startswith(b"trailer"):
        raise UnknownForm("the trailer does not follow the table")
    return places, trailer


def _objects(body: bytes, places: dict[int, int]) -> dict[int, bytes]:
    """What each object says, without the words around it."""
    order = sorted(places.items(), key=lambda pair: pair[1])
    ends = [place for _, place in order[1:]] + [body.rindex(b"xref", 0, body.rindex(b"startxref"))]
    found = {}
    for (number, place), end in zip(order, ends, strict=True):
        head = _HEAD.match(body, place)
        text = body[place:end].rstrip()
        if head is None or int(head[1]) != number or not text.endswith(b"endobj"):
            raise UnknownForm(f"object {number} is not where the table says")
        found[number] = text[head.end() - place : -len(b"endobj")].strip()
    return found


def _head_the_rows(objects: dict[int, bytes]) -> None:
    """In each row the first cell that holds something is what the others are about: TH, Scope Row.

    The cells lose their attributes: colours of lines, and lists of heads that name columns alone and
    would hide the heads of rows. Heads have a scope, which is enough in tables without merged cells.
    """
    for text in list(objects.values()):
        if b"/S/TR/" not in text:
            continue
        cells = [int(one) for one in _KIDS.findall(text[text.index(b"/K[") :])]
        for number in cells:
            cell = objects[number]
            if b"/S/TD/" in cell and b"Span" not in cell:
                objects[number] = _ATTRIBUTES.sub(rb"\1", cell, count=1)
        full = (at for at in cells if b"/S/TD/" in objects[at] and b"/K[]" not in objects[at])
        first = next(full, None)
        if first is not None and b"/A" not in objects[first]:
            objects[first] = objects[first].replace(
                b"/S/TD/", b"/S/TH/A[<</O/Table/Scope/Row>>]/", 1
            )


def _written(
    head: bytes, streams: dict[int, bytes], small: list[tuple[int, bytes]], trailer: bytes
) -> bytes:
    out = bytearray(head)
    size = max([*streams, *(number for number, _ in small)], default=0) + 1
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for number, text in streams.items():
        entries[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    for start in range(0, len(small), TOGETHER):
        some = small[start : start + TOGETHER]
        entries[size] = (1, len(out), 0)
        entries |= {number: (2, size, at) for at, (number, _) in enumerate(some)}
        out += _object_stream(size, some)
        size += 1
    entries[size] = (1, len(out), 0)
    rows = b"".join(
        kind.to_bytes(1, "big") + one.to_bytes(4, "big") + two.to_bytes(2, "big")
        for kind, one, two in (entries.get(at, (0, 0, 65535)) for at in range(size + 1))
    )
    place = len(out)
    keys = b" ".join(_ROOT.findall(trailer))
    name = hashlib.md5(bytes(out), usedforsecurity=False).hexdigest().encode()
    first = _ID.search(trailer)
    ids = first[0] if first else b"/ID [<%b> <%b>]" % (name, name)
    out += _stream(size, b"/Type /XRef /W [1 4 2] /Size %d %b %b" % (size + 1, keys, ids), rows)
    out += b"startxref\n%d\n%%%%EOF\n" % place
    return bytes(out)


def _object_stream(number: int, objects: list[tuple[int, bytes]]) -> bytes:
    index, place = [], 0
    for one, text in objects:
        index.append(b"%d %d" % (one, place))
        place += len(text) + 1
    head = b" ".join(index) + b"\n"
    body = head + b"\n".join(text for _, text in objects)
    return _stream(number, b"/Type /ObjStm /N %d /First %d" % (len(objects), len(head)), body)


def _stream(number: int, keys: bytes, body: bytes) -> bytes:
    small = zlib.compress(body, 6)
    return (
        b"%d 0 obj\n<< %b /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\nendobj\n"
        % (
            number,
            keys,
            len(small),
            small,
        )
    )
