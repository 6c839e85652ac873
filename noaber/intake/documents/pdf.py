"""A PDF as text: what stands on its pages, line by line, with columns kept apart by spaces.

PDFium (through pypdfium2) tells which character stands where and how large; what is a word, a line, a
paragraph, a head and a column follows from that (`pdf_lines`). Above each page stands a line with its
number, '[bladzijde 3]'; what returns on most pages at their top or bottom is kept once.
"""

import ctypes
import math
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from noaber.intake.documents.errors import Unreadable
from noaber.intake.documents.pdf_lines import PageLine, is_larger, lines_of, written
from noaber.intake.documents.pdf_tables import Piece
from noaber.vocabulary.names import normalise

_MOST_PAGES = 1500
_LEAST = 20  # characters on a page, on the whole, below which the pages are pictures
_EDGE = 3  # lines at the top and the bottom of a page that may be its running head
_OFTEN = 3  # pages on which a line must return to be one
_MUCH = 0.12  # of all characters, in one size of letters, is running text
_FOLIO = re.compile(
    r"[-–|·• ]*(?:pagina|pag\.?|blz\.?)?\s*[0-9]{1,3}(?:\s*(?:/|van)\s*[0-9]{1,4})?[-–|·• ]*", re.I
)
_DIGITS = re.compile(r"[0-9]+")
_ONE_AT_A_TIME = threading.Lock()  # PDFium keeps state of its own: no two threads at once


def pdf_text(content: bytes, name: str) -> str:
    """The text of a PDF.

    Raises Unreadable, with one Dutch sentence, for a file that is damaged, locked, has no text, or has
    more pages than a chapter can have. `name` is the file as the sender knows it.
    """
    with _ONE_AT_A_TIME:
        pages = [lines_of(pieces) for pieces in _pages(content, name)]
    if sum(len(line.text) for page in pages for line in page) < _LEAST * len(pages):
        raise Unreadable(
            f"{name}: in deze PDF staat geen tekst, alleen beeld (een scan); herken de tekst eerst (OCR), of "
            "bewaar het hoofdstuk uit de bron als PDF met tekst"
        )
    kept = _without_furniture(pages)
    body = _body_size(kept)
    heads = _head_sizes(kept, body)
    return "".join(
        f"[bladzijde {number}]\n\n{written(page, body, heads)}\n" for number, page in kept
    )


def _pages(content: bytes, name: str) -> Iterator[list[Piece]]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        why = str(error).lower()
        if "password" in why or "security" in why:
            raise Unreadable(
                f"{name}: deze PDF is met een wachtwoord gesloten; bewaar hem zonder wachtwoord"
            ) from error
        raise Unreadable(
            f"{name}: deze PDF is beschadigd of niet heel; haal hem opnieuw op"
        ) from error
    with document:
        if len(document) > _MOST_PAGES:
            raise Unreadable(
                f"{name}: {len(document)} bladzijden is te veel (hooguit {_MOST_PAGES}); geef alleen het "
                "hoofdstuk"
            )
        for at in range(len(document)):
            try:
                page = document[at]
                text = page.get_textpage()
            except pypdfium2.PdfiumError:
                yield []  # a page that cannot be opened; the others can
                continue
            yield [*_pieces(text.raw), *_bullets(page)]
            text.close()
            page.close()


def _pieces(page: object) -> Iterator[Piece]:
    """The words on the page, in the order of the file."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    text: list[str] = []
    left = right = base = size = letters = 0.0
    space = False
    for at in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, at)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char in "\r\n\t \u00a0" or code < 32:
            space = True
            continue
        if not raw.FPDFText_GetLooseCharBox(page, at, box_at):
            continue
        raw.FPDFText_GetCharOrigin(page, at, x_at, y_at)
        height = box.top - box.bottom
        if height <= 0 or box.right < box.left:
            continue
        gap = box.left - right
        if text and (
            abs(y.value - base) > 0.15 * size
            or abs(height - size) > 0.2 * size
            or space
            or not -0.5 * size < gap < 0.18 * size
        ):
            yield Piece("".join(text), left, right, base, letters)
            text = []
        if not text:
            left, base, size, letters = box.left, y.value, height, _letters(page, at, height)
        text.append(char)
        right, space = box.right, False
    if text:
        yield Piece("".join(text), left, right, base, letters)


def _bullets(page: pypdfium2.PdfPage) -> Iterator[Piece]:
    """The marks of lists that are drawn and not set: small things as high as they are wide."""
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = drawn.get_bounds()
        height, width = top - bottom, right - left
        if 1.5 < height < 6 and 0.8 < width / height < 1.25:
            yield Piece("•", left, right, (top + bottom) / 2 - height, 3.6 * height)


def _letters(page: object, at: int, height: float) -> float:
    """The size in points of the letter at this place; `height` where the page does not say one."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(page, at, ctypes.byref(matrix)):
        return height
    return raw.FPDFText_GetFontSize(page, at) * math.hypot(matrix.c, matrix.d) or height


def _without_furniture(pages: Sequence[list[PageLine]]) -> list[tuple[int, list[PageLine]]]:
    """The pages with their numbers; what returns at their edges is left on the first page that has it."""
    seen: dict[str, int] = {}
    for page in pages:
        for key in {_bare(line) for line in _edges(page)} - {""}:
            seen[key] = seen.get(key, 0) + 1
    often = {key for key, count in seen.items() if count >= max(_OFTEN, len(pages) // 5)}
    kept: list[tuple[int, list[PageLine]]] = []
    said: set[str] = set()
    for number, page in enumerate(pages, 1):
        edges = {id(line) for line in _edges(page)}
        rest = []
        for line in page:
            key = _bare(line)
            if id(line) in edges and (_FOLIO.fullmatch(line.text) or key in often):
                if not key or key in said:
                    continue
                said.add(key)
            rest.append(line)
        kept.append((number, rest))
    return kept


def _edges(page: list[PageLine]) -> list[PageLine]:
    return page if len(page) <= 2 * _EDGE else [*page[:_EDGE], *page[-_EDGE:]]


def _bare(line: PageLine) -> str:
    """A line without its numbers: '12 | Begroting 2024' returns with another number on each page."""
    return normalise(_DIGITS.sub("", line.text)).strip(" |-–·•./")


def _body_size(pages: Sequence[tuple[int, list[PageLine]]]) -> float:
    """The largest size of letters in which a good part of the text is set."""
    counts: Counter[float] = Counter()
    for _, page in pages:
        for line in page:
            counts[round(line.size * 2) / 2] += len(line.text)
    total = counts.total()
    return max(size for size, count in counts.items() if count >= total * _MUCH or total < 200)


def _head_sizes(pages: Sequence[tuple[int, list[PageLine]]], body: float) -> list[float]:
    """The sizes of letters that are larger than those of the running text, the largest first."""
    sizes = {
        round(line.size * 2) / 2
        for _, page in pages
        for line in page
        if is_larger(line.size, body) and len(line.text) < 120
    }
    return sorted(sizes, reverse=True)[:6]
