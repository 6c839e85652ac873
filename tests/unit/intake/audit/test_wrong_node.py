"""Themes that are spelled two ways."""

from dataclasses import replace

import pytest

from noaber.intake.documents.audit.spelling import is_nearly
from noaber.intake.documents.audit.spelling import theme_spelled_two_ways as rule
from tests.unit.intake.audit.small import GOALS, accounts, last_year, only, run


def test_a_heading_of_the_cost_table_that_is_nearly_a_theme() -> None:
    first = replace(accounts().finance[0], heading="Jeugdhullp")
    found = only(rule, accounts(finance=(first, *accounts().finance[1:])))
    assert (found.rule, found.status) == ("wrong_node", "off")
    assert "'Jeugdhulp' en 'Jeugdhullp'" in found.message
    assert len(found.spans) == 2


def test_a_theme_that_was_called_nearly_so_last_year() -> None:
    goals = (GOALS[0], replace(GOALS[1], text="Jeugdhuplp"), *GOALS[2:])
    found = only(rule, accounts(), last_year(goals=goals))
    assert "'Jeugdhulp' heette in Rekening 2021 'Jeugdhuplp'" in found.message


def test_silent_when_names_are_the_same_or_plainly_others() -> None:
    assert run(rule, accounts(), last_year()) == []
    shouted = replace(accounts().finance[0], heading="JEUGDHULP")
    assert run(rule, accounts(finance=(shouted, *accounts().finance[1:]))) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [("gezondheidszorg", "gezondheidzorg"), ("wmo begeleiding", "wmo begeleidign"), ("sport en spel", "sporten spel")],
)  # fmt: skip
def test_a_slip_in_one_word_is_nearly_the_same(left: str, right: str) -> None:
    assert is_nearly(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("jeugd", "jeugdhulp"),
        ("programma 1", "programma 2"),
        ("wijkteam noord", "wijkteam zuid"),
        ("wmo", "wlz"),
        ("wonen en zorg", "wonen"),
        ("thema i", "thema ii"),
        ("doelen2022x", "doelen2023x"),
    ],
)
def test_other_words_are_other_themes(left: str, right: str) -> None:
    assert not is_nearly(left, right)
