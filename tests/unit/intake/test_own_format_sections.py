"""Records of every section in the own format: what is read, where it stands, how it is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from noaber.intake.documents.own_format import read_own
from noaber.intake.documents.own_write import write_own
from noaber.intake.documents.reading import AmountItem, Reading, Record
from noaber.intake.documents.sections import SECTIONS
from tests.strategies import without_spans

ROOT = Path(__file__).parents[3]
SAMPLE = (ROOT / "tests/samples/intake/noaberstad.toml").read_text("utf-8")
FILES = sorted([*ROOT.glob("noaber/app/demo/*.toml"), *ROOT.glob("tests/samples/**/*.toml")])
OWN = [file for file in FILES if 'format = "noaber-programme"' in file.read_text("utf-8")]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_own(SAMPLE, "x.toml")


def record(reading: Reading, identity: str) -> Record:
    return next(one for one in reading.records if one.id == identity)


def said(one: Record) -> str:
    return SAMPLE[slice(*one.span)]


def test_the_sample_uses_every_section_field_and_entry(reading: Reading) -> None:
    for name, section in SECTIONS.items():
        mine = [one for one in reading.records if one.section == name]
        used = {key for one in mine for key in one.values}
        assert used == {field.name for field in section.fields}, name
        for inner in section.entries:
            entries = [entry for one in mine for entry in one.entries.get(inner.name, ())]
            used = {key for entry in entries for key in entry.values}
            assert used == {field.name for field in inner.fields}, (name, inner.name)


def test_a_record_holds_what_was_stated_in_plain_values(reading: Reading) -> None:
    effort = record(reading, "wijkteam")
    assert effort.values["goals"] == ("dichtbij",)
    assert effort.values["intervention"] is True
    assert effort.line == 22
    first, second = effort.entries["status"]
    assert (first.values, first.line) == ({"on": "2023", "status": "running"}, None)
    assert (second.values["on"], second.line) == ("2024-09-01", 24)
    assert record(reading, "bw1").values["on"] == "2024-04-25"
    assert "waits_for" not in effort.values


def test_an_entry_called_line_and_the_printed_line_do_not_collide(reading: Reading) -> None:
    amendment = record(reading, "bw1")
    assert amendment.line == 90
    assert [(entry.values["eur"], entry.line) for entry in amendment.entries["line"]] == [
        (150_000, None),
        (-50_000, 92),
    ]


def test_a_record_points_at_its_name_and_an_entry_at_its_table(reading: Reading) -> None:
    assert said(record(reading, "wijkteam")) == "Een team in elke wijk"
    assert said(record(reading, "m1")) == "Minder wachten op hulp"
    assert said(record(reading, "spuk")) == "Regeling gezond leven"
    assert said(record(reading, "v1")) == "Zware hulp"
    assert said(record(reading, "b1")) == "Afmaken van het buurtplan"
    assert said(record(reading, "c1")).startswith('[[figure]]\nid = "c1"')
    assert said(record(reading, "c1")).endswith('efforts = ["buurtteam"]')
    status = record(reading, "wijkteam").entries["status"]
    assert said(status[0]) == '[[effort.status]]\non = 2023\nstatus = "running"'
    (claim,) = record(reading, "innovatie").entries["claim"]
    assert said(claim) == '{ name = "Proef met een app", eur = 50_000 }'


def test_head_indicators_and_money_have_what_the_format_added(reading: Reading) -> None:
    head = reading.document
    assert (head.status, head.decision, head.decided_on) == ("adopted", "2025-41", "2025-06-26")
    root = reading.goals[0]
    assert (root.id, root.text, reading.lines["P"]) == ("P", "Samen leven in Noaberstad", 3)
    one = reading.indicators[0]
    assert (one.kind, one.owner) == ("output", "Regio Oost")
    assert one.baseline is not None
    assert (one.baseline.period, one.baseline.value) == ("2020", 140)
    assert SAMPLE[slice(*one.baseline.span)] == "140"
    assert [(v.period, v.value, v.bound) for v in one.values if v.kind == "target"] == [
        ("2024", 120, "at_most"),
        ("2025", 110, None),
    ]
    amounts = {(item.column, item.line): item for item in reading.finance}
    planned = amounts["Begroting 2025", "Lasten"]
    assert (planned.year, planned.taakveld, planned.category) == (2025, "6.72", "3.5.1")
    assert planned.party == "Jeugdhulp Oost"
    assert amounts["Waarvan incidenteel", "Lasten"].recurrence == "one_off"
    total = reading.finance[-1]
    assert (total.heading, total.favourable) == ("Totaal programma", False)


def test_goals_stand_in_the_order_of_the_file_behind_what_they_hang_under() -> None:
    goal = '[[goal]]\nid = "{}"\nkind = "goal"\nparent = "{}"\nname = "{}"\n'
    early = SAMPLE.replace("[[theme]]", goal.format("x", "wmo", "X") + "\n[[theme]]", 1)
    ids = [one.id for one in read_own(early, "x.toml").goals]
    assert ids == ["P", "jeugd", "wmo", "x", "hulp", "dichtbij"]


def test_a_baseline_may_name_its_period() -> None:
    text = SAMPLE.replace("{ 2020 = 140 }", '{ period = "2020-Q1", value = 140 }')
    baseline = read_own(text, "x.toml").indicators[0].baseline
    assert baseline is not None
    assert (baseline.period, baseline.value) == ("2020-Q1", 140)


def test_a_year_may_be_unknown() -> None:
    text = SAMPLE.replace("year = 2025 },", 'year = "unknown" },')
    assert any(item.year is None for item in read_own(text, "x.toml").finance)
    assert 'year = "unknown"' in write_own(read_own(text, "x.toml"))


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_every_file_of_the_format_goes_there_and_back(file: Path) -> None:
    found = read_own(file.read_text("utf-8"), file.name)
    text = write_own(found)
    back = read_own(text, file.name)
    assert without_spans(back) == without_spans(found)
    assert write_own(back) == text
    assert max(len(line) for line in text.split("\n") if '"' not in line) <= 100


def test_what_is_written_is_laid_out_for_people(reading: Reading) -> None:
    text = write_own(reading)
    assert "# Themes and goals\n\n[[theme]]\n" in text
    assert "eur = 210_000\n" in text
    assert "amounts.actual = 9_400_000.25\namounts.revised = 9_100_000\n" in text
    assert "on = 2024-04-25\n" in text
    assert '[[money.row]]\nheading = "wmo"\nline = "Baten, afrekening vorig jaar"\n' in text
    assert 'line = [\n  { theme = "jeugd", kind = "expense", eur = 150_000,' in text
    assert "\n\n\n" not in text


def test_long_things_are_written_on_lines_of_their_own(reading: Reading) -> None:
    effort = record(reading, "wijkteam")
    long = replace(
        effort,
        values={**effort.values, "leads": ("x" * 60, "y" * 60), "next_step": 'een\n"twee"\\\n'},
        entries={"status": (replace(effort.entries["status"][0], values={
            "on": "2023", "status": "running", "reason": "z" * 90}),)},
    )  # fmt: skip
    text = write_own(replace(reading, records=(long,), finance=()))
    assert f'leads = [\n  "{"x" * 60}",\n' in text
    assert 'next_step = """\neen\n\\"twee\\"\\\\\n"""' in text
    assert '\n\n[[effort.status]]\non = "2023"\n' in text


def test_a_row_of_another_stage_keeps_its_columns() -> None:
    def item(number: int, column: str, stage: str | None) -> AmountItem:
        return AmountItem(
            f"F{number}", None, "Verschil", "balance", column, stage, 2024, 5, None, (0, 1)
        )

    base = read_own(SAMPLE, "x.toml")
    usual = [replace(item(n, c, s), line=f"r{n // 2}") for n, (c, s) in enumerate(
        [("A", "actual"), ("B", "revised")] * 3, 1)]  # fmt: skip
    odd = [item(7, "A", "difference"), item(8, "B", "difference"), item(9, "A", None)]
    found = replace(base, finance=(*usual, *odd), lines={})
    text = write_own(found)
    assert 'stage = "difference"\namounts = { actual = 5, revised = 5 }' in text
    assert without_spans(read_own(text, "x.toml").finance) == without_spans(found.finance)


def test_two_values_of_one_period_can_not_be_written(reading: Reading) -> None:
    one = reading.indicators[0]
    twice = replace(one, values=(one.values[0], one.values[0]))
    with pytest.raises(ValueError, match="twee waarden van één periode"):
        write_own(replace(reading, indicators=(twice,)))


def test_a_tree_without_a_programme_gets_one_with_a_free_id(reading: Reading) -> None:
    theme = replace(reading.goals[1], id="P", parent=None)
    back = read_own(write_own(replace(reading, goals=(theme,), indicators=(), finance=(),
                                      records=(), lines={})), "x.toml")  # fmt: skip
    assert [(goal.id, goal.parent) for goal in back.goals] == [
        ("programme", None),
        ("P", "programme"),
    ]
