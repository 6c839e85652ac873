"""Documents of one programme beside each other: what is no longer told, and figures that changed afterwards."""

from datetime import date

import pytest

from noaber.intake.documents.audit.across import (
    effort_of_the_budget_is_told_of,
    indicator_of_the_budget_is_told_of,
    value_is_what_was_printed_then,
)
from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.reader import read_text

EFFORTS = (
    "Inloopochtenden voor jonge ouders organiseren",
    "Steungezinnen werven in de dorpen",
    "Een meldpunt voor eenzaamheid openen",
    "De subsidieverordening vereenvoudigen",
)
BUDGET = (
    "Begroting 2024\nGemeente Tubbergen\n\nProgramma Samen leven\n\nWat willen we bereiken?\n\n"
)
ACCOUNT = (
    "Jaarstukken 2024\nGemeente Tubbergen\n\nProgramma Samen leven\n\nWat hebben we bereikt?\n\n"
)
GOAL = "- Inwoners helpen elkaar\n\n"
DOING = "Wat gaan we daarvoor doen?\n\n"
DONE = "Wat hebben we daarvoor gedaan?\n\n"
TABLE = "Indicator | 2022 | 2023 | Streefwaarde 2024 | Bron\n"


def listed(names: tuple[str, ...]) -> str:
    return "".join(f"- {one}\n" for one in names) + "\n"


def case(budget: str, account: str) -> Case:
    text = ACCOUNT + account
    return Case(read_text(text), date(2025, 5, 1), (read_text(BUDGET + budget),), text)


def test_an_effort_that_is_told_of_nowhere_is_asked_after() -> None:
    told = (
        "- De inloopochtenden voor jonge ouders zijn in drie dorpen georganiseerd.\n"
        "- Er zijn twaalf steungezinnen geworven, uit alle dorpen.\n"
        "- De subsidieverordening is vereenvoudigd en door de raad vastgesteld.\n"
    )
    found = list(
        effort_of_the_budget_is_told_of(case(GOAL + DOING + listed(EFFORTS), GOAL + DONE + told))
    )
    assert len(found) == 1
    assert found[0].rule == "promise"
    assert "'Een meldpunt voor eenzaamheid openen'" in found[0].message
    assert "1 inspanning waarvan hier niets staat" in found[0].message


@pytest.mark.parametrize("kept", [EFFORTS, EFFORTS[:1]])
def test_silent_where_all_is_told_or_hardly_anything_is(kept: tuple[str, ...]) -> None:
    both = case(GOAL + DOING + listed(EFFORTS), GOAL + DONE + listed(kept))
    assert list(effort_of_the_budget_is_told_of(both)) == []


def test_an_indicator_with_a_target_that_is_gone_is_asked_after() -> None:
    rows = [
        "Bezoekers van het loket | 10 | 12 | 15 | gemeente\n",
        "Steungezinnen | 4 | 5 | 9 | gemeente\n",
        "Meldingen van eenzaamheid | 20 | 30 | 40 | meldpunt\n",
        "Vrijwilligers in de zorg | 80 | 82 | 90 | monitor\n",
    ]
    budget = GOAL + TABLE + "".join(rows)
    found = list(indicator_of_the_budget_is_told_of(case(budget, GOAL + TABLE + "".join(rows[:3]))))
    assert ["'Vrijwilligers in de zorg'" in one.message for one in found] == [True]
    assert list(indicator_of_the_budget_is_told_of(case(budget, budget.removeprefix("x")))) == []


def test_a_value_that_changed_afterwards_is_asked_after() -> None:
    then = (
        GOAL + TABLE + "Steungezinnen | 4 | 5 | 9 | gemeente\nBezoekers | 10 | 12 | 15 | gemeente\n"
    )
    now = (
        GOAL + TABLE + "Steungezinnen | 4 | 7 | 9 | gemeente\nBezoekers | 10 | 12 | 15 | gemeente\n"
    )
    found = list(value_is_what_was_printed_then(case(then, now)))
    assert [one.message for one in found] == [
        "‘Steungezinnen’ over 2023 is hier 7; in de begroting 2024 stond 5. "
        "Is er anders geteld of is het later bijgesteld?"
    ]
    assert list(value_is_what_was_printed_then(case(then, then))) == []
    start, end = found[0].spans[0]
    assert (ACCOUNT + now)[start:end] == "7"


def test_silent_where_most_differs() -> None:
    then = (
        GOAL + TABLE + "Steungezinnen | 4 | 5 | 9 | gemeente\nBezoekers | 10 | 12 | 15 | gemeente\n"
    )
    now = (
        GOAL + TABLE + "Steungezinnen | 6 | 7 | 9 | gemeente\nBezoekers | 11 | 12 | 15 | gemeente\n"
    )
    assert list(value_is_what_was_printed_then(case(then, now))) == []


def test_what_stands_there_word_for_word_is_told_of_however_long_it_is() -> None:
    letters = "bcdfghjklmnprstvwz"
    names = [f"{one}{two}{three}omen" for one in letters for two in "aeiou" for three in letters]
    long = "Wij " + " ".join(names[:400])
    effort = f"{long} en dat gaat door"
    both = case(
        GOAL + DOING + listed((*EFFORTS, effort)),
        GOAL + DONE + listed(EFFORTS) + f"{effort}. Dat is gelukt.\n",
    )
    assert max(len(one.text) for one in both.others[0].efforts) > 2000
    assert list(effort_of_the_budget_is_told_of(both)) == []
