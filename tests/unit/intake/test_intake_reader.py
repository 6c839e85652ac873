"""The stages of the reader on small texts of our own."""

import pytest

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.finance_heads import split_heads
from noaber.intake.documents.notes import breaks, read_note
from noaber.intake.documents.reader import read_text
from noaber.intake.documents.reading import IndicatorItem
from noaber.intake.documents.tables import read_head
from noaber.intake.documents.tokens import tokenise

HEAD = "Beleidsdoelen 2023 2022 2021 Bron\n"


def rows(text: str) -> list[IndicatorItem]:
    return list(read_text(text).indicators)


def row(line: str, head: str = HEAD) -> IndicatorItem:
    (found,) = rows(head + line)
    return found


def values(item: IndicatorItem) -> list[object]:
    return [value.value for value in item.values]


def test_a_footnote_mark_is_split_from_its_number() -> None:
    tokens = tokenise("Passen* 306* 1.039 € 5 90 % -", 10)
    assert [(token.kind.value, token.text, token.mark, token.start) for token in tokens] == [
        ("word", "Passen", "*", 10),
        ("number", "306", "*", 18),
        ("number", "1.039", "", 23),
        ("eur", "€ 5", "", 29),
        ("percent", "90 %", "", 33),
        ("nothing", "-", "", 38),
    ]


@pytest.mark.parametrize(
    ("line", "periods", "kinds", "source"),
    [
        ("Beleidsdoelen 2023 2022 Bron", ["2023", "2022"], ["actual", "actual"], True),
        ("2023 2022", ["2023", "2022"], ["actual", "actual"], False),
        (
            "Indicator Realisatie 2023 Streefwaarde 2024",
            ["2023", "2024"],
            ["actual", "target"],
            False,
        ),
        ("Indicatoren 2023", ["2023"], ["actual"], False),
    ],
)
def test_a_head_names_years_their_kind_and_the_source(
    line: str, periods: list[str], kinds: list[str], source: bool
) -> None:
    head = read_head(tokenise(line, 0))
    assert head is not None
    assert [column.period for column in head.columns] == periods
    assert [column.kind for column in head.columns] == kinds
    assert head.source is source


@pytest.mark.parametrize(
    "line", ["In 2023 2022 deden we iets", "Het was 2022", "Aantal 12 14 16", "2022 2022", ""]
)
def test_a_sentence_with_years_is_no_head(line: str) -> None:
    assert read_head(tokenise(line, 0)) is None


@pytest.mark.parametrize(
    ("line", "name", "cells", "source"),
    [
        (
            "Aantal passen 12 - 1.039 Telbureau Oost",
            "Aantal passen",
            [12, None, 1039],
            "Telbureau Oost",
        ),
        ("Aantal passen 12 13 14  -", "Aantal passen", [12, 13, 14], None),
        ("Jongeren tot 18 12 13 14 CBS", "Jongeren tot 18", [12, 13, 14], "CBS"),
        ("Plan per wijk. 1 1 gereed", "Plan per wijk.", [1, 1, "gereed"], None),
        ("Er is een loket Ja Nee", "Er is een loket", [True, False], None),
        ("Passen* (wijk) 12* 13 14 CBS", "Passen (wijk)", [12, 13, 14], "CBS"),
        ("Rapport 1,5 -2 1.5 CBS", "Rapport", [1.5, -2, "1.5"], "CBS"),
    ],
)
def test_a_row_is_a_name_cells_from_the_left_and_a_source(
    line: str, name: str, cells: list[object], source: str | None
) -> None:
    found = row(line)
    assert (found.name, values(found), found.source) == (name, cells, source)
    assert [value.period for value in found.values] == ["2023", "2022", "2021"][: len(cells)]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Passen 1 2 3", "number"),
        ("Tevreden 90% 91% -", "percent"),
        ("Tevreden (%) 90 91 92", "percent"),
        ("Subsidie € 10 € 12 € 13", "eur"),
        ("Loket Ja Nee Ja", "yesno"),
        ("Stand gereed gereed volgt", "text"),
    ],
)
def test_the_unit_comes_from_the_cells_or_the_name(line: str, unit: str) -> None:
    assert row(line).unit == unit


def test_a_group_head_with_a_number_is_no_row() -> None:
    found = rows(HEAD + "Jeugd tot 18 jaar\nPassen 1 2 3\n")
    assert [item.name for item in found] == ["Passen"]


def test_group_heads_hang_under_the_only_goal_of_the_theme() -> None:
    reading = read_text(
        "Programma P\n\nDoelenboom A\n\nDoel: Eerste\n\n" + HEAD + "Kop\nPassen 1 2 3\n"
    )
    assert [(goal.id, goal.parent, goal.text) for goal in reading.goals] == [
        ("P", None, "P"),
        ("T1", "P", "Doelenboom A"),
        ("G1.1", "T1", "Eerste"),
        ("S1.1", "G1.1", "Kop"),
    ]
    assert reading.indicators[0].goal == "S1.1"


def test_group_heads_hang_under_the_theme_where_the_text_does_not_say_which_goal() -> None:
    reading = read_text(
        "Programma P\n\nDoelenboom A\n\nDoel: Eerste\nDoel: Tweede\n\n"
        + HEAD
        + "Kop\nPassen 1 2 3\n"
    )
    assert reading.goals[-1].parent == "T1"


def test_a_group_head_that_repeats_a_goal_is_that_goal() -> None:
    reading = read_text(
        "Programma P\n\nDoelenboom A\n\nDoel: Eerste\n\n"
        + HEAD
        + "EERSTE.\nPassen 1 2 3\nKop\nFolders 1 2 3\n"
    )
    assert [goal.id for goal in reading.goals] == ["P", "T1", "G1.1", "S1.1"]
    assert [item.goal for item in reading.indicators] == ["G1.1", "S1.1"]
    assert reading.goals[-1].parent == "T1"


def test_a_second_head_with_years_begins_afresh() -> None:
    text = (
        "Doelenboom A\n\n" + HEAD + "Kop\nPassen 1 2 3\nNieuwe indicatoren 2023 2022\nFolders 4 5\n"
    )
    found = rows(text)
    assert [item.goal for item in found] == ["S1.1", "T1"]
    assert values(found[1]) == [4, 5]


def test_notes_bind_by_their_mark_in_the_name_or_at_a_cell() -> None:
    first, second = rows(HEAD + "Passen* 1 2 3\nFolders 4 5** 6*\n* eerste\n** tweede\n")
    assert first.notes == ("eerste",)
    assert second.notes == ("eerste", "tweede")


def test_a_note_goes_on_in_the_next_line_but_not_past_a_row() -> None:
    (found,) = rows(HEAD + "Passen* 1 2 3\n* een noot die\ndoorloopt\n")
    assert found.notes == ("een noot die doorloopt",)
    found, _ = rows(HEAD + "Passen* 1 2 3\n* een noot\nFolders 1 2 3\nlosse regel\n")
    assert found.notes == ("een noot",)


def test_of_two_notes_with_one_mark_the_row_means_the_one_it_shares_words_with() -> None:
    (found,) = rows(
        HEAD + "Aantal passen* 1 2 3\n* met dank aan buren\n* alleen passen die zijn opgehaald\n"
    )
    assert found.notes == ("alleen passen die zijn opgehaald",)


@pytest.mark.parametrize(
    ("note", "sides"),
    [
        ("vanaf 2022 tellen we gezinnen", ("2021", "2022")),
        ("betreft per 2021 alleen toekenningen", ("2020", "2021")),
        ("in 2020 is op een andere manier gemeten", (None, None)),
    ],
)
def test_a_note_about_counting_is_a_break(note: str, sides: tuple[str | None, str | None]) -> None:
    read = read_note(Line(f"* {note}", 5))
    assert read is not None
    (found,) = breaks([read])
    assert (found.before, found.after, found.reason) == (*sides, note)
    assert found.span == (7, 7 + len(note))


@pytest.mark.parametrize(
    "note", ["vanaf 2022 is de balie open", "minder door de verbouwing in 2021"]
)
def test_a_note_about_something_else_is_no_break(note: str) -> None:
    read = read_note(Line(f"* {note}", 0))
    assert read is not None
    assert breaks([read]) == ()


@pytest.mark.parametrize(
    ("line", "stages"),
    [
        (
            "Realisatie 2023 Begroting 2023 na wijziging Begroting 2023 voor wijziging",
            ["actual", "revised", "original"],
        ),
        (
            "Rekening 2022 Primitieve begroting 2023 Gewijzigde begroting 2023 Rekening 2023 Verschil",
            ["actual", "original", "revised", "actual", "difference"],
        ),
        ("Begroting 2023 Incidenteel gerealiseerd in boekjaar", ["original", "incidental"]),
    ],
)
def test_column_heads_on_one_line_are_split_by_their_words(
    line: str, stages: list[str | None]
) -> None:
    columns = split_heads(tokenise(line, 0), len(stages))
    assert [column.stage for column in columns] == stages
    assert " ".join(column.head for column in columns) == line


def test_heads_that_cannot_be_split_leave_the_stage_open() -> None:
    assert [column.stage for column in split_heads(tokenise("Realisatie", 0), 3)] == [None] * 3


def test_amounts_in_thousands_are_given_in_euros() -> None:
    reading = read_text(
        "Bedragen x € 1.000\nRealisatie 2023 Begroting 2023 na wijziging\nLasten 12 13,5\nBaten 2 N 3 V\n"
    )
    assert [item.eur for item in reading.finance] == [12000, 13500, 2000, 3000]
    assert [item.favourable for item in reading.finance] == [None, None, False, True]
    assert [item.year for item in reading.finance] == [2023] * 4


def test_a_dash_in_a_cost_table_is_no_amount() -> None:
    reading = read_text("Realisatie 2023 Raming 2023 na wijziging\nLasten 12 13\nBaten - 3\n")
    assert [(item.line, item.stage, item.eur) for item in reading.finance] == [
        ("Lasten", "actual", 12),
        ("Lasten", "revised", 13),
        ("Baten", "revised", 3),
    ]


def test_markup_is_data() -> None:
    reading = read_text('Doel: <script>alert("1")</script> & co\n')
    assert reading.goals[0].text == '<script>alert("1")</script> & co'


def test_a_text_that_says_nothing_gives_an_empty_reading() -> None:
    reading = read_text("", "leeg.txt")
    assert (reading.document.title, reading.document.kind, reading.document.year) == (
        "leeg.txt",
        "other",
        None,
    )
    assert (reading.goals, reading.indicators, reading.finance, reading.checks) == ((), (), (), ())


def test_the_municipality_is_the_one_named_most_outside_the_starts_of_sentences() -> None:
    text = "Best lezers. Best mooi. In Ommen en de gemeente Ommen, met centrumgemeente Almelo en met Almelo."
    assert read_text(text).document.municipality == "Ommen"
    assert read_text("In Ommen en in Almelo, in Almelo en in Ommen.").document.municipality is None


def test_figures_in_running_text_have_their_place_and_a_year_if_one_is_named() -> None:
    text = "In 2023 ging € 1,2 miljoen op. Daarna 4,5% en 300 euro, in 2021 of 2022."
    found = [
        (text[slice(*item.span)], item.value, item.unit, item.period)
        for item in read_text(text).figures
    ]
    assert found == [
        ("€ 1,2 miljoen", 1200000, "eur", "2023"),
        ("4,5%", 4.5, "percent", None),
        ("300 euro", 300, "eur", None),
    ]
