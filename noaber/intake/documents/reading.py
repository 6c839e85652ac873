"""A Reading: what one published chapter says, as printed, each thing with its place in the text.

The dataclasses below are the one description; `noaber.intake.documents.schema` makes the JSON
schema from them. Every `span` is [start, end) in characters of the text that was read, and
text[start:end] is the evidence. Signs and names stay as printed: only `register` turns them into
axes and magnitudes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]
DocumentKind = Literal["budget", "interim", "account", "other"]
GoalKind = Literal["programme", "theme", "goal", "subgoal"]
IndicatorUnit = Literal["number", "percent", "eur", "yesno", "text"]
Direction = Literal["up", "down", "hold", "hold_or_up", "hold_or_down"]
ValueKind = Literal["actual", "target"]
EffortStatus = Literal["planned", "running", "done", "stopped", "not_started", "moved"]
AmountKind = Literal["expense", "income", "balance", "reserve", "result", "other"]
AmountStage = Literal[
    "actual", "original", "revised", "incidental", "difference", "forecast", "commitment"
]
CheckStatus = Literal["ok", "off"]
IndicatorKind = Literal["outcome", "output", "context"]
Bound = Literal["at_least", "at_most"]
DocumentStatus = Literal["concept", "in_review", "offered", "adopted"]
AmountRecurrence = Literal["one_off", "recurring"]
RecordValue = str | int | float | bool | tuple[str, ...]
Rule = Literal[
    "balance",
    "total",
    "result",
    "difference",
    "decomposition",
    "text_against_table",
    "direction",
    "explained_share",
    "footnote",
    "missing_year",
    "placeholder",
    "small_count",
    "few_cases",
    "series_break",
    "mandatory_set",
    "wrong_node",
    "authorisation",
    "residual",
    "reserve",
    "amendment",
    "code_list",
    "orphan",
    "promise",
]


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """Which chapter this is; null where the text does not say.

    `status` is how far it came (a printed text does not say), `decision` and `decided_on` (ISO day)
    the council's decision on an adopted one.
    """

    title: str
    municipality: str | None
    kind: DocumentKind
    year: int | None
    programme: str | None
    status: DocumentStatus | None = None
    decision: str | None = None
    decided_on: str | None = None


@dataclass(frozen=True, slots=True)
class GoalItem:
    """A node of the goal tree; the name as printed, numbering and 'Doel:' left off."""

    id: str
    parent: str | None
    kind: GoalKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ValueItem:
    """One cell of an indicator's row; `value` null where the table prints a dash or nothing.

    `bound` says of a target whether it is a floor or a ceiling, where that is stated. `dated` is False
    where the document prints no period for it, and the period is that of the document.
    """

    period: str
    value: int | float | bool | str | None
    kind: ValueKind
    span: Span
    bound: Bound | None = None
    dated: bool = True


@dataclass(frozen=True, slots=True)
class BreakItem:
    """A break in a series between two periods, as a note of the document says; `span` is the note.

    A period is null where the note does not say which.
    """

    before: str | None
    after: str | None
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class IndicatorItem:
    """One row of an indicator table; the name as printed, footnote marks left off.

    `kind` tells what it measures (outcome: residents are better off; output: what was done; context),
    `owner` who answers for the source, `baseline` the value it is held against, `measure` by which measure the
    municipality counts it itself.
    """

    id: str
    goal: str | None
    name: str
    unit: IndicatorUnit
    source: str | None
    direction: Direction | None
    notes: tuple[str, ...]
    values: tuple[ValueItem, ...]
    span: Span
    breaks: tuple[BreakItem, ...] = field(default=())
    kind: IndicatorKind | None = None
    owner: str | None = None
    baseline: ValueItem | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class EffortItem:
    """What the municipality does or did for a goal."""

    id: str
    goal: str | None
    text: str
    next_step: str | None
    status: EffortStatus | None
    new: bool
    span: Span


@dataclass(frozen=True, slots=True)
class AmountItem:
    """One printed amount: `eur` in euros, the table's multiplier applied, the sign as printed."""

    id: str
    heading: str | None
    line: str
    kind: AmountKind
    column: str
    stage: AmountStage | None
    year: int | None
    eur: int | float
    favourable: bool | None
    span: Span
    taakveld: str | None = None
    category: str | None = None
    party: str | None = None
    recurrence: AmountRecurrence | None = None


@dataclass(frozen=True, slots=True)
class FigureItem:
    """A number in running text; `unit` is eur, percent or the counted noun as printed."""

    value: int | float
    unit: str
    period: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class CheckItem:
    """What a document says of itself: `expected` is recomputed, `found` is printed."""

    rule: Rule
    status: CheckStatus
    expected: int | float | str | None
    found: int | float | str | None
    message: str
    spans: tuple[Span, ...] = field(default=())
    tolerance: int | float | None = None


@dataclass(frozen=True, slots=True)
class SourceItem:
    """The printed document that a file of the project's own format was written from.

    `sha256` names the file where it is known; printed lines are in `Reading.lines`.
    """

    title: str
    publisher: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a section that `sections` declares: an effort, a reserve, an explanation.

    `values` holds only what was stated: days are ISO strings, references are ids, lists are tuples.
    `line` is the line of the printed source. `entries` are the records within this one by the name of
    their section; they have no id of their own ('').
    """

    section: str
    id: str
    values: Mapping[str, RecordValue]
    span: Span
    line: int | None = None
    entries: Mapping[str, "tuple[Record, ...]"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in one chapter.

    `source`, `lines` and `records` are only there for the project's own format: `lines` maps the id of
    an item to the line of the printed source it was taken from.
    """

    document: DocumentHead
    goals: tuple[GoalItem, ...] = field(default=())
    indicators: tuple[IndicatorItem, ...] = field(default=())
    efforts: tuple[EffortItem, ...] = field(default=())
    finance: tuple[AmountItem, ...] = field(default=())
    figures: tuple[FigureItem, ...] = field(default=())
    checks: tuple[CheckItem, ...] = field(default=())
    source: SourceItem | None = None
    lines: dict[str, int] = field(default_factory=dict)
    records: tuple[Record, ...] = field(default=())
