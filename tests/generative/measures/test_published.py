"""A whole edition, with earlier ones, as it leaves: an attacker who reads all of it learns nothing."""

import tempfile
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.measures.definition import shipped
from noaber.measures.disclosure import NotCounted, control, knowable, makeup_of
from noaber.measures.engine import Question, run
from noaber.measures.periods import asked
from noaber.measures.results import SCHEMA
from tests.generative.measures.attacker import Attacker
from tests.spec.measures.facts import episode, event, store_of

FLOWS = ("wmo_inflow", "wmo_outflow", "wmo_through", "wmo_persons_at_end", "wmo_persons_at_start")


def measured(facts, names, question):
    known = shipped()
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(folder, facts)
        try:
            return run(store, [known[name] for name in names], question)[0]
        finally:
            store.close()


def assert_nothing_is_learned(before, left, earlier=()):
    """Every small count of before is as open after reading what left as if nothing had been said."""
    known = shipped()
    truth = knowable(before, known)
    said = [cell for table in (left, *earlier) for cell in read(table, before)]
    makeup = makeup_of(truth, {})
    for family in {cell.family for cell in truth}:
        cells = [cell for cell in truth if cell.family == family]
        names = sorted({name for cell in cells for name in cell.at})
        dimensions = {
            name: sorted(
                {
                    part
                    for cell in cells
                    if name in cell.at
                    for part in makeup.get(name, {}).get(cell.at[name], {cell.at[name]})
                }
                | {"elsewhere"}
            )
            for name in names
        }
        published = [(cell.at, cell.count) for cell in said if cell.family == family]
        attacker = Attacker(dimensions, makeup, published)
        for cell in cells:
            if 0 < cell.count < 5:
                least, most = attacker.bounds(cell.at)
                assert least < 1e-6, cell
                assert most > 5 - 1e-6, cell


def read(left, before):
    """The counts that can be read in what left: those of before, where a value still stands."""
    rows = [
        {**own, "persons": own["persons"]}
        for own, now in zip(before.to_pylist(), left.to_pylist(), strict=True)
        if now["value"] is not None
    ]
    return knowable(pa.Table.from_pylist(rows, schema=SCHEMA), shipped())


AREAS = st.sampled_from(["Noord", "Zuid", "Oost"])
DAYS = st.dates(date(2020, 6, 1), date(2022, 8, 1))


@st.composite
def lives(draw):
    made = []
    for number in range(draw(st.integers(1, 40))):
        start = draw(DAYS)
        end = draw(st.one_of(st.none(), DAYS.filter(lambda day, start=start: day >= start)))
        more = {"law": "wmo", "area": draw(AREAS)}
        made.append(
            episode("entitlement", f"p{number}", str(start), str(end) if end else None, **more)
        )
    return made


@settings(deadline=None, max_examples=15)
@given(lives())
def test_stock_inflow_and_outflow_do_not_give_each_other_away(facts):
    for names in (("wmo_inflow", "wmo_outflow", "wmo_persons_at_end"), FLOWS):
        before = measured(facts, names, Question(asked("2021..2022"), (), people=True))
        left = control(before, shipped())
        assert_nothing_is_learned(before, left.rows)


@settings(deadline=None, max_examples=15)
@given(lives())
def test_areas_and_their_total_over_years_and_quarters(facts):
    for period in ("2021..2022", "2021-Q1..2021-Q4"):
        before = pa.concat_tables(
            [
                measured(facts, ["wmo_inflow"], Question(asked(period), by, people=True))
                for by in ((), ("area",))
            ]
        )
        left = control(before, shipped())
        assert_nothing_is_learned(before, left.rows)


@st.composite
def requests(draw):
    return [
        event(
            "support_plan",
            f"p{number}",
            "2022-03-01",
            area=draw(AREAS),
            layer=draw(st.sampled_from(["general", "custom", "network"])),
        )
        for number in range(draw(st.integers(1, 60)))
    ]


@settings(deadline=None, max_examples=20)
@given(requests())
def test_a_share_tells_no_more_than_its_counts(facts):
    names = ["plans_without_custom", "plans_by_layer"]
    question = Question(asked("2022"), ("area",), people=True)
    before = measured(facts, names, question)
    left = control(before, shipped())
    assert_nothing_is_learned(before, left.rows)


@settings(deadline=None, max_examples=20)
@given(requests(), requests())
def test_what_left_in_an_earlier_edition_is_never_used_to_work_out_what_leaves_now(facts, more):
    names = ["plans_by_layer"]
    first = measured(facts, names, Question(asked("2022"), ("area",), people=True))
    gone = control(first, shipped())
    second = measured(facts, names, Question(asked("2022"), (), people=True))
    left = control(second, shipped(), earlier=[gone.kept])
    assert_nothing_is_learned(
        pa.concat_tables([first, second]), pa.concat_tables([gone.rows, left.rows])
    )


def test_a_hidden_result_keeps_nothing_but_its_place_and_reason():
    facts = [episode("entitlement", "a", "2022-03-01", law="wmo")]
    before = measured(
        facts, ["wmo_persons", "wmo_persons_change"], Question(asked("2021..2022"), (), people=True)
    )
    left = control(before, shipped())
    (hidden,) = [
        row for row in left.rows.to_pylist()
        if row["measure"] == "wmo_persons" and row["period_start"].year == 2022
    ]  # fmt: skip
    assert (hidden["value"], hidden["gap"], hidden["n"], hidden["persons"]) == (
        None,
        "too_few",
        0,
        None,
    )
    change = [row for row in left.rows.to_pylist() if row["measure"] == "wmo_persons_change"]
    assert all(row["value"] is None for row in change)
    assert left.hidden >= 2


def test_results_that_do_not_tell_of_people_are_refused():
    facts = [episode("entitlement", "a", "2022-03-01", law="wmo")]
    before = measured(facts, ["wmo_persons"], Question(asked("2022"), ()))
    with pytest.raises(NotCounted, match="van hoeveel mensen"):
        control(before, shipped())


def test_counts_can_be_rounded_too():
    facts = [episode("entitlement", f"p{n}", "2022-03-01", law="wmo") for n in range(13)]
    before = measured(facts, ["wmo_persons"], Question(asked("2022"), (), people=True))
    (row,) = control(before, shipped(), round_to=5).rows.to_pylist()
    assert row["value"] == 15
