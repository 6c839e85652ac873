"""The door of this room: the bytes of one file in, its text and its Reading out."""

from dataclasses import replace

from noaber.intake.documents.checks import check
from noaber.intake.documents.markup import is_markup, plain_text
from noaber.intake.documents.office import docx_text, kind_of, xlsx_text
from noaber.intake.documents.own_format import read_own
from noaber.intake.documents.reader import read_text
from noaber.intake.documents.reading import Reading
from noaber.intake.documents.rows import as_text, is_rows
from noaber.intake.documents.text import characters, judge

# Bytes of a file of any kind: pictures make a PDF large, its text is small.
LIMIT = 100 * 1024 * 1024


def read_file(content: bytes, name: str) -> tuple[str, Reading]:
    """The text of a file, and what it says with the checks of its own arithmetic.

    A name that ends in .toml is the project's own format, any other a published chapter: plain text,
    a web page, rows with separators, a PDF, a Word document or a workbook. Every span of the Reading
    counts characters of the text that is returned. Raises IntakeError and nothing else: Unreadable
    where there is no such text, FormatError with all that is wrong in a file of the own format.
    """
    if name.lower().endswith(".toml"):
        text = characters(content, name)
        reading = read_own(text, name)
        return text, replace(reading, checks=check(reading))
    text = text_of(content, name)
    judge(text, name)
    return text, read_text(text, name)


def text_of(content: bytes, name: str) -> str:
    """The text that the spans of a Reading speak of.

    Of a web page or a Word document what it shows, of rows and workbooks their cells with tabs between
    them, of a PDF its pages with columns kept apart by spaces. Raises Unreadable.
    """
    if len(content) <= LIMIT:
        if content.startswith(b"%PDF"):
            from noaber.intake.documents.pdf import pdf_text  # here: it loads much, for few files

            return pdf_text(content, name)
        kind = kind_of(content)
        if kind is not None:
            return docx_text(content, name) if kind == "docx" else xlsx_text(content, name)
    text = characters(content, name)
    if is_markup(text):
        return plain_text(text)
    return as_text(text) if is_rows(text, name) else text
