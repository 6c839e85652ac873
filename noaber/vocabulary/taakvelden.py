"""Taakvelden and categories by year, and what keeps a trend over their three generations.

Official lists of 2017-2026 (CBS, Iv3 definitions of municipalities). The taakvelden of the social
domain were divided anew in 2023 and in 2025. Nothing here converts an amount: a code has at most a
common parent under which amounts of all years may be summed, and says why where it has none.
Source of the parents: the official lists; the Iv3-Informatievoorschrift of 2023 and of 2025 as
municipal budgets print it. Where coordination and access (6.2x, 6.9x) stood before 2025 is not
established, so they have only the wide parent.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from noaber.vocabulary.iv3.lists import FIRST_YEAR, LAST_YEAR, Code, ListName, codes, years_of

Taakveld = Code
RESERVE_MOVEMENTS = "0.10"
RESULT = "0.11"
_CODE = re.compile(
    r"(?:taakveld|tv|iv3)?\W*0?(?P<main>[0-8])\s?[.,]\s?(?P<rest>[0-9]{1,3})(?P<letter>[a-d]?)"
    r"(?![0-9a-z]|[.,][0-9])",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:taakveld|tv|iv3)?\s*(?P<main>[0-8])(?P<rest>[0-9]{1,3}(?:-[0-9])?)(?P<letter>[a-d]?)"
    r"(?=\s|$|[:;_])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TrendParent:
    """Under which code amounts of all years may be summed; None where that is not established.

    `wide` is the parent that holds where the narrow one does not: the whole of access, Wmo and Jeugd.
    `note` says, in Dutch, why there is no parent, or what a reader must know of the sum.
    """

    code: str | None
    wide: str | None
    note: str


def taakveld(code: str, year: int) -> Taakveld | None:
    """The taakveld of that code in that year, also as '06.71', '6,71' or '6.71 Maatwerk 18+'.

    None where the code is not official in that year: `generation_of` says when it is.
    """
    found = normalise_code(code, year)
    return codes("taakveld", year).get(found) if found else None


def taakvelden(year: int) -> tuple[Taakveld, ...]:
    """The taakvelden of a year in the order of the list; none where the year has no definition."""
    return tuple(codes("taakveld", year).values())


def main_taakveld(code: str, year: int) -> Taakveld | None:
    """The main taakveld that a code is part of: '6.' of '6.71'."""
    found = taakveld(code, year)
    return codes("main_taakveld", year).get(found.group) if found else None


def category(code: str, year: int) -> Code | None:
    """The category of that code in that year, of expenses or else of income."""
    wanted = code.strip().replace(",", ".")
    sides: tuple[ListName, ...] = ("expense_category", "income_category")
    return next((found for side in sides if (found := codes(side, year).get(wanted))), None)


def category_sides(code: str, year: int) -> tuple[str, ...]:
    """On which sides a category may be used in that year: 'lasten', 'baten', both or neither."""
    wanted = code.strip().replace(",", ".")
    return tuple(
        side
        for side, name in (("lasten", "expense_category"), ("baten", "income_category"))
        if wanted in codes(name, year)
    )


def generation_of(code: str) -> tuple[int, ...]:
    """The years in which a taakveld code is official; empty where it never was."""
    found = normalise_code(code)
    return years_of("taakveld", found) if found else ()


def normalise_code(text: str, year: int | None = None) -> str | None:
    """The taakveld code that a printed text begins with; None where it begins with none.

    '06.71', '6,71' and 'Taakveld 6.71: ...' are 6.71; '671-3 - ...' (a ledger's subdivision) is the
    official 6.713 or 6.71, whichever the year has, the longest first. A nought at the end counts: 0.10 is
    not 0.1, and 6.60 is not 6.6.
    """
    stripped = text.strip()
    candidates = list(_candidates(stripped))
    if year is not None:
        official = codes("taakveld", year)
        return next((code for code in candidates if code in official), None) or _first(candidates)
    return next((code for code in candidates if years_of("taakveld", code)), _first(candidates))


def trend_parent(code: str, year: int) -> TrendParent:
    """The common parent of a taakveld over all years, or the reason that there is none."""
    found = taakveld(code, year)
    if found is None:
        return TrendParent(None, None, not_official(code, year))
    for row in _parents():
        if row["code"] == found.code and int(row["valid_from"]) <= year <= int(row["valid_until"]):
            return TrendParent(
                row["parent"] or None, row["wide_parent"] or row["parent"], row["note"]
            )
    return TrendParent(found.code, found.code, "")


def not_official(code: str, year: int) -> str:
    """Why a code is no taakveld of that year, in Dutch: the years in which it is are named."""
    years = generation_of(code)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"van {year} is geen officiële lijst bekend (wel van {FIRST_YEAR} tot en met {LAST_YEAR})"
    if not years:
        return f"'{code}' is in geen enkel jaar een taakveld"
    return f"'{code}' is een taakveld van {span(years)}, niet van {year}"


def span(years: tuple[int, ...]) -> str:
    """'2017 tot en met 2022', '2023 en 2024', 'alleen 2025'."""
    if len(years) == 1:
        return f"alleen {years[0]}"
    return f"{years[0]} {'en' if len(years) == 2 else 'tot en met'} {years[-1]}"


def _candidates(text: str) -> list[str]:
    match = _CODE.match(text)
    if match:
        return [f"{match['main']}.{match['rest']}{match['letter'].lower()}"]
    match = _BARE.match(text)
    if match is None:
        return []
    whole, _, part = match["rest"].partition("-")
    letter = match["letter"].lower()
    longest = [f"{match['main']}.{whole}{part}{letter}"] if part else []
    return [*longest, f"{match['main']}.{whole}{letter}"]


def _first(candidates: list[str]) -> str | None:
    return candidates[0] if candidates else None


@cache
def _parents() -> tuple[dict[str, str], ...]:
    text = resources.files("noaber.vocabulary.iv3").joinpath("trend_parents.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
