"""The corpus of composed pages: pages with marks, their golds, and how a reading is scored against one.

A page stands in `tests/samples/reading/<part>/<name>/page.*` with marks around what its `gold.toml` names;
without the marks it is what the reader gets. `known` is what the grammar was made on. What it does on `unseen`
is looked at by nobody who changes it: only the scores count.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from noaber.intake.documents.reading import Reading
from noaber.vocabulary.names import normalise, squeeze

FOLDER = Path(__file__).parent / "samples/reading"
PARTS = ("known", "unseen")
MARK = re.compile(r"⟦(/?)([^⟧]+)⟧")
Span = tuple[int, int]


@dataclass(frozen=True)
class Page:
    """One page: the text as the reader gets it, where its marks stood, and what its gold says."""

    name: str
    suffix: str
    content: bytes
    gold: dict[str, Any]
    marked: str


def pages(part: str) -> list[Page]:
    """The pages of a part of the corpus, by name."""
    found = []
    for gold in sorted((FOLDER / part).glob("*/gold.toml")):
        source = next(one for one in gold.parent.iterdir() if one.name.startswith("page."))
        marked = source.read_text("utf-8")
        plain = MARK.sub("", marked)
        found.append(
            Page(
                gold.parent.name,
                source.suffix,
                plain.encode(),
                tomllib.loads(gold.read_text("utf-8")),
                marked,
            )
        )
    return found


def places(marked_text: str) -> tuple[str, dict[str, Span]]:
    """A text without its marks, and what each mark enclosed."""
    out: list[str] = []
    marks: dict[str, Span] = {}
    opened: dict[str, int] = {}
    length = at = 0
    for match in MARK.finditer(marked_text):
        piece = marked_text[at : match.start()]
        out.append(piece)
        length += len(piece)
        at = match.end()
        close, name = match.groups()
        if close:
            marks[name] = (opened.pop(name), length)
        else:
            opened[name] = length
    out.append(marked_text[at:])
    return "".join(out), marks


@dataclass
class Score:
    """How many were right, how many the gold has and how many the reading gave."""

    right: int = 0
    gold: int = 0
    given: int = 0
    missed: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; one where there was nothing and nothing given."""
        return 2 * self.right / (self.gold + self.given) if self.gold + self.given else 1.0

    def add(self, other: "Score") -> None:
        """Count another page in."""
        self.right += other.right
        self.gold += other.gold
        self.given += other.given
        self.missed += other.missed
        self.surplus += other.surplus


def score(page: Page, reading: Reading, text: str, to_text: Callable[[bytes, str], str]) -> dict[str, Score]:  # fmt: skip
    """The score of a reading by kind. `to_text` gives the text of a file, with marks left in it."""
    marked = to_text(page.marked.encode(), f"page{page.suffix}")
    plain, marks = places(marked)
    assert plain == text, f"{page.name}: marks change the text"
    gold = _Gold(page.gold, plain, marks)
    return {
        "goals": _count(gold.goals(), [(normalise(one.text), one.kind) for one in reading.goals]),
        "indicators": _count(
            gold.values(),
            [
                (normalise(one.name), value.period, value.kind, _number(value.value))
                for one in reading.indicators
                for value in one.values
                if value.value is not None
            ],
        ),
        "efforts": _count(gold.efforts(), [normalise(_said(one)) for one in reading.efforts]),
        "finance": _count(
            gold.amounts(),
            [
                (one.span, one.kind, _stage(one.stage), one.year, float(one.eur))
                for one in reading.finance
            ],
        ),
        "figures": _count(
            gold.figures(), [(one.span, float(one.value)) for one in reading.figures]
        ),
    }


def _stage(stage: str | None) -> str | None:
    """A budget before changes and one of which nothing is said are one: of a head that only says
    'Begroting 2024' the makers of the two parts held different views."""
    return None if stage == "original" else stage


def _said(effort: Any) -> str:
    return effort.text


class _Gold:
    """The rows of a gold in the form in which they are compared."""

    def __init__(self, data: dict[str, Any], text: str, marks: dict[str, Span]) -> None:
        self.data, self.text, self.marks = data, text, marks

    def words(self, at: str) -> str:
        start, end = self.marks[at]
        return squeeze(self.text[start:end])

    def goals(self) -> Iterator[Any]:
        for one in self.data.get("goal", []):
            yield normalise(self.words(one["at"])), one["kind"]

    def values(self) -> Iterator[Any]:
        for one in self.data.get("indicator", []):
            for value in one.get("values", []):
                yield (
                    normalise(self.words(one["at"])),
                    value["period"],
                    value.get("kind", "actual"),
                    _number(_bare(value)),
                )

    def efforts(self) -> Iterator[Any]:
        for one in self.data.get("effort", []):
            yield normalise(self.words(one["at"]))

    def amounts(self) -> Iterator[Any]:
        for one in self.data.get("amount", []):
            yield self.marks[one["at"]], one["kind"], _stage(one.get("stage")), one.get("year"), float(one["eur"])  # fmt: skip

    def figures(self) -> Iterator[Any]:
        for one in self.data.get("figure", []):
            yield self.marks[one["at"]], float(one["value"])


def _bare(value: dict[str, Any]) -> Any:
    """A target that is a floor or a ceiling is its number: '≥ 85%' is 85."""
    said = value["value"]
    if value.get("kind") != "target" or not isinstance(said, str):
        return said
    match = re.fullmatch(r"[≥≤<>] ?([0-9.,]+) ?%?", said)
    return float(match[1].replace(".", "").replace(",", ".")) if match else said


def _number(value: Any) -> Any:
    return value if isinstance(value, str | bool) else round(float(value), 6)


def _count(gold: Iterable[Any], given: Iterable[Any]) -> Score:
    wanted, found = Counter(gold), Counter(given)
    both = wanted & found
    return Score(
        both.total(),
        wanted.total(),
        found.total(),
        [str(one) for one in (wanted - found).elements()],
        [str(one) for one in (found - wanted).elements()],
    )
