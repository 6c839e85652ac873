"""Amounts in euros and percentages in running text.

A period is given only where the sentence names one year and no other. Values carry no sign: a
disadvantage of € 5.000 is 5000.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from noaber.intake.documents.reading import FigureItem, Span
from noaber.intake.documents.tokens import plain
from noaber.vocabulary.numbers import MULTIPLIERS

# Begins where no number goes on, so that each place is looked at once.
FIGURE = re.compile(
    r"(?<![\w.,])(?P<euro>€[ \u00a0]{0,3})?(?P<number>(?:[0-9]{1,3}(?:\.[0-9]{3}){1,5}|[0-9]{1,15})"
    r"(?:,[0-9]{1,6})?)(?![0-9])"
    r"(?:[ \u00a0](?P<factor>miljoen|miljard|mln|mld|duizend)\b\.?)?"
    r"(?P<unit>(?(euro)[ \u00a0]?euro\b|[ \u00a0]?(?:%|procent\b|euro\b)))?"
)
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)[0-9]{2}(?![\w%])")
_STOP = re.compile(r"[.!?](?=\s)")


def figures(text: str, span: Span) -> Iterator[FigureItem]:
    """The figures in text[start:end], in order, spans in the whole text."""
    start, end = span
    for first, last in _sentences(text, start, end):
        years = set(_YEAR.findall(text, first, last))
        period = years.pop() if len(years) == 1 else None
        for match in FIGURE.finditer(text, first, last):
            unit = _unit(match)
            if unit is not None:
                yield FigureItem(value(match), unit, period, match.span())


def value(match: re.Match[str]) -> int | float:
    """The number that was matched, 'miljoen' and the like applied."""
    printed = Decimal(match["number"].replace(".", "").replace(",", "."))
    return plain(printed * MULTIPLIERS.get(match["factor"] or "", 1))


def _unit(match: re.Match[str]) -> str | None:
    ending = (match["unit"] or "").strip()
    if match["euro"] or ending == "euro":
        return "eur"
    return "percent" if ending else None


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    first = start
    for stop in _STOP.finditer(text, start, end):
        yield (first, stop.end())
        first = stop.end()
    if first < end:
        yield (first, end)
