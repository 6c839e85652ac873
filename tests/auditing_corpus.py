"""The corpus of chapters with planted defects, and how the findings of the checks are held against it.

A chapter stands in `tests/samples/auditing/<part>/<name>/page.*` with marks around what its `gold.toml` says
is wrong (`defect`) and around what only looks so (`tempting`). `known` is what the rules were made on,
`unseen` is read by nobody who writes them: only its scores are looked at.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from noaber.intake.documents.checks import all_checks
from noaber.intake.documents.files import read_file, text_of
from noaber.intake.documents.reading import CheckItem
from tests.reading_corpus import MARK, Span, places

FOLDER = Path(__file__).parent / "samples/auditing"
PARTS = ("known", "unseen")
# Rules that say the same of one place, from two sides.
ALIKE = (
    {"explained_share", "residual"},
    {"balance", "total", "difference", "result"},
    {"text_against_table", "direction"},
    {"footnote", "series_break"},
)


@dataclass
class Outcome:
    """What the checks found in one chapter: planted and found, planted and missed, and what else they said."""

    name: str
    found: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    false: list[tuple[str, str]] = field(default_factory=list)


def outcomes(part: str) -> Iterator[Outcome]:
    """The outcome of each chapter of a part, by name."""
    for gold in sorted((FOLDER / part).glob("*/gold.toml")):
        source = next(one for one in gold.parent.iterdir() if one.name.startswith("page."))
        yield outcome(
            gold.parent.name,
            source.suffix,
            source.read_text("utf-8"),
            tomllib.loads(gold.read_text("utf-8")),
        )


def outcome(name: str, suffix: str, marked: str, gold: dict[str, Any]) -> Outcome:
    """The findings of one chapter held against what was planted in it."""
    text, reading = read_file(MARK.sub("", marked).encode(), f"page{suffix}")
    plain, marks = places(text_of(marked.encode(), f"page{suffix}"))
    assert plain == text, f"{name}: marks change the text"
    year = gold["document"].get("year") or reading.document.year or 2025
    findings = [
        one for one in all_checks(reading, text, date(year + 1, 6, 1)) if one.status == "off"
    ]
    result = Outcome(name)
    used: set[int] = set()
    for defect in gold.get("defect", []):
        named = (defect["at"], *defect.get("also", []))
        where = [marks[at] for at in named if at in marks]  # a web page does not show all
        assert where, f"{name}: {defect['at']} is nowhere"
        hits = [at for at, one in enumerate(findings) if _meets(one, defect["rule"], where, text)]
        used |= set(hits)
        (result.found if hits else result.missed).append((defect["rule"], defect.get("why", "")))
    result.false = [(one.rule, one.message) for at, one in enumerate(findings) if at not in used]
    return result


def _meets(finding: CheckItem, rule: str, where: list[Span], text: str) -> bool:
    same = finding.rule == rule or any({finding.rule, rule} <= one for one in ALIKE)
    return same and any(_near(span, place, text) for span in finding.spans for place in where)


def _near(span: Span, place: Span, text: str) -> bool:
    """Whether two places touch, or stand on one line."""
    if span[0] < place[1] and place[0] < span[1]:
        return True
    low, high = min(span[1], place[1]), max(span[0], place[0])
    return "\n" not in text[low:high] if low <= high else True
