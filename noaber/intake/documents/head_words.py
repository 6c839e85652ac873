"""The head of a table of which one space stands between two heads as between two words of one.

'Nr. Indicator 2019 2020 Streefwaarde 2022 Bron' can be cut in many ways. Each has a price, by what
speaks against it: a head that begins with a small letter, holds two years or names none where others
do. The cheapest way is found for every number of columns with values, because the rows below tell
how many of those there are.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from noaber.intake.documents.columns import Column, Role, column, holds_amounts, settle
from noaber.intake.documents.grammar import grammar

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NUMBER = re.compile(r"[0-9][0-9.,]*%?")
_SCALED = re.compile(r"\(?(?:bedragen|x|in|€)\b.*(?:€|euro|1\.?000|miljoen|mln)", re.I)
_OWN = re.compile(
    r"[A-ZÀ-Þ][^\W\d_]+ (?:19|20)[0-9]{2}"
)  # the name of the municipality over a year
_UNDATED = frozenset({Role.SOURCE, Role.UNIT, Role.DIRECTION, Role.FLAG, Role.NUMBER})
_UNIT = re.compile(r"\(?\b[x×]\s*€?\s*1[. ]?000(?:[. ]?000)?\)?|€ ?1\.000")
_LONGEST_LINE = 250
_MOST_STRANGE = (
    14  # words in a head that stand over nothing: 'x', '€', 'na', and the name of the whole
)
_DEAREST = 5  # a cut that costs more is no head
_MOST_WORDS = 45
_LONGEST = 8  # words over one column
_LONGEST_LABEL = 6  # words over the row names that say nothing known
_FREE = 3  # the price of such words
_FIRST = frozenset({Role.LABEL, Role.GOAL, Role.EFFORT, Role.NUMBER, Role.PERIOD})
VALUES = frozenset({Role.VALUE, Role.BESIDE})

Cut = tuple[int, tuple[Column, ...]]


@lru_cache(maxsize=2048)
def cuts(text: str) -> dict[int, Cut]:
    """By the number of columns with values: the price of the best cut of the head, and its columns."""
    normal, turned = _cheapest(text, False), _cheapest(text, True)
    return {
        values: min(
            (one[values] for one in (normal, turned) if values in one), key=lambda cut: cut[0]
        )
        for values in normal.keys() | turned.keys()
    }


def _cheapest(text: str, turned: bool) -> dict[int, Cut]:
    """The best cuts; `turned` where the year stands before the words: '2023 Rekening 2024 Begroting'."""
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS or not any(
        one[0].isupper() or one[0] in "(xb" for one in words
    ):
        return {}
    best: list[dict[int, Cut]] = [{} for _ in range(len(words) + 1)]
    best[0][0] = (0, ())
    for at in range(len(words)):
        if not best[at]:
            continue
        for stop in range(at + 1, min(at + 1 + _LONGEST, len(words) + 1)):
            said = _said(tuple(words[at:stop]), at == 0, turned)
            if said is None:
                continue
            price, one = said
            more = one.role in VALUES
            for values, (paid, before) in best[at].items():
                total = paid + price + _beside(one, before)
                known = best[stop].get(values + more)
                if known is None or total < known[0]:
                    best[stop][values + more] = (total, (*before, one))
    return {values: (price, settle(found)) for values, (price, found) in best[-1].items()}


@lru_cache(maxsize=8192)
def _said(words: tuple[str, ...], first: bool, turned: bool) -> tuple[int, Column] | None:
    """One head and its price; None where these words are none."""
    text = " ".join(words)
    one = column(text)
    years = len(_YEAR.findall(text)) if "/" not in text else 1
    if one is None and _OWN.fullmatch(text) and not first:
        return 1, Column(text, Role.VALUE, int(words[-1]), sure=False)
    if one is None or one.role is Role.BLANK:
        free = first and len(words) <= _LONGEST_LABEL and not _NUMBER.search(text)
        return (_FREE, Column(text, Role.LABEL, sure=False)) if free else None
    if first and one.role is Role.VALUE and _SCALED.search(text):
        return 2, Column(text, Role.LABEL, one.year, one.stage, sure=False)
    if not first and holds_amounts(one):
        one = replace(one, role=Role.VALUE)
    price = 2 * max(years - 1, 0) + 2 * (not first and words[0][0] == "(")
    price += not first and words[0][0].islower() and words[0] != "t/m"
    price += 2 * bool(years and one.role in _UNDATED)
    price += sum(word[0].isupper() and not word.isupper() for word in words[1:])
    if one.role is Role.VALUE:
        opens = words[0][0].isdigit() and len(words) > 1 and not words[1].startswith("(")
        if turned:
            opens = not words[0][0].isdigit() or len(words) == 1
        price += 3 * first + 2 * bool(opens) + (not one.sure and len(words) > 1)
        aimed = grammar().table.target
        price += (
            2
            * any(
                word.lower() in aimed and _YEAR.search(" ".join(words[:at]))
                for at, word in enumerate(words)
            )
            * (not turned)
        )
        price += not one.year and one.stage != "difference" and one.kind is None
    return price, one


def _beside(one: Column, before: Sequence[Column]) -> int:
    """What it costs that this head stands behind those: names of rows stand before their values."""
    if one.role in _FIRST and any(other.role in VALUES for other in before):
        return 3
    if one.role is Role.LABEL and any(other.role is Role.LABEL for other in before):
        return 3
    same = any(
        (one.head, one.year, one.stage, one.measured)
        == (other.head, other.year, other.stage, other.measured)
        for other in before
    )
    return 2 * same


@lru_cache(maxsize=2048)
def speaks_of_columns(text: str) -> bool:
    """Whether at least two words of the line stand over columns, or one and a year, and few others do not."""
    words = [word.strip("().:€") for word in text.lower().split()]
    if not 2 <= len(words) <= _MOST_WORDS:
        return False
    known = _over_columns()
    count = sum(word in known or _YEAR.fullmatch(word) is not None for word in words)
    return count > 1 and len(words) - count <= _MOST_STRANGE


@cache
def _over_columns() -> frozenset[str]:
    """The words that stand over columns, those left out that stand everywhere."""
    said = grammar()
    found = {word for phrases in said.column.values() for one in phrases for word in one.split()}
    found |= {"v/n", "i/s", "n/v", *said.cost.begin, *said.heads, *said.abbreviations}
    found |= {word.lower() for word in (*said.table.target, *said.table.actual)}
    found |= {word for _, names in said.kinds for word in names}
    return frozenset(found - said.cost.filler - {"wat", "we", "wij", "of", "is", "dat"})


def may_be_head(text: str) -> bool:
    """Whether a line can be a head or a part of one: no numbers but years and what amounts are in."""
    bare = _YEAR.sub("", _UNIT.sub("", text))
    if len(text) > _LONGEST_LINE or text.endswith((".", ";", "?")):
        return False
    return not re.search(r"[0-9]{2}", bare)


def spoken(lines: Sequence[str], values: int) -> tuple[int, tuple[Column, ...]] | None:
    """The columns with values of a head over one or more lines, and the price; None where it is no head.

    `values` is how many amounts the rows have. A column with shares of a whole is left out.
    """
    text = " ".join(lines)
    over = _years_below(lines, values)
    if over is not None:
        return 0, over
    share = "%" in text
    found = cuts(text).get(values + share)
    if found is None or found[0] > _DEAREST:
        return None
    columns = [
        one for one in found[1] if one.role is Role.VALUE and not (share and "%" in one.head)
    ]
    if len(columns) != values or not any(one.stage or one.kind or one.year for one in columns):
        return None
    title = next((one for one in found[1] if one.role is Role.LABEL), None)
    if title is not None and (title.year or title.stage):
        columns = [
            replace(one, year=one.year or title.year, stage=one.stage or title.stage)
            for one in columns
        ]
    return found[0], tuple(columns)


def _years_below(lines: Sequence[str], values: int) -> tuple[Column, ...] | None:
    """Heads of which the years stand on the line below: 'Rekening Begroting' over '(x € 1.000) 2023 2024'."""
    if len(lines) != 2 or values < 2:
        return None
    years = _YEAR.findall(lines[1])
    rest = _UNIT.sub("", _YEAR.sub("", lines[1])).strip()
    if len(years) != values or (rest and column(rest) is None) or _YEAR.search(lines[0]):
        return None
    found = cuts(lines[0]).get(values)
    columns = [one for one in found[1] if one.role is Role.VALUE] if found else []
    if len(columns) != values or not all(one.sure for one in columns):
        return None
    return under_years(columns, years)


def under_years(columns: Sequence[Column], years: Sequence[str]) -> tuple[Column, ...]:
    """Columns of stages, each with the year that stands below it."""
    return tuple(
        replace(one, year=int(year), head=f"{one.head} {year}")
        for one, year in zip(columns, years, strict=True)
    )
