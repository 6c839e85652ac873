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
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "_" not in sentence
    assert "  " not in sentence


COUNTED = """
id = "x"
version = 1
label = "Iets"
fact = "episode"
origin = "registered"
statistic = "count"
select = "active"
count = "person"
only = { kind = "entitlement", law = "youth" }
dimensions = ["municipality"]
period = "year"
unit = "number"
valid_from = 2018-01-01
source = "Jeugdwet"
"""


@pytest.mark.parametrize(
    ("old", "new", "says", "line"),
    [
        ('select = "active"', 'select = "sometimes"', "episode hoort bij een tijdvak door", 8),
        ('count = "person"', 'count = "dog"', "niet te tellen", 9),
        ('law = "youth"', 'lawn = "youth"', "geen kolom lawn", 10),
        ('law = "youth"', 'law = "moon"', "'moon' is nog niet in woorden", 10),
        ('law = "youth"', "days_taken = { max = 1 }", "geen kolom days_taken", 10),
        ('law = "youth"', "term_days = { most = 1 }", "kent alleen", 10),
        ('["municipality"]', '["municipality", "person"]', "lijst van mensen", 11),
        ('["municipality"]', '["municipality", "birth_year"]', "lijst van mensen", 11),
        ('period = "year"', 'period = "week"', "geen tijdvak", 12),
        ('statistic = "count"', 'statistic = "guess"', "geen maat", 7),
        ('statistic = "count"', 'statistic = "several"', "meer tegelijk", 7),
        ('statistic = "count"', 'statistic = "mean"\nvalue = "moon"', "geen kolom moon", 8),
        ('statistic = "count"', 'statistic = "share"', "een aandeel heeft", 1),
        ('unit = "number"', 'unit = "number"\nages = [18, 0]', "een laagste en een hoogste", 14),
        (
            'unit = "number"',
            'unit = "number"\nper = { people = 1 }',
            "kent alleen ages en factor",
            14,
        ),
        ('unit = "number"', 'unit = "number"\nmood = "good"', "onbekend gegeven", 14),
        ("version = 1", 'version = "one"', "'version' is een heel getal van 1", 3),
        ("version = 1", "version = 0", "'version' is een heel getal van 1", 3),
        ("version = 1", "version = true", "'version' is een heel getal van 1", 3),
        ('label = "Iets"', "label = 5", "'label' is tekst", 4),
        ('fact = "episode"', 'fact = ["episode"]', "'fact' is tekst", 5),
        ("only = {", 'only = "x" # {', "'only' is een tabel", 10),
        ('["municipality"]', '"municipality"', "'dimensions' is een lijst van teksten", 11),
        (
            '["municipality"]',
            '["municipality", "area", "area"]',
            "area staat er twee keer bij",
            None,
        ),
        ("valid_from = 2018-01-01", 'valid_from = "2018"', "'valid_from' is een dag", 14),
        (
            "valid_from = 2018-01-01",
            "valid_from = 2018-01-01T00:00:00",
            "'valid_from' is een dag",
            14,
        ),
        ('unit = "number"', 'unit = "number"\nages = ["a", 1]', "'ages' is een lijst van hele", 14),
        ('unit = "number"', 'unit = "number"\nper = 5', "'per' is een tabel", 14),
        ('unit = "number"', 'unit = "number"\nper = { ages = [1] }', "'per' is een tabel", 14),
        ('law = "youth"', "law = 5", "kolom law is niet te houden tegen '5'", 10),
        ('law = "youth"', "area = { named = 1 }", "kolom area is niet te houden tegen '1'", 10),
        (
            'law = "youth"',
            'started_on = { min = "term_days" }',
            "niet te houden tegen 'term_days'",
            10,
        ),
        (
            'law = "youth"',
            "term_days = { max = 2020-01-01 }",
            "niet te houden tegen '2020-01-01'",
            10,
        ),
        ('law = "youth"', "ended_on = { known = 1 }", "niet te houden tegen '1'", 10),
        ("version = 1\n", "", "ontbreekt", None),
    ],
)
def test_a_mistake_is_named_with_file_and_line(old, new, says, line):
    assert parse(COUNTED, "x.toml").id == "x"
    with pytest.raises(BadDefinition, match=says) as found:
        parse(COUNTED.replace(old, new, 1), "x.toml")
    told = str(found.value)
    assert told.startswith("x.toml")
    if line and says != "een aandeel heeft":
        assert f"regel {line}" in told


def test_a_circle_is_named_as_it_runs():
    one = parse(DERIVED, "x.toml")
    other = parse(
        DERIVED.replace('id = "left"', 'id = "right"').replace("expense = 1", "left = 1"), "y.toml"
    )
    one = parse(DERIVED.replace("expense = 1", "right = 1"), "x.toml")
    with pytest.raises(BadDefinition, match=r"left -> right -> left"):
        held({"left": one, "right": other, "explained": shipped()["explained"]})
