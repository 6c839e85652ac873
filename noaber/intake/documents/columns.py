"""What a column of a table holds, told by the words over it.

A head is words of the grammar: stages of money ('Begroting 2024 na wijziging'), kinds of money
('Lasten 2024'), what was measured or aimed at ('Realisatie 2023', 'Streefwaarde 2026'), or one of
the columns that go with them ('Bron', 'V/N', 'Status').
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.reading import AmountKind, AmountStage, ValueKind
from noaber.intake.documents.roles import section_of
from noaber.vocabulary.names import normalise, squeeze

_WORD = re.compile(r"[^\W\d_]+(?:[/.’'-][^\W\d_]+)*\.?|(?<![\w.,])(?:19|20)[0-9]{2}(?![\w.,])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LOOSE = re.compile(
    r"(?<![\w.,-])(?!(?:19|20)[0-9]{2}\b)[0-9]+(?![\w]*e\b)(?:[.,][0-9]+)*%?(?![\w])"
)
_DAY = re.compile(
    r"(?<![0-9])[0-3]?[0-9][-/][01]?[0-9](?:[-/](?P<year>(?:19|20)[0-9]{2}))?(?![0-9])"
    r"|(?:[0-3]?[0-9] )(?=(?:januari|december|juni|juli|mei|april|september|oktober)\b)",
    re.I,
)
_SPAN = re.compile(
    r"(?<![0-9])(?P<first>(?:19|20)[0-9]{2})\s?[/-]\s?(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
)
_HALF_YEAR = re.compile(
    r"\b(?:1e|2e|eerste|tweede) (?:half ?jaar|helft)(?: van)?\s*(?=(?:19|20)[0-9]{2})", re.I
)
_QUARTER = re.compile(
    r"\b(?:Q(?P<a>[1-4])|(?P<b>[1-4])e kw(?:artaal)?\.?|kwartaal (?P<c>[1-4]))"
    r"[ -]*(?P<year>(?:19|20)[0-9]{2})|\b(?P<first>(?:19|20)[0-9]{2})[ -]?[QK](?P<d>[1-4])\b",
    re.I,
)
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = re.compile(
    r"\b(?P<month>jan(?:uari)?|feb(?:ruari)?|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?"
    r"|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? (?P<year>(?:19|20)[0-9]{2})\b",
    re.I,
)
_YEARS_AGO = re.compile(r"t(?:\s?-\s?[1-9])?", re.I)
_LONGEST = 200  # characters
_MOST_WORDS = 9  # over one column; more is a sentence
_SCALE = re.compile(
    r"\(?\s*[x×*]\s*(?:€\s*)?1(?:[. ]?000(?:[. ]?000)?|\s*(?:miljoen|mln\.?|duizend))\b\s*\)?"
    r"|[(]?\bin\s+(?:€|euro'?s?|eur)\b[)]?",
    re.I,
)


class Role(StrEnum):
    """What the cells of a column are to their row."""

    LABEL = "label"
    GOAL = "goal"
    SUBGOAL = "subgoal"
    EFFORT = "effort"
    NEXT = "next"
    STATUS = "status"
    NOTE = "note"
    VALUE = "value"
    SOURCE = "source"
    UNIT = "unit"
    FLAG = "flag"
    DIRECTION = "direction"
    PERIOD = "period"
    BESIDE = "beside"
    NUMBER = "number"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head as printed and what that says; None where it does not say.

    `sure` is whether the head is a word that stands over columns and nothing else.
    """

    head: str
    role: Role
    year: int | None = None
    stage: AmountStage | None = None
    kind: AmountKind | None = None
    measured: ValueKind = "actual"
    sure: bool = True
    baseline: bool = False
    period: str = ""


@lru_cache(maxsize=4096)
def column(head: str) -> Column | None:
    """What this head says; None where its words are not those of a head."""
    if len(head) > _LONGEST:
        return None
    text = squeeze(head)
    if not text:
        return Column("", Role.BLANK, sure=False)
    if _YEARS_AGO.fullmatch(text):
        return Column(text, Role.VALUE, period=text.lower())
    plain, period = _dated(_SCALE.sub(" ", text))
    words = _WORD.findall(plain.lower())
    bare = [in_full(word, words) for word in words if not _YEAR.fullmatch(word)]
    if len(bare) > _MOST_WORDS or _LOOSE.search(plain):
        return None
    years = [int(word) for word in words if _YEAR.fullmatch(word)]
    role = _named(text)
    if role is not None and not (years and role in (Role.GOAL, Role.LABEL, Role.STATUS)):
        return Column(text, role)
    found = _value(text, bare, years)
    if found is not None and period:
        return replace(found, period=period, year=found.year or int(period[:4]))
    return found


def in_full(word: str, beside: Sequence[str] = ()) -> str:
    """A word over a column written out: 'begr.' is 'begroting'; one letter only beside a year."""
    short = word.strip(".")
    full = grammar().abbreviations.get(short)
    if full is None or (len(short) == 1 and not any(_YEAR.fullmatch(one) for one in beside)):
        return short
    return full


def _dated(text: str) -> tuple[str, str]:
    """The head with days, quarters and school years as one year, and the period that is not a year."""
    text = _HALF_YEAR.sub("", text)
    text = _DAY.sub(lambda match: match["year"] or "", text)
    match = _SPAN.search(text)
    if match is not None:
        return text[: match.start()] + match["first"] + text[match.end() :], match[0].replace(
            "-", "/"
        )
    match = _MONTH.search(text)
    if match is not None:
        month = 1 + _MONTHS.index(match["month"][:3].lower())
        year = match["year"]
        return f"{text[: match.start()]}{year}{text[match.end() :]}", f"{year}-{month:02}"
    match = _QUARTER.search(text)
    if match is not None:
        number = match["a"] or match["b"] or match["c"] or match["d"]
        year = match["year"] or match["first"]
        return f"{text[: match.start()]}{year}{text[match.end() :]}", f"{year}-Q{number}"
    return text, ""


_ASKED = {"goals": Role.GOAL, "efforts": Role.EFFORT}


def _named(text: str) -> Role | None:
    low = normalise(_YEAR.sub(" ", _SCALE.sub(" ", text)))
    if not low:
        return Role.LABEL if _SCALE.search(text) else None
    for name, phrases in grammar().column.items():
        if low in phrases or low.replace("wij", "we") in phrases:
            return Role(name)
    if text.endswith("?"):
        return _ASKED.get(section_of(text) or "")
    return None


def _value(text: str, bare: Sequence[str], years: Sequence[int]) -> Column | None:
    words = frozenset(bare)
    known = grammar()
    stage = next((s for s, sets in known.cost.stages if any(one <= words for one in sets)), None)
    kind = next((kind for kind, names in known.kinds if not names.isdisjoint(words)), None)
    target = not words.isdisjoint(known.table.target)
    measured = not words.isdisjoint(known.table.actual)
    words -= {"stand"} if kind == "reserve" else set()
    forecast = not words.isdisjoint(known.forecast)
    said = stage is not None or kind is not None or target or measured or forecast
    if not said and not (years and not words - known.cost.filler):
        return None
    strange = words - known.cost.filler - known.cost.begin - known.heads
    if len(strange) > 1 or (strange and not years and not stage):
        return None
    return Column(
        text,
        Role.VALUE,
        years[-1] if years else None,
        stage,
        kind,
        "target" if target and not measured else "actual",
        sure=said,
        baseline=not words.isdisjoint(known.table.baseline),
    )


def holds_amounts(one: Column) -> bool:
    """Whether a head that names rows where it is the first holds amounts where it is not: 'Bedrag'."""
    return one.role is Role.LABEL and normalise(one.head) in ("bedrag", "bedragen")


def settle(columns: Sequence[Column]) -> tuple[Column, ...]:
    """What columns say together: 'Saldo' beside stages is a difference, 'Doel' beside names a target."""
    stages = [c for c in columns if c.role is Role.VALUE and c.stage]
    kinds = {c.kind for c in columns if c.kind}
    found: list[Column] = []
    roles = {c.role for c in columns}
    serves = Role.GOAL in roles and Role.EFFORT not in roles
    flags = any(c.role is Role.FLAG for c in columns)
    moves = "reserve" in kinds and not any(one.stage for one in columns)
    for one in columns:
        if moves and one.role is Role.VALUE:
            one = replace(one, kind="reserve")
        elif one.kind == "balance" and len(kinds) == 1 and len(stages) > 1 and one.stage is None:
            one = replace(one, stage="difference", kind=None)
        elif one.role is Role.NOTE and serves and normalise(one.head).endswith("resultaat"):
            one = replace(one, role=Role.EFFORT)
        elif one.role is Role.GOAL and any(before.role is Role.GOAL for before in found):
            one = replace(one, role=Role.SUBGOAL)  # 'Kerndoel | Operationeel doel'
        elif found and holds_amounts(one):
            one = replace(one, role=Role.VALUE, stage="difference" if flags else None)
        elif one.role is Role.GOAL and serves and any(b.role is Role.LABEL for b in found):
            one = replace(one, role=Role.VALUE, measured="target")
        found.append(one)
    return tuple(found)
