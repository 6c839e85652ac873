"""What is small without standing anywhere: rests of shares, of wholes, and of one measure within another."""

from datetime import date

import pytest

from noaber.measures import public
from noaber.measures.careful import is_within, leave, untold
from noaber.measures.definition import parse, shipped, shipped_text
from noaber.measures.engine import Question, run
from noaber.measures.periods import asked
from noaber.vocabulary.gaps import Gap
from tests.spec.measures.facts import PLACE, claim, episode, event, inhabitants, store_of

YEAR = asked("2022")


def told(tmp_path, facts, *names, by=None, earlier=(), definitions=None):
    """What leaves of these measures, and the whole of what the control says."""
    known = definitions or shipped()
    store = store_of(tmp_path, facts)
    try:
        rows, _ = run(store, [known[name] for name in names], Question(YEAR, by, people=True))
    finally:
        store.close()
    found = leave(rows, known, earlier)
    return list(found.rows.to_pylist()), found


def youth(number, **more):
    return episode("entitlement", f"p{number}", "2022-02-01", law="youth", **more)


def values(rows, measure, name="area"):
    return {row[name]: row["value"] for row in rows if row["measure"] == measure}


def test_a_split_of_which_one_part_is_small_is_not_told_at_all(tmp_path):
    """Ten, nine, eight and two: holes for two of them would say that somebody is in the fourth."""
    sizes = {"Noord": 10, "Oost": 9, "Zuid": 8, "West": 2}
    places = [area for area, size in sizes.items() for _ in range(size)]
    facts = [youth(n, area=area) for n, area in enumerate(places)]
    rows, found = told(tmp_path, facts, "youth_persons")
    areas = values(rows, "youth_persons")
    assert areas.pop(None) == 29
    assert set(areas.values()) == {None}
    # What is withheld is kept as withheld, for the next time.
    withheld = [row for row in found.kept.to_pylist() if row["gap"] == Gap.TOO_FEW]
    assert sum(row["value"] for row in withheld if row["area"]) == 29


def test_a_split_without_small_parts_is_told(tmp_path):
    facts = [youth(n, area="Noord" if n < 10 else "Zuid") for n in range(19)]
    rows, _ = told(tmp_path, facts, "youth_persons")
    assert values(rows, "youth_persons") == {None: 19, "Noord": 10, "Zuid": 9}


def test_a_split_that_leaves_out_a_handful_is_not_told(tmp_path):
    """Of three nobody knows where they live: nineteen less ten less six are three."""
    places = ["Noord"] * 10 + ["Zuid"] * 6 + [None] * 3
    facts = [youth(n, area=area) for n, area in enumerate(places)]
    rows, _ = told(tmp_path, facts, "youth_persons")
    assert values(rows, "youth_persons") == {None: 19, "Noord": None, "Zuid": None}


@pytest.mark.parametrize(("within", "shown"), [(1, False), (4, False), (0, True), (5, True)])
def test_one_measure_within_another_is_hidden_where_all_but_a_handful_are_in_it(
    tmp_path, within, shown
):
    facts = [youth(n, birth_year=2010) for n in range(20)]
    facts += [youth(n, birth_year=2003) for n in range(20, 20 + within)]
    facts += [inhabitants(2022, age, 100) for age in range(18)]
    rows, _ = told(tmp_path, facts, "youth_persons", "youth_per_1000", by=())
    found = {row["measure"]: row["value"] for row in rows}
    assert found["youth_persons"] == 20 + within
    assert (found["youth_per_1000"] is not None) == shown


def test_what_another_publication_told_is_held_against_it_too(tmp_path):
    facts = [youth(n, birth_year=2010) for n in range(20)] + [youth(20, birth_year=2003)]
    facts += [inhabitants(2022, age, 100) for age in range(18)]
    _, first = told(tmp_path / "one", facts, "youth_persons", by=())
    rows, _ = told(tmp_path / "two", facts, "youth_per_1000", by=(), earlier=[first.kept])
    assert [row["value"] for row in rows] == [None]


@pytest.mark.parametrize(
    ("late", "shown"), [(0, True), (1, False), (4, False), (5, True), (28, False), (30, True)]
)
def test_a_share_is_hidden_where_its_part_or_the_rest_is_small(tmp_path, late, shown):
    facts = [
        event("assessment", f"p{n}", "2022-03-01", law="wmo", days_taken=60 if n < late else 10,
              term_days=42)
        for n in range(30)
    ]  # fmt: skip
    rows, _ = told(tmp_path, facts, "assessment_in_term", by=())
    assert [row["value"] is not None for row in rows] == [shown]
    if not shown:
        assert (rows[0]["n"], rows[0]["low"], rows[0]["gap"]) == (0, None, "too_few")


def test_which_definition_is_within_which():
    known = shipped()
    assert is_within(known["youth_per_1000"], known["youth_persons"])
    assert not is_within(known["youth_persons"], known["youth_per_1000"])
    assert is_within(known["wmo_persons_at_end"], known["wmo_persons"])
    assert not is_within(known["wmo_persons"], known["wmo_persons_at_end"])
    assert not is_within(known["wmo_persons"], known["youth_persons"])


def test_what_cannot_be_controlled_of_one_municipality_says_why_it_is_not_told():
    known = shipped()
    assert untold(known["wmo_persons"], known) == ""
    assert "andere gemeenten" in untold(known["youth_beside_region"], known)
    assert "hele gemeente" in untold(known["care_price"], known)
    assert untold(known["care_price_effect"], known).startswith("maat care_price")


def test_parts_of_what_is_laid_beside_the_year_before_do_not_leave(tmp_path):
    facts = [
        claim(f"p{n}", f"{year}-03", 500, law="youth", product_category="45" if n < 10 else "50")
        for year in (2021, 2022)
        for n in range(20)
    ]
    known = shipped()
    store = store_of(tmp_path, facts)
    try:
        rows, _ = run(
            store, [known["youth_claimed_growth"]], Question(asked("2021..2022"), people=True)
        )
    finally:
        store.close()
    measures = {"youth_claimed_growth": known["youth_claimed_growth"]}
    assert any(row["product_category"] for row in rows.to_pylist())
    chosen = public.counted(rows, PLACE, measures, date(2022, 12, 31)).to_pylist()
    assert chosen
    assert not any(row["product_category"] for row in chosen)


def test_what_left_is_remembered_by_the_definition_that_counted_it(tmp_path):
    """A definition that is withdrawn, or says something else now, does not undo what it told."""
    facts = [youth(n) for n in range(20)]
    _, first = told(tmp_path / "one", facts, "youth_persons", by=())
    text = shipped_text("youth_persons")
    public.keep(tmp_path, PLACE, first.kept, {"youth_persons": text})
    now = shipped()
    same = public.earlier(tmp_path, PLACE, now)
    assert same.definitions == {}
    changed = parse(text.replace("version = 1", "version = 2").replace("active", "started"), "x")
    for others in (
        {**now, "youth_persons": changed},
        {n: d for n, d in now.items() if n != "youth_persons"},
    ):
        left = public.earlier(tmp_path, PLACE, others)
        assert set(left.definitions) == {"youth_persons@1"}
        assert left.definitions["youth_persons@1"].select == "active"
        assert set(left.tables[0]["measure"].to_pylist()) == {"youth_persons@1"}
    rows, _ = told(
        tmp_path / "two", [*facts[:17], *(youth(n, birth_year=2010) for n in range(30, 31))],
        "youth_persons", by=(), earlier=left.tables, definitions={**now, **left.definitions},
    )  # fmt: skip
    # Eighteen now within twenty then, as far as the words of both definitions tell.
    assert [row["value"] for row in rows] == [None]


def test_a_damaged_memory_stops_what_would_leave_and_names_the_file(tmp_path):
    _, first = told(tmp_path / "one", [youth(n) for n in range(20)], "youth_persons", by=())
    place = public.keep(
        tmp_path, PLACE, first.kept, {"youth_persons": shipped_text("youth_persons")}
    )
    for body in (b"", place.read_bytes()[:200], b"something else"):
        place.write_bytes(body)
        with pytest.raises(ValueError, match=rf"{place.name} is niet heel; .*reservekopie"):
            public.earlier(tmp_path, PLACE, shipped())


def test_a_small_stock_hides_no_other_stock_where_no_flow_is_told(tmp_path):
    """Two waited at the end of one year, twenty at the end of the next: these are other people's business."""
    facts = [
        episode("entitlement", f"p{n}", "2021-06-01", law="wmo") for n in range(2)
    ] + [episode("entitlement", f"q{n}", "2022-06-01", law="wmo") for n in range(20)]  # fmt: skip
    known = shipped()
    for names, shown in (
        (["wmo_persons_at_end"], [None, 22]),
        (["wmo_persons_at_end", "wmo_inflow"], [None, None]),
    ):
        store = store_of(tmp_path / names[-1], facts)
        try:
            question = Question(asked("2021..2022"), (), people=True)
            rows, _ = run(store, [known[name] for name in names], question)
        finally:
            store.close()
        found = leave(rows, known).rows.to_pylist()
        assert [row["value"] for row in found if row["measure"] == "wmo_persons_at_end"] == shown
