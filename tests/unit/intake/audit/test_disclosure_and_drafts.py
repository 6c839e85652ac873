"""Small counts of people and what was not filled in: new ones are asked about, public ones told."""

from dataclasses import replace

import pytest

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.disclosure import small_counts_of_people
from noaber.intake.documents.audit.drafts import placeholder_left
from noaber.intake.documents.reading import IndicatorItem, Record
from noaber.vocabulary.people import counts_people
from tests.unit.intake.audit.small import accounts, series


def counting(name, **values):
    indicator = IndicatorItem("I9", "G1", name, "number", None, None, (), series(**values), (1, 2))
    return replace(accounts(), indicators=(indicator,))


def found(reading, others=(), is_new=True):
    return [(one.status, one.message) for one in small_counts_of_people(Case(reading, None, others, "", is_new))]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Aantal jongeren met jeugdhulp", True),
        ("Jeugdhulpcliënten", True),
        ("Bijstandsgerechtigden aan het werk", True),
        ("Aantal huishoudens", True),
        ("Kernen met een open huiskamer", False),
        ("Aantal trajecten", False),
        ("Kinderopvangplaatsen", False),
    ],
)
def test_names_that_count_people_are_known(words, people):
    assert counts_people(words) is people


def test_a_new_count_of_three_young_people_is_asked_about():
    ((status, message),) = found(counting("Jongeren in een instelling", y2022=3))
    assert status == "off"
    assert "Jongeren in een instelling: 3 (2022)" in message


@pytest.mark.parametrize("value", [0, 5, 120])
def test_nobody_and_five_or_more_are_no_small_count(value):
    assert found(counting("Jongeren in een instelling", y2022=value)) == []


def test_a_small_count_of_things_is_none_of_people():
    assert found(counting("Kernen met een huiskamer", y2022=3)) == []


def test_what_was_printed_passes_with_a_warning():
    ((status, message),) = found(counting("Jongeren in een instelling", y2022=3), is_new=False)
    assert (status, "al openbaar" in message) == ("ok", True)


def test_what_an_adopted_document_printed_is_public_and_another_number_is_not():
    before = counting("Jongeren in een instelling", y2021=2)
    before = replace(before, document=replace(before.document, status="adopted"))
    now = counting("Jongeren in een instelling", y2022=3, y2021=2)
    assert [status for status, _ in found(now, (before,))] == ["off", "ok"]
    corrected = counting("Jongeren in een instelling", y2021=4)
    assert [status for status, _ in found(corrected, (before,))] == ["off"]


def test_a_number_in_the_text_is_looked_at_too():
    record = Record("figure", "f", {"value": 2, "counted": "jongeren"}, (5, 6))
    reading = replace(counting("x"), records=(record,))
    assert [status for status, _ in found(reading)] == ["off"]


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("Het aantal indicaties is lager dan x%.", 1),
        ("Wij geven € xx uit aan [bedrag] en ???", 3),
        ("Lorem ipsum dolor", 1),
        ("De post PM is n.t.b.; 50% van de x-as", 0),
        ("Artikel 2 [1] en <5 personen", 0),
    ],
)
def test_what_was_to_be_filled_in_is_found_in_a_text(text, many):
    told = list(placeholder_left(Case(accounts(), None, (), text)))
    assert sum(len(one.spans) for one in told) == many
    for one in told:
        assert all(text[start:end].strip() for start, end in one.spans)


def test_what_was_to_be_filled_in_is_found_in_a_name():
    reading = counting("Aantal lager dan x%", y2022=9)
    (told,) = placeholder_left(Case(reading, None))
    assert "Aantal lager dan x%" in told.message
