"""Charts: gaps are gaps, breaks are breaks, and every awkward series is drawn."""

from collections.abc import Sequence
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from noaber.judgement.attainment import Attainment, Movement, Standing
from noaber.publication.design import geometry
from noaber.publication.design.charts import chart, charts, sparkline
from noaber.publication.edition import Figure, IndicatorPage, SeriesBreak, SeriesPoint
from noaber.vocabulary.grades import Grade


def series(
    values: Sequence[int | str | None],
    unit: str = "number",
    breaks: Sequence[SeriesBreak] = (),
    first: int = 2018,
    name: str = "Aantal",
) -> IndicatorPage:
    points = tuple(
        SeriesPoint(
            str(first + at),
            Figure(f"f{at}", Decimal(value) if isinstance(value, int) else None, unit, "e", Grade.COPIED,
                   label=value if isinstance(value, str) else "", gap="niet vermeld" if value is None else ""),
        )
        for at, value in enumerate(values)
    )  # fmt: skip
    return IndicatorPage(
        "i",
        "i",
        name,
        unit,
        "g",
        "",
        "",
        "",
        points,
        tuple(breaks),
        (),
        Attainment(Standing.NO_TARGET_SET, Movement.UP, ""),
    )


def drawn(page: IndicatorPage, size: geometry.Size = geometry.WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(str(chart(page, size)))


def by_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for one in root.iter() if name in (one.get("class") or "").split()]


def test_a_whole_series_is_one_line_with_a_point_and_a_figure_per_period() -> None:
    root = drawn(series([462, 442, 432, 403, 394]))
    assert len(by_class(root, "chart__line")) == 1
    assert len(by_class(root, "chart__point")) == 5
    assert [one.text for one in by_class(root, "chart__value")] == [
        "462",
        "442",
        "432",
        "403",
        "394",
    ]


def test_a_missing_period_is_a_gap_in_the_line() -> None:
    drawing = geometry.line(series([1, 2, None, 4, 5]), geometry.WIDE)
    assert [[mark.period for mark in run] for run in drawing.runs] == [
        ["2018", "2019"],
        ["2021", "2022"],
    ]


def test_a_break_interrupts_the_line_and_is_marked_between_its_periods() -> None:
    page = series([8, 17, 2, 1, 0], breaks=[SeriesBreak("2019", "2020", "corona")])
    drawing = geometry.line(page, geometry.WIDE)
    assert [[mark.period for mark in run] for run in drawing.runs] == [
        ["2018", "2019"],
        ["2020", "2021", "2022"],
    ]
    (rule,) = drawing.rules
    assert drawing.marks[1].x < rule.x < drawing.marks[2].x
    root = drawn(page)
    assert [one.text for one in by_class(root, "chart__break-label")] == ["trendbreuk"]
    assert "Trendbreuk tussen 2019 en 2020" in "".join(root.itertext())


def test_a_break_of_unknown_place_is_not_drawn() -> None:
    assert geometry.placed_breaks(series([1, 2], breaks=[SeriesBreak(None, None, "ergens")])) == ()


def test_breaks_close_together_put_their_labels_on_two_rows() -> None:
    breaks = [SeriesBreak("2018", "2019", ""), SeriesBreak("2019", "2020", "")]
    rules = geometry.line(series([1, 2, 3, 4, 5], breaks=breaks), geometry.NARROW).rules
    assert rules[0].label_y != rules[1].label_y


def test_years_that_are_missing_altogether_take_their_room() -> None:
    page = series([1, 2, 3])
    apart = IndicatorPage(
        **{
            **{name: getattr(page, name) for name in page.__slots__},
            "points": (
                page.points[0],
                SeriesPoint("2022", page.points[1].figure),
                SeriesPoint("2023", page.points[2].figure),
            ),
        }
    )
    first, second, third = (mark.x for mark in geometry.line(apart, geometry.WIDE).marks)
    assert second - first > 3 * (third - second)


def test_periods_given_backwards_are_drawn_in_order_of_time() -> None:
    page = series([1, 2, 3])
    back = IndicatorPage(
        **{**{name: getattr(page, name) for name in page.__slots__}, "points": page.points[::-1]}
    )
    assert [mark.period for mark in geometry.line(back, geometry.WIDE).marks] == [
        "2018",
        "2019",
        "2020",
    ]


def test_zero_is_always_on_the_scale_so_that_half_as_high_is_half_as_much() -> None:
    drawing = geometry.line(series([50, 100]), geometry.WIDE)
    low, high = (drawing.zero - (mark.y or 0) for mark in drawing.marks)
    assert high == pytest.approx(2 * low, abs=0.2)


@pytest.mark.parametrize(
    "values",
    [
        [7],
        [5, 5, 5],
        [0, 0, 0],
        [-5, 3, -8],
        [-1, -2],
        [5_514_907_000, 5_400_000_000],
        [None, 3, None],
        ["gereed", 1, 1],
        list(range(60)),
    ],
)
@pytest.mark.parametrize("size", [geometry.WIDE, geometry.NARROW])
def test_awkward_series_stay_inside_the_drawing(
    values: list[int | str | None], size: geometry.Size
) -> None:
    page = series(values, first=1950)
    drawing = geometry.line(page, size)
    for mark in drawing.marks:
        assert 0 <= mark.x <= size.width
        assert mark.y is None or geometry.TOP <= mark.y <= size.height - geometry.BOTTOM
    assert drawn(page, size) is not None
    assert any(mark.shown for mark in drawing.marks)
    assert isinstance(sparkline(page), str)


def test_figures_that_would_meet_are_left_to_the_table_but_the_last_stays() -> None:
    marks = geometry.line(
        series([10**9 + at for at in range(30)], first=1990), geometry.NARROW
    ).marks
    shown = [mark for mark in marks if mark.shown]
    assert marks[-1].shown
    assert 1 < len(shown) < 6


def test_a_series_without_any_value_is_not_drawn() -> None:
    assert charts(series([None, None])) is None


def test_yes_and_no_are_drawn_as_states() -> None:
    root = drawn(series(["Nee", "Ja", None], unit="yesno"))
    assert [one.get("class") for one in root.iter() if one.tag.endswith("rect")] == [
        "chart__state chart__state--no", "chart__state chart__state--yes", "chart__state chart__state--gap",
    ]  # fmt: skip
    assert not by_class(root, "chart__line")


def test_a_chart_names_and_describes_itself_and_takes_its_colours_from_the_page() -> None:
    root = drawn(series([462, 394], name="<b>Aantal</b> & 'meer'"))
    assert root.get("role") == "img"
    told = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    assert [told[name] for name in (root.get("aria-labelledby") or "").split()] == [
        "<b>Aantal</b> & 'meer'", "2 perioden, van 462 in 2018 naar 394 in 2019.",
    ]  # fmt: skip
    assert "fill=" not in str(chart(series([1, 2]), geometry.WIDE))


def test_the_description_is_in_the_language_of_the_page() -> None:
    page = series([1, 2], breaks=[SeriesBreak("2018", "2019", "")])
    text = "".join(ElementTree.fromstring(str(chart(page, geometry.WIDE, "en"))).itertext())
    assert "Series break between 2018 and 2019" in text
