"""What is odd in facts is told, and nothing is changed for it."""

import csv
import json
from datetime import date, timedelta

import pyarrow as pa
import pytest

from noaber.facts import quality
from noaber.facts.making import Making
from noaber.facts.tables import EPISODE, EVENT, POPULATION, hold

KNOWN = date(2023, 1, 31)
COMMON = {
    "origin": "registered",
    "municipality": "1700",
    "evidence": "a.csv rij 2",
    "known_on": KNOWN,
}


def episode(number, person="p1", start=date(2022, 1, 1), end=date(2022, 1, 31), **more):
    return {
        **COMMON, "kind": "delivery", "record": f"e:{number:04}", "person": person, "birth_year": 1980,
        "law": "wmo", "product": "02A03", "started_on": start, "ended_on": end, **more,
    }  # fmt: skip


def event(number, day):
    return {**COMMON, "kind": "support_request", "record": f"v:{number:05}", "person": f"p{number}",
            "birth_year": 1980, "happened_on": day}  # fmt: skip


def odd(tmp_path, table, rows, told=()):
    making = Making(tmp_path)
    making.folder.mkdir(parents=True)
    names = table.schema.names
    columns = {name: [row.get(name) for row in rows] for name in names}
    arrow = pa.table(
        {name: pa.array(columns[name], table.schema.field(name).type) for name in names}
    )
    making.add(table, hold(table, arrow))
    quality.Examined(making, {}, told).write(making.folder)
    return making.folder, quality.read(making.folder)


def said(found, check):
    return [(row["column"], row["rows"], row["examples"]) for row in found if row["check"] == check]


def test_facts_without_anything_odd_say_nothing(tmp_path):
    folder, found = odd(tmp_path, EPISODE, [episode(1), episode(2, "p2")])
    assert found == []
    assert (folder / "quality.csv").read_text("utf-8").startswith("check;table;municipality;kind")


def test_who_is_missing_is_told_and_how_many(tmp_path):
    _, found = odd(tmp_path, EPISODE, [episode(1, None), episode(2), episode(3, "p2", law=None)])
    assert said(found, "missing") == [("person", 1, ["e:0001"]), ("law", 1, ["e:0003"])]
    assert found[0]["text"] == "episode delivery: 1 van 3 rijen: geen persoon"


def test_a_column_that_nobody_fills_is_a_choice(tmp_path):
    _, found = odd(tmp_path, EPISODE, [episode(1, product=None), episode(2, "p2", product=None)])
    assert found == []


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"end": date(2021, 12, 31)}, "ended_on"),
        ({"birth_year": 2023}, "birth_year"),
        ({"birth_year": 1890}, "birth_year"),
        ({"volume": -1}, "volume"),
        ({"start": date(2025, 1, 1), "end": None}, "started_on"),
    ],
)
def test_what_cannot_be_is_told(tmp_path, change, column):
    _, found = odd(tmp_path, EPISODE, [episode(1, **change), episode(2, "p2")])
    assert said(found, "impossible") == [(column, 1, ["e:0001"])]


def test_two_of_the_same_at_once_overlap_and_one_after_the_other_do_not(tmp_path):
    after = episode(2, start=date(2022, 2, 1), end=None)
    _, found = odd(
        tmp_path, EPISODE, [episode(1), after, episode(3, "p2"), episode(4, product="45A04")]
    )
    assert said(found, "overlap") == []
    within = episode(5, start=date(2022, 6, 1), end=date(2022, 7, 1))
    _, found = odd(tmp_path / "b", EPISODE, [episode(1), after, within])
    assert said(found, "overlap") == [("started_on", 1, ["e:0005"])]


def test_the_same_twice_is_told(tmp_path):
    _, found = odd(tmp_path, EPISODE, [episode(1), episode(2), episode(3, "p2")])
    assert said(found, "doubled") == [("", 1, ["e:0002"])]


def months(counts):
    """So many events in each month from 2020 on, known in the month after the last."""
    number, last = 0, len(counts)
    known = date(2020 + last // 12, last % 12 + 1, 15)
    for at, count in enumerate(counts):
        first = date(2020 + at // 12, at % 12 + 1, 1)
        for _ in range(count):
            number += 1
            yield {**event(number, first + timedelta(days=number % 28)), "known_on": known}


def test_a_sudden_break_in_what_is_counted_each_month_is_told_once(tmp_path):
    steady = [60, 66, 58, 61, 63, 59, 64, 60, 57, 62, 61, 60]
    _, found = odd(tmp_path, EVENT, list(months([*steady, *steady, 12, 11, 13])))
    (broken,) = [row for row in found if row["check"] == "break"]
    assert broken["text"] == (
        "gebeurtenis support_request: in 2022-01 12 rijen, waar dat er in de maanden ervoor rond 60 waren"
    )


def test_a_month_without_any_is_a_break_too(tmp_path):
    steady = [60] * 14
    _, found = odd(tmp_path, EVENT, list(months([*steady, 0, *steady])))
    assert [(row["rows"], row["of"]) for row in found if row["check"] == "break"] == [(0, 60)]


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ({"period": "2021-03"}, True),
        ({"period": "2021-02-15/2021-03-02", "kind": "support_request"}, True),
        ({"before": "2020", "after": "2021-03"}, True),
        ({"before": "2021-02", "after": ""}, True),
        ({"before": "", "after": ""}, False),
        ({"before": "", "after": "2021"}, False),
        ({"period": "2021-02"}, False),
        ({"period": "2021-03", "kind": "crisis"}, False),
        ({"period": "2021-03", "origin": "supplied"}, False),
        ({"period": "2021-03", "fact": "episode"}, False),
        ({"period": "2021-03", "municipality": "0141"}, False),
    ],
)
def test_why_a_month_stands_out_is_said_where_it_was_told(tmp_path, told, known):
    about = {"fact": "event", "municipality": "1700", "reason": "niet aangeleverd", **told}
    _, found = odd(tmp_path, EVENT, list(months([*[60] * 14, 0, *[60] * 3])), [about])
    (broken,) = [row for row in found if row["check"] == "break"]
    assert broken["text"].endswith("; bekend: niet aangeleverd") == known


def test_what_stops_while_other_things_go_on_is_a_break(tmp_path):
    rows = list(months([60] * 13))
    later = {**event(0, date(2021, 4, 1)), "kind": "visit", "known_on": date(2021, 5, 2)}
    _, found = odd(tmp_path, EVENT, [*rows, later])
    assert [row["text"][:46] for row in found if row["check"] == "break"] == [
        "gebeurtenis support_request: in 2021-02 0 rije"
    ]


def test_small_or_slowly_changing_counts_are_no_break(tmp_path):
    _, found = odd(tmp_path, EVENT, list(months([3, 9, 1, 12, 0, 4, 8, 2, 30, 0, 5, 7])))
    assert said(found, "break") == []
    _, found = odd(tmp_path / "b", EVENT, list(months([40 + 3 * at for at in range(24)])))
    assert said(found, "break") == []


def test_an_age_that_is_counted_twice_in_the_population_is_told(tmp_path):
    row = {"municipality": "1700", "age": 17, "counted_on": date(2022, 1, 1), "inhabitants": 400,
           "evidence": "a.csv rij 2", "known_on": KNOWN}  # fmt: skip
    _, found = odd(tmp_path, POPULATION, [row, {**row, "evidence": "a.csv rij 3"}])
    assert said(found, "doubled") == [("", 1, ["a.csv rij 3"])]


def test_the_report_is_json_and_a_table_with_the_same_rows(tmp_path):
    folder, found = odd(tmp_path, EPISODE, [episode(1, None), episode(2), episode(3)])
    assert json.loads((folder / "quality.json").read_text("utf-8")) == found
    with (folder / "quality.csv").open(encoding="utf-8") as file:
        table = list(csv.DictReader(file, delimiter=";"))
    assert [(row["check"], row["rows"]) for row in table] == [
        (row["check"], str(row["rows"])) for row in found
    ]


def test_a_municipality_that_did_not_change_is_not_looked_over_again(tmp_path, monkeypatch):
    making = Making(tmp_path)
    making.folder.mkdir(parents=True)
    rows = [episode(1, None), {**episode(2, None), "municipality": "0141"}]
    names = EPISODE.schema.names
    arrow = pa.table({
        name: pa.array([row.get(name) for row in rows], EPISODE.schema.field(name).type) for name in names
    })  # fmt: skip
    making.add(EPISODE, arrow)
    first = quality.Examined(making, {})
    first.write(making.folder)
    found = quality.read(making.folder)
    kept = {**first.by_municipality(), "0141": {"digest": "other", "odd": []}}
    looked: list[str] = []
    real = quality.look_over
    monkeypatch.setattr(
        quality,
        "look_over",
        lambda folder, code, *more: looked.append(code) or real(folder, code, *more),
    )
    quality.Examined(making, kept).write(making.folder)
    assert looked == ["0141"]
    assert quality.read(making.folder) == found
    told = {"fact": "episode", "municipality": "1700", "period": "2022", "reason": "x"}
    quality.Examined(making, first.by_municipality(), [told]).write(making.folder)
    assert looked == ["0141", "1700"]


def test_what_is_laid_side_by_side_in_parts_is_found_as_in_one(tmp_path, monkeypatch):
    rows = [episode(at, f"p{at // 2}", area=f"w{at // 4}") for at in range(40)]
    _, whole = odd(tmp_path / "a", EPISODE, rows)
    monkeypatch.setattr(quality, "PART", 7)
    _, parted = odd(tmp_path / "b", EPISODE, rows)
    assert parted == whole
    assert {row["check"]: row["rows"] for row in whole} == {"overlap": 20, "doubled": 20}
