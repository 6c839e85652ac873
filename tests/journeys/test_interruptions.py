"""What an analyst tells of missing deliveries and breaks in a mapping, as the command line says it back."""

import pytest

from tests.journeys.command import noaber
from tests.unit.facts.conftest import write_csv

CRISES = """
name = "crises"
fact = "event"
[constants]
municipality = "Twenterand"
kind = "crisis"
[columns]
happened_on = "Datum"
[[missing]]
period = "2022-03"
reason = "de crisisdienst leverde niets aan"
"""
GRADES = """
name = "ervaring"
fact = "supplied"
[constants]
municipality = "Twenterand"
indicator = "client_experience"
[columns]
period = "Jaar"
value = "Cijfer"
[[breaks]]
before = "2021"
after = "2022"
reason = "andere vragenlijst"
"""


@pytest.fixture
def bring(tmp_path):
    """Import rows by a mapping; where the data are, and what was printed."""

    def bring(text, rows, heads, check=0):
        (tmp_path / "m.toml").write_text(text, "utf-8")
        file = write_csv(tmp_path / "a.csv", rows, heads)
        told = ("--mapping", tmp_path / "m.toml", "--known-on", "2024-01-15", "--no-build")
        home = tmp_path / "home"
        return home, noaber(home, "facts", "import", *told, file, check=check)

    return bring


def remarks(home, measure, period):
    """The remark at the end of each line of a measure, by its period."""
    done = noaber(home, "measure", measure, "--period", period, "--by", "", check=0)
    head, *lines = done.stdout.splitlines()
    at, of = head.find("opmerking"), head.index("periode")
    return {line[of:].split()[0]: line[at:].strip() if at > 0 else "" for line in lines}


def test_months_that_were_not_delivered_are_told_and_stand_in_what_is_counted(bring):
    days = [(f"{day}-{month}-2022",) for month in (1, 2, 4) for day in (1, 2, 3)]
    home, done = bring(CRISES, days, ("Datum",))
    assert (
        "levering ontbreekt: 1700 crisis, 2022-03: de crisisdienst leverde niets aan" in done.stdout
    )
    noaber(home, "facts", "build", check=0)
    found = remarks(home, "crises", "2022-01..2022-04")
    assert {month for month, remark in found.items() if "levering ontbreekt" in remark} == {
        "2022-03"
    }
    assert "levering ontbreekt" in remarks(home, "crises", "2022")["2022"]
    assert remarks(home, "crises", "2021") == {"2021": "geen gegevens"}


def test_a_break_is_told_and_stands_in_the_series(bring):
    grades = [("2021", "7,1"), ("2022", "6,4"), ("2023", "6,5")]
    home, done = bring(GRADES, grades, ("Jaar", "Cijfer"))
    assert "trendbreuk: 1700 actual client_experience, tussen 2021 en 2022" in done.stdout
    noaber(home, "facts", "build", check=0)
    found = remarks(home, "client_experience", "2021..2023")
    assert found == {"2021": "", "2022": "trendbreuk: andere vragenlijst", "2023": ""}


def test_what_is_wrong_in_them_is_said_at_once(bring):
    wrong = CRISES.replace("2022-03", "maart") + '[[breaks]]\nbefore = "2022"\nafter = "2021"\n'
    _, done = bring(wrong, [("1-1-2022",)], ("Datum",), check=1)
    assert done.stderr.splitlines() == [
        "m.toml: [[missing]] 1: 'maart' is geen periode; verwacht 2022, 2022-Q3, 2022-09 of 2022-09-30",
        "m.toml: [[breaks]] 1: before (2022) ligt niet vóór after (2021)",
        "m.toml: [[breaks]] 1 zegt niet waarom ('reason')",
    ]
