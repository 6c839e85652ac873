"""An Edition: everything that one publication says, frozen.

The desk makes it from the register's outline and stored results; publication renders it and
computes nothing. Each figure names its evidence by id, and no figure goes without.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from noaber.judgement.attainment import Attainment
from noaber.judgement.attainment import Movement as Movement
from noaber.judgement.attainment import Standing as Standing
from noaber.judgement.promises import Fate as Fate
from noaber.publication.counting import CountedPoint as CountedPoint
from noaber.publication.counting import Counting as Counting
from noaber.publication.counting import Split as Split
from noaber.publication.counting import SplitRow as SplitRow
from noaber.publication.evidence import Evidence as Evidence
from noaber.publication.evidence import Figure as Figure
from noaber.publication.evidence import SeriesPoint as SeriesPoint
from noaber.vocabulary.cycle import Cause as Cause
from noaber.vocabulary.cycle import EffortStatus as EffortStatus
from noaber.vocabulary.grades import Grade as Grade


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
class Elsewhere:
    """The same figure in another document (its id): what was printed there.

    `agrees` is None where one of the two has no value to compare.
    """

    document: str
    figure: Figure
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator with its series in order of time.

    `kind` is outcome, output, context, or empty where the document does not say. `baseline` is what
    it is held against, `targets` what was wanted by period. Where a `counting` stands beside a document
    that prints nothing of it, `points` are those of the counting.
    """

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
    kind: str = ""
    baseline: SeriesPoint | None = None
    targets: tuple[SeriesPoint, ...] = ()
    counting: Counting | None = None


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

    Kinds are expense, income, balance, reserve_movement and financial_result; in tables of other
    things a word for what the line is. `target` is the id of the node that it is about. `note` is
    what a reader must know of the line.
    """

    kind: str
    label: str
    figures: tuple[Figure, ...]
    emphasis: bool = False
    target: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """The money of the programme (node_id of the programme) or of one theme.

    `what` says which table it is: 'result' (the cost table), 'plan_years' (the years ahead),
    'unexplained' (difference, explained and what is left, by theme) or 'taakvelden' (by group of
    taakvelden over the years). `columns` are the heads in Dutch; `difference` is the index of the
    column that holds a difference, where there is one. `printed_signs` describes in Dutch how the
    source printed its signs, or how to read the amounts.
    """

    node_id: str
    slug: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[MoneyRow, ...]
    printed_signs: str
    notes: tuple[Note, ...] = ()
    difference: int | None = None
    what: str = "result"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a waterfall: what it is, how much, and the id of the node that it is about.

    `kind` is 'step', 'rest' (what is not explained) or 'end' (all together).
    """

    kind: str
    label: str
    figure: Figure
    target: str = ""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How one amount becomes another, step by step: positive is better for the municipality.

    `node_id` is the programme or theme; `before_reserves` is False for what is left after reserves.
    """

    node_id: str
    slug: str
    title: str
    steps: tuple[Step, ...]
    before_reserves: bool = True


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
    accepted_by: str = ""
    accepted_on: str = ""
    accepted_reason: str = ""


@dataclass(frozen=True, slots=True)
class HeadlineLine:
    """One line of the first screen: a question, its answer in a sentence or three, where it leads.

    `figures` are the numbers named in the answer; the answer holds '{0}', '{1}' where they go.
    `target` is the id of a node, of an indicator or of a money table's node, or one of 'goals',
    'efforts', 'money', 'why', 'checks', 'promises', 'reading'; empty where there is no way down.
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
    """One cause of a difference; `part_of` is the id of the explanation of which it is a part.

    `counted` tells whether sums take this one: a whole, or its parts where they add up to it.
    """

    id: str
    theme: str
    about: str
    cause: Cause
    recurrence: str
    figure: Figure
    part_of: str = ""
    counterpart: str = ""
    counted: bool = True


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
class OtherDocument:
    """A document beside this one; `id` is its key, `place` its own edition where that is published."""

    id: str
    municipality: str
    kind: str
    kind_label: str
    year: int
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class SaidIn:
    """What one document says of a promise: the state and the words, empty where it is silent."""

    document: str
    status: EffortStatus | None = None
    words: str = ""
    named: bool = True


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised and what became of it; `target` is empty for what this document leaves out.

    `kind` is effort, goal or indicator; `said` holds each document in order of time, this one last.
    """

    kind: str
    name: str
    fate: Fate
    target: str = ""
    said: tuple[SaidIn, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The figure of another municipality beside an indicator of this one; None where they don't compare."""

    document: str
    name: str
    period: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class RegionLine:
    """An indicator beside what looks like it in other municipalities, and whether they compare.

    `refusal` is the Dutch reason why not; empty where the figures may stand beside each other.
    """

    indicator: str
    neighbour: Neighbour
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """An erratum beside what was adopted and what is known today (None where that is not known)."""

    item: str
    about: str
    printed: str
    correct: str
    today: Figure | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication, whole. `id` is its key in addresses; dates are ISO days.

    `is_new`: it is written here and not offered yet, so that nothing in it is public. `documents` are
    those beside this one, `elsewhere` what they print for a figure (by its id).
    """

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
    is_new: bool = False
    format: int = field(default=1)
    efforts: tuple[EffortPage, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    registers: tuple[Register, ...] = ()
    waterfalls: tuple[Waterfall, ...] = ()
    documents: tuple[OtherDocument, ...] = ()
    elsewhere: Mapping[str, tuple[Elsewhere, ...]] = field(default_factory=dict)
    promises: tuple[Promise, ...] = ()
    region: tuple[RegionLine, ...] = ()
    mended: tuple[Mended, ...] = ()
