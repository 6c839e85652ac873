"""An Edition: everything that one publication says, frozen.

The desk makes it from the register's outline and stored results; publication renders it and
computes nothing. Each figure names its evidence by id, and no figure goes without.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from noaber.judgement.attainment import Attainment
from noaber.judgement.attainment import Movement as Movement
from noaber.judgement.attainment import Standing as Standing
from noaber.vocabulary.cycle import Cause as Cause
from noaber.vocabulary.cycle import EffortStatus as EffortStatus
from noaber.vocabulary.grades import Grade as Grade


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one figure comes from, in full.

    `kind` is placed (a file and a locator), typed (who, when, why) or computed (measure, version,
    snapshot, query). `passage` is the text around it, with the figure at [mark_start, mark_end),
    and is empty where the file is not in this installation. `inputs` are the ids of the evidence
    that a computed figure rests on.
    """

    id: str
    kind: str
    grade: Grade
    file_title: str = ""
    file_sha256: str = ""
    locator: str = ""
    passage: str = ""
    mark_start: int = 0
    mark_end: int = 0
    copied_to: str = ""
    copy: str = ""
    typed_by: str = ""
    typed_on: str = ""
    reason: str = ""
    supplier: str = ""
    measure: str = ""
    measure_version: int | None = None
    measure_sentence: str = ""
    snapshot: str = ""
    query: str = ""
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number (or a word, or a gap) as it is shown.

    `value` is in units of `unit` (number, percent, eur, yesno, text); for eur in euros. `label`
    holds a value that is a word ('gereed'). `gap` is the reason in Dutch where there is no value.
    `notes` are the marks of the footnotes bound to this figure. `remark` is one Dutch word that is
    read with the figure ('voordeel').
    """

    id: str
    value: Decimal | None
    unit: str
    evidence: str
    grade: Grade
    label: str = ""
    gap: str = ""
    decimals: int = 0
    notes: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One period of an indicator, written as in '2022' or '2022-Q3'."""

    period: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """Between which two periods a series may not be compared; None = the document does not say."""

    before: str | None
    after: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, with the mark that this edition gives it ('1', '2' ...)."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator with its series in order of time."""

    id: str
    slug: str
    name: str
    unit: str
    goal_id: str
    source: str
    definition: str
    target: str
    points: tuple[SeriesPoint, ...]
    breaks: tuple[SeriesBreak, ...]
    notes: tuple[Note, ...]
    statement: Attainment


@dataclass(frozen=True, slots=True)
class GoalNode:
    """A node of this edition's tree: programme, theme, goal or subgoal; ids of its children."""

    id: str
    kind: str
    name: str
    parent: str | None
    children: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A line of a money table: its kind and one figure per column of the table, in its order.

    Kinds are expense, income, balance, reserve_movement and financial_result.
    """

    kind: str
    label: str
    figures: tuple[Figure, ...]
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """The money of the programme (node_id of the programme) or of one theme.

    `columns` are the heads in Dutch; `difference` is the index of the column that holds a
    difference, where there is one. `printed_signs` describes in Dutch how the source printed its
    signs.
    """

    node_id: str
    slug: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[MoneyRow, ...]
    printed_signs: str
    notes: tuple[Note, ...] = ()
    difference: int | None = None


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A finding of the checks: what was recomputed and what is printed, with both places."""

    rule: str
    status: str
    message: str
    expected: str
    found: str
    tolerance: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadlineLine:
    """One line of the first screen: a question, an answer in one sentence, and where it leads.

    `figures` are the numbers named in the answer; the answer holds '{0}', '{1}' where they go.
    `target` is the id of a node, of an indicator or of a money table's node, or one of 'goals',
    'efforts', 'money', 'why', 'checks', 'reading'; empty where there is no way down.
    """

    question: str
    answer: str
    figures: tuple[Figure, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of an effort's log. `successor` is the id of the effort that takes its place."""

    period: str
    status: EffortStatus
    reason: str = ""
    successor: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class EffortPage:
    """One effort with its log in order of time; `status` is that of the last entry.

    `goals` are ids of nodes, `waits_for` of efforts, `lines` of items (programme lines).
    """

    id: str
    slug: str
    name: str
    status: EffortStatus | None
    log: tuple[LogLine, ...] = ()
    next_step: str = ""
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    intervention: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """One cause of a difference; `part_of` is the id of the explanation of which it is a part."""

    id: str
    theme: str
    about: str
    cause: Cause
    recurrence: str
    figure: Figure
    part_of: str = ""
    counterpart: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said of an item: its head in Dutch, and words, a period, a figure or links.

    `links` are ids of nodes, efforts and items.
    """

    head: str
    words: tuple[str, ...] = ()
    period: str = ""
    figure: Figure | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """What stands within an item, as a table: movements of a reserve, phases of a plan."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Said | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A reserve, agreement, council item and so on, with all that the document says of it."""

    id: str
    name: str
    said: tuple[Said, ...] = ()
    entries: tuple[Entries, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """All items of one section of the register, in the document's order."""

    section: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication, whole. `id` is its key in addresses; dates are ISO days."""

    id: str
    municipality: str
    kind: str
    kind_label: str
    year: int
    programme: str
    title: str
    status: str
    published_on: str
    snapshot: str
    headlines: tuple[HeadlineLine, ...]
    nodes: tuple[GoalNode, ...]
    indicators: tuple[IndicatorPage, ...]
    money: tuple[MoneyTable, ...]
    checks: tuple[CheckLine, ...]
    evidence: tuple[Evidence, ...]
    paraphrased: bool = False
    format: int = field(default=1)
    efforts: tuple[EffortPage, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    registers: tuple[Register, ...] = ()
