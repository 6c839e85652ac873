"""Any sound edition renders, no text in it becomes markup, and every figure leads somewhere."""

import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.judgement.attainment import Attainment, Movement, Standing
from noaber.publication.design.charts import charts
from noaber.publication.design.words import REGISTERS
from noaber.publication.edition import (
    Cause,
    Edition,
    EffortPage,
    EffortStatus,
    Entries,
    Evidence,
    Explanation,
    Figure,
    GoalNode,
    HeadlineLine,
    IndicatorPage,
    Item,
    LogLine,
    MoneyRow,
    MoneyTable,
    Note,
    Register,
    Said,
    SeriesBreak,
    SeriesPoint,
)
from noaber.publication.site import render_site
from noaber.publication.soundness import faults
from noaber.vocabulary.grades import Grade
from tests.unit.publication.sample import sample_edition
from tests.unit.publication.site_reading import asks_for_scripts, dead_links, read_site

texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "<script>x</script>",
            "</title><img src=x onerror=y>",
            "{{ x }}",
            "{% raw %}",
            "%(x)s 100%",
            "שלום",
            "a" * 1000,
            "../..",
            "\x00\ud800",
        ]
    ),
)
numbers = st.one_of(
    st.none(),
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15
    ),
    st.sampled_from([Decimal(0), Decimal(1), Decimal("1e25"), Decimal("-0.004")]),
)
periods = st.one_of(
    st.integers(1900, 2100).map(str), st.sampled_from(["2022-Q1", "2022-03", "2022-03-09"]), texts
)
UNITS = ("number", "percent", "eur", "yesno", "text", "anders")


@st.composite
def figure(draw: st.DrawFn, key: str, evidence: str) -> Figure:
    value = draw(numbers)
    label = draw(st.one_of(st.just(""), texts))
    gap = "" if value is not None or label else draw(texts) or "geen"
    return Figure(
        key,
        value,
        draw(st.sampled_from(UNITS)),
        evidence,
        draw(st.sampled_from(Grade)),
        label,
        gap,
        draw(st.integers(0, 3)),
        tuple(draw(st.lists(texts, max_size=2))),
        draw(texts),
    )


@st.composite
def series(draw: st.DrawFn, at: int = 0) -> IndicatorPage:
    written = draw(st.lists(periods, max_size=6, unique=True))
    points = tuple(
        SeriesPoint(one, draw(figure(f"i{at}/{spot}", f"e{spot % 3}")))
        for spot, one in enumerate(written)
    )
    ends = st.one_of(st.none(), st.sampled_from(written)) if written else st.none()
    breaks = tuple(draw(st.lists(st.builds(SeriesBreak, ends, ends, texts), max_size=3)))
    notes = tuple(Note(str(mark), draw(texts)) for mark in range(draw(st.integers(0, 2))))
    statement = Attainment(
        draw(st.sampled_from(Standing)), draw(st.sampled_from(Movement)), draw(texts)
    )
    return IndicatorPage(
        f"i{at}",
        draw(texts),
        draw(texts),
        draw(st.sampled_from(UNITS)),
        draw(st.sampled_from(["t", "g", "nergens"])),
        draw(texts),
        draw(texts),
        draw(texts),
        points,
        breaks,
        notes,
        statement,
    )


@st.composite
def effort(draw: st.DrawFn, at: int) -> EffortPage:
    states = st.sampled_from(EffortStatus)
    log = tuple(
        draw(st.lists(st.builds(LogLine, periods, states, texts, st.just("f0"), texts), max_size=2))
    )
    goals = tuple(draw(st.lists(st.sampled_from(["p", "t", "g"]), max_size=2, unique=True)))
    names = tuple(draw(st.lists(texts, max_size=2)))
    return EffortPage(
        f"f{at}", draw(texts), draw(texts), log[-1].status if log else None, log, draw(texts),
        names, names, goals, waits_for=("f0",), intervention=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def explanation(draw: st.DrawFn, at: int) -> Explanation:
    whole = "x0" if at and draw(st.booleans()) else ""
    theme, cause = draw(st.sampled_from(["p", "t", "g"])), draw(st.sampled_from(Cause))
    told = draw(figure(f"x{at}", "e1"))
    return Explanation(f"x{at}", theme, draw(texts), cause, draw(texts), told, whole, draw(texts))


@st.composite
def register(draw: st.DrawFn, section: str) -> Register:
    said = (
        Said(draw(texts), tuple(draw(st.lists(texts, max_size=2)))),
        Said(draw(texts), period=draw(periods)),
        Said(draw(texts), figure=draw(figure(f"r{section}", "e0"))),
        Said(draw(texts), links=("p", "t", "g", f"i{section}")),
    )
    entries = Entries(draw(texts), ("een", "twee"), ((None, said[0]), (said[2], None)))
    return Register(section, (Item(f"i{section}", draw(texts), said, (entries,)),))


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    columns = tuple(draw(st.lists(texts, min_size=1, max_size=3)))
    rows = tuple(
        MoneyRow(
            "expense",
            draw(texts),
            tuple(draw(figure(f"m{row}/{at}", "e0")) for at in range(len(columns))),
            draw(st.booleans()),
        )
        for row in range(draw(st.integers(0, 2)))
    )
    kinds = ("placed", "typed", "computed")
    evidence = tuple(
        Evidence(
            f"e{at}",
            kinds[at],
            Grade.COPIED,
            draw(texts),
            locator=draw(texts),
            reason=draw(texts),
            query=draw(texts),
            inputs=("e1", "e2") if at == 0 else (),
        )
        for at in range(3)
    )
    return replace(
        sample_edition(),
        municipality=draw(texts), title=draw(texts), programme=draw(texts), status=draw(texts),
        nodes=(GoalNode("p", "programme", draw(texts), None, ("t",)), GoalNode("t", "theme", draw(texts), "p"), GoalNode("g", "goal", draw(texts), "t")),
        indicators=tuple(draw(series(at)) for at in range(draw(st.integers(0, 2)))),
        money=(MoneyTable(draw(st.sampled_from(["p", "t", "g"])), draw(texts), draw(texts), columns, rows, draw(texts)),),
        headlines=(HeadlineLine(draw(texts), "zo {0} is het {0}", (draw(figure("h", "e1")),), draw(st.sampled_from(["", "goals", "t", "g", "p"]))),),
        evidence=evidence,
        efforts=tuple(draw(effort(at)) for at in range(draw(st.integers(1, 2)))),
        explanations=tuple(draw(explanation(at)) for at in range(draw(st.integers(0, 2)))),
        waterfalls=(), documents=(), elsewhere={}, promises=(), region=(), mended=(),
        registers=tuple(draw(register(one)) for one in draw(st.lists(st.sampled_from(sorted(REGISTERS)), max_size=2, unique=True))),
    )  # fmt: skip


@settings(max_examples=60)
@given(editions())
def test_any_sound_edition_becomes_a_site_of_text_only(edition: Edition) -> None:
    assert faults(edition) == ()
    with tempfile.TemporaryDirectory() as folder:
        report = render_site(edition, Path(folder) / "uit")
        assert dead_links(report.out) == []
        for path, page in read_site(report.out).items():
            assert not asks_for_scripts(path, page)
            assert "img" not in page.tags
            assert page.handlers == []


@settings(max_examples=200)
@given(series())
def test_any_series_is_drawn_or_has_nothing_to_draw(page: IndicatorPage) -> None:
    both = charts(page)
    assert (both is None) == all(
        point.figure.value is None and not point.figure.label for point in page.points
    )
