"""First stage: the line as tokens, each with its place in the text.

A token is a run without white space, save that a euro sign or a percent sign may stand apart from
its number. Footnote marks at the end of a token are split off: '306*' is the number 306 with mark
'*'. Every pattern here takes time in proportion to the line, also on hostile input.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from noaber.intake.documents.grammar import TableWords, grammar
from noaber.intake.documents.reading import Span
from noaber.vocabulary.numbers import NotANumber, parse_number
from noaber.vocabulary.quantities import Unit

MARKS = "*†‡¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ"
# Longer lines are running text: no table row of a published chapter comes near it.
LONGEST_ROW = 4000

_TOKEN = re.compile(
    rf"""
    (?P<core>
        (?:[-+\u2212\u2013]?€[ \u00a0]?)?[-+\u2212\u2013]?[0-9][0-9.,]{{0,40}}(?:[ \u00a0]?%)?  # a number
    )(?P<mark>[{MARKS}]{{0,9}})(?=\s|$)
    | (?P<word>\S+)
    """,
    re.VERBOSE,
)
_SCHOOL_YEAR = re.compile(r"(?:19|20)[0-9]{2}[/-](?:(?:19|20)[0-9]{2}|[0-9]{2})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class Kind(StrEnum):
    """What a token is by its form alone; what it means depends on where it stands."""

    NUMBER = "number"
    PERCENT = "percent"
    EUR = "eur"
    NOTHING = "nothing"
    YES = "yes"
    NO = "no"
    STATUS = "status"
    WORD = "word"


CELLS = frozenset(Kind) - {Kind.WORD}
AMOUNTS = frozenset({Kind.NUMBER, Kind.EUR})


@dataclass(frozen=True, slots=True)
class Token:
    """text[start:end] is `text`, without the footnote mark that may follow it."""

    kind: Kind
    text: str
    start: int
    mark: str = ""

    @property
    def end(self) -> int:
        """Where the token stops, its footnote mark left out."""
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        """[start, end) in the text."""
        return (self.start, self.end)

    @property
    def year(self) -> str | None:
        """The year that the token is, if it is one."""
        return self.text if self.kind is Kind.NUMBER and _YEAR.fullmatch(self.text) else None

    @property
    def period(self) -> str | None:
        """The year or the school year ('2021/2022') that the token is, if it is one."""
        found = self.year or (self.text if _SCHOOL_YEAR.fullmatch(self.text) else None)
        return None if found is None else found.replace("-", "/")


@lru_cache(maxsize=4096)
def tokenise(line: str, offset: int) -> tuple[Token, ...]:
    """The tokens of a line that begins at `offset`; none for a line too long to be a row."""
    if len(line) > LONGEST_ROW:
        return ()
    words = grammar().table
    return tuple(_token(match, offset, words) for match in _TOKEN.finditer(line))


def _token(match: re.Match[str], offset: int, words: TableWords) -> Token:
    start = offset + match.start()
    core = match["core"]
    if core is not None:
        kind = Kind.EUR if "€" in core else Kind.PERCENT if "%" in core else Kind.NUMBER
        return Token(kind, core, start, match["mark"])
    chunk = match["word"]
    core = chunk.rstrip(MARKS) or chunk
    return Token(_word_kind(core.lower(), words), core, start, chunk[len(core) :])


def _word_kind(word: str, words: TableWords) -> Kind:
    if word in words.nothing:
        return Kind.NOTHING
    if word in words.yes:
        return Kind.YES
    if word in words.no:
        return Kind.NO
    return Kind.STATUS if word in words.status else Kind.WORD


@lru_cache(maxsize=4096)
def number(text: str) -> tuple[int | float, Unit] | None:
    """The value and unit of one printed number; None where it is not one ('1.5' is neither)."""
    try:
        quantity = parse_number(text)
    except NotANumber:
        return None
    return None if quantity.value is None else (plain(quantity.value), quantity.unit)


def plain(value: Decimal) -> int | float:
    """A Decimal as the number that JSON knows: an integer where nothing is lost."""
    return int(value) if value == value.to_integral_value() else float(value)


def join(tokens: tuple[Token, ...]) -> str:
    """The words of the tokens with one space between them, footnote marks left off."""
    return " ".join(" ".join(token.text.split()) for token in tokens)


# A value as an indicator prints it: '≥ 85%', '78% (GGD 2020)'.
_MEASURED = re.compile(
    r"(?:[≥≤<>]|max\.?|min\.?|maximaal|minimaal|ten minste|ten hoogste|minder dan|meer dan)?\s*"
    r"(?P<value>[^()]{1,24}?)\s*(?:\((?=[^()]*[^\W\d_]|(?:19|20)[0-9]{2}\))[^()]{2,60}\))?"
)
_FLAGGED = re.compile(r"(?P<number>.*?[0-9)%-])\s*(?P<flag>[A-Za-z]{0,10})")


@lru_cache(maxsize=4096)
def is_printed(text: str) -> bool:
    """Whether a cell holds a number, with V or N behind it or not, a dash, yes or no."""
    words = grammar().table
    bare = text.rstrip(MARKS).strip()
    low = bare.lower()
    if low in words.nothing or low in words.yes or low in words.no:
        return True
    if amount(bare) is not None:
        return True
    match = _MEASURED.fullmatch(bare)
    return match is not None and amount(match["value"]) is not None


@lru_cache(maxsize=4096)
def amount(text: str) -> tuple[Decimal, str, bool | None] | None:
    """The value of a cell, the part of it that is the number, and whether V (True) or N stands behind.

    None where the cell holds no number.
    """
    match = _FLAGGED.fullmatch(text.rstrip(MARKS + " "))
    if match is None:
        return None
    before, _, rest = match["number"].partition(" ")
    if rest and (flag := favour(before)) is not None and not match["flag"]:
        found = amount(rest)
        return None if found is None else (found[0], found[1], flag)
    flag = favour(match["flag"])
    if match["flag"] and flag is None:
        return None
    try:
        value = parse_number(match["number"].removeprefix("+")).value
    except NotANumber:
        return None
    return None if value is None else (value, match["number"], flag)


def favour(word: str) -> bool | None:
    """Whether the word says an advantage (True) or a disadvantage (False)."""
    cost = grammar().cost
    if word.lower() in cost.favourable:
        return True
    return False if word.lower() in cost.unfavourable else None
