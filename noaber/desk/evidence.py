"""Evidence for readers: from a place in a file, or a result, to what 'Waar komt dit vandaan?' says."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import accumulate

from noaber.measures.definition import Definition
from noaber.measures.results import Result
from noaber.publication.edition import Evidence, Figure
from noaber.register.outline import Outline, OutlineEvidence, OutlineFile
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.grades import EvidenceKind, Grade

PASSAGE = 400


class Lines:
    """A text by its lines: which line a character stands on, and that line's text."""

    def __init__(self, text: str) -> None:
        """Index the starts of the lines once."""
        self.text = text
        lengths = (len(line) for line in text.splitlines(keepends=True))
        self._starts = [0, *accumulate(lengths)] if text else [0]

    def number(self, position: int) -> int:
        """The line number, from 1, of a character."""
        return bisect_right(self._starts[:-1] or [0], position)

    def around(self, start: int, end: int) -> tuple[str, int, int]:
        """The line(s) that hold [start, end), cut to a readable length, and the mark within."""
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", end)
        last = len(self.text) if last < 0 else last
        first = max(first, start - PASSAGE)
        last = min(last, end + PASSAGE)
        return self.text[first:last], start - first, end - first

    def line(self, number: int) -> str:
        """The text of a line by its number from 1; empty where there is none."""
        if not 1 <= number < len(self._starts):
            return ""
        return self.text[self._starts[number - 1] : self._starts[number]].strip()


class Places:
    """Makes the evidence of registered values of one document, each once."""

    def __init__(self, outline: Outline, suppliers: Mapping[str, str]) -> None:
        """`suppliers` names who supplied a value, by evidence number."""
        self._outline = outline
        self._suppliers = suppliers
        self._lines = Lines(outline.file.text)
        printed = outline.printed_file
        self._printed_lines = Lines(printed.text) if printed and printed.text else None

    def of(self, number: str, name: str = "") -> Evidence:
        """The evidence with this register number; of its field `name`, where it is of a record."""
        found = self._outline.evidence[number]
        if name and (span := self._field(found, name)):
            narrowed = replace(found, start=span[0], end=span[1])
            return replace(self._of(number, narrowed), id=f"{placed_id(number)}-{name}")
        return self._of(number, found)

    def _field(self, found: OutlineEvidence, name: str) -> tuple[int, int] | None:
        """Where a field of a record stands in a file of the own format: its value, on a line below.

        None where the file is no such file, or the field does not stand in that table.
        """
        text = self._lines.text
        if found.kind == EvidenceKind.TYPED or not self._outline.file.name.endswith(".toml"):
            return None
        start = text.rfind("\n[", 0, found.start + 1) + 1
        stop = text.find("\n[", found.end)
        table = text[start : stop if stop >= 0 else len(text)]
        match = re.search(
            rf"^{re.escape(name)}\s*=\s*(?P<value>[^\n#]*[^\s#])", table, re.MULTILINE
        )
        if match is None:
            return None
        return start + match.start("value"), start + match.end("value")

    def _of(self, number: str, found: OutlineEvidence) -> Evidence:
        if found.kind == EvidenceKind.TYPED:
            return Evidence(
                placed_id(number), found.kind, found.grade,
                typed_by=found.typed_by, typed_on=found.typed_on, reason=found.reason,
            )  # fmt: skip
        printed = self._outline.printed_file
        if printed is not None and found.printed_line is not None:
            return self._copied(number, found, printed, found.printed_line)
        return self._placed(number, found)

    def where(self, span: tuple[int, int]) -> str:
        """A span in the document's file, in words."""
        return f"regel {self._lines.number(span[0])}"

    def _placed(self, number: str, found: OutlineEvidence) -> Evidence:
        passage, start, end = self._lines.around(found.start, found.end)
        line = self._lines.number(found.start)
        return Evidence(
            placed_id(number),
            found.kind,
            found.grade,
            file_title=f"{self._outline.title} ({self._outline.file.name})",
            file_sha256=self._outline.file.sha256,
            locator=f"regel {line}, teken {found.start} tot {found.end}",
            passage=passage,
            mark_start=start,
            mark_end=end,
            supplier=self._suppliers.get(number, ""),
        )

    def _copied(
        self, number: str, found: OutlineEvidence, printed: OutlineFile, line: int
    ) -> Evidence:
        """A value of the own format: it stands in the printed source, copied into our file."""
        copy, start, end = self._lines.around(found.start, found.end)
        passage = self._printed_lines.line(line) if self._printed_lines is not None else ""
        if passage:
            start, end = 0, len(passage)
        return Evidence(
            placed_id(number),
            found.kind,
            found.grade,
            file_title=printed.title,
            file_sha256=printed.sha256,
            locator=f"regel {line}",
            passage=passage,
            mark_start=start,
            mark_end=end,
            copied_to=f"regel {self._lines.number(found.start)} van {self._outline.file.name}",
            copy=copy,
            supplier=self._suppliers.get(number, ""),
        )


def computed(
    result: Result, definition: Definition, query: str, name: str, inputs: Iterable[str]
) -> Evidence:
    """The evidence of a computed result: measure, version, snapshot, query and what it rests on."""
    return Evidence(
        name,
        EvidenceKind.COMPUTED,
        Grade.COMPUTED,
        measure=definition.label,
        measure_version=definition.version,
        measure_sentence=definition.sentence,
        snapshot=result.snapshot,
        query=query,
        inputs=tuple(inputs),
    )


def figure_of(result: Result, name: str, evidence: str, grade: Grade) -> Figure:
    """The figure of a result under a name, with the evidence that carries it."""
    return Figure(
        id=name,
        value=result.value,
        unit=result.unit,
        evidence=evidence,
        grade=grade,
        label=result.word or "",
        gap=Gap(result.gap).dutch if result.gap else "",
        decimals=result.scale,
    )


def placed_id(number: str) -> str:
    """The id in an edition of evidence with this register number."""
    return f"e{number}"


def computed_id(result: Result) -> str:
    """The id in an edition of a computed result: measure, its slice, and year."""
    parts = (
        result.measure,
        (result.theme or "").rpartition("/")[2],
        result.cause,
        result.taakveld_wide,
        result.taakveld_group,
        result.taakveld,
        result.stage,
        result.recurrence,
        str(result.period_start.year),
    )
    return "-".join(part.replace("_", "-").replace("+", "") for part in parts if part)
