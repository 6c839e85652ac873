"""Tables that nothing but single spaces divides: their heads by words, their rows by what they hold."""

import pytest

from noaber.intake.documents.columns import Role
from noaber.intake.documents.head_words import cuts, spoken
from noaber.intake.documents.reader import read_text
from noaber.intake.documents.reading import Reading

HEAD = "Begroting 2025\n\nProgramma Samen\n\n"


def read(body: str) -> Reading:
    return read_text(HEAD + body)


@pytest.mark.parametrize(
    ("head", "values", "wanted"),
    [
        ("Indicator Bron 2021 2022 Streven 2024", 3, ["2021", "2022", "Streven 2024"]),
        (
            "Taakveld Begroting 2024 Begroting 2024 na wijziging Rekening 2024 Verschil",
            4,
            ["Begroting 2024", "Begroting 2024 na wijziging", "Rekening 2024", "Verschil"],
        ),
        (
            "Indicator 2021 2022 t/m april 2023 Doel 2023",
            4,
            ["2021", "2022", "t/m april 2023", "Doel 2023"],
        ),
    ],
)
def test_a_head_is_cut_where_the_rows_ask_for_so_many_values(
    head: str, values: int, wanted: list[str]
) -> None:
    _, columns = cuts(head)[values]
    assert [one.head for one in columns if one.role is Role.VALUE] == wanted


def test_words_that_are_no_head_are_not_cut() -> None:
    assert cuts("In 2024 groeide de vraag naar hulp door de vergrijzing") == {}


def test_the_years_may_stand_on_the_line_below() -> None:
    found = spoken(["Zorg voor elkaar Rekening Begroting Raming", "(x € 1.000) 2023 2024 2025"], 3)
    assert found is not None
    assert [(one.stage, one.year) for one in found[1]] == [
        ("actual", 2023),
        ("original", 2024),
        ("original", 2025),
    ]


def test_a_row_is_a_number_a_name_a_source_and_values() -> None:
    found = read(
        "Nr. Indicator Bron Eenheid 2022 2023 Ambitie 2025\n"
        "I 3.1 Jongeren met jeugdhulp Regionale Monitor % 10,4 - 9,5\n"
        "I 3.2 Wachttijd toegang Wijkteam dagen 21 < 19 14\n"
    )
    assert [(one.name, one.source) for one in found.indicators] == [
        ("Jongeren met jeugdhulp", "Regionale Monitor"),
        ("Wachttijd toegang", "Wijkteam"),
    ]
    assert found.indicators[0].values[0].value == 10.4


def test_a_share_behind_the_amounts_is_no_amount() -> None:
    found = read(
        "(bedragen in €) Begroting na wijziging 2025 Rekening 2025 Verschil V/N Verschil in %\n"
        "Jeugd\n"
        "Lasten 6.140.250 6.322.904 182.654 N 3,0%\n"
        "Baten 0 18.750 18.750 V -\n"
    )
    assert [(one.stage, one.eur, one.favourable) for one in found.finance] == [
        ("revised", 6140250, None),
        ("actual", 6322904, None),
        ("difference", 182654, False),
        ("revised", 0, None),
        ("actual", 18750, None),
        ("difference", 18750, True),
    ]


def test_a_head_may_be_broken_over_lines() -> None:
    found = read(
        "Bedragen x € 1.000 Begroting 2025\nprimitief Begroting 2025\nna wijziging Voorstel\n"
        "najaarsbericht 2025 Bijgestelde\nbegroting 2025\nJeugd\n"
        "Lasten 4.120 4.233 -45 4.188\nBaten 96 96 12 108\n"
    )
    assert [one.stage for one in found.finance][:4] == [
        "original",
        "revised",
        "difference",
        "revised",
    ]
    assert [one.eur for one in found.finance][:4] == [4120000, 4233000, -45000, 4188000]


def test_rows_of_efforts_end_in_what_became_of_them() -> None:
    found = read(
        "Doel Activiteit Planning Status\n"
        "Kinderen groeien veilig op. Steungezinnen zoeken via Meedenkers Q2 2025 Gereed\n"
        "Omgangsbegeleiding na een scheiding Q4 2025 Loopt vertraging op\n"
    )
    assert [(one.text, one.status) for one in found.efforts] == [
        ("Steungezinnen zoeken via Meedenkers", "done"),
        ("Omgangsbegeleiding na een scheiding", "running"),
    ]
    assert "Kinderen groeien veilig op" in [one.text for one in found.goals]


def test_codes_order_a_chapter() -> None:
    found = read(
        "D 3.1 De jeugd groeit veilig op\n\nD 3.1.1 Ouders voelen zich gesterkt\n\n"
        "A 3.1.1a Inloopochtenden houden\nA 3.1.1b Een cursus herhalen (nieuw)\n"
    )
    assert [(one.kind, one.text) for one in found.goals][1:] == [
        ("goal", "De jeugd groeit veilig op"),
        ("subgoal", "Ouders voelen zich gesterkt"),
    ]
    assert [(one.text, one.new) for one in found.efforts] == [
        ("Inloopochtenden houden", False),
        ("Een cursus herhalen", True),
    ]


def test_what_became_of_an_effort_may_stand_before_it_or_alone() -> None:
    found = read(
        "Wat willen we bereiken?\n\n- Inwoners zijn gezond\n\nWat hebben we gedaan?\n\n"
        "Gereed - Huisbezoeken afleggen\nEr waren er 377.\n\nVervallen - Samen energie inkopen\n"
    )
    assert [(one.text, one.status) for one in found.efforts] == [
        ("Huisbezoeken afleggen", "done"),
        ("Samen energie inkopen", "stopped"),
    ]
    found = read(
        "Wat willen we bereiken?\n\n- Inwoners zijn gezond\n\nWat hebben we gedaan?\n\n"
        "Beweegroute aanleggen\n\nDe route is in juni geopend.\n\nGereed\n\n"
        "Onderzoek naar een sporthal\n\nHet is blijven liggen.\n\nNiet gestart\n"
    )
    assert [(one.text, one.status) for one in found.efforts] == [
        ("Beweegroute aanleggen", "done"),
        ("Onderzoek naar een sporthal", "not_started"),
    ]
