"""What a tired person types in a file of the own format, and the sentence that answers it.

Each case changes one line of a sound file; the sentence stands at the line of the slip and says what
was expected.
"""

from pathlib import Path

import pytest

from noaber.intake.documents.errors import FormatError
from noaber.intake.documents.own_format import read_own

ROOT = Path(__file__).parents[3]
SAMPLE = (ROOT / "tests/samples/intake/noaberstad.toml").read_text("utf-8")


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(FormatError) as caught:
        read_own(text, "x.toml")
    return [(problem.line, problem.text) for problem in caught.value.problems]


def line_of(text: str, mark: str) -> int:
    return text[: text.index(mark)].count("\n") + 1


CASES = {
    "thousands with a point": ("ceiling = 2_000_000", "ceiling = 2.000", "bedoelt u 2000?"),
    "a negative amount with a point": ("eur = -260_000", "eur = -260.000", "bedoelt u -260000?"),
    "an amount of the cost table with a point": (
        "amounts = { actual = 400_000,", "amounts = { actual = 400.000,", "bedoelt u 400000?",
    ),
    "a count with a point": ("baseline = { 2020 = 140 }", "baseline = { 2020 = 1.400 }", "1400?"),
    "a figure with a point": ("value = 26", "value = 2.600", "bedoelt u 2600?"),
    "an amount as text": ("ceiling = 2_000_000", 'ceiling = "2.000.000"', "zonder quotes; schrijf 2000000"),
    "an amount that is no number": ("ceiling = 2_000_000", 'ceiling = "veel"', "een getal zonder quotes"),
    "three decimals": ("ceiling = 2_000_000", "ceiling = 0.125", "hoogstens twee decimalen"),
    "an amount without end": ("ceiling = 2_000_000", "ceiling = inf", "verwacht een getal"),
    "an amount of the whole world": ("ceiling = 2_000_000", "ceiling = 1e16", "te groot"),
    "true as an amount": ("ceiling = 2_000_000", "ceiling = true", "verwacht een getal"),
    "day-month-year in quotes": ("on = 2024-05-16", 'on = "16-5-2024"', "schrijf 2024-05-16"),
    "day-month-year of a decision": (
        "decided_on = 2025-06-26", 'decided_on = "26-06-2025"', "schrijf 2025-06-26",
    ),
    "a day that does not exist": ("on = 2024-04-25", 'on = "2024-04-31"', "geen bestaande dag"),
    "a month for a day": ("on = 2024-04-25", 'on = "2024-04"', "verwacht een dag, zoals"),
    "a day with a time": ("on = 2024-04-25", "on = 2024-04-25T10:00:00", "een dag zonder tijd"),
    "a fifth quarter": ('begins = "2023-Q1"', 'begins = "2023-Q5"', "geen periode"),
    "a space in a period": ('begins = "2023-Q1"', 'begins = "2023-Q1 "', "een spatie"),
    "no period at all": ('begins = "2023-Q1"', "begins = true", "verwacht een periode"),
    "a year in another century": ("year = 2025\ntheme", "year = 2052\ntheme", "verwacht 2014 tot en met 2034"),
    "a column of a strange year": ('"original", year = 2025', '"original", year = 2205', "een jaar, zoals 2022"),
    "a column of a far year": ('"original", year = 2025', '"original", year = 2052', "2052 ligt ver van"),
    "a value of a far year": ("2024 = 118, 2023", "2004 = 118, 1924", "1924 ligt ver van"),
    "a year in quotes": ("year = 2025\ntheme", 'year = "2025"\ntheme', "een jaar, zoals 2022"),
    "a theme that is not there": (
        'about = "Zware hulp"', 'part_of = "v9"\nabout = "Zware hulp"', "geen verklaring met die id",
    ),
    "a theme by its name": ('heading = "jeugd"', 'heading = "Jeugd"', "bedoelt u 'jeugd'?"),
    "a theme misspelled": ('heading = "jeugd"', 'heading = "jeugt"', "bedoelt u 'jeugd'?"),
    "a theme by a part of its name": (
        'heading = "wmo"', 'heading = "Ondersteuning thuiss"', "bedoelt u 'wmo'?",
    ),
    "a theme in two spellings": ('name = "Ondersteuning thuis"', 'name = "JEUGD "', "thema 'JEUGD ' staat er ook als 'Jeugd' (regel 22)"),
    "a goal for a theme": ('theme = "wmo", kind', 'theme = "hulp", kind', "geen thema met die id"),
    "an effort that is not there": ('waits_for = ["wijkteam"]', 'waits_for = ["wijktem"]', "bedoelt u 'wijkteam'?"),
    "an effort that waits for itself": ('waits_for = ["wijkteam"]', 'waits_for = ["buurtteam"]', "bij zichzelf terug"),
    "an explanation within itself": ('part_of = "v1"', 'part_of = "v2"', "'v2' komt via 'onderdeel van'"),
    "an id used twice": ('id = "proef"', 'id = "innovatie"', "id 'innovatie' is al gebruikt"),
    "a column that is not there": ("revised = 9_100_000", "revisd = 9_100_000", "bedoelt u 'revised'?"),
    "a column named twice": ('id = "revised"', 'id = "actual"', "al gebruikt"),
    "an unknown word": ('cause = "price"', 'cause = "prise"', "bedoelt u 'price'?"),
    "an unknown key": ('cause = "price"', 'caus = "price"', "bedoelt u 'cause'?"),
    "the line by its old name": ("printed_line = 22", "line = 22", "heet hier 'printed_line'"),
    "the line of an amendment": ("line = [\n  { theme", "line = 5\nx = [\n  { theme", "heet hier 'printed_line'"),
    "yes in Dutch": ("intervention = true", 'intervention = "ja"', "schrijf true zonder quotes"),
    "a text for texts": ('leads = ["Gemeente Noaberstad"]', 'leads = "Gemeente Noaberstad"', "een lijst van teksten"),
    "a number for a name": ('name = "Langer thuis"', "name = 5", "een tekst in quotes"),
    "an empty name": ('name = "Langer thuis"', 'name = " "', "een tekst in quotes"),
    "a NUL in a text": ('name = "Langer thuis"', 'name = "a\\u0000"', "een tekst in quotes"),
    "a NUL in a word": ('2022 = "-"', '2022 = "\\u0000"', "NUL"),
    "a taakveld without quotes": ('taakveld = "6.72"', "taakveld = 6.72", 'schrijf "6.72" met quotes'),
    "a taakveld by name": ('taakveld = "6.72"', 'taakveld = "Jeugd"', "een code van een taakveld"),
    "a category by name": ('category = "3.5.1"', 'category = "inkoop"', "een code van een categorie"),
    "income with a minus": ("actual = 400_000, revised = 300_000", "actual = 400_000, revised = -300_000", "deze baten hebben een min"),
    "two headings": ('heading = "wmo"', 'heading = "wmo"\nprinted_heading = "Totaal"', "niet allebei"),
    "a bound on a value": ("values = { 2024 = 118,", "values = { 2024 = { at_least = 118 },", "een grens hoort bij 'targets'"),
    "an unknown bound": ("at_most = 120", "hooguit = 120", "at_least of at_most"),
    "two baselines": ("{ 2020 = 140 }", "{ 2020 = 140, 2021 = 3 }", "één periode"),
    "adopted without a decision": ('decision = "2025-41"\ndecided_on', "decided_on", "geef 'decision' en 'decided_on'"),
    "a municipality misspelled": ('municipality = "Noaberstad"', 'municipality = "Noaberstat"', "bedoelt u 'Noaberstad'?"),
    "a table for tables": ("[[plan]]", "[plan]", "een of meer tabellen"),
    "a table that has no place": ("[[plan]]", "[[plann]]", "bedoelt u 'plan'?"),
}  # fmt: skip


@pytest.mark.parametrize(("sound", "typed", "says"), CASES.values(), ids=CASES)
def test_each_slip_is_answered_at_its_line(sound: str, typed: str, says: str) -> None:
    assert SAMPLE.count(sound) >= 1
    wrong = SAMPLE.replace(sound, typed, 1)
    found = problems(wrong)
    first, last = line_of(SAMPLE, sound), line_of(SAMPLE, sound) + typed.count("\n")
    near = range(first - 2 if "adopted" in says or "decision" in says else first, last + 1)
    assert any(line in near and says in text for line, text in found), found


def test_all_slips_of_a_file_are_answered_at_once() -> None:
    wrong = SAMPLE
    chosen = [CASES[name] for name in ("thousands with a point", "an unknown key", "yes in Dutch",
                                       "an id used twice", "income with a minus")]  # fmt: skip
    for sound, typed, _ in chosen:
        wrong = wrong.replace(sound, typed, 1)
    found = problems(wrong)
    assert all(any(says in text for _, text in found) for _, _, says in chosen)
    assert found == sorted(found)


def test_a_correction_against_the_others_is_taken_when_it_is_said_to_be_one() -> None:
    reading = read_own(SAMPLE, "x.toml")
    assert [item.eur for item in reading.finance if item.kind == "income"] == [
        400_000,
        300_000,
        310_000,
        -12_500,
    ]
    (found,) = problems(SAMPLE.replace("correction = true\n", ""))
    assert found[0] == line_of(SAMPLE, "amounts = { actual = -12_500 }") - 1
    assert "correction = true" in found[1]


def test_a_table_that_prints_income_negative_all_over_is_left_alone() -> None:
    text = SAMPLE.replace(
        "actual = 400_000, revised = 300_000, original_2025 = 310_000",
        "actual = -400_000, revised = -300_000, original_2025 = -310_000",
    )
    assert read_own(text.replace("correction = true\n", ""), "x.toml")


def test_efforts_that_wait_for_each_other_are_found_over_others() -> None:
    text = SAMPLE.replace("intervention = true\n", 'waits_for = ["buurtteam"]\n')
    (found,) = problems(text)
    assert "'wacht op'" in found[1]
    effort = '[[effort]]\nid = "e{0}"\nname = "E"\nwaits_for = ["e{1}"]\n'
    chain = "".join(effort.format(n, n + 1) for n in range(3000))
    end = '[[effort]]\nid = "e3000"\nname = "E"\n'
    assert read_own(SAMPLE + chain + end, "x.toml")
    (found,) = problems(SAMPLE + chain + end + 'waits_for = ["e0"]\n')
    assert found[1] == "'e3000' komt via 'wacht op' bij zichzelf terug"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("a = 1.234.567", "zonder punten, als 1_234_567"),
        ("a = { b = 1.234.567, c = 1 }", "zonder punten, als 1_234_567"),
        ("a = 1.234,50", "met een decimale punt, als 1_234.50"),
        ("a = 12,5", "als 12.5"),
        ("a = 27-6-2023", "als 2023-06-27"),
        ("a = ja", "true of false in plaats van ja"),
        ("a = € 12", "zonder euroteken"),
    ],
)
def test_what_is_no_toml_is_answered_with_what_to_write(typed: str, says: str) -> None:
    text = f'format = "noaber-programme"\nb = "a = 1.234.567" # = 27-6-2023\n{typed}\n'
    (found,) = problems(text)
    assert found[0] == 3
    assert says in found[1]


def test_several_slips_that_are_no_toml_are_answered_at_once() -> None:
    found = problems("a = 1.234.567\nb = 3\nc = 27-06-2023\n")
    assert [line for line, _ in found] == [1, 3]


def test_a_sentence_stays_one_line_whatever_was_typed() -> None:
    long = "woord\\n" * 100
    found = problems(SAMPLE.replace('part_of = "v1"', f'part_of = "{long}"'))
    assert all("\n" not in text and len(text) < 400 for _, text in found)
