"""Every page of a site: its address and its text. Puts things together; computes nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Environment

from noaber.judgement.attainment import Standing
from noaber.publication.beside_pages import beside_pages, differing_and_agreeing
from noaber.publication.book import Book, answer_parts
from noaber.publication.data import files
from noaber.publication.design.charts import charts, fall_bars, sparkline
from noaber.publication.design.environment import site_environment, translations
from noaber.publication.design.figures import FigurePen
from noaber.publication.design.formats import SOURCE_LANGUAGE, figure_text, period_text
from noaber.publication.design.geometry import has_numbers, in_time, placed_breaks
from noaber.publication.edition import (
    CheckLine,
    Figure,
    GoalNode,
    IndicatorPage,
    MoneyTable,
    SeriesPoint,
)
from noaber.publication.money_pages import money_pages
from noaber.publication.record_pages import record_pages, register_pages
from noaber.vocabulary.grades import Grade

LOOKS_BACK = frozenset({"interim_report", "annual_accounts"})


@dataclass(frozen=True, slots=True)
class Checks:
    """The findings as they are told: questions, what may stand, what only rounding explains, the rest."""

    off: tuple[CheckLine, ...]
    accepted: tuple[CheckLine, ...]
    rounded: tuple[CheckLine, ...]
    exact: tuple[CheckLine, ...]

    @property
    def total(self) -> int:
        """How many checks were done."""
        return len(self.off) + len(self.accepted) + len(self.rounded) + len(self.exact)


def pages(
    book: Book, language: str = SOURCE_LANGUAGE, logo: str = "", pdf: str = ""
) -> Iterator[tuple[str, str]]:
    """All pages of the site as (address, text), in a fixed order; `pdf` is the paper form beside it."""
    writer = _Writer(book, site_environment(language), language, logo, pdf)
    yield writer.page(
        "index.html",
        "programme.html",
        here="programme",
        tables=book.money_of(None),
        answers=[(line, answer_parts(line)) for line in book.edition.headlines],
        headline_grades=grades_in(
            *(one for line in book.edition.headlines for one in line.figures)
        ),
        loose=book.loose_indicators(),
        shelves=register_pages(book),
        compared=sum(map(len, differing_and_agreeing(book))),
        errata=[
            item for one in book.edition.registers if one.section == "erratum" for item in one.items
        ],
    )
    yield from _themes(book, writer)
    yield from _goals(book, writer)
    yield from _indicators(book, writer, language)
    yield from money_pages(book, writer.page)
    yield from record_pages(book, writer.page)
    yield from beside_pages(book, writer.page)
    for sheet in book.evidence_pages:
        yield writer.page(sheet.address, "evidence.html", here="", sheet=sheet)
    yield writer.page("controles/index.html", "findings.html", here="findings")
    yield writer.page("zoeken/index.html", "search.html", here="search")
    yield writer.page("data/index.html", "data.html", here="", files=files(book.edition))
    yield writer.page("hoe-leest-u/index.html", "reading.html", here="reading")


def _themes(book: Book, writer: "_Writer") -> Iterator[tuple[str, str]]:
    for at, theme in enumerate(book.themes):
        yield writer.page(
            book.theme_page(theme),
            "theme.html",
            here="",
            theme=theme,
            tables=book.money_of(theme),
            ahead_tables=book.money_of(theme, "plan_years"),
            before=book.themes[at - 1] if at else None,
            after=book.themes[at + 1] if at + 1 < len(book.themes) else None,
        )


def _goals(book: Book, writer: "_Writer") -> Iterator[tuple[str, str]]:
    for at, goal in enumerate(book.goals):
        above: list[tuple[str, str]] = []
        node = book.nodes[goal.parent] if goal.parent else None
        while node is not None and node.kind != "programme":
            above.insert(0, (book.node_place(node), node.name))
            node = book.nodes[node.parent] if node.parent else None
        yield writer.page(
            book.goal_page(goal),
            "goal.html",
            here="",
            goal=goal,
            above=above,
            before=book.goals[at - 1] if at else None,
            after=book.goals[at + 1] if at + 1 < len(book.goals) else None,
        )


def _indicators(book: Book, writer: "_Writer", language: str) -> Iterator[tuple[str, str]]:
    region: dict[str, list[Any]] = {}
    for line in book.edition.region:
        region.setdefault(line.indicator, []).append(line)
    around: tuple[IndicatorPage, ...] = ()
    last: GoalNode | None = None
    for indicator in book.edition.indicators:
        home = book.home_of(indicator)
        if home is not last or not around:
            around, last = (book.indicators_of(home) if home else ()), home
        at = around.index(indicator) if indicator in around else 0
        points = in_time(indicator.points)
        printed = [
            (point, {document.id: one for document, one in told})
            for point in points
            if (told := book.elsewhere(point.figure))
        ]
        named = {name for _, told in printed for name in told}
        yield writer.page(
            book.indicator_page(indicator),
            "indicator.html",
            here="",
            indicator=indicator,
            points=points,
            prints=_prints(indicator),
            counted={point.period for point in points},
            wanted={point.period: point.figure for point in in_time(indicator.targets)},
            numeric=has_numbers(indicator),
            charts=charts(indicator, language),
            breaks=_worded_breaks(indicator),
            drawn_after={points[after].period for _, after in placed_breaks(indicator)},
            home=home,
            theme=book.theme_of(home),
            printed=printed,
            printers=[one for one in book.edition.documents if one.id in named],
            region=region.get(indicator.id, ()),
            before=around[at - 1] if at else None,
            after=around[at + 1] if at + 1 < len(around) else None,
        )


def _prints(indicator: IndicatorPage) -> bool:
    """Whether the document itself prints figures, beside which an own counting stands."""
    own = indicator.counting
    counted = {point.figure.id for point in own.points} if own else set()
    return any(point.figure.id not in counted for point in indicator.points)


def _worded_breaks(indicator: IndicatorPage) -> list[tuple[str, str, str]]:
    """Each break as (before, after, reason); no periods where its place is not known."""
    points = in_time(indicator.points)
    drawn = {(points[one].period, points[other].period) for one, other in placed_breaks(indicator)}
    return [
        (one.before or "", one.after or "", one.reason)
        if (one.before, one.after) in drawn
        else ("", "", one.reason)
        for one in indicator.breaks
    ]


def checks_of(lines: Sequence[CheckLine]) -> Checks:
    """The checks by what there is to say of them."""
    off = [line for line in lines if line.status != "ok"]
    right = [line for line in lines if line.status == "ok"]
    rounded = tuple(line for line in right if line.expected != line.found)
    return Checks(
        tuple(line for line in off if not line.accepted_by),
        tuple(line for line in off if line.accepted_by),
        rounded,
        tuple(line for line in right if line.expected == line.found),
    )


def grades_in(*figures: Figure) -> tuple[Grade, ...]:
    """The grades that occur among figures, in the order of the grades."""
    present = {figure.grade for figure in figures}
    return tuple(grade for grade in Grade if grade in present)


def table_grades(table: MoneyTable) -> tuple[Grade, ...]:
    """The grades that occur in a table."""
    return grades_in(*(figure for row in table.rows for figure in row.figures))


def standings(indicators: Sequence[IndicatorPage]) -> list[tuple[Standing, int]]:
    """How many indicators stand how, in the order of the standings."""
    found = Counter(one.statement.standing for one in indicators)
    return [(standing, found[standing]) for standing in Standing if found[standing]]


class _Writer:
    """The environment with what every page needs; one page at a time."""

    def __init__(
        self, book: Book, environment: Environment, language: str, logo: str, pdf: str
    ) -> None:
        self._environment = environment
        self._pen = FigurePen(language, translations(language), book.figure_place)
        counts: dict[str, int] = {}
        self._always: dict[str, Any] = {
            "book": book,
            "edition": book.edition,
            "logo": logo,
            "pdf": pdf,
            "ahead": book.edition.kind not in LOOKS_BACK,
            "checks": checks_of(book.edition.checks),
            "sparkline": sparkline,
            "fall_bars": fall_bars,
            "standings": standings,
            "table_grades": table_grades,
            "grades_in": grades_in,
            "in_time": in_time,
            "last_point": last_point,
            "last_grades_under": lambda node: last_grades(
                [one for below in book.below(node) for one in book.indicators_of(below)]
            ),
            "input_name": lambda source: evidence_name(book, source),
            "count_indicators": lambda node: _counted(book, node, counts),
        }

    def page(self, address: str, template: str, **context: Any) -> tuple[str, str]:
        root = "../" * address.count("/")
        text = self._environment.get_template(template).render(
            **self._always,
            address=address,
            root=root,
            fig=partial(_figure, self._pen, root),
            **context,
        )
        return address, text


def _figure(
    pen: FigurePen,
    root: str,
    figure: Figure,
    bare: bool = False,
    notes: Sequence[str] | None = (),
) -> str:
    return pen.write(figure, root, bare, notes)


def last_grades(indicators: Sequence[IndicatorPage]) -> tuple[Grade, ...]:
    """The grades of the latest figures of these indicators."""
    latest = [last_point(one) for one in indicators]
    return grades_in(*(point.figure for point in latest if point is not None))


def evidence_name(book: Book, source: str) -> str:
    """Evidence named in a list: the figure it carries, else where it was found, else its id."""
    carried = book.entry_of(source)
    if carried is not None and carried.figure is not None:
        words = [*carried.what, period_text(carried.period)] if carried.period else carried.what
        return f"{figure_text(carried.figure)} ({', '.join(words)})"
    evidence = book.evidence[source]
    named = (evidence.file_title, evidence.locator, evidence.measure)
    return " · ".join(part for part in named if part) or source


def last_point(indicator: IndicatorPage) -> SeriesPoint | None:
    """The latest period of an indicator, a gap too; None where it has no periods."""
    points = in_time(indicator.points)
    return points[-1] if points else None


def count_indicators(book: Book, node: GoalNode) -> int:
    """How many indicators stand under a node."""
    return sum(len(book.indicators_of(one)) for one in book.below(node))


def _counted(book: Book, node: GoalNode, counts: dict[str, int]) -> int:
    if node.id not in counts:
        counts[node.id] = count_indicators(book, node)
    return counts[node.id]
