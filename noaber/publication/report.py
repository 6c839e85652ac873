"""What checks found in documents, for people: one web page that stands alone, and rows for a sheet."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from noaber.publication.design.environment import site_environment
from noaber.publication.design.words import RULES

_FONTS = re.compile(r"@font-face\s*\{[^}]*\}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "bestand", "gemeente", "soort", "jaar", "titel", "regel", "bladzijde", "regelnummer", "passage", "vraag",
)  # fmt: skip
KINDS = {
    "budget": "begroting",
    "interim": "tussenrapportage",
    "account": "jaarstukken",
    "other": "document",
}


@dataclass(frozen=True)
class Finding:
    """One question about one place: the rule, the words, page and line where they are known, the passage."""

    rule: str
    message: str
    page: int | None
    line: int | None
    passage: str = ""

    @property
    def label(self) -> str:
        """How a reader calls the rule."""
        return RULES.get(self.rule, self.rule)


@dataclass(frozen=True)
class FileReport:
    """One document or file; `refused` says in sentences why it could not be read, and then nothing else holds.

    `sizes` are what was read of it: how many goals, indicators, efforts, amounts and figures.
    """

    name: str
    title: str = ""
    municipality: str = ""
    kind: str = ""
    year: int | None = None
    checks: int = 0
    rounded: int = 0
    accepted: int = 0
    findings: tuple[Finding, ...] = ()
    sizes: tuple[tuple[str, int], ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """The document in words: 'Begroting 2024, Almelo', or its file."""
        kind = KINDS.get(self.kind, "") if self.kind != "other" else ""
        head = " ".join(part for part in (kind.capitalize(), str(self.year or "")) if part)
        return (
            ", ".join(part for part in (self.title, head, self.municipality) if part) or self.name
        )


@dataclass(frozen=True)
class Report:
    """All files of one run."""

    made_on: date
    files: tuple[FileReport, ...]

    @property
    def read(self) -> list[FileReport]:
        """The files that could be read."""
        return [one for one in self.files if not one.refused]

    @property
    def refused(self) -> list[FileReport]:
        """The files that could not."""
        return [one for one in self.files if one.refused]

    @property
    def questions(self) -> int:
        """How many findings there are in all."""
        return sum(len(one.findings) for one in self.files)

    def by_rule(self) -> list[tuple[str, int, int]]:
        """Each rule that found something, with how often, and in how many files; the most frequent first."""
        counts: Counter[str] = Counter(found.label for one in self.files for found in one.findings)
        spread = {
            label: sum(any(found.label == label for found in one.findings) for one in self.files)
            for label in counts
        }
        return [(label, count, spread[label]) for label, count in counts.most_common()]


def report_page(report: Report) -> str:
    """The report as one HTML page with its style in it: it can be mailed, printed and opened anywhere."""
    template = site_environment("nl").get_template("report.html")
    return template.render(report=report, style=_style())


def report_rows(report: Report) -> str:
    """The findings as CSV, one a row, for a spreadsheet: semicolons, and no cell that is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in _rows(report):
        writer.writerow([_safe(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _rows(report: Report) -> Iterator[tuple[object, ...]]:
    for one in report.files:
        head = (one.name, one.municipality, KINDS.get(one.kind, ""), one.year or "", one.title)
        for sentence in one.refused:
            yield (*head, "niet gelezen", "", "", "", sentence)
        for found in one.findings:
            yield (
                *head,
                found.label,
                found.page or "",
                found.line or "",
                found.passage,
                found.message,
            )


def _safe(cell: object) -> str:
    """A cell that a spreadsheet takes for words."""
    text = " ".join(str(cell).split())
    return f"'{text}" if text.startswith(_FORMULA) else text


@cache
def _style() -> str:
    """The stylesheet of the house, without the typefaces that it would fetch."""
    built = resources.files("noaber.publication.design") / "built" / "noaber.css"
    return _FONTS.sub("", built.read_text("utf-8"))
