"""What a document holds, as plain values for those who make an edition of it. No figures: these are results."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from noaber.guard.actor import Actor
from noaber.intake.documents.reading import Record, RecordValue
from noaber.intake.documents.sections import SECTIONS
from noaber.intake.documents.signs import SignConvention
from noaber.register.documents import KEEPERS
from noaber.register.goals import queries as goals
from noaber.register.money import queries as money
from noaber.register.sources.models import (
    Acceptance,
    Evidence,
    File,
    Finding,
    PlanningDocument,
)
from noaber.register.sources.queries import evidence, findings
from noaber.register.sources.records import record_evidence, records
from noaber.vocabulary.grades import Grade


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """A node of the tree as the document words it; `path` is its lasting name."""

    path: str
    parent: str | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class OutlineIndicator:
    """An indicator as the document prints it; breaks are (before, after, reason).

    `kind` is outcome, output or context, and `measure` what counts it from own facts; empty where the
    document does not say.
    """

    path: str
    node: str
    name: str
    unit: str
    source: str
    notes: tuple[str, ...]
    breaks: tuple[tuple[str, str, str], ...]
    kind: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class OutlineFile:
    """A file that evidence points into; `text` is empty where it is not in this installation."""

    name: str
    title: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class OutlineEvidence:
    """Where a registered value stands: span in the document's file, line of the printed source."""

    id: str
    kind: str
    grade: Grade
    start: int
    end: int
    printed_line: int | None
    typed_by: str
    typed_on: str
    reason: str


@dataclass(frozen=True, slots=True)
class OutlineFinding:
    """An outcome of a check, as it was kept, and by whose word it may stand (empty: by nobody's)."""

    rule: str
    status: str
    message: str
    expected: str
    found: str
    tolerance: str
    spans: tuple[tuple[int, int], ...]
    accepted_by: str = ""
    accepted_on: str = ""
    accepted_reason: str = ""


@dataclass(frozen=True, slots=True)
class OutlineRecord:
    """A record of a section, or an entry within one (whose id is '').

    References to goals and themes are paths of nodes; to other records they are ids.
    """

    section: str
    id: str
    values: Mapping[str, RecordValue]
    evidence: str
    entries: Mapping[str, tuple["OutlineRecord", ...]]


@dataclass(frozen=True, slots=True)
class Outline:
    """A document without its figures: head, tree, indicators, places, findings."""

    key: str
    municipality: str
    code: str
    kind: str
    kind_label: str
    status: str
    status_label: str
    year: int
    programme: str
    title: str
    is_new: bool
    nodes: tuple[OutlineNode, ...]
    indicators: tuple[OutlineIndicator, ...]
    evidence: dict[str, OutlineEvidence]
    findings: tuple[OutlineFinding, ...]
    file: OutlineFile
    printed_file: OutlineFile | None
    signs: SignConvention | None
    records: tuple[OutlineRecord, ...] = field(default=())
    decided_on: date | None = None
    decision: str = ""


def outline(actor: Actor, document: PlanningDocument) -> Outline:
    """The outline of a document that the actor may see; empty of contents for a stranger."""
    return Outline(
        key=document.key,
        municipality=document.municipality.name,
        code=document.municipality.code,
        kind=document.kind,
        kind_label=document.get_kind_display(),
        status=document.status,
        status_label=document.get_status_display(),
        year=document.year,
        programme=document.programme,
        title=document.title,
        is_new=document.is_new,
        nodes=tuple(
            OutlineNode(
                row.node.path,
                row.node.parent.path if row.node.parent else None,
                row.node.kind,
                row.text,
            )
            for row in goals.wordings(actor, document)
        ),
        indicators=tuple(_indicator(row) for row in goals.indicator_rows(actor, document)),
        evidence={str(row.pk): _evidence(row) for row in evidence(actor, document)},
        findings=tuple(_finding(row, accepted) for row, accepted in findings(actor, document)),
        file=_file(document.file),
        printed_file=_file(document.printed_file) if document.printed_file else None,
        signs=money.signs(document),
        records=tuple(_records(actor, document)),
        decided_on=document.decided_on,
        decision=document.decision,
    )


def _finding(row: Finding, accepted: Acceptance | None) -> OutlineFinding:
    word = (
        (accepted.accepted_by, accepted.accepted_at.date().isoformat(), accepted.reason)
        if accepted
        else ()
    )
    return OutlineFinding(
        row.rule,
        row.status,
        row.message,
        row.expected,
        row.found,
        row.tolerance,
        tuple((start, end) for start, end in row.places),
        *word,
    )


def _records(actor: Actor, document: PlanningDocument) -> Iterator[OutlineRecord]:
    """The records of a document in the order of their sections."""
    path_of: dict[tuple[str, Any], str] = {}
    for row in goals.wordings(actor, document):
        path_of["goal", row.node_id] = path_of["theme", row.node_id] = row.node.path
    made = []
    for keepers in KEEPERS:
        numbers = record_evidence(document, keepers)
        for record in records(actor, document, keepers, path_of):
            made.append(_record(record, numbers))
    order = list(SECTIONS)
    return iter(sorted(made, key=lambda record: order.index(record.section)))


def _record(record: Record, numbers: Mapping[tuple[str, str, str, int], int]) -> OutlineRecord:
    name = (record.section, record.id)
    return OutlineRecord(
        *name,
        values=record.values,
        evidence=str(numbers[*name, "", 0]),
        entries={
            inner: tuple(
                OutlineRecord(inner, "", one.values, str(numbers[*name, inner, at]), {})
                for at, one in enumerate(entries)
            )
            for inner, entries in record.entries.items()
        },
    )


def _indicator(row: goals.IndicatorRow) -> OutlineIndicator:
    return OutlineIndicator(
        path=row.indicator.path,
        node=row.indicator.node.path,
        name=row.name,
        unit=row.unit,
        source=row.source,
        notes=tuple(note.text for note in row.notes),
        breaks=tuple((found.before, found.after, found.reason) for found in row.gaps_between),
        kind=row.kind,
        measure=row.measure,
    )


def _evidence(row: Evidence) -> OutlineEvidence:
    return OutlineEvidence(
        id=str(row.pk),
        kind=row.kind,
        grade=row.grade,
        start=row.start or 0,
        end=row.end or 0,
        printed_line=row.printed_line,
        typed_by=row.typed_by,
        typed_on=row.typed_at.date().isoformat() if row.typed_at else "",
        reason=row.reason,
    )


def _file(file: File) -> OutlineFile:
    return OutlineFile(file.name, file.title, file.sha256, file.text)
