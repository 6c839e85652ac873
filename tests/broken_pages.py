"""Composed pages broken in random ways, and what must hold of whatever is read from them."""

import random
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import jsonschema
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from noaber.intake.documents.checks import all_checks
from noaber.intake.documents.errors import IntakeError
from noaber.intake.documents.files import read_file
from noaber.intake.documents.schema import schema, to_json
from noaber.vocabulary.names import squeeze
from tests.reading_corpus import Page, pages

ODD = (
    "\t", "|", ";", "<td>", "</table>", "<table><tr>", "\n", "  ", "€", "-/-", "(", ")", '"', "**", "\u00a0", "🟢",
    "٣", "１２", "x € 1.000", "2024", "t-1", "#", "Ⅷ", "²", "\u200b", "\u2028", "\x85", "𝟘", "\ufeff", "\u0301",
)  # fmt: skip
_WORKBOOKS = 0.05  # of all pages
COMMON = (".", ",", "2", "Lasten", "Doel")


@cache
def _pages() -> tuple[Page, ...]:
    return tuple(pages("known"))


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema())


def broken(seed: int) -> tuple[bytes, str]:
    """A page with one to eight changes, and its suffix: cut, repeated, mixed, reordered, or strange signs in it."""
    rnd = random.Random(seed)
    page = rnd.choice(_pages())
    text = page.content.decode()
    for _ in range(rnd.randint(1, 8)):
        text = _change(text, rnd)
    if rnd.random() < _WORKBOOKS:
        return _workbook(text, rnd), ".xlsx"
    return text.encode("utf-8", "ignore"), page.suffix


def _workbook(text: str, rnd: random.Random) -> bytes:
    """The lines as rows of a workbook, of which some bytes may be wrong or missing."""
    book = Workbook()
    for number, line in enumerate(text.splitlines()[:300], 1):
        for at, cell in enumerate(line.split("\t" if "\t" in line else "|")[:30], 1):
            clean = ILLEGAL_CHARACTERS_RE.sub("", cell)[:32_000]
            book.active.cell(number, at, None if clean.startswith("=") else clean)
    out = BytesIO()
    book.save(out)
    made = bytearray(out.getvalue())
    for _ in range(rnd.choice((0, 0, 1, 5))):
        made[rnd.randrange(len(made))] = rnd.randrange(256)
    return bytes(made[: rnd.choice((len(made), len(made), rnd.randrange(len(made))))])


def _change(text: str, rnd: random.Random) -> str:
    at = rnd.randrange(len(text) + 1)
    end = min(len(text), at + rnd.randint(1, 200))
    match rnd.randrange(7):
        case 0:
            return text[:at] + text[end:]
        case 1:
            return text[:at] + text[at:end] + text[at:]
        case 2:
            other = rnd.choice(_pages()).content.decode()
            begin = rnd.randrange(len(other))
            return text[:at] + other[begin : begin + 400] + text[at:]
        case 3:
            return text[:at] + rnd.choice(ODD) * rnd.randint(1, 3) + text[at:]
        case 4:
            return text.replace("\n", " ", rnd.randint(1, 9))
        case 5:
            lines = text.split("\n")
            rnd.shuffle(lines)
            return "\n".join(lines)
        case _:
            return text.replace(
                rnd.choice(COMMON), rnd.choice(("", "\t", "0", "|")), rnd.randint(1, 5)
            )


def holds(content: bytes, suffix: str) -> None:
    """Raises AssertionError, or whatever the reader raised that it should not have."""
    try:
        text, reading = read_file(content, f"page{suffix}")
    except IntakeError:
        return
    _validator().validate(to_json(reading))
    ids = {goal.id for goal in reading.goals}
    assert len(ids) == len(reading.goals)
    for goal in reading.goals:
        assert squeeze(text[slice(*goal.span)]) == goal.text
        assert goal.parent is None or goal.parent in ids
    for one in (*reading.efforts, *reading.finance, *reading.figures):
        assert 0 <= one.span[0] < one.span[1] <= len(text)
    for item in (*reading.efforts, *reading.indicators):
        assert item.goal is None or item.goal in ids
    for row in reading.indicators:
        for value in row.values:
            assert row.span[0] <= value.span[0] < value.span[1] <= row.span[1]
    earlier = replace(reading, document=replace(reading.document, kind="budget"))
    for check in all_checks(reading, text, date(2026, 11, 26), (earlier,)):
        assert check.message
        for start, end in check.spans:
            assert 0 <= start <= end <= len(text)
