"""The door of this room: the bytes of one file in, its text and its Reading out."""

from dataclasses import replace

from noaber.intake.documents.checks import check
from noaber.intake.documents.markup import is_markup, plain_text
from noaber.intake.documents.own_format import read_own
from noaber.intake.documents.reader import read_text
from noaber.intake.documents.reading import Reading
from noaber.intake.documents.rows import as_text, is_rows
from noaber.intake.documents.text import characters, judge


def read_file(content: bytes, name: str) -> tuple[str, Reading]:
    """The text of a file, and what it says with the checks of its own arithmetic.

    A name that ends in .toml is the project's own format, any other a published chapter: plain text,
    a web page, or rows with separators. Every span of the Reading counts characters of the text that
    is returned. Raises IntakeError and nothing else: Unreadable where there is no such text,
    FormatError with all that is wrong in a file of the own format.
    """
    if name.lower().endswith(".toml"):
        text = characters(content, name)
        reading = read_own(text, name)
        return text, replace(reading, checks=check(reading))
    text = text_of(content, name)
    judge(text, name)
    return text, read_text(text, name)


def text_of(content: bytes, name: str) -> str:
    """The text that the spans of a Reading speak of: of a web page what it shows, of rows their cells."""
    text = characters(content, name)
    if is_markup(text):
        return plain_text(text)
    return as_text(text) if is_rows(text, name) else text
