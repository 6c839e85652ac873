"""Promises of the measures: judgement never sees a person, and every definition can be said and asked."""

import dataclasses

import pytest

from noaber.facts.tables import TABLES
from noaber.measures.definition import shipped
from noaber.measures.engine import text_of
from noaber.measures.mistakes import NOBODY
from noaber.measures.results import DIMENSIONS, SCHEMA, Result
from noaber.vocabulary.glossary import identifiers

PERSONAL = {"person", "household", "birth_year", "record"}


def test_a_result_has_no_person_column():
    assert not PERSONAL & set(SCHEMA.names)
    assert not PERSONAL & {field.name for field in dataclasses.fields(Result)}
    assert PERSONAL <= NOBODY


def test_a_result_is_a_row_of_its_schema():
    assert {field.name for field in dataclasses.fields(Result)} == set(SCHEMA.names)


def test_what_a_result_is_split_by_are_columns_of_facts():
    columns = {column.name for table in TABLES.values() for column in table.columns}
    assert set(DIMENSIONS) - columns == {"age_group"}


@pytest.mark.parametrize("definition", shipped().values(), ids=lambda d: d.id)
def test_a_measure_is_split_only_by_what_a_result_holds(definition):
    held = {*DIMENSIONS, "municipality", "document", "unit"}
    assert {*definition.dimensions, *definition.optional} <= held


def test_an_own_count_stands_beside_each_national_one_that_facts_can_tell():
    known = shipped()
    for definition in known.values():
        if definition.beside:
            assert definition.origin == "supplied"
            own = known[definition.beside]
            assert own.origin == "registered"
            difference = [
                one for one in known.values() if set(one.parts) == {own.id, definition.id}
            ]
            assert len(difference) == 1


def test_money_is_never_cast_to_a_float():
    from noaber.measures.engine import Question, groupings
    from noaber.measures.periods import asked

    for definition in shipped().values():
        if definition.fact == "amount" and not definition.made_of:
            question = Question(asked("2018..2022"))
            for by in groupings(definition):
                text = text_of(definition, by, question)
                assert not [one for one in text.splitlines() if "cents" in one and "DOUBLE" in one]


def test_the_library_holds_the_whole_prescribed_set_of_the_social_domain():
    told = {
        definition.source for definition in shipped().values() if definition.id.startswith("bbv_")
    }
    numbers = {int(source.rsplit("nr. ", 1)[1]) for source in told}
    assert numbers == set(range(17, 33))


def test_every_measure_is_in_the_glossary():
    assert set(shipped()) <= identifiers().keys()
