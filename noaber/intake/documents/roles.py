"""What a line outside the tables is for, by its own words."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import bare
from noaber.intake.documents.grammar import Tense, grammar
from noaber.intake.documents.reading import EffortStatus, Span
from noaber.vocabulary.names import normalise

LONGEST_NAME = 45  # words in the name of a goal; more is running text
_LONGEST_TITLE = 14
_LONGEST_SECTION = 16
_LONGEST_STATUS = 5
_NUMBERING = (
    r"(?:[A-Za-z]{1,3}-?(?=[0-9]{1,2}[.\s*:|][^a-z]))?[0-9]{1,2}"
    r"(?:\.(?:[0-9]{1,3}|[a-z]\b)){0,4}(?:[a-z]|[A-H](?=[.:]\s))?\.?"
)
_BULLET = re.compile(
    r"(?:(?P<glyph>[•*–—✓✔✗✘☐☑☒□❏🟢🟠🟡🔴🔵✅❌■▪◦○●→»‣·►▶▸▹➢➤➔◆◇❖⁃+-])\s*(?=[^\s*•–—-])"
    r"|(?P<dash>[•*–-])\s+(?=\*\*\w|__\w|\*\w|_\w)|(?P<angle>>)\s+|(?P<o>o)\s+(?=\w)"
    r"|(?P<letter>(?:[a-zA-Z]|[ivx]{2,4})[.)]|\([a-z0-9]\)|[0-9]{1,2}\))\s+|\[(?P<mark>[^\]\n]{1,24})\]\s+)"
)
_ROMAN = re.compile(r"[IVX]{1,4}\.[A-H0-9]{1,2}\.?\s+(?=[A-ZÀ-Þ])")
_NUMBER = re.compile(
    rf"(?P<bold>\*\*|__)?(?P<number>{_NUMBERING})(?(bold)(?:\*\*|__))"
    r"(?:\s*[:|–-])?(?:\s+(?=\S)|(?=[A-ZÀ-Þ]))"
)
_LABEL = re.compile(r"[A-H]|[0-9]{1,2}")
_LETTERED = re.compile(r"(?P<number>[A-H]\.[0-9]{1,2}(?:\.[0-9]{1,2})?)\.?\s+(?=[A-ZÀ-Þ])")
_HEAD = re.compile(r"#{1,6}\s+")
_LINKS = re.compile(r"\[[^\]]*\]\([^)]*\)")
_DATED = re.compile(
    r"(?:Publicatiedatum|Laatst gewijzigd|Versie|Datum):?\s*[0-9][0-9 -/:a-z]{5,30}", re.I
)
_ASIDE_HEAD = re.compile(r"\? {3,}(?=(?:Status|Stand|Voortgang|Gereed|Planning|Wanneer|Gelukt)\b)")
_CONTENTS = re.compile(
    r"(?:\.{5}|(?:\. ){5}|…{2}|_{5})[. …_]*[0-9]{0,4}$"
)  # a line of a list of contents
_PAGE = re.compile(
    r"(?:pagina|blz\.?|bladzijde|p\.)?\s*[-–]?\s*[0-9]{1,4}(?:\s*(?:van|/)\s*[0-9]{1,4})?\s*[-–]?",
    re.I,
)


_ASIDE = re.compile(r"(?<=\w)\s*\([^()]{3,40}\)$")
_DATE_BEHIND = re.compile(
    r"(?: (?:voor|in|over|van|tot|tot en met|t m))?(?: (?:19|20)[0-9]{2}){1,2}$"
)


# The foot of a page: its number before or behind the title of the document.
_FOOT = re.compile(
    r"[0-9]{1,3}\s*\|\s*[^|]{5,80}|.{5,100}?\s(?:pagina|pag\.|blz\.|bladzijde)\s*[0-9]{1,3}"
    r"(?: van [0-9]{1,3})?",
    re.I,
)


class Role(StrEnum):
    """What a line does in the chapter."""

    NAVIGATION = "navigation"
    PROGRAMME = "programme"
    THEME = "theme"
    GOAL = "goal"
    SUBGOAL = "subgoal"
    EFFORT = "effort"
    QUESTION = "question"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """Words outside the rows of figures with their role; `span` is the name, if they name something.

    `status`, `new` and `next_step` are of an effort; `own` says that a goal or an effort stood in a
    cell of a table beside the other, so that they belong together; `again` that an effort stands in a
    list that says something of efforts named elsewhere; `report` that it tells what was done, where
    what was planned may stand above it. `marked` is a goal that a word before it calls one, `head` one
    that is the head over all that follows, `high` one that the goals below it serve.
    """

    role: Role
    line: Line
    span: Span
    tense: Tense | None = None
    status: EffortStatus | None = None
    new: bool = False
    next_step: str | None = None
    own: bool = False
    again: bool = False
    report: bool = False
    marked: bool = False
    head: bool = False
    high: bool = False

    @property
    def names(self) -> bool:
        """Whether anything is named: what is left of '- ;' is nothing."""
        return self.span[0] < self.span[1]


@dataclass(frozen=True, slots=True)
class Words:
    """A line without what only orders it: text[start:end] with its bullet, number and level of head."""

    start: int
    end: int
    bullet: str = ""
    mark: str = ""
    number: str = ""
    level: int = 0

    def of(self, text: str) -> str:
        """The words themselves, of the line that they were found in."""
        return text[self.start : self.end]


@lru_cache(maxsize=2048)
def words(text: str) -> Words:
    """What the line says; bullets, numbers, marks of emphasis and of heads left off."""
    start, end = 0, len(text)
    head = _HEAD.match(text)
    level = 0
    if head is not None:
        level, start = head[0].count("#"), head.end()
    start, end = bare(text, start, end)
    bullet, mark, number = "", "", ""
    match = _BULLET.match(text, start, end)
    if match is not None:
        bullet = text[match.start() : match.end()].strip()
        mark = match["mark"] or ""
        start, end = bare(text, match.end(), end)
    match = _ROMAN.match(text, start, end)
    if match is not None:
        start, end = bare(text, match.end(), end)
    match = _LETTERED.match(text, start, end) or _NUMBER.match(text, start, end)
    if match is not None and match.end() < end:
        number = match["number"].rstrip(".")
        start, end = bare(text, match.end(), end)
        below = _BULLET.match(text, start, end) if not bullet else None
        if below is not None and below["letter"] is None:  # '1.  - a first thing'
            bullet = text[below.start() : below.end()].strip()
            start, end = bare(text, below.end(), end)
    return Words(start, end, bullet, mark, number, level)


@lru_cache(maxsize=4096)
def is_navigation(text: str) -> bool:
    """Whether the line leads elsewhere: a link, a trail of pages, a page number."""
    if len(text) > 400:
        return False
    low = normalise(text)
    if low in grammar().outline.menu or _DATED.fullmatch(text):
        return True
    short = len(low.split()) <= 12
    if any(
        low == phrase or (low.startswith(phrase + " ") and (short or phrase.count(" ") > 1))
        for phrase in grammar().outline.navigation
    ):
        return True
    if _PAGE.fullmatch(text.strip()) is not None or _CONTENTS.search(text) is not None:
        return True
    foot = _FOOT.fullmatch(text)
    if foot is not None and not set(low.split()).isdisjoint(_titles()):
        return True
    rest = _LINKS.sub("", text)
    if rest != text and not re.search(r"[^\W\d_]{4}.*[^\W\d_]{4}.*[^\W\d_]{4}", rest):
        return True
    return text.count(" > ") > 1 or text.count(" » ") > 1


@cache
def _titles() -> frozenset[str]:
    return frozenset(word for _, names in grammar().documents for word in names)


@lru_cache(maxsize=4096)
def section_of(text: str) -> str | None:
    """What stands under this question or head: goals, efforts, results, measures, costs or text."""
    found = words(text)
    plain = text[found.start : found.end]
    if "  " in plain and (cut := _ASIDE_HEAD.search(plain)) is not None:
        plain = plain[: cut.start() + 1]  # 'Wat hebben we gedaan?       Status'
    if len(plain) > 160:
        return None
    plain = plain.replace("(en)", "en").replace("(s)", "s")
    plain = _ASIDE.sub("", plain)  # 'Kosten (bedragen x € 1.000)'
    low = normalise(plain)
    count = len(low.split())
    if not low or count > _LONGEST_SECTION or plain.endswith((".", ";", ",")):
        return None
    asked = plain.rstrip().endswith("?") or low.startswith(
        ("wat ", "hoe ", "waar", "dit ", "welke ", "om ")
    )
    if not asked and (count > 6 or found.bullet):
        return None
    undated = _DATE_BEHIND.sub("", low)
    return next(
        (
            name
            for name, pattern in _sections()
            if pattern.fullmatch(low) or (undated != low and pattern.fullmatch(undated))
        ),
        None,
    )


@cache
def _sections() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile("|".join(f"(?:{one})" for one in patterns)))
        for name, patterns in grammar().outline.sections
    )


def tense_of(text: str) -> Tense | None:
    """Whether a question is asked of the past or of the future."""
    low = text[:80].lower()
    return next((tense for tense, stems in grammar().questions if low.startswith(stems)), None)


@lru_cache(maxsize=4096)
def named(text: str) -> tuple[Role, Span, bool] | None:
    """The role of a line by the marker before its name, the name, and whether it is an ambition.

    The span is empty where the marker stands alone: the next line is the name.
    """
    found = words(text)
    if len(text) > 500:
        return None
    for role, markers, high in _markers():
        match = markers.match(text, found.start, found.end)
        if match is None:
            continue
        start, end = bare(text, match.end(), found.end)
        rest = text[start:end]
        if not rest:
            alone = role in (Role.GOAL, Role.SUBGOAL) or (
                role is Role.PROGRAMME and match["number"]
            )
            alone = alone and len(match[0]) == found.end - found.start
            return (role, (end, end), high) if match["sep"] or alone else None
        sure = bool(match["sep"] or match["number"] or match["marker"].isupper())
        if role is Role.PROGRAMME and _LABEL.fullmatch(rest):
            return role, (end, end), high  # 'Programma C', its name on the line below
        if not _is_name(role, rest, sure):
            return None
        if role is Role.PROGRAMME and (again := markers.match(text, start, end)) is not None:
            start = again.end()  # 'Hoofdstuk: Programma 8 ...'
        kept = role is Role.THEME and match["marker"] in grammar().outline.whole
        return role, _trimmed(text, match.start("marker") if kept else start, end), high
    return None


def _trimmed(text: str, start: int, end: int) -> Span:
    return start, start + len(text[start:end].rstrip(" \u00a0.;:"))


def _is_name(role: Role, rest: str, sure: bool) -> bool:
    count = len(rest.split())
    if role in (Role.GOAL, Role.SUBGOAL):
        return sure and count <= LONGEST_NAME
    if not any(char.isalpha() for char in rest):
        return False
    first = rest[0].isupper() or rest[0] in "'’‘"
    return (sure or first) and count <= _LONGEST_TITLE and not rest.endswith((".", "?", ","))


@cache
def _markers() -> tuple[tuple[Role, re.Pattern[str], bool], ...]:
    outline = grammar().outline
    groups = (
        (Role.SUBGOAL, outline.subgoal, False),
        (Role.GOAL, outline.ambition, True),
        (Role.GOAL, outline.goal, False),
        (Role.PROGRAMME, outline.programme, False),
        (Role.THEME, outline.theme, False),
    )
    found = []
    for role, names, high in groups:
        either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        case = re.IGNORECASE if role in (Role.GOAL, Role.SUBGOAL) else 0
        letter = r"|(?-i:[A-H]\b(?!\s+[a-z]))" if case else ""
        either = either if case else f"{either}|{either.upper()}"
        before = r"(?:(?:ons|onze|het|eerste|tweede|derde|vierde|vijfde)\s+(?=[^:\n]{3,40}:\s))?"
        year = r"(?:\s+(?:(?:voor|in|van)\s+)?(?:19|20)[0-9]{2}(?=\s*:\s*[^\W\d]))?"
        before, year = (before, year) if case else ("", "")
        pattern = (
            rf"(?:\*\*|__)?{before}(?P<marker>{either}){year}"
            rf"(?:(?:\s+|\s*(?=[(#]))(?:nr\.?\s*|nummer\s+|[#(]\s*)?(?P<number>[A-Z]?[0-9]{{1,2}}(?:\.(?:[0-9]{{1,3}}|[a-z]\b)){{0,3}}"
            rf"(?:\.?[A-Z])?[a-z]?\b\.?|[IVX]{{1,4}}\b|[A-H](?:\.[0-9]{{1,2}}){{1,3}}|[A-H](?=\s*:){letter})\)?)?"
            r"(?:(?P<sep>(?:\*\*|__|\*|_)?\s*[:|]|\t|\s+[–—>»→=-]|\s*(?:\*\*|__)(?=\s)|(?<=[0-9])\.)\s*|\s+|$)"
        )
        found.append((role, re.compile(pattern, case), high))
    return tuple(found)


_LIGHTS: tuple[tuple[str, EffortStatus], ...] = (
    ("🟢", "running"),
    ("🟠", "running"),
    ("🟡", "running"),
    ("🔴", "not_started"),
    ("🔵", "done"),
    ("✅", "done"),
    ("❌", "not_started"),
)


_BOXES: dict[str, EffortStatus] = {
    "x": "done",
    "X": "done",
    "v": "done",
    "/": "running",
    "~": "running",
    " ": "not_started",
    ">": "moved",
    "-": "stopped",
}


def is_status(text: str) -> bool:
    """Whether these few words say what became of an effort and nothing else."""
    return len(text.split()) <= _LONGEST_STATUS and status_of(text) is not None


@lru_cache(maxsize=4096)
def status_of(text: str) -> EffortStatus | None:
    """What became of an effort, by the words said of it or the mark in its box."""
    light = next((status for glyph, status in _LIGHTS if glyph in text), None)
    if light is not None:
        return light
    if len(text) == 1:
        return _BOXES.get(text)
    low = f" {normalise(text)} "
    return next(
        (
            status
            for status, phrases in grammar().status
            if any(f" {one} " in low for one in phrases)
        ),
        None,
    )
