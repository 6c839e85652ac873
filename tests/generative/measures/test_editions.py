"""Editions after each other: what the first hid stays hidden, what it told stands, what changed is judged."""

import io
from dataclasses import replace
from datetime import date
from itertools import product

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.measures import worlds
from noaber.measures.definition import shipped
from noaber.measures.disclosure import control
from noaber.measures.engine import Question
from noaber.measures.periods import asked
from noaber.measures.results import SCHEMA
from noaber.measures.worlds import Cell, protect
from tests.generative.measures.attacker import Attacker
from tests.generative.measures.test_disclosure import cells_of, tables
from tests.generative.measures.test_published import FLOWS, measured
from tests.spec.measures.facts import episode

OVERLAPPING = {
    "a": {
        "north": frozenset({"a0", "a1", "a2"}), "south": frozenset({"a3", "a4", "a5"}),
        "village": frozenset({"a2", "a3"}), "coast": frozenset({"a0", "a5"}),
    }
}  # fmt: skip
PARTS = [f"a{number}" for number in range(6)]
PLACES = [*PARTS, *OVERLAPPING["a"], None]


def chosen(table, dimensions, places, by):
    """The cells at these areas (None is all of them), and of each by the second dimension.

    The others are known, though nobody asks for them.
    """
    made = cells_of(table, dimensions, OVERLAPPING, [("a", "b"), ("a",), ("b",), ()])
    return [
        replace(
            cell,
            wanted=cell.at.get("a") in places and ("b" not in cell.at or cell.at["b"] in by),
        )
        for cell in made
    ]


def earlier(cells, found):
    """The cells of an edition as a later one knows them: public or withheld."""
    return [
        Cell(cell.family, cell.at, cell.count, index not in found.hidden, index not in found.hidden)
        for index, cell in enumerate(cells)
    ]


def assert_open(attacker, cell):
    least, most = attacker.bounds(cell.at)
    assert least < 1e-6, (cell, least)
    assert most > 5 - 1e-6, (cell, most)


@settings(deadline=None, max_examples=150)
@given(tables(6, 2), st.data())
def test_no_edition_gives_away_what_another_hid(made, data):
    dimensions, table = made
    before, told = [], []
    for _ in range(3):
        places = data.draw(st.sets(st.sampled_from(PLACES), min_size=1))
        by = data.draw(st.sets(st.sampled_from(dimensions["b"])))
        cells = chosen(table, dimensions, places, by)
        found = protect([*before, *cells], OVERLAPPING)
        hidden = {index - len(before) for index in found.hidden}
        assert not found.already_known
        assert min(hidden, default=0) >= 0
        asked_now = [index for index, cell in enumerate(cells) if cell.wanted]
        told += [cells[index] for index in asked_now if index not in hidden]
        before += [
            replace(cells[index], public=index not in hidden, wanted=index not in hidden)
            for index in asked_now
        ]
        attacker = Attacker(dimensions, OVERLAPPING, [(cell.at, cell.count) for cell in told])
        for cell in before:
            if 0 < cell.count < 5:
                assert_open(attacker, cell)


@settings(deadline=None, max_examples=150)
@given(tables(4, 3), st.data())
def test_numbers_that_changed_give_away_nothing_of_now_nor_what_stayed_as_it_was(made, data):
    dimensions, table = made
    groupings = [("a", "b"), ("a",), ("b",), ()]
    first = cells_of(table, dimensions, {}, groupings)
    one = protect(first, {})
    later = dict(table)
    for person in data.draw(st.lists(st.sampled_from(list(product(*dimensions.values()))))):
        later[person] += data.draw(st.integers(1, 3))
    now = cells_of(later, dimensions, {}, groupings)
    two = protect([*earlier(first, one), *now], {})
    hidden = {index - len(first) for index in two.hidden}
    assert not two.already_known
    shown = [cell for index, cell in enumerate(now) if index not in hidden]
    attacker = Attacker(dimensions, {}, [(cell.at, cell.count) for cell in shown])
    for cell in now:
        if 0 < cell.count < 5:
            assert_open(attacker, cell)
    # Who knows by how much each number rose since reads the first edition as if it were of now.
    knows = [
        (new.at, new.count)
        for index, (new, _) in enumerate(zip(now, first, strict=True))
        if index not in hidden or index not in one.hidden
    ]
    attacker = Attacker(dimensions, {}, knows)
    for index, (new, old) in enumerate(zip(now, first, strict=True)):
        if 0 < new.count < 5 and new.count == old.count and index in one.hidden:
            assert_open(attacker, new)
    for index, (new, old) in enumerate(zip(now, first, strict=True)):
        if new.count == old.count:
            # What was told stands.
            assert index in one.hidden or index not in hidden


def test_what_the_first_edition_hid_is_no_difference_of_what_two_editions_show():
    a, b, c, d = 2, 30, 68, 20
    makeup = {"area": {"A": frozenset("abc"), "D": frozenset("bd")}}
    first = [Cell("f", {"area": name}, n) for name, n in (("a", a), ("b", b), ("c", c), ("A", 100))]
    one = protect(first, makeup)
    assert {0, 1} == one.hidden
    second = [Cell("f", {"area": "D"}, b + d), Cell("f", {"area": "d"}, d)]
    two = protect([*earlier(first, one), *second], makeup)
    # A less c less (D less d) is a.
    assert {index - 4 for index in two.hidden} & {0, 1}


def test_a_number_that_was_public_and_has_become_small_is_hidden_with_what_gives_it_away():
    public = [Cell("f", {"a": name}, n, public=True) for name, n in (("x", 7), ("y", 30))]
    public.append(Cell("f", {}, 37, public=True))
    now = [Cell("f", {"a": "x"}, 3), Cell("f", {"a": "y"}, 30), Cell("f", {}, 33)]
    found = protect([*public, *now], {})
    assert found.small == {3}
    # 'y' stands, as it was told; so the total can't be told anew.
    assert found.protecting == {5}
    assert not found.already_known


def test_a_number_that_changed_and_is_not_small_is_told_anew():
    public = [Cell("f", {"a": name}, n, public=True) for name, n in (("x", 7), ("y", 30))]
    now = [Cell("f", {"a": "x"}, 8), Cell("f", {"a": "y"}, 30), Cell("f", {}, 38)]
    assert not protect([*public, *now], {}).hidden


def bytes_of(table):
    into = io.BytesIO()
    pq.write_table(table, into)
    return into.getvalue()


LAST = date(2022, 8, 1)


@st.composite
def lives(draw):
    made = []
    for number in range(draw(st.integers(1, 40))):
        start = draw(st.dates(date(2020, 6, 1), LAST))
        end = draw(st.one_of(st.none(), st.dates(start, LAST)))
        area = draw(st.sampled_from(["Noord", "Zuid", "Oost"]))
        days = str(start), str(end) if end else None
        made.append(episode("entitlement", f"p{number}", *days, law="wmo", area=area))
    return made


QUESTIONS = (Question(asked("2021..2022"), (), people=True), Question(asked("2021..2022"), None, people=True))  # fmt: skip


@settings(deadline=None, max_examples=20)
@given(lives(), st.sampled_from(QUESTIONS))
def test_an_edition_that_is_published_again_is_the_same_to_the_last_byte(facts, question):
    rows = measured(facts, FLOWS, question)
    first = control(rows, shipped())
    second = control(rows, shipped(), [first.kept])
    third = control(rows, shipped(), [first.kept, second.kept])
    for again in (second, third):
        assert bytes_of(again.rows) == bytes_of(first.rows)
        assert bytes_of(again.kept) == bytes_of(first.kept)
        assert (again.hidden, again.warnings) == (first.hidden, first.warnings)


@settings(deadline=None, max_examples=20)
@given(lives(), lives())
def test_a_number_once_published_stands_while_it_is_the_same(facts, more):
    question = QUESTIONS[1]
    before = measured(facts, FLOWS, question)
    first = control(before, shipped())
    later = [{**fact, "person": "q" + fact["person"]} for fact in more]
    now = measured([*facts, *later], FLOWS, question)
    second = control(now, shipped(), [first.kept])
    told = {
        place(own): own
        for own, left in zip(before.to_pylist(), first.rows.to_pylist(), strict=True)
        if left["value"] is not None
    }
    for own, left in zip(now.to_pylist(), second.rows.to_pylist(), strict=True):
        then = told.get(place(own))
        if then is not None and said(then) == said(own):
            assert left["value"] == own["value"]
        elif own["persons"] and own["persons"] < 5:
            assert left["value"] is None


def place(row):
    return (
        row["measure"],
        row["area"],
        row["product_category"],
        row["age_group"],
        row["period_start"],
    )


def said(row):
    return row["value"], row["persons"]


def test_what_is_made_of_hidden_numbers_stands_where_it_was_public_itself():
    people = [episode("entitlement", name, "2021-03-01", law="wmo") for name in "abcdefg"]
    people += [episode("entitlement", name, "2021-05-01", "2021-08-01", law="wmo") for name in "hi"]
    people += [episode("entitlement", name, "2022-05-01", law="wmo") for name in "jklm"]
    names = ["wmo_inflow", "wmo_persons", "wmo_persons_change"]
    before = measured(people, names, QUESTIONS[0])
    change = [row for row in before.to_pylist() if row["measure"] == "wmo_persons_change"]
    printed = pa.Table.from_pylist(change, schema=SCHEMA)
    alone, beside = (control(before, shipped(), told, threshold=10) for told in ([], [printed]))
    for left, stands in ((alone, 0), (beside, 1)):
        told = [row["measure"] for row in left.rows.to_pylist() if row["value"] is not None]
        assert told.count("wmo_persons_change") == stands


def test_a_new_number_of_few_people_is_hidden_though_how_many_they_are_is_public():
    public = Cell("f", {"a": "x"}, 3, public=True)
    found = protect([public, Cell("f", {"a": "x"}, 3)], {})
    assert found.hidden == {1}


def test_where_measures_of_one_place_differ_the_one_of_fewest_people_counts():
    cells = [Cell("f", {"a": "x"}, 3), Cell("f", {"a": "x"}, 40), Cell("f", {"a": "y"}, 50)]
    assert 0 in protect(cells, {}).hidden
    assert 1 in protect([cells[1], cells[0], cells[2]], {}).hidden


def test_what_was_asked_before_is_not_proved_again(monkeypatch):
    cells = [Cell("f", {"a": name}, n) for name, n in (("x", 2), ("y", 30), ("z", 90))]
    cells.append(Cell("f", {}, 122))
    first = protect(cells, {})
    monkeypatch.setattr(worlds, "_Table", lambda *_: pytest.fail("a proof was looked for"))
    second = protect([*earlier(cells, first), *cells], {})
    assert {index - 4 for index in second.hidden} == first.hidden
