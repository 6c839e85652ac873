"""Running text held against the tables of a printed chapter: one chapter, a sentence at a time."""

from datetime import date

import pytest

from noaber.intake.documents.checks import all_checks
from noaber.intake.documents.files import read_file
from noaber.intake.documents.reading import CheckItem

CHAPTER = """Jaarstukken 2023 gemeente Esdoornveld
Programma 4 Samen leven

Thema Jeugd en gezin

Wat wilden we bereiken?
- Gezinnen krijgen op tijd hulp in de buurt

Indicator | 2021 | 2022 | 2023 | Streefwaarde 2023 | Bron
Jeugdigen met jeugdhulp | 410 | 428 | 391{mark} | 400 | berichtenverkeer
Gezinnen die tevreden zijn over de hulp | 74% | 76% | 79% | 80% | cliëntonderzoek
{note}
Wat hebben we gedaan?
- Het loket is ook op donderdagavond open.

Thema Werk en inkomen

Wat wilden we bereiken?
- Meer inwoners verdienen hun eigen inkomen

Indicator | 2021 | 2022 | 2023 | Streefwaarde 2023 | Bron
Huishoudens met een bijstandsuitkering | 962 | 941 | 926 | 920 | CBS

Wat hebben we gedaan?
- Werkgevers bieden stageplekken aan.

{said}

Wat heeft het gekost?
Bedragen x € 1.000 | Begroting na wijziging 2023 | Realisatie 2023 | Verschil
Lasten jeugd en gezin | 4.060 | 3.846 | 214
Lasten werk en inkomen | 9.310 | 9.155 | 155
Totaal lasten | 13.370 | 13.001 | 369
"""


def findings(said: str = "", mark: str = "", note: str = "") -> list[CheckItem]:
    text = CHAPTER.format(said=said, mark=mark, note=note)
    shown, reading = read_file(text.encode(), "hoofdstuk.txt")
    return [one for one in all_checks(reading, shown, date(2024, 6, 1)) if one.status == "off"]


def rules(said: str = "", mark: str = "", note: str = "") -> list[str]:
    return [one.rule for one in findings(said, mark, note)]


def test_a_chapter_that_agrees_with_itself_asks_nothing() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Het aantal jeugdigen met jeugdhulp is in 2023 gestegen.", "direction"),
        ("Het aantal huishoudens met een bijstandsuitkering nam toe tussen 2021 en 2023.", "direction"),
        ("Dit komt door een toename van 37 jeugdigen met jeugdhulp.", "direction"),
        ("In 2023 waren er 962 huishoudens met een bijstandsuitkering.", ""),
        ("In 2023 waren er 931 jeugdigen met jeugdhulp.", "text_against_table"),
        ("Jeugd en gezin: de lasten zijn € 241.000 lager dan begroot.", "text_against_table"),
        (
            "Het voordeel van € 214.000 bestaat uit € 120.000 minder verblijf en € 84.000 lagere tarieven.",
            "decomposition",
        ),
        ("Van de 3 gezinnen in de proef is 67% tevreden.", "few_cases"),
        ("De verordening jeugdhulp wordt in 2022 aangepast.", "promise"),
        ("De kosten van het loket zijn € xx hoger.", "placeholder"),
    ],
)  # fmt: skip
def test_a_sentence_that_contradicts_the_tables_is_asked_about(said: str, rule: str) -> None:
    assert rules(said) == ([rule] if rule else [])


@pytest.mark.parametrize(
    "said",
    [
        "Het aantal jeugdigen met jeugdhulp is in 2023 gedaald.",
        "Landelijk is het aantal jeugdigen met jeugdhulp in 2023 gestegen.",
        "We willen dat het aantal jeugdigen met jeugdhulp niet is gestegen in 2023.",
        "Het aantal jeugdigen met jeugdhulp is hoger dan begroot.",
        "In juni 2023 waren er 402 jeugdigen met jeugdhulp.",
        "Jeugd en gezin: de lasten zijn € 214.000 lager dan begroot.",
        "Het voordeel van € 214.000 bestaat uit onder andere € 120.000 minder verblijf.",
        "Het voordeel van € 214.000 bestaat uit € 120.000 minder verblijf, € 84.000 lagere tarieven en "
        "€ 10.000 overige verschillen.",
        "Van de 318 gezinnen in de proef is 67% tevreden.",
        "De verordening jeugdhulp zou in 2022 worden aangepast.",
        "Een bedrag voor het loket is p.m. opgenomen.",
    ],
)
def test_what_only_looks_like_it_is_left_alone(said: str) -> None:
    assert findings(said) == []


def test_marks_and_notes_belong_together() -> None:
    assert rules(mark="¹", note="¹ Inclusief pleegzorg.") == []
    assert rules(mark="¹") == ["footnote"]
    assert rules(note="** Exclusief crisis.") == ["footnote"]
    assert rules(mark="¹", note="¹ Vanaf 2014 tellen ook jongeren van 18 jaar mee.") == ["footnote"]


def test_a_trend_is_not_drawn_across_a_break() -> None:
    said = "Tussen 2021 en 2023 is het aantal jeugdigen met jeugdhulp gedaald."
    note = "¹ Vanaf 2022 tellen jeugdigen met een budget niet meer mee."
    assert rules(said, mark="¹", note=note) == ["series_break"]
    aware = said + " Dat komt deels doordat anders wordt geteld."
    assert rules(aware, mark="¹", note=note) == []


def test_a_finding_shows_both_places() -> None:
    (one,) = findings("In 2023 waren er 931 jeugdigen met jeugdhulp.")
    text = CHAPTER.format(said="In 2023 waren er 931 jeugdigen met jeugdhulp.", mark="", note="")
    assert [text[slice(*span)] for span in one.spans] == ["931", "391"]
    assert one.message.endswith("?")
