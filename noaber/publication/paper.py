"""What the paper edition says, in order, as plain values for the typst template. Computes nothing.

Every text is a string in JSON and is set as text: what looks like markup in a name is only letters.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from noaber.publication.book import Book, answer_parts
from noaber.publication.design import geometry
from noaber.publication.design.environment import site_environment
from noaber.publication.design.formats import (
    SOURCE_LANGUAGE,
    day_text,
    figure_text,
    is_gap,
    period_text,
    sentence_case,
    shortened,
)
from noaber.publication.design.theming import Theme
from noaber.publication.design.words import (
    GRADES,
    INDICATOR_KINDS,
    UNITS,
    movement_sentence,
    movement_word,
    standing_word,
)
from noaber.publication.edition import (
    CheckLine,
    Edition,
    Evidence,
    Figure,
    GoalNode,
    IndicatorPage,
    MoneyTable,
    Note,
    SeriesPoint,
)
from noaber.publication.paper_chart import chart_of
from noaber.publication.paper_parts import Parts
from noaber.publication.proofs import Entry

PERIODS_A_ROW = 6
DEEPEST_HEADING = 6  # PDF knows H1 to H6

# Signs that turn the direction of all that follows, and controls: they are no letters of a name.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# A run that no line can hold gets places where it may be broken.
_LONG = re.compile(r"(\S{24})(?=\S{8})")

Json = dict[str, Any]


def for_paper(edition: Edition) -> Edition:
    """The edition without what is the same in other documents: on paper that is only more pages."""
    differing = {
        name: tuple(one for one in told if one.agrees is False)
        for name, told in edition.elsewhere.items()
    }
    return replace(edition, elsewhere={name: told for name, told in differing.items() if told})


class Paper:
    """The paper edition of a book: numbers for its references, and its parts as plain values."""

    def __init__(self, book: Book, theme: Theme) -> None:
        """Number the evidence in the order of the appendix."""
        self.book = book
        self.theme = theme
        self._figures: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._environment = site_environment(SOURCE_LANGUAGE)
        for sheet in book.evidence_pages:
            for entry in (*sheet.entries, *sheet.underlying):
                number = len(self._figures) + 1
                name = entry.figure.id if entry.figure else f"\0{entry.evidence.id}"
                self._figures[name] = number
                self._sources.setdefault(entry.evidence.id, number)
        self._files = self._numbered_files()
        self._usual = _usual([one.definition for one in book.edition.indicators])
        self._at = {one.id: f"i{at}" for at, one in enumerate(book.edition.indicators)}
        self._at |= {one.id: f"n{at}" for at, one in enumerate(book.edition.nodes)}

    def data(self) -> Json:
        """The whole edition; every string in it is clean."""
        edition = self.book.edition
        return {
            "theme": {
                "accent": self.theme.accent,
                "text": self.theme.text,
                "heading": self.theme.heading,
            },
            "title": called(edition.title),
            "head": clean(shortened(f"{edition.municipality} · {edition.title}", 80)),
            "programme": called(edition.programme),
            "municipality": clean(edition.municipality),
            "kind": clean(sentence_case(edition.kind_label)),
            "year": str(edition.year),
            "status": clean(sentence_case(edition.status)),
            "published": clean(day_text(edition.published_on)),
            "snapshot": clean(edition.snapshot),
            "paraphrased": edition.paraphrased,
            "headlines": [
                {
                    "question": called(line.question),
                    "answer": [
                        clean(part) if isinstance(part, str) else self.figure(part)
                        for part in answer_parts(line)
                    ],
                    "to": self._way_down(line.target),
                }
                for line in edition.headlines
            ],
            "tree": [row for root in self.book.roots for row in self._branch(root, 0)],
            "money": [self.table(one) for one in self.book.money_of(None)],
            "chapters": [self._chapter(one) for one in self._tops()],
            "loose": [self.indicator(one, 2) for one in self.book.loose_indicators()],
            "sections": Parts(self.book, self.figure, clean).sections(),
            "checks": self._checks(edition.checks),
            "grades": [
                {
                    "word": sentence_case(words.word),
                    "proves": words.proves,
                    "open": words.leaves_open,
                    "fill": words.fill,
                }
                for words in GRADES.values()
            ],
            "files": [
                {"letter": letter, "title": clean(title), "sha": clean(sha)}
                for (title, sha), letter in self._files.items()
            ],
            "evidence": [
                {
                    "title": called(sheet.title) if sheet.title else "In het kort",
                    "rows": [self._proof(one) for one in (*sheet.entries, *sheet.underlying)],
                }
                for sheet in self.book.evidence_pages
            ],
            "methods": self._methods(),
            "usual": clean(self._usual),
            "widest": str(len(self._figures)),
        }

    # -- figures and tables

    def figure(self, figure: Figure, bare: bool = False) -> Json:
        """A figure with the number of its evidence and how much of its mark is filled."""
        return {
            "text": clean(figure_text(figure, bare)),
            "gap": is_gap(figure),
            "ref": self._figures[figure.id],
            "fill": GRADES[figure.grade].fill,
            "notes": [clean(mark) for mark in figure.notes],
            "remark": clean(figure.remark),
        }

    def table(self, table: MoneyTable) -> Json:
        """A money table, whole."""
        return {
            "title": clean(table.title),
            "columns": [clean(column) for column in table.columns],
            "rows": [
                {
                    "label": clean(row.label),
                    "strong": row.emphasis,
                    "figures": [self.figure(one, one.unit == "eur") for one in row.figures],
                }
                for row in table.rows
            ],
            "signs": clean(table.printed_signs),
            "notes": _notes(table.notes),
        }

    def indicator(self, page: IndicatorPage, level: int) -> Json:
        """An indicator: what is said of it, its drawing, and its figures in rows of periods."""
        points = geometry.in_time(page.points)
        told = page.statement.standing != "no_target_set"
        return {
            "what": "indicator",
            "level": min(level, DEEPEST_HEADING),
            "label": self._at[page.id],
            "name": called(page.name),
            "standing": sentence_case(standing_word(page.statement.standing)) if told else "",
            "movement": movement_sentence(page.statement.movement) if told and points else "",
            "why": clean(page.statement.why),
            "unit": clean(sentence_case(UNITS.get(page.unit, page.unit))),
            "chart": chart_of(page, self._environment, clean),
            "rows": self._rows(points),
            "wanted": self._rows(geometry.in_time(page.targets)),
            "baseline": {
                "period": clean(period_text(page.baseline.period)),
                "figure": self.figure(page.baseline.figure),
            }
            if page.baseline
            else None,
            "kind": INDICATOR_KINDS.get(page.kind, ""),
            "breaks": [
                {
                    "before": clean(period_text(one.before or "")),
                    "after": clean(period_text(one.after or "")),
                    "reason": clean(one.reason),
                }
                for one in page.breaks
            ],
            "notes": _notes(page.notes),
            "target": clean(page.target),
            "definition": "" if page.definition == self._usual else clean(page.definition),
            "source": clean(page.source),
            "counted": self._counted(page),
        }

    def _counted(self, page: IndicatorPage) -> Json | None:
        """What the municipality counts itself, where the document prints figures beside it."""
        own = page.counting
        if own is None or {one.figure.id for one in own.points} & {
            one.figure.id for one in page.points
        }:
            return None
        told = [
            {"period": clean(period_text(one.period)), "figure": self.figure(one.figure)}
            for one in own.points
        ]
        return {"sentence": clean(own.sentence), "rows": told}

    def _rows(self, points: Sequence[SeriesPoint]) -> list[list[Json]]:
        """Periods with their figures, so many a row as the paper holds."""
        return [
            [
                {"period": clean(period_text(one.period)), "figure": self.figure(one.figure)}
                for one in points[start : start + PERIODS_A_ROW]
            ]
            for start in range(0, len(points), PERIODS_A_ROW)
        ]

    # -- the tree and the chapters

    def _tops(self) -> tuple[GoalNode, ...]:
        """The nodes that have a chapter of their own: what stands right under a programme."""
        return tuple(
            one
            for root in self.book.roots
            for one in (self.book.children(root) if root.kind == "programme" else (root,))
        )

    def _branch(self, node: GoalNode, depth: int) -> list[Json]:
        row = {
            "depth": depth,
            "kind": node.kind,
            "name": called(node.name),
            "to": self._at[node.id],
            "indicators": [self._line(one) for one in self.book.indicators_of(node)],
            "bare": node.kind in ("goal", "subgoal")
            and not any(self.book.indicators_of(one) for one in self.book.below(node)),
        }
        return [
            row,
            *(line for one in self.book.children(node) for line in self._branch(one, depth + 1)),
        ]

    def _line(self, page: IndicatorPage) -> Json:
        points = geometry.in_time(page.points)
        return {
            "name": called(page.name),
            "to": self._at[page.id],
            "last": self.figure(replace(points[-1].figure, notes=())) if points else None,
            "period": clean(period_text(points[-1].period)) if points else "",
            "movement": movement_word(page.statement.movement),
            "standing": standing_word(page.statement.standing),
        }

    def _chapter(self, node: GoalNode) -> Json:
        money = list(self.book.money_of(node)) if node.kind == "theme" else []
        return {
            "name": called(node.name),
            "kind": node.kind,
            "label": self._at[node.id],
            "money": [self.table(one) for one in money],
            "blocks": list(self._blocks(node, 2)),
        }

    def _blocks(self, node: GoalNode, level: int) -> list[Json]:
        blocks = [self.indicator(one, level) for one in self.book.indicators_of(node)]
        for child in self.book.children(node):
            below = self._blocks(child, level + 1)
            tables = [self.table(one) for one in self.book.money_of(child)]
            blocks.append(
                {
                    "what": "node",
                    "level": min(level, DEEPEST_HEADING),
                    "kind": child.kind,
                    "label": self._at[child.id],
                    "name": called(child.name),
                    "money": tables if child.kind == "theme" else [],
                    "bare": not any(self.book.indicators_of(one) for one in self.book.below(child)),
                }
            )
            blocks.extend(below)
        return blocks

    def _way_down(self, target: str) -> Json | None:
        fixed = {
            "goals": ("doelen", "Bekijk de doelen en indicatoren"),
            "money": ("geld", "Bekijk het geld"),
            **self._way_to_parts(),
            "checks": ("controles", "Bekijk de controles"),
            "reading": ("leeswijzer", "Lees wat de cijfers zeggen"),
        }
        if target in fixed:
            label, words = fixed[target]
            return {"label": label, "words": words}
        if target in self._at and self._has_place(target):
            return {"label": self._at[target], "words": "Bekijk dit onderdeel"}
        return None

    def _way_to_parts(self) -> dict[str, tuple[str, str]]:
        edition = self.book.edition
        ways = {
            "efforts": (edition.efforts, ("inspanningen", "Bekijk de inspanningen")),
            "promises": (edition.promises, ("beloofd", "Bekijk wat er van de plannen werd")),
            "why": (edition.explanations, ("waardoor", "Bekijk de verklaringen")),
        }
        return {name: way for name, (there, way) in ways.items() if there}

    def _has_place(self, target: str) -> bool:
        node = self.book.nodes.get(target)
        return node is None or node.kind != "programme"

    # -- checks and evidence

    def _checks(self, checks: Sequence[CheckLine]) -> Json:
        def told(check: CheckLine) -> Json:
            return {
                "message": clean(check.message),
                "expected": clean(check.expected),
                "found": clean(check.found),
                "rule": clean(check.rule),
                "tolerance": clean(check.tolerance),
                "places": [clean(place) for place in check.places],
            }

        off = [one for one in checks if one.status == "off" and not one.accepted_by]
        accepted = [one for one in checks if one.status == "off" and one.accepted_by]
        fine = [one for one in checks if one.status != "off"]
        return {
            "off": [told(one) for one in off],
            "accepted": [
                clean(
                    f"{one.message}. Aanvaard door {one.accepted_by} op "
                    f"{day_text(one.accepted_on)}: {one.accepted_reason}"
                )
                for one in accepted
            ],
            "rounded": [clean(one.message) for one in fine if one.expected != one.found],
            "exact": [clean(one.message) for one in fine if one.expected == one.found],
        }

    def _numbered_files(self) -> dict[tuple[str, str], str]:
        """Each file that a figure was found in, with its letters: A, B ... Z, AA."""
        found: dict[tuple[str, str], str] = {}
        shown = (
            entry.evidence
            for sheet in self.book.evidence_pages
            for entry in (*sheet.entries, *sheet.underlying)
        )
        for one in shown:
            if one.kind == "placed":
                key = (one.file_title or "Een document zonder titel", one.file_sha256)
                found.setdefault(key, _letters(len(found)))
        return found

    def _proof(self, entry: Entry) -> Json:
        evidence = entry.evidence
        what = ", ".join([*entry.what, *([period_text(entry.period)] if entry.period else [])])
        figure = entry.figure
        name = figure.id if figure else f"\0{evidence.id}"
        grade = GRADES[figure.grade if figure else evidence.grade]
        return {
            "n": self._figures[name],
            "what": clean(what) or "Rustpunt van een ander cijfer",
            "text": clean(figure_text(figure)) if figure else "",
            "grade": grade.word,
            "fill": grade.fill,
            "place": self._place(evidence),
            "inputs": _ranges({self._sources[one] for one in evidence.inputs}),
        }

    def _place(self, evidence: Evidence) -> list[str]:
        """Where it comes from, in a few short texts: the file's letter and place, who, or how."""
        told: list[str] = []
        if evidence.kind == "placed":
            title = evidence.file_title or "Een document zonder titel"
            letter = self._files[title, evidence.file_sha256]
            told.append(f"{letter}, {evidence.locator}" if evidence.locator else letter)
            if evidence.copied_to:
                told.append(f"overgenomen op {evidence.copied_to}")
        elif evidence.kind == "typed":
            who = evidence.typed_by or "iemand die niet is vermeld"
            when = f" op {day_text(evidence.typed_on)}" if evidence.typed_on else ""
            told.append(f"ingevoerd door {who}{when}")
            told.append(evidence.reason)
        else:
            told.append(_method(evidence) or evidence.measure_sentence)
        if evidence.supplier:
            told.append(f"geleverd door {evidence.supplier}")
        return [clean(one) for one in told if one]

    def _methods(self) -> list[Json]:
        """Each definition by which a figure was computed, once."""
        found = {
            _method(one): clean(one.measure_sentence)
            for one in self.book.edition.evidence
            if one.kind == "computed" and one.measure
        }
        return [{"name": clean(name), "sentence": text} for name, text in sorted(found.items())]


def _method(evidence: Evidence) -> str:
    if not evidence.measure:
        return ""
    version = evidence.measure_version
    return evidence.measure if version is None else f"{evidence.measure}, versie {version}"


def _usual(definitions: Sequence[str]) -> str:
    """The definition that more than half of the indicators share: it is told once."""
    for text, count in Counter(definitions).most_common(1):
        if text and count > 1 and count * 2 > len(definitions):
            return text
    return ""


def _notes(notes: Sequence[Note]) -> list[Json]:
    return [{"mark": clean(one.mark), "text": clean(one.text)} for one in notes]


def _ranges(numbers: set[int]) -> list[list[int]]:
    """Numbers in order, runs of three and more as their ends."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        part
        for run in runs
        for part in ([[run[0], run[-1]]] if len(run) > 2 else [[one] for one in run])
    ]


def _letters(at: int) -> str:
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def clean(text: str) -> str:
    """A text as it can be set: no controls, no turning of direction, long runs breakable."""
    return _LONG.sub("\\1\u200b", _CONTROLS.sub(" ", _TURNING.sub("", text)))


def called(text: str) -> str:
    """A text as a heading, which PDF/UA does not take empty."""
    kept = clean(text)
    return kept if kept.strip("\u00ad\u200b\u200c\u200d\u2060\ufeff \u00a0") else "Zonder naam"
