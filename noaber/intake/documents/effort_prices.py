"""What speaks against laying a line of a table here or there, as a price.

What is sure costs nothing; what hardly ever happens costs much.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.columns import Role as ColumnRole
from noaber.intake.documents.grammar import grammar
from noaber.vocabulary.names import normalise

_VERB = re.compile(r"\w+(?:en|ing)|(?:Ge|Inge|Opge|Uitge|Vastge|Aange|Her|Ver|Be)\w+(?:t|d)")
_SHORTENED = re.compile(
    r"(?:\b[a-z]|\b(?:o\.a|bijv|incl|excl|ca|evt|nr|mln|t\.o\.v|i\.r\.t|art|resp))\.$"
)
NEVER = 1000.0


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the table; `white` stands above it, `soft` says that an empty paragraph does."""

    line: Line
    white: bool
    soft: bool
    number: int | None
    letter: str
    bullet: bool
    closed: bool

    @property
    def listed(self) -> bool:
        """Whether the line is an item of a list."""
        return self.bullet or self.number is not None


_NEW_PARAGRAPH_IN_CELL = 2.5
_NO_NEXT_STEP = 2.5
_NO_EFFORT = 6.0
_NUMBER_OUT_OF_ORDER = 7.0
_NO_WHITE_LINE = 4.0
_BEGINS_SMALL = 2.5
_CUT_AT_STOP = 0.5
_CUT_AT_CAPITAL = 0.4
_CUT_AT_NAME = 4.0
_CUT_AT_REFERENCE = 3.0
_TOO_SHORT = 3.0
_SENTENCE_IN_GOAL = 2.5
_SENTENCE = re.compile(r"\.\s+(?=[A-ZÀ-Þ])")
CUT_IN_PARAGRAPH = 2.2
NO_STATUS = 5.0


def price_of_cut(text: str, line: Line, stop: int, begin: int) -> float:
    """How unlikely it is that a cell ends and another begins between these places of the line."""
    word = re.match(r"[‘'“\"(]?([^\W_]+)", line.text[begin:])
    if word is None:
        return NEVER
    first = line.text[begin]
    ended = line.text[stop - 1] in ".?!"
    inside = line.text[:begin]
    if inside.count("(") > inside.count(")") or inside.count("‘") > inside.count("’"):
        return NEVER
    if _SHORTENED.search(line.text[:stop]):
        return NEVER
    if ended:
        low = normalise(line.text[begin : begin + 40])
        refers = any(low.startswith(f"{one} ") for one in grammar().outline.refers)
        return (_CUT_AT_REFERENCE if refers else _CUT_AT_STOP) + (0.3 if first.islower() else 0.0)
    if not first.isupper() or len(word[1]) < 3 or word[1].isupper():
        return NEVER
    return _CUT_AT_CAPITAL if _is_common(text, word[1]) else _CUT_AT_NAME


def _is_common(text: str, word: str) -> bool:
    """Whether a word with a capital is no name: it stands elsewhere without one, or is a verb."""
    small, names = _vocabulary(text)
    if word[0].lower() + word[1:] in small:
        return True
    return word not in names and _VERB.fullmatch(word) is not None


@lru_cache(maxsize=2)
def _vocabulary(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that the text has with a small letter, and those that it more than once has as a name."""
    small = frozenset(re.findall(r"\b[a-zà-ÿ][\w-]*", text))
    inside = Counter(re.findall(r"(?<=[a-z,] )[A-ZÀ-Þ][\w-]*", text))
    return small, frozenset(word for word, count in inside.items() if count > 1)


def same_cell(above: Unit | None, unit: Unit, numbered: bool, at: int) -> float:
    """What it costs that this line goes on in the cell of the line above it."""
    assert above is not None
    if unit.bullet:
        return 0.0 if above.bullet or above.line.text.endswith(":") else 1.0
    if unit.number is not None:
        if above.number is not None:
            follows = unit.number == above.number + 1 or (
                unit.number == above.number and unit.letter
            )
            return 0.0 if follows else _NUMBER_OUT_OF_ORDER
        if unit.soft:
            return _NO_WHITE_LINE
        if unit.number == 1:
            if above.line.text.endswith(":"):
                return 0.2
            return 0.2 if at == 0 and not above.line.text.endswith(".") else 1.6
        return 0.5 if numbered else _NUMBER_OUT_OF_ORDER
    if not unit.white:
        return _NO_WHITE_LINE
    if unit.soft:
        return _NO_WHITE_LINE
    if unit.line.text[0].islower():
        return 0.3
    low = normalise(unit.line.text[:40])
    if above.listed:
        return 3.0
    refers = any(low.startswith(f"{one} ") for one in grammar().outline.refers)
    refers = refers or bool(_long_words(unit.line.text[:80]) & _long_words(above.line.text))
    return _NEW_PARAGRAPH_IN_CELL - (1.2 if refers else 0.0) - (0.5 if at == 1 else 0.0)


def after_name(above: Unit) -> float:
    """What it costs that a cell goes on behind a paragraph that only names who does it."""
    return (
        _TOO_SHORT
        if len(above.line.text.split()) < 4 and not above.line.text.endswith(".")
        else 0.0
    )


def _begins(unit: Unit) -> float:
    """What it costs that a cell begins with these words."""
    return _BEGINS_SMALL if unit.line.text[0].islower() and not unit.letter else 0.0


@lru_cache(maxsize=2048)
def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in normalise(text).split() if len(word) > 9)


def next_cell(above: Unit | None, unit: Unit) -> float:
    """What it costs that this line begins the next cell of the row."""
    if above is None:
        return 0.0
    price = _begins(unit)
    if above.line.text.endswith(":"):
        price += 3.0
    if unit.number is not None:
        if unit.number != 1:
            price += _NUMBER_OUT_OF_ORDER
        elif above.number is None:
            price += 0.6
    elif unit.bullet:
        price += 0.2 if unit.soft else 1.0 + 5.0 * above.bullet
    elif not unit.white:
        price += 0.5 if above.listed else _NO_WHITE_LINE
    return price


def new_row(above: Unit | None, unit: Unit) -> float:
    """What it costs that this line begins a row."""
    price = 3.0 if unit.listed else _begins(unit)
    if above is not None and above.line.text.endswith(":"):
        price += 4.0
    if not unit.white and above is not None and above.listed:
        price += 1.0
    return price


def unfinished(last: int, roles: Sequence[ColumnRole]) -> float:
    return sum(missing(role) for role in roles[last + 1 :])


def missing(role: ColumnRole) -> float:
    if role is ColumnRole.EFFORT:
        return _NO_EFFORT
    return 1.0 if role is ColumnRole.NOTE else _NO_NEXT_STEP


def unlike_name(text: str, goal: bool) -> float:
    """What it costs that these words name a goal or an effort: one or two words say who does it.

    A goal is one sentence.
    """
    short = _TOO_SHORT if len(text.split()) < 3 else 0.0
    return short + (_SENTENCE_IN_GOAL * len(_SENTENCE.findall(text)) if goal else 0.0)
