"""Indicators that stand in no table: cards, names with their values on one line, and sentences.

A card is an indicator of which every fact has a line of its own: 'Streefwaarde 2024: 87%', or the head
on one line and the value on the next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell, layout
from noaber.intake.documents.columns import Column as GridColumn
from noaber.intake.documents.columns import Role, column
from noaber.intake.documents.measured import (
    LONGEST_NAME,
    SOURCE,
    bounded,
    direction,
    source_words,
    value_token,
    without_number,
)
from noaber.intake.documents.roles import words
from noaber.intake.documents.tables import Column, Group, IndicatorTable, Row
from noaber.intake.documents.tokens import Token, is_printed, tokenise

_FACT = re.compile(r"(?P<key>[^:]{2,60}?)\s*:\s+(?P<value>\S.*)")
_NAME = re.compile(
    r"(?:(?:prestatie|effect|beleids)?-?indicator(?: \d{1,3}(?:\.\d{1,3})*)?|kengetal)\s*:\s*", re.I
)
_CARD_YEAR = re.compile(r"\(\s*(?:in\s+)?(?P<year>(?:19|20)[0-9]{2})\s*\)\s*$")
_CHANGE = re.compile(
    r"(?P<name>[^:]{4,120}):\s+(?:van\s+)?(?P<first>[0-9][0-9.,]*\s?%?)\s+(?:in|over)\s+(?P<from>(?:19|20)[0-9]{2})"
    r"\s+(?:naar|en|tot)\s+(?P<second>[0-9][0-9.,]*\s?%?)\s+(?:in|over)\s+(?P<to>(?:19|20)[0-9]{2})\.?"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LEAST = 2  # values on a card


@dataclass(frozen=True, slots=True)
class _Fact:
    column: GridColumn
    cell: Cell


def read_card(
    lines: Sequence[Line], at: int, stops: Sequence[bool]
) -> tuple[IndicatorTable, int] | None:
    """The card that begins at lines[at] and how many lines it takes; None where there is none."""
    facts: list[_Fact] = []
    place = at + 1
    while place < len(lines) and not stops[place]:
        fact = _fact(lines[place])
        if fact is None:
            break
        facts.append(fact)
        place += 1
    values = [one for one in facts if one.column.role is Role.VALUE]
    name = lines[at].text
    if len(facts) < 2 or not values or len(name.split()) > LONGEST_NAME or _fact(lines[at]):
        return None
    match = _NAME.match(name)
    skip = 0 if match is None else match.end()
    said = {one.column.role: one.cell for one in facts if one.column.role is not Role.VALUE}
    cells: list[tuple[Column, Token]] = []
    baseline = None
    for one in values:
        cell = Cell(_CARD_YEAR.sub("", one.cell.text).rstrip(), one.cell.start)
        bound, cell = bounded(cell, one.column)
        token = value_token(cell)
        if token is None:
            continue
        year = _CARD_YEAR.search(one.cell.text)
        period = year["year"] if year else str(one.column.year or "")
        baseline = len(cells) if one.column.baseline else baseline
        cells.append((Column(period, one.column.measured, bound), token))
    if not cells:
        return None
    row = Row(
        tokenise(name[skip:], lines[at].start + skip),
        tuple(cells),
        source_words(said.get(Role.SOURCE)),
        (lines[at].start, lines[place - 1].end),
        said[Role.UNIT].text if Role.UNIT in said else "",
        direction(said[Role.DIRECTION].text) if Role.DIRECTION in said else None,
        "",
        baseline,
    )
    return _card(row), place - at


def _card(row: Row) -> IndicatorTable:
    return IndicatorTable(card=True, groups=[Group(None, False, (row,))])


def _fact(line: Line) -> _Fact | None:
    match = _FACT.fullmatch(line.text) if len(line.text) < 200 else None
    if match is None:
        return None
    said = column(match["key"].lstrip("•-*– "))
    if said is None or said.role in (Role.LABEL, Role.BLANK, Role.GOAL, Role.EFFORT, Role.NOTE):
        return None
    if (
        said.role is Role.VALUE
        and value_token(Cell(_CARD_YEAR.sub("", match["value"]).rstrip(), 0)) is None
    ):
        return None
    return _Fact(said, Cell(match["value"], line.start + match.start("value")))


_ITEM = re.compile(
    r"(?P<head>(?:[^\W\d_]+\.? )?(?:[1-4]e kwartaal )?(?:19|20)[0-9]{2})(?::\s*|\s+)"
    r"(?P<value>[<>≤≥]?\s?(?:€ ?)?-?[0-9][0-9.,]*\s?%?|-|ja|nee)(?=\s{2,}|\s*[;,]\s|\s*$)",
    re.I,
)
_CODE = re.compile(r"(?:IND|indicator)\.?\s*[0-9.]*:?\s+", re.I)
_SAID_BY = re.compile(r"\s*\(bron:?\s*(?P<source>[^()]{2,60})\)\s*$", re.I)


def read_series(lines: Sequence[Line], at: int) -> tuple[IndicatorTable, int] | None:
    """A name and its values by year on one line, or the values on the line below; None where not so.

    'IND Leden: 2022: 38%; streef 2023: 40%', or below the name '2019 1.230   doel 2021 1.300'.
    """
    line = lines[at]
    if len(line.text) > 400:
        return None
    items = list(_ITEM.finditer(line.text))
    name_end = items[0].start() if items else 0
    count = 1
    if len(items) > 1 and name_end > 3:
        label = Cell(line.text[:name_end].rstrip(" :"), line.start)
    else:
        below = lines[at + 1] if at + 1 < len(lines) else None
        if (
            items
            or below is None
            or below.first
            or len(below.text) > 400
            or line.text.endswith(".")
        ):
            return None
        items = list(_ITEM.finditer(below.text))
        if len(items) < 2 or items[0].start() > 0 or not line.text[:1].isalnum():
            return None
        label, line, count = Cell(line.text, line.start), below, 2
    cells: list[tuple[Column, Token]] = []
    for item in items:
        said = column(item["head"])
        token = value_token(Cell(item["value"].strip(), line.start + item.start("value")))
        if said is None or said.role is not Role.VALUE or token is None:
            return None
        cells.append((Column(said.period or str(said.year or ""), said.measured), token))
    source: tuple[Token, ...] = ()
    if (match := _SAID_BY.search(label.text)) is not None:
        source = tokenise(match["source"], label.start + match.start("source"))
        label = Cell(label.text[: match.start()], label.start)
    code = _CODE.match(label.text)
    label = without_number(
        Cell(label.text[code.end() :], label.start + code.end()) if code else label
    )
    if not label.text or len(label.text.split()) > LONGEST_NAME:
        return None
    row = Row(tokenise(label.text, label.start), tuple(cells), source, (lines[at].start, line.end))
    return _card(row), count


def read_change(lines: Sequence[Line], at: int) -> tuple[IndicatorTable, int] | None:
    """A name with how it went on one line: 'wachttijd in weken: van 8,5 in 2018 naar 6,2 in 2020'."""
    line = lines[at]
    if len(line.text) > 250:
        return None
    found = words(line.text)
    match = _CHANGE.fullmatch(line.text, found.start)
    if match is None:
        return None
    cells: list[tuple[Column, Token]] = []
    for value, year in (("first", "from"), ("second", "to")):
        token = value_token(Cell(match[value].strip(), line.start + match.start(value)))
        if token is None:
            return None
        cells.append((Column(match[year], "actual"), token))
    label = without_number(Cell(match["name"].strip(), line.start + match.start("name")))
    row = Row(tokenise(label.text, label.start), tuple(cells), (), line.span)
    return _card(row), 1


def read_stacked_card(
    lines: Sequence[Line], at: int, stops: Sequence[bool]
) -> tuple[IndicatorTable, int] | None:
    """A name, and below it a head and a value by turns, each on a line of its own."""
    name = lines[at]
    if layout(name) is not None or len(name.text.split()) > LONGEST_NAME or is_printed(name.text):
        return None
    if column(name.text) is not None or name.text.endswith((".", ":", "?")):
        return None
    cells: list[tuple[Column, Token]] = []
    place = at + 1
    while place + 1 < len(lines) and not stops[place + 1]:
        if stops[place] and _YEAR.fullmatch(lines[place].text) is None:
            break  # a year alone looks like the number of a page
        said = column(lines[place].text) if len(lines[place].text) < 60 else None
        if said is None or said.role is not Role.VALUE or not (said.year or said.period):
            break
        value = lines[place + 1]
        bound, cell = bounded(Cell(value.text, value.start), said)
        token = value_token(cell) if is_printed(value.text) else None
        if token is None:
            break
        cells.append((Column(said.period or str(said.year), said.measured, bound), token))
        place += 2
    if len(cells) < _LEAST:
        return None
    source: tuple[Token, ...] = ()
    if place < len(lines) and (match := SOURCE.match(lines[place].text)) is not None:
        source = tokenise(lines[place].text[match.end() :], lines[place].start + match.end())
        place += 1
    label = without_number(Cell(name.text, name.start))
    row = Row(
        tokenise(label.text, label.start), tuple(cells), source, (name.start, lines[place - 1].end)
    )
    return _card(row), place - at
