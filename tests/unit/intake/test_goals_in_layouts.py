"""How goals and what is done for them are laid out, and the lines beside them that are neither."""

import pytest

from noaber.intake.documents.reader import read_text
from noaber.intake.documents.reading import Reading

HEAD = "Begroting 2025 gemeente Lauwerdam\n\nProgramma 3 Zorg\n\n"
SAFE, HOME = "Kinderen groeien veilig op", "Ouderen wonen langer thuis"
POINT, QUEUE, SCAN = "Ouderpunt openen", "Wachtlijst aanpakken", "Woonscan aanbieden"


def read(body: str, head: str = HEAD) -> Reading:
    return read_text(head + body)


def goals(reading: Reading) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in reading.goals if one.kind != "programme"]


def efforts(reading: Reading) -> list[str]:
    return [one.text for one in reading.efforts]


BOTH = [("goal", SAFE), ("goal", HOME)]
ALL = [POINT, QUEUE, SCAN]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            f"E1 {SAFE}\nP1.1 {POINT}\nP1.2 {QUEUE}\nE2 {HOME}\nP2.1 {SCAN}\nP2.2 {SCAN}\n",
            id="two families of codes of which one goes on from the other",
        ),
        pytest.param(
            f"G1 {SAFE}\nM1 {POINT}\nM2 {QUEUE}\nG2 {HOME}\nM3 {SCAN}\n",
            id="two families of codes by turns",
        ),
        pytest.param(
            f"3.1 {SAFE}\n3.1.1 {POINT}\n3.1.2 {QUEUE}\n3.2 {HOME}\n3.2.1 {SCAN}\n",
            id="numbers that nothing asks about",
        ),
        pytest.param(
            f"Doel 1: {SAFE}\n1.1 {POINT}\n1.2 {QUEUE}\nDoel 2: {HOME}\n2.1 {SCAN}\n",
            id="numbers that go on from that of a marked goal",
        ),
        pytest.param(
            f"Doel: {SAFE}\n1. {POINT}\n2. {QUEUE}\n\nDoel: {HOME}\n- {SCAN}\n",
            id="numbered lines right below a marked goal",
        ),
        pytest.param(
            f"Wat willen we bereiken?    Wat gaan we daarvoor doen?\n1 {SAFE}    1.1 {POINT}\n"
            f"                           1.2 {QUEUE}\n2 {HOME}    2.1 {SCAN}\n",
            id="numbers that tell the columns",
        ),
        pytest.param(
            f"Doel\nActiviteit\nWie\n\n{SAFE}\n{POINT}\nJeugdteam\n\n{QUEUE}\nInkoop\n\n"
            f"{HOME}\n{SCAN}\nWmo\n",
            id="rows that are paragraphs",
        ),
        pytest.param(
            f"Doel\n\n{SAFE}\n\nInspanning\n\n{POINT}\n\nInspanning\n\n{QUEUE}\n\nDoel\n\n{HOME}\n\n"
            f"Inspanning\n\n{SCAN}\n",
            id="cards with a word alone on its line",
        ),
        pytest.param(
            f"Doel: {SAFE}\nG  {POINT}\nO  {QUEUE}\nDoel: {HOME}\nR  {SCAN}\n",
            id="the letter of a traffic light in front",
        ),
        pytest.param(
            f"Doel 1: {SAFE}\n☐ {POINT}\n☐ {QUEUE}\n\nDoel 2: {HOME}\n☐ {SCAN}\n", id="empty boxes"
        ),
        pytest.param(
            f"De volgende doelen horen hierbij:\nA. {SAFE}\n• {POINT}\n• {QUEUE}\n\n"
            f"B. {HOME}\n• {SCAN}\n",
            id="items below lettered goals",
        ),
        pytest.param(
            f"Doel > {SAFE}\nActie > {POINT}\nActie > {QUEUE}\n\nDoel > {HOME}\nActie > {SCAN}\n",
            id="arrows behind a word",
        ),
        pytest.param(
            f"Wat\tWie\tWanneer\n{POINT}\tJeugd\tQ1\n{QUEUE}\tInkoop\tQ2\n{SCAN}\tWmo\tQ3\n\n"
            f"Doel 1: {SAFE}\n\nDoel 2: {HOME}\n",
            id="what, who and when",
        ),
        pytest.param(
            f"soort;code;naam\ndoel;1;{SAFE}\ninspanning;1.1;{POINT}\ninspanning;1.2;{QUEUE}\n"
            f"doel;2;{HOME}\ninspanning;2.1;{SCAN}\n",
            id="rows that each say what they are",
        ),
    ],
)
def test_goals_and_what_is_done_for_them(body: str) -> None:
    found = read(body)
    assert goals(found) == BOTH
    assert list(dict.fromkeys(efforts(found))) == ALL


def test_a_head_that_comes_back_below_goals_is_over_what_is_done() -> None:
    body = "".join(
        f"Thema {name}\n\nWaar gaan we voor?\n- {goal}\n\nOp de rol in 2025\n- {done}\n\n"
        for name, goal, done in (("Jeugd", SAFE, POINT), ("Ouderen", HOME, SCAN))
    )
    found = read(body)
    assert goals(found) == [("theme", "Jeugd"), BOTH[0], ("theme", "Ouderen"), BOTH[1]]
    assert efforts(found) == [POINT, SCAN]


def test_a_list_under_other_words_is_no_list_of_goals() -> None:
    found = read(
        f"Wat willen we bereiken?\n- {SAFE}\n- {HOME}\n\nOnze partners\n- De GGD\n- De regio\n"
    )
    assert goals(found) == BOTH
    assert efforts(found) == []


def test_a_task_over_marked_goals_is_a_theme_and_one_without_is_a_goal() -> None:
    over = read(
        f"Opgave A Opgroeien\n\nDoel A1: {SAFE}\n\nOpgave B Ouder worden\n\nDoel B1: {HOME}\n"
    )
    assert goals(over) == [("theme", "Opgroeien"), BOTH[0], ("theme", "Ouder worden"), BOTH[1]]
    alone = read(f"Opgave 1: {SAFE}\n\nWat gaan we doen?\n- {POINT}\n\nOpgave 2: {HOME}\n")
    assert goals(alone) == BOTH


def test_goals_of_a_table_serve_the_ambition_above_it() -> None:
    found = read(
        f"Hoofddoelstelling 1\n\nIedereen doet mee\n\nDoel\tActiviteit\n{SAFE}\t{POINT}\n{HOME}\t{SCAN}\n"
    )
    assert goals(found) == [("goal", "Iedereen doet mee"), ("subgoal", SAFE), ("subgoal", HOME)]


def test_a_deeper_number_makes_a_marked_goal_a_subgoal() -> None:
    found = read(f"Effect 1 {SAFE}\n\nDoelstelling 1.1 {HOME}\n\nActiviteit 1.1.1 {POINT}\n")
    assert goals(found) == [("goal", SAFE), ("subgoal", HOME)]


def test_names_listed_before_their_themes_are_contents() -> None:
    found = read(
        f"Onze ambities\n- 3.1 Opgroeien\n- 3.2 Ouder worden\n\n3.1 Opgroeien\n\nWat willen we bereiken?\n"
        f"- {SAFE}\n\n3.2 Ouder worden\n\nWat willen we bereiken?\n- {HOME}\n"
    )
    assert goals(found) == [("theme", "Opgroeien"), BOTH[0], ("theme", "Ouder worden"), BOTH[1]]


def test_how_a_goal_goes_is_no_part_of_its_name() -> None:
    assert goals(read(f"Doel 1: {SAFE} | op koers\nDoel 2: {HOME} (vertraagd)\n")) == BOTH


def test_an_answer_behind_its_question_is_read() -> None:
    found = read(
        f"Wat willen we bereiken? {SAFE}.\nWat gaan we daarvoor doen? {POINT} in de wijk.\n"
    )
    assert goals(found) == [BOTH[0]]
    assert efforts(found) == [f"{POINT} in de wijk."]


def test_a_sentence_below_names_of_what_is_done_is_about_them() -> None:
    found = read(
        f"Doel: {SAFE}\n\nWat gaan we daarvoor doen?\n\n{POINT} in de wijk\n\nHet punt is ook in de avond open.\n\n"
        f"{QUEUE} met de regio\n\nEr komt een plan.\n"
    )
    assert efforts(found) == [f"{POINT} in de wijk", f"{QUEUE} met de regio"]


def test_the_last_of_a_numbered_list_before_a_goal_is_no_theme() -> None:
    found = read(
        f"Doel 1: {SAFE}\nActies\n1. {POINT}\n2. {QUEUE}\n\nDoel 2: {HOME}\nActies\n1. {SCAN}\n"
    )
    assert goals(found) == BOTH
    assert efforts(found) == ALL


@pytest.mark.parametrize(
    "line",
    [
        "Startdatum: maart 2025",
        "Bestaand beleid",
        "41 | Jaarstukken 2024",
        "Gemeente Lauwerdam  Begroting 2025  pagina 12",
        "Deze pagina is gebouwd op 11/08/2024 10:03 met de export van 11/08/2024 09:52",
        "🟢 op schema 🟠 vertraagd 🔴 niet gestart",
        "Terug naar navigatie - Doel 1: Kinderen groeien veilig op en ouderen wonen langer thuis in de wijk",
    ],
)
def test_what_only_stands_around_goals_is_nothing(line: str) -> None:
    found = read(
        f"Wat willen we bereiken?\n- {SAFE}\n\n{line}\n\nWat gaan we doen?\n- {POINT}\n\n{line}\n"
    )
    assert goals(found) == [BOTH[0]]
    assert efforts(found) == [POINT]


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("Najaarsnota 2025: Sociaal en vitaal\n\n", "Sociaal en vitaal"),
        ("# Jaarstukken 2024 - Programma 7 Zorgzaam\n\n", "Zorgzaam"),
        ("Tichelwoude\nTussenrapportage 2025\n\n2. Zorgzame gemeente\n\n", "Zorgzame gemeente"),
        ("# Begroting 2020 gemeente Ettenwolde\n\n## 3.8 Werk en inkomen\n\n", "Werk en inkomen"),
    ],
)
def test_the_programme_is_named_beside_the_title_of_its_document(head: str, wanted: str) -> None:
    found = read(f"Wat willen we bereiken?\n- {SAFE}\n\nWat gaan we doen?\n- {POINT}\n", head)
    assert found.document.programme == wanted


def test_a_year_behind_an_effort_is_no_part_of_its_name() -> None:
    found = read(
        f"Doel: {SAFE}\n\nActies 2025\n- {POINT} (2025)\n- {QUEUE} (2025-2026)\n- {SCAN} (Q3 2025)\n"
    )
    assert efforts(found) == ALL


def test_text_that_a_page_glued_to_its_link_back_is_read() -> None:
    asked, done = "3.1 Wat willen we bereiken?", "3.2 Wat gaan we daarvoor doen?"
    found = read(
        f"{asked}\nTerug naar navigatie - - {asked}{SAFE}.\n\n"
        f"{done}\nTerug naar navigatie - - {done}{POINT} in de wijk.\n"
    )
    assert goals(found) == [BOTH[0]]
    assert efforts(found) == [f"{POINT} in de wijk."]
    start, end = found.goals[-1].span
    assert end - start == len(SAFE)


def test_a_line_below_a_list_of_goals_is_no_goal() -> None:
    found = read(
        f"Programmadoelstelling\n\n• {SAFE}\n• {HOME}\n\nBegroot € 55.222\nGerealiseerd € 60.798\n"
    )
    assert goals(found) == BOTH


def test_a_goal_that_spans_rows_is_left_out_of_those_below_it() -> None:
    empty = "|" * 4
    found = read(
        f"Wat willen we bereiken? | Wat gaan we daarvoor doen? | Behalen we onze doelen? | {empty}\n"
        "---|---|---|---|---|---|\n"
        f"Doel | Prestatie | Inhoud | Planning | {empty[2:]}\n"
        f"1.1 {SAFE} | 1.1.1 {POINT} | {empty}\n1.1.2 {QUEUE} | {empty}|\n1.2 {HOME} | 1.2.1 {SCAN} | {empty}\n"
    )
    assert goals(found) == BOTH
    assert efforts(found) == ALL


def test_a_head_that_links_name_on_their_way_is_a_theme() -> None:
    asked = "Wat willen we bereiken?"
    found = read(
        f"3.1 Opgroeien\n\nWat zijn de ontwikkelingen?\n\nHet aantal kinderen daalt.\n\n{asked}\n\n"
        f"Terug naar navigatie - 3.1 Opgroeien - {asked}\n• {SAFE}\n• {HOME}\n"
    )
    assert goals(found) == [("theme", "Opgroeien"), *BOTH]


def test_a_result_that_its_page_repeats_is_a_goal_and_one_behind_an_effort_is_not() -> None:
    head = f"Resultaat: {HOME}"
    found = read(
        f"Maatschappelijk effect: {SAFE}\n\n{head}\n\nTerug naar navigatie - {head}\n\nInspanning: {SCAN}\n"
        "Resultaat: gereed\n"
    )
    assert goals(found) == [BOTH[0], ("subgoal", HOME)]
    assert [(one.text, one.status) for one in found.efforts] == [(SCAN, "done")]
