"""A municipality's own measure as an analyst types it, from its file to a number."""

import json

import pytest

from tests.journeys.command import noaber
from tests.unit.facts.conftest import write_csv

DEFINITION = """id = "in_ten_days"
version = 1
label = "Beschikkingen binnen tien dagen"
fact = "event"
origin = "registered"
statistic = "share"
only = { kind = "decision" }
part = { days_taken = { max = 10 } }
factor = 100
dimensions = ["municipality"]
period = "year"
unit = "percent"
valid_from = 2018-01-01
source = "Raadsbesluit over de dienstverlening."
"""
DECISIONS = """
name = "besluiten"
fact = "event"
[constants]
municipality = "Twenterand"
kind = "decision"
[columns]
happened_on = "Datum"
days_taken = "Dagen"
"""


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def write(tmp_path):
    """A definition in a file, with something in it replaced."""

    def write(*changes, text=DEFINITION, name="maat.toml"):
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def add(home, file, *more, check=0, municipality="Twenterand"):
    return noaber(
        home, "definition", "add", file, "--municipality", municipality, *more, check=check
    )


def measured(home, *arguments):
    done = noaber(home, "measure", *arguments, "--format", "json", check=0)
    return {
        row["period_start"][:4]: row.get("value")
        for row in map(json.loads, done.stdout.splitlines())
    }


def test_from_a_file_to_a_number_by_the_version_in_force(home, write, tmp_path):
    rows = [(f"1-{month}-2022", str(days)) for month, days in ((2, 3), (3, 9), (4, 10), (5, 30))]
    (tmp_path / "m.toml").write_text(DECISIONS, "utf-8")
    export = write_csv(tmp_path / "a.csv", rows, ("Datum", "Dagen"))
    mapping = tmp_path / "m.toml"
    noaber(home, "facts", "import", "--mapping", mapping, export, "--no-build", check=0)

    done = add(home, write())
    assert done.stdout.splitlines()[0].startswith(
        "in_ten_days (versie 1): Beschikkingen binnen tien dagen; Twenterand, vanaf "
    )
    assert "hooguit 10" in done.stdout
    noaber(home, "facts", "build", check=0)
    assert measured(home, "in_ten_days", "--period", "2022") == {"2022": "75"}
    assert "versie 1" in noaber(home, "measure", "in_ten_days", check=0).stdout

    add(home, write(("version = 1", "version = 2"), ("max = 10", "max = 9")))
    assert measured(home, "in_ten_days", "--period", "2022") == {"2022": "75"}
    noaber(home, "facts", "build", check=0)
    assert measured(home, "in_ten_days", "--period", "2022") == {"2022": "50"}

    noaber(home, "definition", "withdraw", "in_ten_days", "--reason", "vervallen", check=0)
    noaber(home, "facts", "build", check=0)
    done = noaber(home, "measure", "in_ten_days", "--period", "2022", check=1)
    assert "er is geen maat 'in_ten_days'" in done.stderr


def test_what_is_kept_can_be_listed_and_shown(home, write):
    assert noaber(home, "definition", "list", check=0).stdout == "Er zijn geen eigen maten.\n"
    add(home, write(), "--since", "2026-01-01")
    add(home, write(("version = 1", "version = 2")), "--since", "2026-02-01")
    add(home, write(("version = 1", "version = 3")), "--since", "2099-01-01")
    told = noaber(home, "definition", "list", check=0).stdout
    assert [line.split(":")[0] for line in told.splitlines()] == [
        "in_ten_days (versie 2)", "in_ten_days (versie 3)",
    ]  # fmt: skip
    every = noaber(home, "definition", "list", "--all", check=0).stdout.splitlines()
    assert every[0].endswith("vanaf 2026-01-01; vervangen door een latere versie")
    assert len(every) == 3
    elsewhere = noaber(home, "definition", "list", "--municipality", "0141", check=0).stdout
    assert elsewhere == "Er zijn geen eigen maten.\n"
    rows = noaber(home, "definition", "list", "--all", "--format", "json", check=0).stdout
    assert [(row["version"], row["in_force"], row["municipality"]) for row in map(json.loads, rows.splitlines())] == [
        (1, False, "1700"), (2, True, "1700"), (3, False, "1700"),
    ]  # fmt: skip
    shown = noaber(home, "definition", "show", "in_ten_days", "--version", "1", check=0).stdout
    assert shown == DEFINITION
    last = noaber(home, "definition", "show", "in_ten_days", "--format", "json", check=0).stdout
    assert json.loads(last)["text"] == DEFINITION.replace("version = 1", "version = 3")


def test_the_same_file_again_changes_nothing_and_another_text_is_refused(home, write):
    add(home, write())
    assert "er is niets veranderd" in add(home, write()).stdout
    told = add(home, write(), "--format", "json").stdout
    assert json.loads(told)["unchanged"] is True
    done = add(home, write(("max = 10", "max = 9")), check=1)
    assert done.stderr == (
        "versie 1 van 'in_ten_days' zegt al iets anders, en een versie verandert niet meer; geef de nieuwe "
        "tekst version = 2\n"
    )
    assert noaber(home, "definition", "show", "in_ten_days", check=0).stdout == DEFINITION


def test_what_is_called_wrongly_is_said(home, write):
    assert (
        "'Nergens' is geen gemeente" in add(home, write(), municipality="Nergens", check=1).stderr
    )
    add(home, write(), "--since", "gisteren", check=2)
    noaber(home, "definition", "add", write(), check=2)
    noaber(home, "definition", "withdraw", "in_ten_days", check=2)
    for verb in (("show",), ("withdraw", "--reason", "x")):
        done = noaber(home, "definition", verb[0], "weg", *verb[1:], check=1)
        assert done.stderr == "er is geen eigen maat 'weg'; zie `noaber definition list`\n"
        done = noaber(home, "definition", verb[0], "crises", *verb[1:], check=1)
        assert "'crises' hoort bij Noaber" in done.stderr
    add(home, write())
    done = noaber(home, "definition", "show", "in_ten_day", check=1)
    assert "lijkt op: in_ten_days" in done.stderr
    done = noaber(home, "definition", "show", "in_ten_days", "--version", "7", check=1)
    assert done.stderr == "van 'in_ten_days' is er geen versie 7; wel 1\n"


def test_a_definition_in_a_file_is_heard_alone_beside_those_that_are_kept(home, write):
    add(home, write())
    noaber(home, "facts", "build", check=0)
    other = write(('"in_ten_days"', '"in_one_week"'), ("max = 10", "max = 7"), name="week.toml")
    told = noaber(home, "measure", "--definition", other, check=0).stdout
    assert told.startswith("in_one_week (versie 1)")
    assert "in_ten_days" not in told
