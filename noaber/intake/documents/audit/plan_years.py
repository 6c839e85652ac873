"""Plan years and columns: a budget looks four years far, and an amount stands under its own year."""

import re
from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.values import period
from noaber.intake.documents.audit.words import counted, finding, listed
from noaber.intake.documents.reading import CheckItem, IndicatorItem, Span

_AHEAD = 3
_EMPTY = 3  # years
_ABOVE = 600  # characters over a row in which the table may say of which day it is
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def budget_looks_ahead(case: Case) -> Iterator[CheckItem]:
    """A budget names its own year and the three years after it.

    Silent where the amounts name no year, and of a printed chapter: the other years may stand
    elsewhere in the budget. One finding for all years that lack.

    Why: the council adopts the budget with an estimate of at least three years on.
    Law: Gemeentewet 190; BBV 22 and 23.
    Prevents: a column that fell away, or one year that stands twice in place of the next.
    """
    finance = [one for one in case.reading.finance if one.stage != "difference"]
    years = {one.year for one in finance if one.year is not None}
    if case.kind != "budget" or case.year is None or not years or case.text:
        return
    missing = [year for year in range(case.year, case.year + _AHEAD + 1) if year not in years]
    if missing:
        names = ", ".join(str(year) for year in missing)
        yield finding(
            "missing_year",
            f"De begroting van {case.year} hoort dat jaar en de drie jaren erna te noemen; "
            f"{names} {'ontbreekt' if len(missing) == 1 else 'ontbreken'}. Staan deze bedragen "
            "elders, of is een kolom weggevallen?",
            (finance[0].span,),
        )


def amount_stands_under_its_year(case: Case) -> Iterator[CheckItem]:
    """The year of an amount is the year that the head of its column names.

    One finding per column. Heads that name no year or more than one are left alone.

    Why: a year typed in the wrong column moves a whole budget by a year.
    Law: none; the head and the year say the same thing twice.
    Prevents: a column 'Begroting 2023' that is kept as 2022.
    """
    wrong: dict[tuple[str, int, int], list[Span]] = {}
    for item in case.reading.finance:
        named = {int(one) for one in _YEAR.findall(item.column)}
        if item.year is not None and len(named) == 1 and item.year not in named:
            wrong.setdefault((item.column, item.year, named.pop()), []).append(item.span)
    for (head, year, named_year), spans in wrong.items():
        yield finding(
            "missing_year",
            f"Onder '{head}' staan {counted(len(spans), 'bedrag', 'bedragen')} die bij {year} zijn "
            f"ingevoerd. Is {named_year} bedoeld?",
            spans,
        )


def nothing_is_realised_ahead(case: Case) -> Iterator[CheckItem]:
    """Nothing is realised in a year after the document's own.

    Why: what has not happened yet cannot be counted.
    Law: none; the calendar.
    Prevents: a value of 2022 typed under 2023, a target kept as a realisation.
    """
    if case.year is None:
        return
    amounts = [
        one
        for one in case.reading.finance
        if one.stage == "actual" and one.year is not None and one.year > case.year
    ]
    values = [
        (one.name, value.span)
        for one in case.reading.indicators
        for value in one.values
        if value.kind == "actual"
        and value.value is not None
        and (when := period(value.period)) is not None
        and when.year > case.year
    ]
    names = [f"{one.line} ({one.year})" for one in amounts] + [name for name, _ in values]
    if names:
        yield finding(
            "missing_year",
            f"Het document is van {case.year}, maar noemt realisaties van een later jaar: "
            f"{listed(names)}. Staan ze in de verkeerde kolom, of zijn het streefwaarden?",
            (*(one.span for one in amounts), *(span for _, span in values)),
        )


def value_has_a_year(case: Case) -> Iterator[CheckItem]:
    """Every value of an indicator says of which year it is.

    Said of printed chapters where other values of the document do say it: no year over the column, none
    in the cell, the source, the name or a note.

    Why: a value without a year cannot be held against a target, nor against the next value.
    Law: BBV 25 and its ministerial rule for the prescribed indicators; for the others convention.
    Prevents: 'vorige meting' and 'laatste meting' that nobody can date.
    """
    alone = [one for one in case.reading.indicators if _undated(case, one)]
    dated = any(value.dated for one in case.reading.indicators for value in one.values)
    if case.text and alone and dated:
        yield finding(
            "missing_year",
            f"Van {counted(len(alone), 'indicator', 'indicatoren')} staat niet bij uit welk jaar de "
            "metingen zijn: "
            f"{listed(one.name for one in alone)}. Welke jaren zijn het?",
            [value.span for one in alone for value in one.values if not value.dated],
        )


def _undated(case: Case, one: IndicatorItem) -> bool:
    """Whether a measured value has no year, and nothing in its row or its notes has one."""
    loose = [v for v in one.values if v.kind == "actual" and not v.dated and v.value is not None]
    if not loose or isinstance(loose[0].value, str):
        return False
    first = case.text.rfind("\n", 0, one.span[0]) + 1
    last = case.text.find("\n", one.span[1])
    line = case.text[first : len(case.text) if last < 0 else last]
    above = case.text[max(0, first - _ABOVE) : first]
    if re.search(
        rf"\b(?:stand|peildatum|per|cijfers|meting|gemeten|over|in)\b[^\n]{{0,40}}{_YEAR.pattern}",
        above,
        re.I,
    ):
        return False
    targets = {v.period[:4] for v in one.values if v.kind == "target"}
    said = set(_YEAR.findall(f"{line} {one.source or ''} {' '.join(one.notes)}")) - targets
    return not said


def indicator_is_still_measured(case: Case) -> Iterator[CheckItem]:
    """An indicator is not empty for the last three years of its row.

    Said of printed chapters: the own format gives a reason for a value that is not there.

    Why: an indicator that nobody measures any more says nothing and looks as if it did.
    Law: none; in several provinces an indicator without a value three years running lapses.
    Prevents: a row of dashes that comes back every year.
    """
    alone = []
    for one in case.reading.indicators if case.text else ():
        measured = [value for value in one.values if value.kind == "actual" and value.dated]
        last = sorted(measured, key=lambda value: value.period)[-_EMPTY:]
        empty = len(last) == _EMPTY and all(value.value is None for value in last)
        if empty and any(value.value is not None for value in measured):
            alone.append(one)
    if alone:
        yield finding(
            "missing_year",
            f"{counted(len(alone), 'indicator is', 'indicatoren zijn')} de laatste drie jaren van de "
            "reeks leeg: "
            f"{listed(one.name for one in alone)}. Wordt er nog gemeten, of kan de indicator vervallen?",
            [one.span for one in alone],
        )


def period_stands_once(case: Case) -> Iterator[CheckItem]:
    """An indicator has one value for a period.

    Said only when the two differ. One finding for all indicators.

    Why: of two values nobody can tell which one holds.
    Law: none; a series has one value a period.
    Prevents: a value of 2021 typed under 2022, which leaves 2021 empty.
    """
    found = {
        one.name: twice for one in case.reading.indicators if (twice := _twice(one)) is not None
    }
    if found:
        names = [f"{name} ({when})" for name, (when, _) in found.items()]
        yield finding(
            "missing_year",
            f"{counted(len(found), 'indicator heeft', 'indicatoren hebben')} twee verschillende "
            f"waarden voor dezelfde periode: {listed(names)}. Hoort een ervan bij een ander jaar?",
            [span for _, spans in found.values() for span in spans],
        )


def _twice(indicator: IndicatorItem) -> tuple[str, tuple[Span, ...]] | None:
    """The first period with two different realised values, and their places."""
    seen: dict[str, tuple[object, Span]] = {}
    for value in indicator.values:
        if value.kind != "actual" or value.value is None:
            continue
        before = seen.setdefault(value.period, (value.value, value.span))
        if before[0] != value.value:
            return value.period, (before[1], value.span)
    return None
