"""What a reader of a PDF finds in it: its tags, its links, its text. For tests, by pikepdf."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf

NUMBER = re.compile(rb"<([0-9A-Fa-f]+)>")


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """The structure elements in reading order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        one = waiting.pop()
        if one.get("/S") is not None:
            yield one
        kids = one.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting.extend(
            kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid)
        )


def tags(pdf: pikepdf.Pdf) -> Counter[str]:
    """How many of each tag."""
    return Counter(str(one.S) for one in elements(pdf))


def text(path: Path) -> str:
    """All letters of the pages in the order in which they are drawn, without white space."""
    with pikepdf.open(path) as pdf:
        return "".join(_page_text(page) for page in pdf.pages)


def _page_text(page: pikepdf.Page) -> str:
    fonts = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    here: dict[int, str] = {}
    found: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                here = fonts[str(operands[0])]
            case "Tj":
                found.append(_shown(bytes(operands[0]), here))
            case "TJ":
                found.extend(
                    _shown(bytes(one), here)
                    for one in operands[0]
                    if isinstance(one, pikepdf.String)
                )
    return "".join("".join(found).split())


def _shown(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(
        letters.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2)
    )


def _letters(font: pikepdf.Dictionary) -> dict[int, str]:
    """The letters of a font by the number of their glyph, from its ToUnicode map."""
    found: dict[int, str] = {}
    body = font.ToUnicode.read_bytes()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", body, re.DOTALL):
        numbers = NUMBER.findall(block)
        for code, letters in zip(numbers[::2], numbers[1::2], strict=True):
            found[int(code, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", body, re.DOTALL):
        for low, high, first in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for at in range(int(low, 16), int(high, 16) + 1):
                found[at] = chr(int(first, 16) + at - int(low, 16))
    return found
