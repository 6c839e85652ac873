"""The drawing of an indicator as plain values, which the typst template sets. Computes nothing."""

from collections.abc import Callable
from typing import Any

from jinja2 import Environment

from noaber.publication.design import geometry
from noaber.publication.design.charts import description
from noaber.publication.design.formats import SOURCE_LANGUAGE, is_gap
from noaber.publication.edition import IndicatorPage

# The drawing on paper: as wide as the text at three quarters of a point a unit, and low.
PAPER = geometry.Size("paper", 600, 180, 7.6)
STATES_HIGH = 78
NO_BREAKS = 30  # the room above that only the words at breaks need


def chart_of(
    page: IndicatorPage, environment: Environment, clean: Callable[[str], str]
) -> dict[str, Any] | None:
    """The drawing of an indicator for paper; nothing where no period holds anything to draw."""
    if all(is_gap(point.figure) for point in page.points):
        return None
    numbers = geometry.has_numbers(page)
    drawing = geometry.line(page, PAPER) if numbers else geometry.states(page, PAPER)
    name = f"Grafiek: {page.name}. "
    height = PAPER.height if numbers else STATES_HIGH
    cut = NO_BREAKS if numbers and not drawing.rules else 0
    return {
        "alt": clean(name + description(page, environment, SOURCE_LANGUAGE)),
        "kind": drawing.kind,
        "width": PAPER.width,
        "height": height - cut,
        "zero": drawing.zero - cut,
        "cell": drawing.cell,
        "runs": [[[mark.x, (mark.y or 0) - cut] for mark in run] for run in drawing.runs],
        "rules": [[rule.x, rule.label_y, rule.anchor] for rule in drawing.rules],
        "wants": [[x, y - cut] for x, y in drawing.wants],
        "marks": [
            {
                "x": mark.x,
                "y": None if mark.y is None else mark.y - cut,
                "text": clean(mark.text) if mark.shown else "",
                "period": clean(mark.period) if mark.ticked else "",
                "below": mark.below,
                "anchor": mark.anchor,
                "state": mark.state,
            }
            for mark in drawing.marks
        ],
    }
