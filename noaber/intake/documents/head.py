"""Which chapter this is: title, municipality, kind of document, year and programme.

All of it is told by words and table heads; what they do not tell is None (or 'other').
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from noaber.intake.documents.finance import CostTable
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.reading import DocumentHead, DocumentKind, Span
from noaber.intake.documents.roles import Part, Role
from noaber.vocabulary.names import normalise, squeeze
from noaber.vocabulary.places import bare_name, municipalities

_TITLE_LINES = 8
_TITLE_WORDS = 12
_LONGEST_TITLE = 150  # characters
_TITLE_ROOM = 1200  # characters in which a document says which it is
_CAPITAL = re.compile(r"(?<![\w'’-])(?:['’]s-)?[A-ZÀ-Þ][\w'’]{0,40}")
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)[0-9]{2}(?![\w%,-])")
# What sentences of a plan and of a report are full of.
_AHEAD = re.compile(
    r"\b(?:we|wij) (?:willen|gaan|zullen|starten|nemen|blijven|werken|zetten|maken)\b"
    r"|\b(?:willen|gaan|blijven) (?:we|wij)\b",
    re.I,
)
_BEHIND = re.compile(
    r"\b(?:hebben|zijn) (?:we|wij)\b|\b(?:we|wij) (?:hebben|waren|konden)\b"
    r"|\b(?:is|zijn|werd|werden) [^.]{0,60}\b(?:ge\w+[dt]|ge\w+en)\b",
    re.I,
)
_FEW_VERBS = 6
_STRONG, _CLEAR = 5, 2  # what a word in the title weighs, and what decides


def document_head(
    text: str,
    parts: Sequence[Part],
    named: Part | None,
    tables: Sequence[CostTable],
    periods: Sequence[str],
) -> DocumentHead:
    """What the chapter says of itself.

    `named` is the line that names the programme, `periods` are those of measured indicator columns.
    """
    title = _title(parts, named)
    kind = _kind(parts, tables)
    return DocumentHead(
        title=title,
        municipality=municipality(text),
        kind=kind,
        year=_year(text, parts, tables, periods),
        programme=None if named is None else squeeze(text[slice(*named.span)]),
    )


def _top(parts: Sequence[Part]) -> list[str]:
    """The short lines above the running text."""
    lines = [squeeze(part.line.text) for part in parts[:_TITLE_LINES] if len(part.line.text) < 300]
    return [line for line in lines if len(line.split()) <= _TITLE_WORDS and not line.endswith(".")]


def _title(parts: Sequence[Part], named: Part | None) -> str:
    if named is not None:
        start, end = (place - named.line.start for place in named.span)
        whole = (
            named.line.text if len(named.line.text) < _LONGEST_TITLE else named.line.text[start:end]
        )
        return squeeze(whole.lstrip("# "))
    return next(iter(_top(parts)), "")


def _kind(parts: Sequence[Part], tables: Sequence[CostTable]) -> DocumentKind:
    """The kind with the clear majority of votes, from title, questions and column heads."""
    votes: Counter[DocumentKind] = Counter()
    words = {word for line in _top(parts) for word in re.findall(r"[^\W\d_]+", line.lower())}
    for kind, names in grammar().documents:
        votes[kind] += _STRONG * bool(names & words)
    asked = {(part.tense, normalise(part.line.text)) for part in parts if part.tense}
    for tense, _ in asked:
        votes["account" if tense == "past" else "budget"] += 1
    stages = {column.stage for table in tables for column in table.columns}
    if "actual" in stages and stages & {"revised", "original"}:
        votes["account"] += _CLEAR
    elif "original" in stages:
        votes["budget"] += _CLEAR
    if not votes.total():
        body = " ".join(part.line.text for part in parts if part.role is Role.TEXT)
        ahead, behind = len(_AHEAD.findall(body)), len(_BEHIND.findall(body))
        if ahead + behind > _FEW_VERBS:
            votes["budget"] += _CLEAR * (ahead > 2 * behind)
            votes["account"] += _CLEAR * (behind > 2 * ahead)
    (best, most), *rest = votes.most_common(2)
    clear = most >= _CLEAR and (not rest or most > rest[0][1])
    return best if clear else "other"


def _year(
    text: str, parts: Sequence[Part], tables: Sequence[CostTable], periods: Sequence[str]
) -> int | None:
    """The year in the title, else of the table heads, else the one most named in the text."""
    titled = {int(year) for line in _top(parts) for year in _YEAR.findall(line)}
    if len(titled) == 1:
        return titled.pop()
    asked = {
        int(year)
        for part in parts
        if part.role is Role.QUESTION
        for year in _YEAR.findall(part.line.text)
    }
    if len(asked) == 1:
        return asked.pop()
    dated = {int(match["year"]) for match in _dated().finditer(text, 0, _TITLE_ROOM)}
    if len(dated) == 1:
        return dated.pop()
    headed = [column.year for table in tables for column in table.columns if column.year]
    headed += [int(period[:4]) for period in periods if period[:4].isdigit()]
    if headed:
        return max(headed)
    return _most(Counter(int(year) for year in _YEAR.findall(text)))


@cache
def _dated() -> re.Pattern[str]:
    """A kind of document with its year behind it: 'Begroting 2026'."""
    words = "|".join(sorted({word for _, names in grammar().documents for word in names}))
    return re.compile(rf"(?i:{words})\s+(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])")


def _most(counts: Counter[int]) -> int | None:
    (best, most), *rest = counts.most_common(2) or [(0, 0)]
    return best if most > 1 and (not rest or most >= 2 * rest[0][1]) else None


def municipality(text: str) -> str | None:
    """The municipality that the text is about: the one it names most, and clearly so.

    Names that are words as well (Best, Buren) count only where no sentence begins, and a name
    behind 'centrumgemeente' or 'sub-regio' is somebody else's.
    """
    counts: Counter[str] = Counter()
    for match in _CAPITAL.finditer(text):
        for name in _by_first_word().get(match[0], ()):
            if text.startswith(name, match.start()) and _ends(text, match.start() + len(name)):
                counts[name] += _weight(text, match.span())
                break
    for name in counts:
        # Those who live there: 'Almeerders', 'Almeloërs'.
        counts[name] += len(
            re.findall(rf"\b{re.escape(name[:4])}\w{{0,6}}(?:ers|naren|ezen)\b", text)
        )
    (best, most), *rest = counts.most_common(2) or [("", 0)]
    clear = most > 1 and (not rest or most > rest[0][1])
    return best if clear else None


def _ends(text: str, at: int) -> bool:
    return not (text[at : at + 1].isalnum() or text[at : at + 1] == "-")


def _weight(text: str, span: Span) -> int:
    before = text[max(0, span[0] - 40) : span[0]].rpartition("\n")[2].split()
    if not before or before[-1][-1] in ".!?•":
        return 0
    last = before[-1].lower()
    if last in ("centrumgemeente", "sub-regio", "regio"):
        return 0
    return 3 if last in ("gemeente", "gemeenteraad") else 1


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    """The names by their first word, the longest first: 'Bergen op Zoom' before 'Bergen'."""
    found: dict[str, list[str]] = {}
    names = {bare_name(place.name) for place in municipalities()}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        first = _CAPITAL.match(name)
        if first is not None:
            found.setdefault(first[0], []).append(name)
    return {first: tuple(names) for first, names in found.items()}
