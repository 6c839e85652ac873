"""A file as sheets of cells: each cell as text, a day as 2026-01-01, a number as 1234,5.

Rows are numbered as a spreadsheet shows them; rows with nothing in them are left out. Of a workbook the
sheets that are visible are read.
"""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from noaber.intake.documents.errors import Unreadable
from noaber.intake.documents.office import kind_of
from noaber.vocabulary.numbers import format_number

MOST_BYTES = 20 * 2**20
_UNPACKED = 200 * 2**20
MOST_ROWS = 200_000
_SEPARATORS = ";,\t"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
FORMULA = re.compile(r"'*[=+\-@]")
"""What a text begins with that a spreadsheet takes for a formula, or that was guarded against that."""

_EXACT = 12  # digits of a number in a spreadsheet that mean something


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet with their numbers; a CSV is one sheet without a name."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def sheets_of(content: bytes, name: str) -> list[Sheet]:
    """The sheets of a file, told apart by what is in it. Raises Unreadable, in one Dutch sentence."""
    if not content.strip():
        raise Unreadable(f"{name} is leeg")
    if len(content) > MOST_BYTES:
        raise Unreadable(
            f"{name}: {len(content) // 2**20} MB is te groot, hooguit {MOST_BYTES // 2**20} MB"
        )
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(f"{name} is een oud Excel-bestand; bewaar het als .xlsx of als CSV")
    if content.startswith(b"PK\x03\x04"):
        if kind_of(content) != "xlsx":
            raise Unreadable(f"{name} is geen heel Excel-bestand (.xlsx); bewaar het opnieuw")
        return list(_of_book(content, name))
    return [Sheet("", tuple(_of_text(_decoded(content, name), name)))]


def plain(text: str) -> str:
    """A text on one line, without signs that nobody sees and that no file format carries."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
    return " ".join(text.split())


def _decoded(content: bytes, name: str) -> str:
    """Text as UTF-8 where all of it is that, UTF-16 where it says so, else as Windows writes it."""
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        encodings = []
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"{name} is geen tekst en geen werkblad; bewaar het als CSV of als .xlsx")


def _of_text(text: str, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    separator = max(_SEPARATORS, key=text[:20_000].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from _filled(([_unguarded(plain(cell)) for cell in cells] for cells in rows), name)
    except csv.Error as error:
        raise Unreadable(
            f"{name}: regel {rows.line_num} is niet te lezen; staat er een aanhalingsteken te veel of te "
            "weinig?"
        ) from error


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _filled(rows: Iterable[list[str]], name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows with something in them, without the empty cells at their end."""
    filled = 0
    for number, cells in enumerate(rows, 1):
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        filled += 1
        if filled > MOST_ROWS:
            most = format_number(MOST_ROWS)
            raise Unreadable(f"{name} heeft meer dan {most} rijen; deel het bestand op")
        yield number, tuple(cells)


def _of_book(content: bytes, name: str) -> Iterator[Sheet]:
    import openpyxl

    broken = Unreadable(f"{name} is beschadigd of niet heel; bewaar het opnieuw en lees dat in")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _UNPACKED:
                raise Unreadable(
                    f"{name} is uitgepakt te groot; bewaar alleen de tabel, zonder opmaak"
                )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: menus and colours in cells
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            for sheet in book.worksheets:
                if getattr(sheet, "sheet_state", "visible") == "visible":
                    yield Sheet(" ".join(sheet.title.split()), tuple(_of_sheet(sheet, name)))
            book.close()
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever its parts raise
        raise broken from error


def _of_sheet(sheet: Any, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows = sheet.iter_rows(values_only=True)
    yield from _filled(([_as_text(cell) for cell in cells] for cells in rows), name)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float | Decimal):
        return _number(value)
    return plain(str(value))


def _number(value: int | float | Decimal) -> str:
    """A number as short as it is exact: what a spreadsheet computed trails off in noise."""
    exact = Decimal(f"{Decimal(value):.{_EXACT}g}")
    text = f"{exact.normalize():f}" if exact.is_finite() else ""
    return text.replace(".", ",")
