"""Footnotes: which note a row means, and which notes tell of a break in a series."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.grammar import NoteWords, grammar
from noaber.intake.documents.reading import BreakItem, Span
from noaber.intake.documents.tokens import MARKS
from noaber.vocabulary.names import normalise, squeeze

_MOST_OF_ONE_MARK = 8
_NOTE = re.compile(rf"(?P<mark>[{MARKS}]{{1,9}}⁾?|\[\^[0-9a-z]{{1,2}}\]:?)\s*(?=[^\s{MARKS}⁾])")
_NUMBERED = re.compile(r"(?P<mark>[0-9]\))\s+(?=\S)")
_RAISE = str.maketrans("0123456789abcde", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ")


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: its mark, its text as printed, and where that stands (the mark left out)."""

    mark: str
    text: str
    span: Span

    def longer(self, line: Line) -> "Note":
        """The same note, going on in the next line."""
        return replace(
            self, text=f"{self.text} {squeeze(line.text)}", span=(self.span[0], line.end)
        )


def read_note(line: Line, numbered: bool = False) -> Note | None:
    """The footnote that the line is: a mark, then its words; `numbered` says that '1)' is a mark as well."""
    match = _NOTE.match(line.text) or (_NUMBERED.match(line.text) if numbered else None)
    if match is None:
        return None
    body = line.text[match.end() :]
    return Note(raised(match["mark"]), squeeze(body), (line.start + match.end(), line.end))


def raised(mark: str) -> str:
    """A mark in one form: '1)' is '¹', '[^2]' is '²'."""
    return mark.strip(" )⁾[]^").translate(_RAISE)


def by_mark(notes: Iterable[Note]) -> dict[str, list[Note]]:
    """The notes of one table by their mark.

    A mark that stands before a great many lines marks a list, not notes: it is left out.
    """
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.mark, []).append(note)
    return {mark: same for mark, same in found.items() if len(same) <= _MOST_OF_ONE_MARK}


def bind(name: str, marks: frozenset[str], notes: Mapping[str, Sequence[Note]]) -> tuple[Note, ...]:
    """The notes that a row means by its marks, in the order of the notes.

    Where one mark stands before several notes, the note that shares most words with the row's name
    is meant; where that does not tell, all of them stay.
    """
    chosen: list[Note] = []
    for mark in marks:
        same = notes.get(mark, ())
        shared = [len(_content(name) & _content(note.text)) for note in same]
        chosen += [note for note, score in zip(same, shared, strict=True) if score == max(shared)]
    return tuple(sorted(chosen, key=lambda note: note.span))


@lru_cache(maxsize=256)
def _content(text: str) -> frozenset[str]:
    return frozenset(normalise(text).split()) - grammar().languages["nl"]


def breaks(notes: Iterable[Note]) -> tuple[BreakItem, ...]:
    """The breaks in the series that the notes tell of.

    'vanaf 2022 tellen we ...' is a break between 2021 and 2022. 'In 2018 is op een andere manier
    geregistreerd' does not say on which side of 2018 the break lies: both periods are None.
    """
    return tuple(found for note in notes if (found := _break(note)) is not None)


def _break(note: Note) -> BreakItem | None:
    words = grammar().notes
    text = normalise(note.text)
    start = _start_pattern().search(text)
    if start is not None and not words.counting.isdisjoint(text.split()):
        after = int(start["year"])
        return BreakItem(str(after - 1), str(after), note.text, note.span)
    if _tells_of_change(text, words):
        return BreakItem(None, None, note.text, note.span)
    return None


@cache
def _start_pattern() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, grammar().notes.start))
    return re.compile(rf"\b(?:{phrases}) (?P<year>(?:19|20)[0-9]{{2}})\b")


def _tells_of_change(text: str, words: NoteWords) -> bool:
    return any(f" {phrase} " in f" {text} " for phrase in words.unsaid)
