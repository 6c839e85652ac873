"""What a mapping tells of missing deliveries and breaks is held, kept, and said by each result it is about."""

from datetime import date

import pytest

from noaber.app import facts_import
from noaber.facts import kept_imports
from noaber.facts import mapping as mappings
from noaber.facts.build import build
from noaber.facts.mapping import BadMapping
from noaber.facts.store import Store
from noaber.guard.actor import SYSTEM
from noaber.measures.definition import parse
from noaber.measures.engine import Question, run
from noaber.measures.periods import asked
from tests.unit.facts.conftest import EPISODES, HEADS, ROWS, write_csv

MISSING = """
[[missing]]
period = "2022-03"
reason = "de export van maart is niet gemaakt"
"""
BROKEN = """
[[breaks]]
before = "2021"
after = "2022"
reason = "telt sinds 2022 ook wie werd doorverwezen"
"""


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ('[missing]\nperiod = "2022"\nreason = "x"', "missing staat tussen dubbele haken"),
        ('missing = [1]\n', "missing staat tussen dubbele haken"),
        ('[[missing]]\nreason = "x"', "[[missing]] 1 noemt een period, of een from en een to"),
        ('[[missing]]\nfrom = 2022-03-01\nreason = "x"', "noemt een period, of een from en een to"),
        ('[[missing]]\nperiod = "maart"\nreason = "x"', "[[missing]] 1: 'maart' is geen periode"),
        ('[[missing]]\nfrom = 2022-03-02\nto = 2022-03-01\nreason = "x"', "eindigt niet eerder"),
        ('[[missing]]\nperiod = "2022"', "[[missing]] 1 zegt niet waarom ('reason')"),
        ('[[missing]]\nperiod = "2022"\nreason = " "', "[[missing]] 1 zegt niet waarom"),
        ('[[missing]]\nperiod = "2022"\nreason = "x"\nwaarom = "y"', "kent 'waarom' niet; wel from"),
        ('[[missing]]\nperiod = "2022"\nreason = "x"\nkind = "crisis"', "altijd 'trajectory'"),
        ('[[missing]]\nperiod = "2022"\nreason = "x"\nlaw = "jeugd"', "law: 'jeugd' bestaat niet"),
        ('[[missing]]\nperiod = "2022"\nreason = "x"\nmunicipality = "Nergens"', "is geen gemeente"),
        ('[[missing]]\nperiod = "2022"\nreason = "x"\nmunicipality = "Almelo"', "altijd '1700'"),
        ('[[missing]]\nperiod = "2022"\nreason = "x"\nindicator = "i"', "geen kolom 'indicator'"),
        ('[[missing]]\nperiod = "2022"\nreason = "x"\n[[missing]]\nperiod = "2023"', "[[missing]] 2"),
        ('[[breaks]]\nbefore = "2022"\nafter = "2022"\nreason = "x"', "before (2022) ligt niet vóór"),
        ('[[breaks]]\nbefore = "ooit"\nreason = "x"', "[[breaks]] 1: 'ooit' is geen periode"),
        ('[[breaks]]\nbefore = "2021"\nafter = "2022"', "[[breaks]] 1 zegt niet waarom"),
        ('[[breaks]]\nperiod = "2021"\nreason = "x"', "[[breaks]] 1 kent 'period' niet"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_it_is_said(told, why):
    text = f"{told}\n{EPISODES}" if told.startswith("missing =") else f"{EPISODES}\n{told}"
    with pytest.raises(BadMapping) as caught:
        mappings.read(text, "m.toml")
    assert why in "\n".join(caught.value.sentences)


def test_a_reason_that_may_hold_a_bsn_is_refused_without_showing_it():
    text = f'{EPISODES}[[missing]]\nperiod = "2022"\nreason = "die van 999900006 ontbreekt"'
    with pytest.raises(BadMapping, match="BSN") as caught:
        mappings.read(text, "m.toml")
    assert "999900006" not in str(caught.value)


@pytest.mark.parametrize(
    ("told", "period"),
    [
        ('period = "2022-Q2"', "2022-Q2"),
        ("period = 2022", "2022"),
        ("from = 2022-03-01\nto = 2022-04-15", "2022-03-01/2022-04-15"),
        ('from = "2022-03"\nto = "2022-04"', "2022-03-01/2022-04-30"),
        ("from = 2022-01-01\nto = 2022-12-31", "2022"),
    ],
)
def test_a_period_is_written_as_one_or_as_its_first_and_last_day(told, period):
    read = mappings.read(f'{EPISODES}[[missing]]\n{told}\nreason = "x"', "m.toml")
    assert [one.period for one in read.missing] == [period]


def test_it_is_about_what_the_mapping_says_of_every_row_and_what_it_names(tmp_path, bring):
    made = bring(EPISODES + MISSING + 'law = "youth"\n' + BROKEN, write_csv(tmp_path / "a.csv"))
    common = {
        "import": "trajecten", "fact": "episode", "municipality": "1700", "kind": "trajectory",
        "origin": "registered", "indicator": None,
    }  # fmt: skip
    assert made.missing == [
        {
            **common,
            "law": "youth",
            "period": "2022-03",
            "reason": "de export van maart is niet gemaakt",
        }
    ]
    assert made.breaks == [
        {
            **common,
            "law": None,
            "document": None,
            "before": "2021",
            "after": "2022",
            "reason": "telt sinds 2022 ook wie werd doorverwezen",
        }
    ]
    assert kept_imports.in_force(tmp_path / "facts")["missing"] == made.missing
    assert kept_imports.in_force(tmp_path / "facts", "0141") == {"missing": [], "breaks": []}


@pytest.mark.parametrize(
    ("between", "told"),
    [
        ('before = "2021"\nafter = "2022"', "tussen 2021 en 2022"),
        ('before = "2021"', "na 2021"),
        ('after = "2022-Q2"', "vanaf 2022-Q2"),
        ("", "plaats onbekend"),
    ],
)
def test_whoever_imports_is_told_how_it_was_understood(tmp_path, bring, between, told):
    text = f'{EPISODES}{MISSING}law = "youth"\n[[breaks]]\n{between}\nreason = "anders geteld"'
    made = bring(text, write_csv(tmp_path / "a.csv"))
    lines = list(facts_import.told(made))
    assert lines[1:3] == [
        "levering ontbreekt: 1700 trajectory youth, 2022-03: de export van maart is niet gemaakt",
        f"trendbreuk: 1700 trajectory, {told}: anders geteld",
    ]
    assert facts_import.as_json(made)["breaks"] == made.breaks


def test_without_a_municipality_it_is_about_each_of_the_import(tmp_path, bring):
    text = EPISODES.replace('municipality = "Twenterand"\n', "").replace(
        "[columns]", '[columns]\nmunicipality = "Gemeente"'
    )
    rows = [("Twenterand", *ROWS[0]), ("Almelo", *ROWS[1])]
    file = write_csv(tmp_path / "a.csv", rows, ("Gemeente", *HEADS))
    both = bring(text + MISSING, file)
    assert [one["municipality"] for one in both.missing] == ["0141", "1700"]
    # Who sent nothing at all has no row, and is named.
    third = bring(text + MISSING + 'municipality = "Tubbergen"\n', file)
    assert [one["municipality"] for one in third.missing] == ["0183"]


def test_the_same_file_with_another_told_is_another_import(tmp_path, bring):
    file = write_csv(tmp_path / "a.csv")
    assert not bring(EPISODES, file).unchanged
    assert not bring(EPISODES + MISSING, file).unchanged
    assert bring(EPISODES + MISSING, file).unchanged
    assert bring(EPISODES + MISSING, file).missing[0]["period"] == "2022-03"


STARTED = """
id = "trajectories_started"
version = 1
label = "Begonnen trajecten"
fact = "episode"
origin = "registered"
statistic = "count"
only = { kind = "trajectory" }
select = "started"
dimensions = ["municipality"]
period = "month"
unit = "number"
valid_from = 2018-01-01
source = "Eigen registratie."
"""
EXPERIENCE = """
name = "ervaring"
fact = "supplied"
[constants]
municipality = "Twenterand"
indicator = "client_experience"
unit = "number"
[columns]
period = "Jaar"
value = "Cijfer"
"""


def results(root, definition, period):
    store = Store(build(SYSTEM, root))
    try:
        rows, _ = run(store, [definition], Question(asked(period)))
    finally:
        store.close()
    return {str(row["period_start"])[:7]: row for row in rows.to_pylist()}


@pytest.mark.database
@pytest.mark.django_db
def test_a_result_says_that_a_delivery_is_missing(tmp_path, bring):
    bring(EPISODES + MISSING, write_csv(tmp_path / "a.csv"), known_on=date(2023, 1, 15))
    found = results(tmp_path / "facts", parse(STARTED, "started"), "2022-01..2022-04")
    told = {month: row["provisional"] for month, row in found.items()}
    assert told == {
        "2022-01": [], "2022-02": [], "2022-03": ["missing_delivery"], "2022-04": [],
    }  # fmt: skip


@pytest.mark.database
@pytest.mark.django_db
def test_a_break_in_what_someone_supplied_stands_in_its_results(tmp_path, bring):
    from noaber.measures.definition import shipped

    file = write_csv(
        tmp_path / "a.csv", [("2021", "7,1"), ("2022", "6,4"), ("2023", "6,5")], ("Jaar", "Cijfer")
    )
    bring(EXPERIENCE + BROKEN, file, known_on=date(2024, 1, 15))
    found = results(tmp_path / "facts", shipped()["client_experience"], "2021..2023")
    assert [(row["broken"], row["break_reason"]) for row in found.values()] == [
        ("no", None), ("yes", "telt sinds 2022 ook wie werd doorverwezen"), ("no", None),
    ]  # fmt: skip


@pytest.mark.database
@pytest.mark.django_db
def test_a_snapshot_of_one_municipality_has_its_own_alone(tmp_path, bring):
    bring(EPISODES + MISSING + BROKEN, write_csv(tmp_path / "a.csv"))
    whole = build(SYSTEM, tmp_path / "facts")
    assert [one["municipality"] for one in whole.in_force["missing"]] == ["1700"]
    assert [one["municipality"] for one in whole.in_force["breaks"]] == ["1700"]
    other = build(SYSTEM, tmp_path / "facts", "0141")
    assert (other.in_force["missing"], other.in_force["breaks"]) == ([], [])
