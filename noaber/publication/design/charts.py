"""Charts as accessible SVG, made where the pages are made: data of an edition in, a string out."""

from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from noaber.publication.design import geometry
from noaber.publication.design.environment import site_environment
from noaber.publication.design.formats import figure_text, is_gap, period_text
from noaber.publication.edition import IndicatorPage, Waterfall

SPARK = geometry.Size("spark", 88, 28)


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts of one page: the same drawing for a wide and for a narrow column."""

    wide: Markup
    narrow: Markup


def charts(page: IndicatorPage, language: str = "nl") -> Charts | None:
    """Both drawings of an indicator; None where no period holds anything to draw."""
    if all(is_gap(point.figure) for point in page.points):
        return None
    return Charts(
        chart(page, geometry.WIDE, language),
        chart(page, geometry.NARROW, language),
    )


def chart(page: IndicatorPage, size: geometry.Size, language: str = "nl") -> Markup:
    """One drawing, with its title and a description that says what the line does."""
    environment = site_environment(language)
    numbers = geometry.has_numbers(page)
    drawing = geometry.line(page, size) if numbers else geometry.states(page, size)
    return Markup(  # noqa: S704 - the template escapes
        environment.get_template("chart.svg.jinja").render(
            drawing=drawing,
            name=page.name,
            description=description(page, environment, language),
            top=geometry.TOP,
            bottom=geometry.BOTTOM,
            state_height=geometry.STATE_HEIGHT,
        )
    )


def description(page: IndicatorPage, environment: Environment, language: str) -> str:
    """What someone who can't see the drawing needs before the table: how many, from, to, breaks."""
    points = geometry.in_time(page.points)
    known = [point for point in points if not is_gap(point.figure)]
    text = environment.get_template("chart-description.txt.jinja").render(
        count=len(points),
        missing=len(points) - len(known),
        first=(figure_text(known[0].figure), period_text(known[0].period, language)),
        last=(figure_text(known[-1].figure), period_text(known[-1].period, language)),
        breaks=[
            (
                period_text(points[before].period, language),
                period_text(points[after].period, language),
            )
            for before, after in geometry.placed_breaks(page)
        ],
    )
    return " ".join(text.split())


BAR = geometry.Size("bar", 300, 14)


def fall_bars(fall: Waterfall) -> list[Markup]:
    """The bar of each step of a waterfall: it starts where the one before ended; the end starts at nought."""
    return [
        Markup(  # noqa: S704 - numbers only
            f'<svg class="bar bar--{"better" if bar.better else "worse"} bar--{step.kind}" '
            f'viewBox="0 0 {BAR.width} {BAR.height}" preserveAspectRatio="none" focusable="false">'
            f'<rect x="{bar.x}" y="2" width="{bar.width}" height="{BAR.height - 4}"/>'
            f'<path class="bar__zero" d="M{bar.zero} 0V{BAR.height}"/></svg>'
        )
        for step, bar in zip(fall.steps, geometry.bars(fall, BAR.width), strict=True)
    ]


def sparkline(page: IndicatorPage) -> Markup:
    """The line alone, a word high, for a list; it says nothing that the row does not."""
    if not geometry.has_numbers(page) or len(page.points) < 2:
        return Markup("")
    drawing = geometry.spark(page, SPARK)
    paths = "".join(f'<path d="{_path(run)}"/>' for run in drawing.runs)
    last = [mark for mark in drawing.marks if mark.y is not None][-1]
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="spark" viewBox="0 0 {SPARK.width} {SPARK.height}" width="{SPARK.width}" '
        f'height="{SPARK.height}" aria-hidden="true" focusable="false">'
        f'<path class="spark__zero" d="M0 {drawing.zero}H{SPARK.width}"/>{paths}'
        f'<circle cx="{last.x}" cy="{last.y}" r="2.6"/></svg>'
    )


def _path(run: tuple[geometry.Mark, ...]) -> str:
    return "M" + "L".join(f"{mark.x} {mark.y}" for mark in run)
