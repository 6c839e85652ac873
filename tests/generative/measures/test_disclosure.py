"""What is published, in this edition and earlier ones, tells an attacker nothing of a small count."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.measures.circles import closing
from noaber.measures.worlds import Cell, protect
from tests.generative.measures.attacker import Attacker

FEW = st.one_of(st.integers(0, 6), st.integers(0, 40))


def cells_of(table, dimensions, makeup, groupings, public=()):
    """Every cell of the groupings of a table of people (coordinates -> count)."""
    names = list(dimensions)
    made = []
    for grouping in groupings:
        options = [[*dimensions[name], *makeup.get(name, {})] for name in grouping]
        for chosen in product(*options):
            at = dict(zip(grouping, chosen, strict=True))
            made.append(Cell("f", at, counted(table, names, makeup, at), public=at in public))
    return made


def counted(table, names, makeup, at):
    total = 0
    for person, count in table.items():
        where = dict(zip(names, person, strict=True))
        if all(where[n] in makeup.get(n, {}).get(c, {c}) for n, c in at.items()):
            total += count
    return total


@st.composite
def tables(draw, *sizes):
    dimensions = {
        name: [f"{name}{number}" for number in range(size)]
        for name, size in zip("abc", sizes, strict=False)
    }
    keys = list(product(*dimensions.values()))
    return dimensions, {key: draw(FEW) for key in keys}


def assert_learns_nothing(dimensions, makeup, cells, found, extra=()):
    published = [
        (cell.at, cell.count)
        for index, cell in enumerate(cells)
        if (cell.wanted or cell.public) and index not in found.hidden
    ]
    attacker = Attacker(dimensions, makeup, [*published, *extra])
    for index, cell in enumerate(cells):
        if 0 < cell.count < 5 and index not in found.already_known:
            least, most = attacker.bounds(cell.at)
            assert least < 1e-6, (cell, least)
            assert most > 5 - 1e-6, (cell, most)


@settings(deadline=None, max_examples=150)
@given(tables(4, 3))
def test_a_table_with_its_totals(made):
    dimensions, table = made
    cells = cells_of(table, dimensions, {}, [("a", "b"), ("a",), ("b",), ()])
    found = protect(cells, {})
    assert not found.already_known
    assert_learns_nothing(dimensions, {}, cells, found)


@settings(deadline=None, max_examples=60)
@given(tables(3, 3, 2))
def test_a_table_over_three_dimensions(made):
    dimensions, table = made
    every = [("a", "b", "c"), ("a", "b"), ("a", "c"), ("b", "c"), ("a",), ("b",), ("c",), ()]
    cells = cells_of(table, dimensions, {}, every)
    found = protect(cells, {})
    assert_learns_nothing(dimensions, {}, cells, found)


@settings(deadline=None, max_examples=100)
@given(tables(6, 3))
def test_districts_neighbourhoods_and_villages_that_overlap(made):
    dimensions, table = made
    makeup = {
        "a": {
            "north": frozenset({"a0", "a1", "a2"}), "south": frozenset({"a3", "a4", "a5"}),
            "village": frozenset({"a2", "a3"}),
        }
    }  # fmt: skip
    cells = cells_of(table, dimensions, makeup, [("a", "b"), ("a",), ("b",), ()])
    found = protect(cells, makeup)
    assert_learns_nothing(dimensions, makeup, cells, found)


@settings(deadline=None, max_examples=100)
@given(
    tables(
        6,
    )
)
def test_overlapping_areas_of_which_no_part_is_published(made):
    dimensions, table = made
    makeup = {
        "a": {
            "north": frozenset({"a0", "a1", "a2"}), "south": frozenset({"a3", "a4", "a5"}),
            "wide": frozenset({"a0", "a1", "a2", "a3"}),
        }
    }  # fmt: skip
    cells = cells_of(table, dimensions, makeup, [("a",), ()])
    cells = [
        Cell(c.family, c.at, c.count, wanted=not c.at.get("a", "").startswith("a")) for c in cells
    ]
    found = protect(cells, makeup)
    # 'wide' less 'north' is a3 alone
    assert_learns_nothing(dimensions, makeup, cells, found)


@settings(deadline=None, max_examples=100)
@given(tables(4, 3), st.data())
def test_what_an_earlier_edition_told_counts_as_known(made, data):
    dimensions, table = made
    groupings = [("a", "b"), ("a",), ("b",), ()]
    earlier = cells_of(table, dimensions, {}, groupings)
    told = protect(earlier, {})
    public = [
        cell.at
        for index, cell in enumerate(earlier)
        if index not in told.hidden and data.draw(st.booleans())
    ]
    now = cells_of(table, dimensions, {}, groupings, public)
    found = protect(now, {})
    # What was told before protected every small count, so nothing is already known.
    assert not found.already_known
    assert_learns_nothing(dimensions, {}, now, found)
    assert not {index for index in found.hidden if now[index].public}


@settings(deadline=None, max_examples=60)
@given(tables(3, 3, 2))
def test_two_tables_that_share_a_margin(made):
    dimensions, table = made
    cells = cells_of(table, dimensions, {}, [("a", "b"), ("a", "c"), ("a",), ("b",), ()])
    assert not closing(cells, {})
    found = protect(cells, {})
    assert_learns_nothing(dimensions, {}, cells, found)


@settings(deadline=None, max_examples=60)
@given(tables(3, 3, 2))
def test_tables_that_close_a_circle_are_opened_first(made):
    dimensions, table = made
    cells = cells_of(table, dimensions, {}, [("a", "b"), ("a", "c"), ("b", "c"), ("a",), ()])
    circle = closing(cells, {})
    assert set(circle.values()) == {frozenset({"b", "c"})}
    cells = [cell for index, cell in enumerate(cells) if index not in circle]
    assert not closing(cells, {})
    found = protect(cells, {})
    assert_learns_nothing(dimensions, {}, cells, found)


@settings(deadline=None, max_examples=60)
@given(tables(4, 3))
def test_quarters_and_their_year(made):
    dimensions, table = made
    makeup = {"a": {"year": frozenset(dimensions["a"])}}
    cells = cells_of(table, dimensions, makeup, [("a", "b"), ("a",)])
    found = protect(cells, makeup)
    assert_learns_nothing(dimensions, makeup, cells, found)


@settings(deadline=None, max_examples=60)
@given(tables(3, 2), st.data())
def test_people_counted_in_two_parts_though_the_reader_knows_how_many(made, data):
    dimensions, table = made
    cells = cells_of(table, dimensions, {}, [("a", "b"), ("a",)])
    twice = {a: data.draw(st.integers(0, 3)) for a in dimensions["a"]}
    cells = [
        Cell(c.family, c.at, max(c.count - twice[c.at["a"]], 0)) if "b" not in c.at else c
        for c in cells
    ]
    real = {
        c.at["a"]: sum(x.count for x in cells if "b" in x.at and x.at["a"] == c.at["a"]) - c.count
        for c in cells
        if "b" not in c.at
    }
    found = protect(cells, {})
    published = [(c.at, c.count) for i, c in enumerate(cells) if i not in found.hidden]
    attacker = Attacker(dimensions, {}, published, lambda at: 0 if "b" in at else real[at["a"]])
    for index, cell in enumerate(cells):
        if 0 < cell.count < 5 and "b" in cell.at and index not in found.already_known:
            least, most = attacker.bounds(cell.at)
            assert least < 1e-6
            assert most > 5 - 1e-6


def test_what_is_already_public_passes_and_is_named():
    cells = [Cell("f", {"a": "x"}, 3, public=True), Cell("f", {"a": "y"}, 2), Cell("f", {}, 5)]
    found = protect(cells, {})
    assert 0 in found.already_known
    assert 0 not in found.hidden
    assert 1 in found.hidden


def test_a_count_that_follows_from_what_was_public_is_said_to_be_known():
    public = [Cell("f", {}, 10, public=True), Cell("f", {"a": "x"}, 7, public=True)]
    found = protect([*public, Cell("f", {"a": "y"}, 3)], {})
    assert 2 in found.already_known
    assert 2 in found.hidden


@pytest.mark.parametrize("threshold", [3, 5, 10])
def test_one_small_count_takes_one_other_with_it(threshold):
    cells = [
        Cell("f", {"a": "x"}, 2), Cell("f", {"a": "y"}, 30), Cell("f", {"a": "z"}, 90),
        Cell("f", {}, 122),
    ]  # fmt: skip
    found = protect(cells, {}, threshold)
    assert found.small == {0}
    assert found.protecting == {1}


def test_a_big_table_loses_little():
    counts = {(f"a{a}", f"b{b}"): (a * 7 + b * 11) % 60 for a in range(12) for b in range(5)}
    dimensions = {"a": [f"a{n}" for n in range(12)], "b": [f"b{n}" for n in range(5)]}
    cells = cells_of(counts, dimensions, {}, [("a", "b"), ("a",), ("b",), ()])
    found = protect(cells, {})
    assert len(found.protecting) <= 3 * max(len(found.small), 1)
    assert_learns_nothing(dimensions, {}, cells, found)
