"""A Word document or a workbook as text: the same text as a web page or rows with separators give.

Word goes by mammoth, which knows heads, lists, notes and tables, and from there by `markup`. Of a
workbook each sheet is rows with tabs between the cells, under its name as a head; a number is written
as the sheet shows it, in Dutch.
"""

import io
import math
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from noaber.intake.documents.errors import Unreadable
from noaber.intake.documents.markup import plain_text
from noaber.vocabulary.numbers import format_number, format_plain

_UNPACKED = 200 * 1024 * 1024  # bytes in all that a packed document may hold
_MOST_CELLS = 500_000
_ZERO = re.compile(r"0(?:\.(?P<decimals>[0#]+))?(?P<thousands>,*)")
_WORDS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_EXACT = 12  # digits of a number that a spreadsheet computed and that mean something


def kind_of(content: bytes) -> str | None:
    """'docx' or 'xlsx' where the bytes are such a file, told by what is in it; None where they are not."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else None


def docx_text(content: bytes, name: str) -> str:
    """The text of a Word document. Raises Unreadable, with one Dutch sentence, where there is none."""
    import mammoth

    _refuse_large(content, name)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(content), convert_image=mammoth.images.img_element(lambda image: {"src": ""})
        )
    except Exception as error:  # the library names no errors of its own
        raise Unreadable(_damaged(name, "Word-document")) from error
    return plain_text(f"<html><body>{made.value}</body></html>")


def xlsx_text(content: bytes, name: str) -> str:
    """The rows of a workbook. Raises Unreadable, with one Dutch sentence, where there are none."""
    import openpyxl

    _refuse_large(content, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found = [part for sheet in book.worksheets for part in _sheet(sheet, name)]
        book.close()
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever its parts raise
        raise Unreadable(_damaged(name, "werkblad")) from error
    if not found:
        raise Unreadable(
            f"{name}: dit werkblad is leeg; bewaar het opnieuw, met de uitkomsten erin"
        )
    return "\n".join(found) + "\n"


def _refuse_large(content: bytes, name: str) -> None:
    """Refuse what is small as a file and huge when it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(_damaged(name, "bestand")) from error
    if size > _UNPACKED:
        raise Unreadable(
            f"{name}: uitgepakt is dit {format_number(size // 2**20)} MB, hooguit "
            f"{_UNPACKED // 2**20} MB; geef alleen het hoofdstuk"
        )


def _damaged(name: str, what: str) -> str:
    return f"{name}: dit {what} is beschadigd of niet heel; bewaar het opnieuw en lees dat in"


def _sheet(sheet: Any, name: str) -> Iterator[str]:
    """The name of the sheet and its rows, where it has any."""
    if getattr(sheet, "sheet_state", "visible") != "visible":
        return
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows: list[str] = []
    seen = 0
    for row in sheet.iter_rows():
        seen += len(row)
        if seen > _MOST_CELLS:
            raise Unreadable(
                f"{name}: het blad '{sheet.title}' heeft meer dan {format_number(_MOST_CELLS)} cellen; "
                "geef alleen de tabel"
            )
        told = "\t".join(_shown(cell) for cell in row).rstrip("\t ")
        if told or (rows and rows[-1]):
            rows.append(told)
    while rows and not rows[-1]:
        rows.pop()
    if rows:
        yield from (f"# {' '.join(sheet.title.split())}", "", *rows, "")


def _shown(cell: Any) -> str:
    """A cell as the sheet shows it, in Dutch."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ja" if value else "Nee"
    if isinstance(value, int | float | Decimal):
        return _number(value, cell.number_format or "General")
    if isinstance(value, datetime | date):
        return value.strftime("%d-%m-%Y")
    return " ".join(str(value).split())


def _number(value: int | float | Decimal, form: str) -> str:
    """A number by its format ('#,##0.0', '0%', '€ #,##0'); without a format as short as it is exact."""
    if not math.isfinite(value):
        return ""
    shape = _WORDS.sub(lambda match: "€" if "€" in match[0] else "", form.split(";")[0])
    percent = "%" in shape
    exact = Decimal(f"{Decimal(value) * (100 if percent else 1):.{_EXACT}g}")
    digits = _ZERO.search(shape)
    if digits is None:
        told = format_plain(exact)
        grouped = not 1900 <= exact <= 2100  # a year
    else:
        exact /= 1000 ** len(digits["thousands"])  # '#,##0,' shows thousands
        told = format_number(exact, len(digits["decimals"] or ""))
        grouped = "#,##" in shape
    told = told if grouped else told.replace(".", "")
    return ("€ " if "€" in shape else "") + told + ("%" if percent else "")
