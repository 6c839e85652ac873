"""Disclosure: counts so small that a reader may know who is meant."""

from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.values import text
from noaber.intake.documents.audit.words import finding, listed
from noaber.intake.documents.reading import CheckItem, IndicatorItem, Reading, ValueItem
from noaber.vocabulary.names import normalise
from noaber.vocabulary.people import counts_people

SMALLEST = 5  # fewer people than this are not published
_PUBLIC = ("offered", "adopted")


def small_counts_of_people(case: Case) -> Iterator[CheckItem]:
    """No count of people from one to four is made public for the first time.

    Looked at are indicators and numbers in the text whose name counts people or households. What is
    already public (the document was printed, or an offered or adopted one has the same number of the
    same period) passes with a warning: status ok. Nought says of nobody that he is in it.

    Why: in a village three people with debts have names.
    Law: AVG art. 5 (1) c; the rule of CBS and the municipal monitor that few are not shown.
    Prevents: '2 jongeren' in a table per village.
    """
    small = [
        (one, value)
        for one in case.reading.indicators
        if one.unit == "number" and counts_people(one.name)
        for value in one.values
        if value.kind == "actual" and _is_small(value.value)
    ]
    new = [(one, value) for one, value in small if case.is_new and not _printed(case, one, value)]
    if new:
        yield finding(
            "small_count",
            f"Kleine aantallen mensen die nog niet openbaar zijn: {_told(new)}. Mag dit naar buiten, of "
            f"wordt het 'minder dan {SMALLEST}'?",
            [value.span for _, value in new],
        )
    known = [pair for pair in small if pair not in new]
    if known:
        yield finding(
            "small_count",
            f"Kleine aantallen mensen die al openbaar zijn: {_told(known)}. Wie het stuk las, kent ze.",
            [value.span for _, value in known],
            status="ok",
        )
    yield from _in_text(case)


def _in_text(case: Case) -> Iterator[CheckItem]:
    small = [
        one
        for one in case.records("figure")
        if counts_people(text(one, "counted")) and _is_small(one.values.get("value"))
    ]
    if small:
        names = [f"{one.values['value']} {text(one, 'counted')}" for one in small]
        yield finding(
            "small_count",
            f"Kleine aantallen mensen in de tekst: {listed(names)}. "
            + ("Mag dit naar buiten?" if case.is_new else "Dit is al openbaar."),
            [one.span for one in small],
            status="off" if case.is_new else "ok",
        )


def _is_small(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and 0 < value < SMALLEST


def _printed(case: Case, indicator: IndicatorItem, value: ValueItem) -> bool:
    name = normalise(indicator.name)
    return any(
        (found.period, found.value, found.kind) == (value.period, value.value, value.kind)
        for other in case.others
        if _is_public(other)
        for one in other.indicators
        if normalise(one.name) == name
        for found in one.values
    )


def _is_public(reading: Reading) -> bool:
    return reading.source is not None or reading.document.status in _PUBLIC


def _told(pairs: list[tuple[IndicatorItem, ValueItem]]) -> str:
    return listed(f"{one.name}: {value.value} ({value.period})" for one, value in pairs)
