"""Where the marks of a chart fall: a series in, coordinates out. Knows no text but the figures'.

A chart answers one question, 'how did this go over the years', so it has no grid and no second
scale: each point carries its own figure. The scale always holds zero, so that half as high is half
as much. A period without a value interrupts the line, and so does a series break.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from noaber.publication.design.formats import figure_text, is_gap
from noaber.publication.edition import IndicatorPage, SeriesPoint, Waterfall
from noaber.vocabulary.periods import parse_period


@dataclass(frozen=True, slots=True)
class Size:
    """The drawing's own units; `letter` is the width of one digit of its labels."""

    name: str
    width: int
    height: int
    letter: float = 8.0


WIDE = Size("wide", 640, 300)
NARROW = Size("narrow", 288, 250)

TOP, BOTTOM = 64, 34  # room above for the labels of breaks, below for the periods
STATE_HEIGHT = 48


@dataclass(frozen=True, slots=True)
class Mark:
    """One period in the drawing. `y` is None where there is no number."""

    x: float
    y: float | None
    text: str
    period: str
    shown: bool = True
    ticked: bool = True
    below: bool = False
    anchor: str = "middle"
    state: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A vertical line where a series breaks; `label_y` is stepped down where labels would meet."""

    x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be written: marks, runs of the line, breaks and the zero line.

    `wants` are the places of targets: a short line at that height.
    """

    size: Size
    kind: str
    marks: tuple[Mark, ...]
    runs: tuple[tuple[Mark, ...], ...]
    rules: tuple[Rule, ...]
    zero: float
    cell: float = 0.0
    wants: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a waterfall: where it begins, how wide it is, where nought is, and which way it goes."""

    x: float
    width: float
    zero: float
    better: bool


def bars(fall: Waterfall, width: int) -> tuple[Bar, ...]:
    """The bars of a waterfall on one scale that holds nought; a step without a value has no width."""
    edges: list[tuple[Decimal, Decimal]] = []
    reached = Decimal(0)
    for step in fall.steps:
        value = step.figure.value or Decimal(0)
        start = Decimal(0) if step.kind == "end" else reached
        edges.append((start, start + value))
        reached = start + value
    low = min([Decimal(0), *(min(edge) for edge in edges)])
    high = max([Decimal(0), *(max(edge) for edge in edges)])
    span = (high - low) or Decimal(1)

    def at(value: Decimal) -> float:
        return float((value - low) / span) * width

    return tuple(
        Bar(
            round(at(min(edge)), 1),
            round(max(at(max(edge)) - at(min(edge)), 1.5 if edge[0] != edge[1] else 0), 1),
            round(at(Decimal(0)), 1),
            edge[1] >= edge[0],
        )
        for edge in edges
    )


def in_time(points: Sequence[SeriesPoint]) -> tuple[SeriesPoint, ...]:
    """The points by period where every period can be read, else in the order given."""
    days = _days(points)
    if days is None:
        return tuple(points)
    return tuple(
        point for _, point in sorted(zip(days, points, strict=True), key=lambda pair: pair[0])
    )


def has_numbers(page: IndicatorPage) -> bool:
    """Whether a line can be drawn: yes and no are states, and so are words alone."""
    return page.unit not in ("yesno", "text") and any(
        point.figure.value is not None and not point.figure.label for point in page.points
    )


def placed_breaks(
    page: IndicatorPage, points: Sequence[SeriesPoint] | None = None
) -> tuple[tuple[int, int], ...]:
    """The breaks whose place is known, as the indexes (in time) of the periods around them.

    `points` is the row of periods that is counted in, where that is not the measured ones alone.
    """
    row = in_time(page.points) if points is None else points
    index = {point.period: at for at, point in enumerate(row)}
    found = {
        (index[one.before], index[one.after])
        for one in page.breaks
        if one.before in index and one.after in index and index[one.before] < index[one.after]
    }
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers of a series and how high each stands; zero is always on the scale."""

    values: tuple[Decimal | None, ...]
    low: Decimal
    span: Decimal
    top: float
    floor: float

    def height(self, value: Decimal) -> float:
        """The height of a value in the drawing, counted from above."""
        share = float((value - self.low) / self.span)
        return round(self.floor - share * (self.floor - self.top), 1)


def scale(
    points: Sequence[SeriesPoint], top: float, floor: float, more: Iterable[Decimal] = ()
) -> Scale:
    """The scale of a series between two heights, both counted from above; it holds `more` as well."""
    values = tuple(None if point.figure.label else point.figure.value for point in points)
    known = [Decimal(0), *more, *(value for value in values if value is not None)]
    low, high = min(known), max(known)
    return Scale(values, low, (high - low) or Decimal(1), top, floor)


def line(page: IndicatorPage, size: Size) -> Drawing:
    """The drawing of a series of numbers. The series has a number at least."""
    points, states = axis(page)
    wanted = {one.period: one.figure.value for one in page.targets if one.figure.value is not None}
    floor = size.height - BOTTOM
    by = scale(points, TOP, floor, wanted.values())
    if by.low < 0:
        by = replace(by, floor=floor - 20)
    texts = ["" if state == "ahead" else _label(p) for p, state in zip(points, states, strict=True)]
    xs = _places(points, texts, size)
    marks = [
        Mark(x, None if value is None else by.height(value), text, point.period, state=state)
        for x, value, text, point, state in zip(xs, by.values, texts, points, states, strict=True)
    ]
    breaks = placed_breaks(page, points)
    marks = _labelled(marks, breaks, size)
    return Drawing(
        size,
        "line",
        tuple(marks),
        runs(marks, breaks),
        _rules(marks, breaks, size),
        by.height(Decimal(0)),
        wants=tuple(
            (mark.x, by.height(wanted[mark.period])) for mark in marks if mark.period in wanted
        ),
    )


def axis(page: IndicatorPage) -> tuple[tuple[SeriesPoint, ...], tuple[str, ...]]:
    """The periods of the drawing and what each is: '' measured, 'baseline', or 'ahead' (only wanted)."""
    measured = {point.period for point in page.points}
    start = [page.baseline] if page.baseline and page.baseline.period not in measured else []
    known = measured | {point.period for point in start}
    ahead = [point for point in page.targets if point.period not in known]
    empty = [
        SeriesPoint(one.period, replace(one.figure, value=None, label="", gap="–")) for one in ahead
    ]
    points = in_time((*start, *page.points, *empty))
    names = {id(point): "baseline" for point in start} | {id(point): "ahead" for point in empty}
    return points, tuple(names.get(id(point), "") for point in points)


def spark(page: IndicatorPage, size: Size) -> Drawing:
    """The line alone, evenly spaced, for a list. The series has a number and two periods."""
    points = in_time(page.points)
    by = scale(points, 4, size.height - 4)
    step = (size.width - 8) / (len(points) - 1)
    marks = [
        Mark(round(4 + at * step, 1), None if value is None else by.height(value), "", point.period)
        for at, (value, point) in enumerate(zip(by.values, points, strict=True))
    ]
    lines = runs(marks, placed_breaks(page))
    return Drawing(size, "spark", tuple(marks), lines, (), by.height(Decimal(0)))


def states(page: IndicatorPage, size: Size) -> Drawing:
    """The drawing of a series of states (yes, no, done): one cell per period."""
    points = in_time(page.points)
    cell = size.width / max(1, len(points))
    marks = []
    for at, point in enumerate(points):
        text = _label(point)
        marks.append(
            Mark(
                round((at + 0.5) * cell, 1),
                None,
                text,
                point.period,
                shown=len(text) * size.letter <= cell - 8,
                ticked=len(point.period) * size.letter <= cell,
                state=_state(point),
            )
        )
    rules = _rules(marks, placed_breaks(page), size)
    return Drawing(size, "states", tuple(marks), (), rules, 0.0, round(cell, 2))


def _state(point: SeriesPoint) -> str:
    if is_gap(point.figure):
        return "gap"
    if figure_text(point.figure).strip().lower() in ("nee", "no", "0"):
        return "no"
    return "yes" if point.figure.unit == "yesno" else "word"


def _label(point: SeriesPoint) -> str:
    return "–" if is_gap(point.figure) else figure_text(point.figure)


def _days(points: Sequence[SeriesPoint]) -> list[date] | None:
    try:
        days = [parse_period(point.period).start for point in points]
    except ValueError:
        return None
    return days if len(set(days)) == len(days) else None


def _places(points: Sequence[SeriesPoint], texts: Sequence[str], size: Size) -> list[float]:
    """Points stand apart as their periods do; where those can't be read, evenly."""
    left = max(14.0, _half(texts[0], size), _half(points[0].period, size))
    right = size.width - max(14.0, _half(texts[-1], size), _half(points[-1].period, size))
    if len(points) == 1:
        return [round(size.width / 2, 1)]
    days = _days(points)
    at = [day.toordinal() for day in sorted(days)] if days else list(range(len(points)))
    span = at[-1] - at[0]
    return [round(left + (one - at[0]) / span * (right - left), 1) for one in at]


def _half(text: str, size: Size) -> float:
    return min(size.width / 3, len(text) * size.letter / 2 + 2)


def _labelled(marks: list[Mark], breaks: Sequence[tuple[int, int]], size: Size) -> list[Mark]:
    """Decide which figures have room, the telling ones first; the table has them all."""
    below = {at for at in range(len(marks)) if _valley(marks, at)}
    shown = _with_room(
        _by_weight(marks, breaks), lambda at: (marks[at].x, _half(marks[at].text, size))
    )
    ends = [len(marks) - 1, 0, *range(1, len(marks) - 1)]
    ticked = _with_room(ends, lambda at: (marks[at].x, _half(marks[at].period, size)))
    return [
        replace(
            mark,
            shown=at in shown,
            ticked=at in ticked,
            below=at in below,
            anchor=_anchor(mark, size),
        )
        for at, mark in enumerate(marks)
    ]


def _anchor(mark: Mark, size: Size) -> str:
    half = len(mark.text) * size.letter / 2
    if mark.x - half < 0:
        return "start"
    return "end" if mark.x + half > size.width else "middle"


def _valley(marks: Sequence[Mark], at: int) -> bool:
    """Both neighbours stand higher: the figure is better off under the point than in the line."""
    here = marks[at].y
    around = [marks[near].y for near in (at - 1, at + 1) if 0 <= near < len(marks)]
    return (
        here is not None
        and len(around) == 2
        and all(y is not None and y < here - 6 for y in around)
    )


def _by_weight(marks: Sequence[Mark], breaks: Sequence[tuple[int, int]]) -> list[int]:
    heights = [(mark.y, at) for at, mark in enumerate(marks) if mark.y is not None]
    first = [len(marks) - 1, 0, min(heights)[1], max(heights)[1]]
    return list(
        dict.fromkeys([*first, *(at for pair in breaks for at in pair), *range(len(marks))])
    )


def _with_room(order: Sequence[int], place: Callable[[int], tuple[float, float]]) -> set[int]:
    taken: list[tuple[float, float]] = []
    kept = set()
    for at in order:
        x, half = place(at)
        if all(abs(x - other) >= half + wide for other, wide in taken):
            taken.append((x, half))
            kept.add(at)
    return kept


def runs(marks: Sequence[Mark], breaks: Sequence[tuple[int, int]]) -> tuple[tuple[Mark, ...], ...]:
    """The unbroken stretches of the line; a stretch of one is a point alone."""
    starts = {after for _, after in breaks}
    found: list[list[Mark]] = [[]]
    for at, mark in enumerate(marks):
        if at in starts or mark.y is None:
            found.append([])
        if mark.y is not None:
            found[-1].append(mark)
        if mark.state == "baseline":
            found.append([])  # where it started is no period of the series
    return tuple(tuple(run) for run in found if len(run) > 1)


def _rules(
    marks: Sequence[Mark], breaks: Sequence[tuple[int, int]], size: Size, word: int = 10
) -> tuple[Rule, ...]:
    """The lines at the breaks; a label steps down a row where it would meet the one before."""
    rules: list[Rule] = []
    for before, after in breaks:
        x = round((marks[before].x + marks[after].x) / 2, 1)
        anchor = "end" if x > size.width / 2 else "start"
        row = 0
        if rules and abs(x - rules[-1].x) < word * size.letter:
            row = 0 if rules[-1].label_y > 14 else 1
        rules.append(Rule(x, 13 + 17 * row, anchor))
    return tuple(rules)
