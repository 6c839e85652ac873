"""Definitions: what can't be run is refused with a sentence, what can reads itself aloud."""

import pytest

from noaber.measures.definition import BadDefinition, held, parse, shipped

GOOD = """
id = "expense"
version = 1
label = "Lasten"
fact = "amount"
origin = "printed"
statistic = "sum"
weights = { expense = 1 }
only = { basis = "booked" }
dimensions = ["municipality", "document", "stage", "recurrence"]
period = "plan_year"
unit = "eur"
valid_from = 2018-01-01
source = "BBV"
"""


def test_the_example_is_good():
    assert parse(GOOD, "x.toml").id == "expense"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "expense"', "id = ", "geen geldige TOML"),
        ("version = 1\n", "", "ontbreekt"),
        ('unit = "eur"', 'unit = "eur"\nmood = "good"', "onbekend"),
        ('fact = "amount"', 'fact = "rumour"', "er is geen feit 'rumour'"),
        ('"stage", ', '"stagee", ', "geen kolom stagee"),
        ('"stage", ', "", "telt een euro dubbel"),
        ('"recurrence"', '"theme"', "telt een euro dubbel"),
        ('origin = "printed"', 'origin = "guess"', "herkomst"),
        ("weights = { expense = 1 }\n", "", "gewichten"),
        ('basis = "booked"', 'basis = "estimated"', "in woorden"),
    ],
)
def test_a_mistake_is_named(old, new, says):
    with pytest.raises(BadDefinition, match=says):
        parse(GOOD.replace(old, new), "x.toml")


DERIVED = """
id = "left"
version = 1
label = "Over"
fact = "amount"
origin = "printed"
statistic = "combine"
parts = { expense = 1, explained = -1 }
dimensions = ["municipality", "document"]
period = "plan_year"
unit = "eur"
valid_from = 2018-01-01
source = "BBV"
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("parts = { expense = 1, explained = -1 }\n", "", "delen"),
        ('"combine"', '"gross"', "bruto"),
        ('unit = "eur"', 'unit = "eur"\nover = "mood"', "bruto"),
    ],
)
def test_a_mistake_in_what_is_made_of_other_measures_is_named(old, new, says):
    with pytest.raises(BadDefinition, match=says):
        parse(DERIVED.replace(old, new), "x.toml")


def test_a_measure_comes_after_what_it_is_made_of():
    left = parse(DERIVED, "x.toml")
    assert list(held({"left": left, **shipped()})).index("left") > 1


@pytest.mark.parametrize(("part", "says"), [("left", "zichzelf"), ("rumour", "er is geen maat")])
def test_a_measure_of_itself_or_of_nothing_is_refused(part, says):
    left = parse(DERIVED.replace("expense = 1", f"{part} = 1"), "x.toml")
    with pytest.raises(BadDefinition, match=says):
        held({"left": left, "explained": shipped()["explained"]})


@pytest.mark.parametrize("definition", shipped().values(), ids=lambda d: d.id)
def test_every_shipped_measure_reads_itself_aloud_in_dutch(definition):
    sentence = definition.sentence
    assert sentence.startswith("De ")
    assert sentence.endswith(".")
    assert "_" not in sentence


def test_every_shipped_measure_has_its_specification():
    from tests.spec.measures import test_money, test_supplied_value

    specified = {
        *test_money.EXPECTED,
        *test_money.DIFFERENCES,
        *test_money.SPECIFIED,
        test_supplied_value.MEASURE.id,
    }
    assert specified == set(shipped())
