"""Code lists: taakvelden and categories are official by the year."""

from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.words import finding
from noaber.intake.documents.reading import AmountItem, CheckItem, Span
from noaber.vocabulary.iv3.lists import known_year
from noaber.vocabulary.taakvelden import category, category_sides, not_official, taakveld

_SIDES = {"expense": "lasten", "income": "baten"}


def taakveld_is_official(case: Case) -> Iterator[CheckItem]:
    """A taakveld exists in the year of the amount or of the document.

    A budget writes its plan years in the codes of its own year, so either year will do. Silent for
    years of which no official list is known, and for names without a code.

    Why: the taakvelden of the social domain were divided anew in 2023 and 2025; a code of another
    generation sums under the wrong head or not at all.
    Law: BBV 66 and the ministerial rule on taakvelden; the Iv3 list of the year.
    Prevents: 6.72 in the accounts of 2025, in which it is divided over 6.751 and the codes after it.
    """
    wrong: dict[tuple[str, int], list[Span]] = {}
    for item in case.reading.finance:
        code = item.taakveld or ""
        years = _years(case, item)
        if any(one.isdigit() for one in code) and years and not _exists(code, years):
            wrong.setdefault((code, years[0]), []).append(item.span)
    for (code, year), spans in wrong.items():
        why = not_official(code, year)
        yield finding("code_list", f"Taakveld {code}: {why}. Welke code is bedoeld?", spans)


def category_is_official(case: Case) -> Iterator[CheckItem]:
    """A category exists in that year, on the side where it is used.

    Why: Iv3 refuses a delivery with an unknown category, or with one of income among the expenses.
    Law: BBV 71; the Iv3 list of the year.
    Prevents: a category that was made up of two others, or typed one digit wrong.
    """
    wrong: dict[str, list[Span]] = {}
    for item in case.reading.finance:
        years = _years(case, item)
        if item.category and years and (why := _category(item.category, item, years)):
            wrong.setdefault(why, []).append(item.span)
    for why, spans in wrong.items():
        yield finding("code_list", f"{why}. Welke code is bedoeld?", spans)


def _category(code: str, item: AmountItem, years: list[int]) -> str | None:
    if not any(one.isdigit() for one in code):
        return None
    if not any(category(code, year) for year in years):
        return f"Categorie {code} bestaat niet in de lijst van {years[0]}"
    side = _SIDES.get(item.kind)
    sides = {one for year in years for one in category_sides(code, year)}
    if side is None or side in sides:
        return None
    return (
        f"Categorie {code} is er een van de {' en '.join(sorted(sides))}, hier staat zij bij {side}"
    )


def _exists(code: str, years: list[int]) -> bool:
    return any(taakveld(code, year) for year in years)


def _years(case: Case, item: AmountItem) -> list[int]:
    """The years whose list may be meant, the document's own first."""
    years = dict.fromkeys((case.year, item.year))
    return [year for year in years if year is not None and known_year(year)]
