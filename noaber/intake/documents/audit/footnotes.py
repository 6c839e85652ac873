"""Footnotes: marks without notes, notes without marks, notes that hide a target or speak of years long gone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.words import finding
from noaber.intake.documents.notes import raised
from noaber.intake.documents.reading import CheckItem, IndicatorItem, Span
from noaber.intake.documents.tokens import MARKS

_MARK = re.compile(
    rf"(?<=[\w)%’'.])\s?(?P<mark>[{MARKS}]{{1,4}}⁾?|(?<=\w)\s[0-9]\)|\[\^[0-9a-z]{{1,2}}\])(?=\s|$|\||\t|[,.;)])"
)
_NOTE = re.compile(
    rf"[ \t]*(?P<mark>[{MARKS}]{{1,4}}⁾?|[0-9]\)|\[\^[0-9a-z]{{1,2}}\]:?)[ \t\u00a0]*(?P<text>[^\s{MARKS}].*)"
)
_LINES = 10  # below the last row of a table in which its notes stand
_YEARS = re.compile(r"(?<![\w.,])(?P<year>(?:19|20)[0-9]{2})(?![\w%])")
_CHANGE = re.compile(
    r"\b(?:vanaf|sinds|met ingang|voorlopig|definitief|tel\w+|meegeteld|registr\w+|gewijzigd|nieuw\w*)\b",
    re.I,
)
_LAW = re.compile(
    r"\b(?:wmo|wet|jeugdwet|participatiewet|besluit|verordening|nota|visie|plan|beleid\w*) (?:19"
    r"|20)[0-9]{2}(?:-[0-9]{2,4})?",
    re.I,
)
_TARGET = re.compile(
    r"\b(?:streefwaarde|streefcijfer|streven|norm|doelwaarde|ambitie|doel)\b[^.]{0,60}?\b[0-9][0-9.,]*\s?%?",
    re.I,
)
_OLD = 2  # years before the first value: a change that long ago explains nothing in the series


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of indicators on lines that follow each other, and the notes below them."""

    rows: list[IndicatorItem]
    marks: dict[str, Span]
    notes: list[tuple[str, str, Span]]


def marks_and_notes_meet(case: Case) -> Iterator[CheckItem]:
    """Each mark in a table of indicators has a note, and each note a mark.

    A mark may have its note anywhere in the chapter. A line with a mark is a note only right below the
    rows of a table, and stars before several lines in a row are a list.

    Why: a mark without a note, or a note without a mark, leaves the reader to guess what holds of what.
    Law: none; the convention of tables.
    Prevents: '²' behind a waiting time of which the note fell away.
    """
    tables = list(_tables(case))
    everywhere = {
        raised(match["mark"]) for line in case.text.split("\n") if (match := _NOTE.match(line))
    }
    for table in tables:
        for mark, span in table.marks.items():
            if mark not in everywhere:
                yield finding(
                    "footnote",
                    f"Bij '{_near(case, span)}' staat de verwijzing '{mark}', maar nergens de noot "
                    "die erbij hoort. "
                    "Is de noot weggevallen?",
                    (span,),
                )
        used = {mark for other in tables for mark in other.marks}
        for mark, text, span in table.notes:
            if mark not in used and not _marked_in_prose(case, mark):
                yield finding(
                    "footnote",
                    f"Onder de tabel staat de noot '{mark} {text[:120]}', maar in de tabel staat die "
                    "verwijzing niet. "
                    "Bij welke regel hoort zij?",
                    (span,),
                )


def notes_hold_of_the_years_shown(case: Case) -> Iterator[CheckItem]:
    """A note does not speak only of years that lie well before the first year shown.

    Why: a note about years that are gone makes the reader doubt figures that are all counted alike.
    Law: none; the convention of series.
    Prevents: 'vanaf 2014 tellen ook jeugdigen mee' under a series that begins in 2018.
    """
    for one in case.reading.indicators:
        years = [int(value.period[:4]) for value in one.values if value.period[:4].isdigit()]
        for note in one.notes:
            said = [int(match["year"]) for match in _YEARS.finditer(_LAW.sub(" ", note))]
            if years and said and _CHANGE.search(note) and max(said) <= min(years) - _OLD:
                yield finding(
                    "footnote",
                    f"De noot bij '{one.name}' gaat over {max(said)}: '{note[:120]}' De reeks begint "
                    f"in {min(years)}. "
                    "Kan de noot vervallen?",
                    (_place(case, note, one), one.span),
                )


def no_target_hides_in_a_note(case: Case) -> Iterator[CheckItem]:
    """A target stands in the table and not only in a note below it.

    Why: who looks for the target in its column concludes that there is none.
    Law: BBV 8 and 25: what is wanted and how far it was reached stand together.
    Prevents: a dash in the column 'Streefwaarde' and the number in small print.
    """
    for one in case.reading.indicators:
        if any(value.kind == "target" and value.value is not None for value in one.values):
            continue
        for note in one.notes:
            if _TARGET.search(note):
                yield finding(
                    "footnote",
                    f"De streefwaarde van '{one.name}' staat alleen in een noot: '{note[:120]}' Kan "
                    "zij in de tabel?",
                    (_place(case, note, one), one.span),
                )


def _tables(case: Case) -> Iterator[_Table]:
    rows = sorted((one for one in case.reading.indicators if one.values), key=lambda one: one.span)
    start = 0
    for at, one in enumerate(rows):
        last = at + 1 == len(rows) or "\n\n" in case.text[one.span[1] : rows[at + 1].span[0]]
        if last:
            yield _table(case, rows[start : at + 1])
            start = at + 1


def _table(case: Case, rows: list[IndicatorItem]) -> _Table:
    marks: dict[str, Span] = {}
    for one in rows:
        first = case.text.rfind("\n", 0, one.span[0]) + 1
        last = case.text.find("\n", one.span[1])
        for match in _MARK.finditer(case.text, first, len(case.text) if last < 0 else last):
            before = case.text[first : match.start()]
            if before.count("(") <= before.count(")"):  # not '(klas 2 en 4)'
                marks.setdefault(raised(match["mark"]), match.span("mark"))
    notes: list[tuple[str, str, Span]] = []
    at = case.text.find("\n", rows[-1].span[1]) + 1
    for _ in range(_LINES if at else 0):
        stop = case.text.find("\n", at)
        stop = len(case.text) if stop < 0 else stop
        note = _NOTE.match(case.text, at, stop)
        if note is not None and _is_note(note["mark"], note["text"]):
            notes.append((raised(note["mark"]), note["text"], note.span("text")))
        elif case.text[at:stop].strip() or notes:
            break
        at = stop + 1
        if at >= len(case.text):
            break
    stars = [note for note in notes if note[0] == "*"]
    numbered = [note for note in notes if note[0].isdigit()]
    dropped = (stars if len(stars) > 1 else []) + numbered
    return _Table(rows, marks, [note for note in notes if note not in dropped])


def _is_note(mark: str, text: str) -> bool:
    """Whether a line with a mark is a note: not words between stars, and no question."""
    emphasis = mark.strip() in ("*", "**") and "*" in text
    return not emphasis and not text.rstrip().endswith("?")


def _marked_in_prose(case: Case, mark: str) -> bool:
    return re.search(rf"\w{re.escape(mark)}(?=[\s,.;)])", case.text) is not None


def _near(case: Case, span: Span) -> str:
    first = max(case.text.rfind("\n", 0, span[0]) + 1, span[0] - 60)
    return " ".join(case.text[first : span[0]].split("\t")[-1].split("|")[-1].split())


def _place(case: Case, note: str, one: IndicatorItem) -> Span:
    """Where a note stands in the text; the row itself where it cannot be found again."""
    at = case.text.find(note[:60])
    return (at, at + len(note)) if at >= 0 else one.span
