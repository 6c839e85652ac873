"""Amounts in euros, percentages and counts in running text.

A count is a number, in digits or written out, with what was counted behind it. Years, durations,
ages and numbers that only name something ('groep 3') are none. A period is given only where the
sentence names one year and no other. Values carry no sign: a disadvantage of € 5.000 is 5000.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.reading import FigureItem, Span
from noaber.intake.documents.tokens import plain
from noaber.vocabulary.numbers import MULTIPLIERS

_DIGITS = (
    r"(?:[0-9]{1,3}(?:\.[0-9]{3}){1,5}|(?<=€ )[0-9]{1,3}(?: [0-9]{3}(?![0-9])){1,4}|[0-9]{1,15})"
    r"(?:,[0-9]{1,6})?"
)
# Begins where no number goes on, so that each place is looked at once.
FIGURE = re.compile(
    r"(?<![\w.,])(?P<euro>€[ \u00a0]{0,3})?(?P<number>" + _DIGITS + r")(?![0-9])"
    r"(?:[ \u00a0](?P<factor>miljoen|miljard|mln|mld|duizend)\b(?:(?<=ml[nd])\.)?)?"
    r"(?P<unit>(?(euro)[ \u00a0]?euro\b|[ \u00a0]?(?:%|procent\b|euro\b)))?"
)
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)[0-9]{2}(?![\w%])")
_STOP = re.compile(r"[.!?](?=\s)")
_WORD = re.compile(r"[\s\u00a0]+(?P<word>[^\W\d_][\w'’/-]*)")
_BEFORE = re.compile(r"(?P<word>[^\s(]+)[\s(]*$")
_COUNTED = re.compile(r"\baantal(?: [a-zà-ÿ]+e)? (?P<noun>[a-zà-ÿ'’-]+)", re.I)
_MOVES = re.compile(r"\b(?:van|naar|tot|op)\s+$", re.I)
_STEPS = re.compile(r"[\s,]*(?:in|naar|tot|eind|per|,|;|\.|\)|$)", re.I)
_SCALE = re.compile(r"\b[x×*]\s*$")  # 'x € 1.000' is no figure
_SLOGAN = re.compile(
    r"(?<!\w)1 [a-zà-ÿ]+(?:, | en )1 [a-zà-ÿ]+"
)  # '1 gezin, 1 plan' counts nothing
_MOST_WORDS = 3  # an adjective or two, and the noun


def figures(text: str, span: Span) -> Iterator[FigureItem]:
    """The figures in text[start:end], in order, spans in the whole text."""
    start, end = span
    for first, last in _sentences(text, start, end):
        years = set(_YEAR.findall(text, first, last))
        period = years.pop() if len(years) == 1 else None
        found = [*_printed(text, first, last, period), *_written(text, first, last, period)]
        yield from sorted(found, key=lambda one: one.span)


def _printed(text: str, first: int, last: int, period: str | None) -> Iterator[FigureItem]:
    for match in FIGURE.finditer(text, first, last):
        if match["number"].startswith("1") and _SCALE.search(
            text[max(first, match.start() - 6) : match.start()]
        ):
            continue
        if match["number"] == "1" and _SLOGAN.search(text, max(first, match.start() - 30), last):
            continue
        unit = _unit(match)
        if unit is not None:
            yield FigureItem(value(match), unit, period, match.span())
        elif not match["euro"] and (noun := _counted(text, match, first, last)) is not None:
            yield FigureItem(value(match), noun, period, match.span())


def _written(text: str, first: int, last: int, period: str | None) -> Iterator[FigureItem]:
    for match in _numerals().finditer(text, first, last):
        noun = _noun(text, match.end(), last)
        if noun is not None and noun.split()[-1].endswith(("en", "s")):
            yield FigureItem(grammar().counts.numbers[match[0].lower()], noun, period, match.span())


@cache
def _numerals() -> re.Pattern[str]:
    words = sorted(grammar().counts.numbers, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.I)


def _counted(text: str, match: re.Match[str], first: int, last: int) -> str | None:
    """What was counted, in the words behind the number, or before it where it only moves."""
    start, end = match.span()
    before = _BEFORE.search(text, max(first, start - 40), start)
    word = before["word"].lower().strip(".,:;") if before is not None else ""
    if word in grammar().counts.before or (
        _YEAR.fullmatch(match["number"]) and match["factor"] is None
    ):
        return None
    noun = _noun(text, end, last)
    if noun is not None:
        return noun
    moved = _COUNTED.search(text, first, start)
    steps = _STEPS.match(text, end, last) is not None
    if moved is not None and steps and _MOVES.search(text[max(first, start - 6) : start]):
        return moved["noun"]
    return None


def _noun(text: str, start: int, last: int) -> str | None:
    """The counted noun with its adjectives from `start`; None where no noun follows."""
    counts = grammar().counts
    words: list[str] = []
    while len(words) < _MOST_WORDS and (match := _WORD.match(text, start, last)) is not None:
        word = match["word"]
        if word.lower() in counts.measures or (word[0].isupper() and not word.endswith("se")):
            break
        words.append(word)
        start = match.end()
        if not word.endswith("e") or word.endswith("ie") or len(word) < 4:
            return " ".join(words)
    return " ".join(words) if len(words) == 1 and len(words[0]) > 3 else None


def value(match: re.Match[str]) -> int | float:
    """The number that was matched, 'miljoen' and the like applied."""
    printed = Decimal(match["number"].replace(".", "").replace(" ", "").replace(",", "."))
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
