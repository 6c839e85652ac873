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


GOAL = "Wat willen we bereiken?\n\n- Inwoners zijn gezond\n\n"


def test_every_cell_of_a_table_of_efforts_may_have_its_own_line() -> None:
    found = read(
        "Doelstelling 5.1\nInwoners doen mee\n\nActie\nStoplicht\nToelichting\n"
        "Inclusieagenda uitvoeren\nGroen\nDe deskundigen zijn geworven.\n"
        "Vervoer op zondag invoeren\nRood\nDe vervoerder ziet ervan af.\n\n"
        "Doelstelling 5.2\nOuders vinden hulp\n\nActie\nStoplicht\nToelichting\n"
        "Advies voor ouders starten\nGroen\nSinds maart.\nAfspraken vernieuwen\nOranje\nIn oktober.\n"
    )
    assert [(one.text, one.status) for one in found.efforts] == [
        ("Inclusieagenda uitvoeren", "running"),
        ("Vervoer op zondag invoeren", "not_started"),
        ("Advies voor ouders starten", "running"),
        ("Afspraken vernieuwen", "running"),
    ]
    assert {"Inwoners doen mee", "Ouders vinden hulp"} <= {one.text for one in found.goals}


def test_a_date_divides_the_rows_of_a_table_without_a_status() -> None:
    found = read(
        "Wat beogen we?\nHoe pakken we het aan?\nWanneer?\n\nEenzaamheid daalt\n"
        "Maaltijden organiseren\n2e kwartaal 2025\nAansluiten bij het netwerk\ndoorlopend\n"
    )
    assert [one.text for one in found.efforts] == [
        "Maaltijden organiseren",
        "Aansluiten bij het netwerk",
    ]
    assert "Eenzaamheid daalt" in [one.text for one in found.goals]


def test_a_target_may_be_a_floor_or_a_ceiling() -> None:
    found = read(
        "Indicator 2023 2024 Doel 2025\nTevreden ouders 70% n.n.b. ≥ 75%\nWachtenden 78 84 max. 40\n"
    )
    aims = [one.values[-1] for one in found.indicators]
    assert [(one.value, one.bound) for one in aims] == [(75, "at_least"), (40, "at_most")]


def test_aims_may_be_marked_on_the_line_below_the_years() -> None:
    found = read(
        "Indicator 2023 2024 2026\n(doel)\nDoel 1\nBezoekers 10 12 15\nVrijwilligers 3 4 6\n"
    )
    assert [[value.kind for value in one.values] for one in found.indicators] == [
        ["actual", "actual", "target"]
    ] * 2


def test_a_card_may_be_a_head_and_a_value_by_turns() -> None:
    found = read(GOAL + "Volwassenen die roken\n2020\n17,8%\nStreefwaarde 2025\n15%\nBron: GGD\n")
    one = found.indicators[0]
    assert (one.name, one.source) == ("Volwassenen die roken", "GGD")
    assert [(value.period, value.value, value.kind) for value in one.values] == [
        ("2020", 17.8, "actual"),
        ("2025", 15, "target"),
    ]


def test_a_sentence_of_two_years_is_a_series() -> None:
    found = read(GOAL + "Kengetallen\n- wachttijd in weken: van 8,5 in 2018 naar 6,2 in 2020\n")
    assert [(one.period, one.value) for one in found.indicators[0].values] == [
        ("2018", 8.5),
        ("2020", 6.2),
    ]


def test_lines_that_begin_with_a_date_or_end_in_a_status_are_efforts() -> None:
    found = read(
        "Doel A\nKinderen maken een goede start\n\nQ1 2025 – huisbezoeken afleggen\n"
        "Q2 2025 – boekenpret beginnen\nQ3 2025 – een convenant sluiten\n"
    )
    assert [one.text for one in found.efforts] == [
        "huisbezoeken afleggen",
        "boekenpret beginnen",
        "een convenant sluiten",
    ]
    found = read(
        GOAL + "Voortgang\n\nBudgetten toetsen - Ligt op koers\n\nLiften aanbesteden - Afgerond\n\n"
        "Een proef met krediet - Gestopt\n"
    )
    assert [(one.text, one.status) for one in found.efforts] == [
        ("Budgetten toetsen", "running"),
        ("Liften aanbesteden", "done"),
        ("Een proef met krediet", "stopped"),
    ]


def test_heads_over_lists_say_what_became_of_them() -> None:
    found = read(
        GOAL + "Nieuw in 2025\n- Een werkcarrousel\n\nDit loopt door\n- Taalmaatjes\n\n"
        "Hier stoppen we mee\n- Het groepsgesprek\n"
    )
    assert [(one.text, one.new, one.status) for one in found.efforts] == [
        ("Een werkcarrousel", True, "planned"),
        ("Taalmaatjes", False, "running"),
        ("Het groepsgesprek", False, "stopped"),
    ]


def test_a_head_that_its_page_repeats_is_a_theme() -> None:
    found = read(
        "Thuis in de buurt\n\nTerug naar navigatie - Thuis in de buurt\n\nAmbitie\n\n"
        "Inwoners blijven in hun buurt wonen.\n"
    )
    assert [(one.kind, one.text) for one in found.goals][1:] == [
        ("theme", "Thuis in de buurt"),
        ("goal", "Inwoners blijven in hun buurt wonen"),
    ]


def cells(*texts: str) -> str:
    return "\n\n".join(texts) + "\n\n"


def test_every_cell_of_a_table_may_be_a_paragraph() -> None:
    found = read(
        "Wat mag het kosten?\n\n"
        + cells(
            "Bedragen x € 1.000", "Realisatie\n2023", "Begroting\n2024", "Lasten", "33.104", "35.461",
            "Baten", "9.036", "7.104", "Saldo", "-24.068", "-28.357",
        )
        + "Welke verschillen zijn er?\n"
    )  # fmt: skip
    assert [(one.line, one.stage, one.year, one.eur) for one in found.finance] == [
        ("Lasten", "actual", 2023, 33104000),
        ("Lasten", "original", 2024, 35461000),
        ("Baten", "actual", 2023, 9036000),
        ("Baten", "original", 2024, 7104000),
        ("Saldo", "actual", 2023, -24068000),
        ("Saldo", "original", 2024, -28357000),
    ]
    text = HEAD + "Wat mag het kosten?\n\n"
    assert found.finance[0].span[0] > len(text)


def test_stages_may_stand_above_the_years_and_codes_before_the_names() -> None:
    found = read(
        cells(
            "Rekening", "Begroting", "(x € 1.000)", "2023", "2024", "Lasten", "6.1", "Samenkracht",
            "1.723", "4.457", "6.2", "Wijkteams", "3.806", "-", "Subtotaal lasten", "5.529", "4.457",
        )
    )  # fmt: skip
    assert [(one.heading, one.line, one.stage, one.year, one.eur) for one in found.finance] == [
        ("Lasten", "Samenkracht", "actual", 2023, 1723000),
        ("Lasten", "Samenkracht", "original", 2024, 4457000),
        ("Lasten", "Wijkteams", "actual", 2023, 3806000),
        (None, "Subtotaal lasten", "actual", 2023, 5529000),
        (None, "Subtotaal lasten", "original", 2024, 4457000),
    ]


def test_an_advantage_may_have_a_paragraph_behind_each_amount() -> None:
    found = read(
        cells(
            "Bedragen x € 1.000", "Rekening 2023", "Verschil", "Lasten", "89", "N", "7", "N",
            "Baten", "22", "V", "15", "V",
        )
    )  # fmt: skip
    assert [(one.stage, one.eur, one.favourable) for one in found.finance] == [
        ("actual", 89000, False),
        ("difference", 7000, False),
        ("actual", 22000, True),
        ("difference", 15000, True),
    ]


def test_units_and_sources_may_be_paragraphs_too() -> None:
    found = read(
        cells(
            "Naam", "Eenheid", "Bron", "2021", "2022", "Streefwaarde 2024", "Jongeren met jeugdhulp",
            "%", "CBS", "10,4", "10,9", "10,0", "Wachttijd", "dagen", "Wijkteam", "21", "-", "14",
        )
    )  # fmt: skip
    assert [(one.name, one.source, [v.value for v in one.values]) for one in found.indicators] == [
        ("Jongeren met jeugdhulp", "CBS", [10.4, 10.9, 10]),
        ("Wachttijd", "Wijkteam", [21, None, 14]),
    ]


def test_heads_that_a_page_repeats_are_the_goals_and_the_efforts() -> None:
    again = "Terug naar navigatie - "
    found = read(
        cells(
            "Wat willen we bereiken?", again + "Wat willen we bereiken?", "Ontmoeten in de kernen"
        )
        + cells(again + "Ontmoeten in de kernen", "Wij leggen meer nadruk op verbinden.")
        + cells("Wat gaan we doen?", "Een visie opstellen", again + "Een visie opstellen")
        + cells("De raad stelt haar vast.", "Werk voor iedereen", again + "Werk voor iedereen")
        + cells("Iedereen doet mee.", "Wat gaan we doen?", "Praktijkhuis uitbreiden")
        + cells(again + "Praktijkhuis uitbreiden", "Er komt een tweede plek.")
    )
    names = {one.id: one.text for one in found.goals}
    assert [(one.text, names[one.goal or ""]) for one in found.efforts] == [
        ("Een visie opstellen", "Ontmoeten in de kernen"),
        ("Praktijkhuis uitbreiden", "Werk voor iedereen"),
    ]


def test_a_number_of_a_row_is_no_value_and_a_paragraph_may_interrupt_a_table() -> None:
    found = read(
        cells("Indicator", "Werkelijk\n2017", "Begroting\n2019", "1", "Banen", "667,3", "689,0")
        + cells("2", "Jeugdhulp", "7,9", "9,0", "Toelichting:", "De groei komt door de woningbouw.")
        + cells("Wachttijd in dagen", "21", "14", "Toelichting:", "Er is een derde consulent.")
    )
    assert [(one.name, [v.value for v in one.values]) for one in found.indicators] == [
        ("Banen", [667.3, 689]),
        ("Jeugdhulp", [7.9, 9]),
        ("Wachttijd in dagen", [21, 14]),
    ]


def test_a_source_behind_the_values_and_efforts_asked_for_below_a_table() -> None:
    found = read(
        cells("1 Samen met inwoners en ondernemers een sterke wijk maken")
        + cells("De gemeente werkt samen met inwoners en instellingen aan de wijk.")
        + cells("Indicator", "Nulmeting", "Realisatie\n2023", "Streef-\nwaarde", "Bron")
        + cells(
            "Percentage inwoners dat zich verantwoordelijk voelt.", "83%", "80%", "85%", "Peiling"
        )
        + cells("Om deze doelstelling te bereiken leveren we de volgende prestaties")
        + cells("1.1 Samen een wijkplan maken", "Wij gaan in gesprek met de wijk.")
    )
    assert [(one.source, [v.value for v in one.values]) for one in found.indicators] == [
        ("Peiling", [83, 80, 85])
    ]
    assert [(one.text, one.status) for one in found.efforts] == [
        ("Samen een wijkplan maken", "planned")
    ]
    assert "Samen met inwoners en ondernemers een sterke wijk maken" in [
        one.text for one in found.goals
    ]


def test_a_marker_that_its_page_repeats_stands_over_all_that_is_wanted() -> None:
    found = read(
        "Beoogd maatschappelijk effect:\n\nTerug naar navigatie - Beoogd maatschappelijk effect:\n\n"
        "Kinderen groeien kansrijk op in onze dorpen\nWij werken samen aan hun talenten.\n\n"
        "Iedereen kan meedoen in de samenleving\nEen deel van de inwoners heeft daar moeite mee.\n"
    )
    assert [one.text for one in found.goals if one.kind == "goal"] == [
        "Kinderen groeien kansrijk op in onze dorpen",
        "Iedereen kan meedoen in de samenleving",
    ]


def test_a_budget_beside_the_primitive_one_is_the_one_after_changes() -> None:
    found = read(
        "Bedragen x €1.000\nRealisatie 2019 Primitief 2020 Begroot 2020 Realisatie 2020 Afwijking 2020\n"
        "Lasten 40.757 40.866 46.416 54.162 7.746\nBaten 9.127 8.805 9.868 17.044 7.176\n"
    )
    assert [one.stage for one in found.finance][:5] == [
        "actual",
        "original",
        "revised",
        "actual",
        "difference",
    ]
