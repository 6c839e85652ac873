"""The library: each measure gives on its example what it should, and says what it counts."""

from decimal import Decimal

import pytest

from noaber.measures.definition import shipped
from noaber.measures.engine import Question
from noaber.measures.periods import asked
from tests.spec.measures import test_money, test_supplied_value
from tests.spec.measures.examples import EXAMPLES, Example
from tests.spec.measures.facts import PLACE, answers, supplied

SUPPLIED = [one.id for one in shipped().values() if one.origin == "supplied" and not one.parts]


def values(measure: str, example: Example) -> object:
    """What a measure gives on an example: its value, or its values by slice."""
    definition = shipped()[measure]
    found = [
        one
        for one in answers(definition, example.facts, Question(asked("2021..2022")))
        if one.period_end.year == int(example.period) and one.municipality == PLACE
    ]
    if example.by:
        others = {"area", "law", "layer", "product", "stage", "volume_unit", "theme", "taakveld"}
        return {
            getattr(one, example.by): one.value
            for one in found
            if all(
                getattr(one, name) is None for name in others - {example.by, *definition.dimensions}
            )
            and not (example.by in ("area",) and one.area is None)
        }
    whole = [
        one
        for one in found
        if all(getattr(one, name) is None for name in definition.optional if name != "document")
    ]
    assert len(whole) == 1, whole
    return whole[0].value


@pytest.mark.parametrize("measure", EXAMPLES)
def test_a_measure_gives_on_its_example_what_it_should(measure):
    example = EXAMPLES[measure]
    expected = example.expected
    if isinstance(expected, dict):
        expected = {name: Decimal(str(value)) for name, value in expected.items()}
    else:
        expected = Decimal(str(expected))
    assert values(measure, example) == expected


def supplied_facts(measure):
    unit = shipped()[measure].unit or "number"
    other = "percent" if unit == "number" else "number"
    told = {"document": None, "origin": "supplied"}
    return [
        supplied(measure, 2021, 40, unit=unit, **told),
        supplied(f"partner/{measure}", 2022, 41, unit=unit, **told),
        supplied(f"{measure}_other", 2022, 7, unit=unit, **told),
        supplied(measure, 2023, 8, unit=other, **told),
        supplied(measure, 2022, 9, unit=unit),
    ]


@pytest.mark.parametrize("measure", SUPPLIED)
def test_what_a_partner_counts_is_shown_as_it_was_supplied(measure):
    definition = shipped()[measure]
    assert definition.supplier
    assert definition.supplier in definition.sentence
    found = {one.period_start.year: one for one in answers(definition, supplied_facts(measure))}
    assert {year: one.value for year, one in found.items() if year < 2023} == {2021: 40, 2022: 41}
    # A value in another unit never stands in the series as if it were the same.
    assert found[2023].value is None or definition.unit == ""


def test_every_shipped_measure_has_its_specification():
    specified = {
        *test_money.EXPECTED,
        *test_money.DIFFERENCES,
        *test_money.SPECIFIED,
        test_supplied_value.MEASURE.id,
        *EXAMPLES,
        *SUPPLIED,
    }
    assert specified == set(shipped())


def test_the_example_of_each_measure_holds_something_that_does_not_count():
    for measure, example in EXAMPLES.items():
        assert len(example.facts) > 1, measure
