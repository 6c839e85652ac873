"""The running text of a printed chapter as sentences, and which series of figures a sentence speaks of.

A series is an indicator or a row of the cost table: a name and values by year. A sentence speaks of a
series when it uses nearly all words of its name that carry meaning, and of no other as well; where it
may be two, nothing is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.notes import Note, breaks
from noaber.intake.documents.reading import AmountKind, AmountStage, BreakItem, Span
from noaber.vocabulary.names import normalise

_START = 3  # letters by which a word is looked up; stems have no fewer but for capitals
_STEM = 6  # letters of a word that stay the same in one and many
_HALF = 0.5
_SURE, _FEW = 0.65, 3  # of the words of a name
_LEAST_WORDS = 4  # in a sentence
_FULL_LINE = 60  # characters after which a sentence may go on in the next line
_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ€0-9‘'\"“(*_])")
_SHORT = re.compile(
    r"(?:\b[A-Z]|\b(?:bijv|incl|excl|ca|nr|mln|mld|art|resp|o\.a|m\.b\.t|t\.o\.v))\.$", re.I
)
_ASIDE = re.compile(r"\([^)]*\)")
_CELLS = re.compile(r"\t|\s\|\s|^\||\S {3,}\S")
_YEAR = re.compile(r"(?<![\w.,€-])(?:19|20)[0-9]{2}(?![\w.,]*[0-9%])")
# Somebody else's figures.
ELSEWHERE = re.compile(
    r"\b(?:landelijk\w*|nederland\w*|nationa\w+|provinci\w+|regio\w*|elders|vergelijkbare gemeenten"
    r"|gemiddeld)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, where they stand, the words that its line begins with, and its line."""

    text: str
    span: Span
    lead: str
    line: Span

    @property
    def years(self) -> list[int]:
        """The years that it names, in order."""
        return [int(year) for year in _YEAR.findall(self.text)]


@dataclass(frozen=True, slots=True)
class Series:
    """Values by year under one name; `kind` and `stages` are of a row of costs."""

    name: str
    stems: frozenset[str]
    values: dict[int, tuple[float, Span]]
    percent: bool = False
    breaks: tuple[BreakItem, ...] = ()
    kind: AmountKind | None = None
    stages: tuple[tuple[AmountStage | None, float, Span], ...] = ()
    others: tuple[float, ...] = ()


def sentences(case: Case) -> Iterator[Sentence]:
    """The sentences of the running text, tables and heads left out."""
    for start, end in _paragraphs(case):
        text = case.text[start:end]
        lead = re.split(r"[:.,](?:\s|$)", text, maxsplit=1)[0][:120]
        at = 0
        for stop in [*_stops(text), len(text)]:
            said = text[at:stop]
            first = len(said) - len(said.lstrip(" \t•*-·–\u00a0"))
            words = " ".join(said[first:].split())
            if len(words.split()) >= _LEAST_WORDS:
                span = (start + at + first, start + at + len(said.rstrip()))
                yield Sentence(words, span, lead, (start, end))
            at = stop


def _stops(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if _SHORT.search(text[: match.start()]) is None:
            yield match.end()


def _paragraphs(case: Case) -> Iterator[Span]:
    """Lines of running text, with lines that a sentence goes on in put together."""
    taken = _rows(case)
    start = end = -1
    at = 0
    for line in case.text.split("\n"):
        first, last = at, at + len(line)
        at = last + 1
        plain = line.strip()
        is_text = (
            bool(plain)
            and not _CELLS.search(line.strip())
            and not any(a < last and first < b for a, b in taken.near(first, last))
        )
        goes_on = start >= 0 and end == first - 1 and end - start > _FULL_LINE and is_text
        if (
            goes_on
            and not re.match(r"\s*(?:[•*·–-]|[0-9]+[.)]|#)\s", line)
            and case.text[end - 1] not in ".:;"
        ):
            end = last
            continue
        if start >= 0:
            yield (start, end)
            start = end = -1
        if is_text:
            start, end = first, last
    if start >= 0:
        yield (start, end)


class _Places:
    """Places in the text, found by where they are."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans)

    def near(self, first: int, last: int) -> list[Span]:
        from bisect import bisect_left

        stop = bisect_left(self.spans, (last, 0))
        return [span for span in self.spans[max(0, stop - 40) : stop] if span[1] > first]


def _rows(case: Case) -> _Places:
    reading = case.reading
    rows = [one.span for one in reading.indicators if one.values]
    return _Places(rows + [one.span for one in reading.finance])


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, cut so that one and many are the same."""
    few, empty = grammar().languages["nl"], grammar().measuring
    plain = _ASIDE.sub(" ", text).replace("-", " ")
    names = {normalise(word) for word in re.findall(r"\b[A-Z]{2,5}\b", plain)}
    words = (word for word in normalise(plain).split() if len(word) > 3 or word in names)
    return frozenset(
        word[:_STEM]
        for word in words
        if word not in few and word not in empty and not word[0].isdigit()
    )


def series(case: Case) -> list[Series]:
    """The indicators and the rows of costs of a document."""
    return [*_indicators(case), *_costs(case)]


def _indicators(case: Case) -> Iterator[Series]:
    told = list(_told_breaks(case))
    for one in case.reading.indicators:
        values: dict[int, tuple[float, Span]] = {}
        others: list[float] = []
        for value in one.values:
            if isinstance(value.value, bool) or not isinstance(value.value, int | float):
                continue
            year = int(value.period[:4]) if value.period[:4].isdigit() else None
            if value.kind == "actual" and year is not None and year not in values:
                values[year] = (float(value.value), value.span)
            else:
                others.append(float(value.value))
        if values:
            mine = tuple(found for name, found in told if name == one.name) or one.breaks
            yield Series(
                one.name, stems(one.name), values, one.unit == "percent", mine, others=tuple(others)
            )


def _told_breaks(case: Case) -> Iterator[tuple[str, BreakItem]]:
    """The breaks that a sentence tells of without a mark, each with the name of the one indicator it means."""
    names = [one.name for one in case.reading.indicators]
    for said in sentences(case):
        for found in breaks([Note("", said.text, said.span)]):
            words = stems(said.text)
            shares = sorted(
                ((len(stems(name) & words) / max(1, len(stems(name))), name) for name in names),
                reverse=True,
            )
            alone = len(shares) == 1 or (len(shares) > 1 and shares[1][0] < shares[0][0])
            if found.after is not None and alone and shares[0][0] > _HALF:
                yield shares[0][1], found


def _costs(case: Case) -> Iterator[Series]:
    rows: dict[tuple[str, AmountKind], list[int]] = {}
    finance = case.reading.finance
    for at, one in enumerate(finance):
        rows.setdefault((_called(one.heading, one.line), one.kind), []).append(at)
    for (name, kind), places in rows.items():
        values: dict[int, tuple[float, Span]] = {}
        stages: list[tuple[AmountStage | None, float, Span]] = []
        for at in places:
            one = finance[at]
            stages.append((one.stage, float(one.eur), one.span))
            if one.stage == "actual" and one.year is not None:
                values.setdefault(one.year, (float(one.eur), one.span))
        yield Series(name, stems(name), values, kind=kind, stages=tuple(stages))


def _called(heading: str | None, line: str) -> str:
    """A row of costs by what it is about: 'Lasten' under 'Jeugd' is Jeugd."""
    if stems(line):
        return line
    return heading or line


class Names:
    """Series by the words of their names, to find the one that a sentence speaks of."""

    def __init__(self, among: Sequence[Series]) -> None:
        """Index the series by how their words begin."""
        self.among = tuple(among)
        self.by_start: dict[str, list[tuple[str, int]]] = {}
        for at, one in enumerate(self.among):
            for stem in one.stems:
                self.by_start.setdefault(stem[:_START], []).append((stem, at))

    def meant(self, said: str, all_words: bool = False) -> Series | None:
        """The one series that these words speak of; None where there is none, or where it may be two."""
        hits: dict[int, set[str]] = {}
        for word in stems(said):
            for stem, at in self.by_start.get(word[:_START], ()):
                if word.startswith(stem) or stem.startswith(word):
                    hits.setdefault(at, set()).add(stem)
        found: list[tuple[int, Series]] = []
        for at, matched in hits.items():
            one = self.among[at]
            least = 1.0 if all_words or len(one.stems) < _FEW else _SURE
            if len(matched) >= least * len(one.stems):
                found.append((len(matched), one))
        most = max((count for count, _ in found), default=0)
        best = [one for count, one in found if count == most]
        return best[0] if len(best) == 1 else None
