"""What a document says besides goals and money: efforts, explanations, reserves and the rest."""

from decimal import Decimal

from noaber.desk.records import (
    DUTCH,
    OWN_PAGES,
    efforts,
    explanations,
    registers,
)
from noaber.intake.documents.sections import SECTIONS, Kind
from noaber.publication.design.words import CAUSES, KINDS, REGISTERS, STATUSES
from noaber.publication.edition import Cause, EffortStatus, Figure
from noaber.register.outline import OutlineRecord
from noaber.vocabulary.grades import Grade


def copied(number: str, name: str, value: Decimal, unit: str) -> Figure:
    scale = max(0, -int(value.as_tuple().exponent))
    decimals = 2 if unit == "eur" and scale else scale
    return Figure(f"e{number}-{name}", value, unit, f"e{number}", Grade.COPIED, decimals=decimals)


def record(section: str, item: str, values: dict, **entries: tuple) -> OutlineRecord:
    return OutlineRecord(section, item, values, "7", entries)


def log(on: str, status: str, **more: str) -> OutlineRecord:
    return record("status", "", {"on": on, "status": status, **more})


def test_every_choice_that_a_section_offers_has_its_dutch():
    told = {*DUTCH, *CAUSES, *(one for one in STATUSES if one)}
    offered = {
        choice
        for section in SECTIONS.values()
        for part in (section, *section.entries)
        for field in part.fields
        if field.kind is Kind.CHOICE and field.choices
        for choice in field.choices
    }
    assert offered - told == set()


def test_every_section_has_a_page_and_a_name_in_the_list_of_names():
    assert set(SECTIONS) - OWN_PAGES == set(REGISTERS)
    assert set(REGISTERS) <= set(KINDS)


def test_an_effort_stands_as_its_latest_entry_says_whatever_their_order():
    made = efforts(
        [
            record(
                "effort", "pas", {"name": "Pas", "goals": ("g",), "waits_for": ("loket",)},
                status=(log("2024-08", "stopped", successor="loket"), log("2023", "running")),
            ),
            record("effort", "loket", {"name": "Pas"}),
        ]
    )  # fmt: skip
    first, second = made
    assert [line.period for line in first.log] == ["2023", "2024-08"]
    assert first.status is EffortStatus.STOPPED
    assert first.log[-1].successor == first.waits_for[0] == second.id
    assert second.status is None
    assert (first.slug, second.slug) == ("pas", "pas-2")


def test_an_explanation_keeps_its_amount_with_its_evidence():
    (made,) = explanations(
        [record("explanation", "a", {"theme": "t", "about": "x", "cause": "price", "eur": -12.5})],
        copied,
    )
    assert made.cause is Cause.PRICE
    assert (made.figure.value, made.figure.decimals) == (Decimal("-12.5"), 2)
    assert made.figure.evidence == "e7"


def test_a_register_says_what_was_said_and_no_more():
    movement = record("movement", "", {"direction": "addition", "stage": "actual", "eur": 5})
    values = {"name": "Reserve", "opening": 10}
    (made,) = registers([record("reserve", "r", values, movement=(movement,))], copied)
    (item,) = made.items
    assert [said.head for said in item.said] == ["beginstand"]
    assert item.entries[0].heads == ("richting", "stand", "bedrag")
    assert [said.words for said in item.entries[0].rows[0][:2]] == [("toevoeging",), ("werkelijk",)]


def test_a_percentage_in_the_text_is_no_count():
    values = {"value": 12.5, "counted": "percent", "about": "Aandeel"}
    (made,) = registers([record("figure", "f", values)], copied)
    (said,) = made.items[0].said
    assert (said.figure.unit, said.figure.decimals) == ("percent", 1)


def test_an_amount_in_the_text_without_a_subject_is_called_an_amount():
    (made,) = registers([record("figure", "f", {"value": 5, "counted": "eur"})], copied)
    assert made.items[0].name == "bedrag"
