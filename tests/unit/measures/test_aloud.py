"""What a definition says of itself is what it counts, word for word."""

from dataclasses import replace

import pytest

from noaber.measures.definition import shipped

SAID = {
    "youth_persons": "Het aantal verschillende personen met een of meer indicaties onder de Jeugdwet die "
    "ten minste één dag van de periode liepen; wie er meer heeft, telt één keer. Per gemeente en jaar, en "
    "ook per gebied, leeftijdsgroep en productcategorie.",
    "wmo_through": "Het aantal indicaties onder de Wmo 2015 die al liepen voor de periode begon en na de "
    "periode nog doorliepen. Per gemeente en jaar, en ook per gebied.",
    "households_three_provisions": "Het aantal huishoudens met 3 of meer verschillende productcategorieën "
    "onder hun indicaties die liepen op de laatste dag van de periode, waarbij de soort voorziening "
    "maatwerk is. Per gemeente en jaar, en ook per gebied.",
    "wmo_per_1000": "Het aantal verschillende personen met een of meer indicaties onder de Wmo 2015 die "
    "ten minste één dag van de periode liepen; wie er meer heeft, telt één keer, per 1.000 inwoners aan "
    "het begin van het jaar. Per gemeente en jaar, en ook per gebied.",
    "debt_signals_taken_up": "Het aandeel waarbij de uitkomst aanvaard is, van de signalen in de "
    "schuldhulpverlening in de periode waarbij de uitkomst bekend is. Per gemeente en jaar, en ook per "
    "gebied. Met een interval van 95 procent erbij.",
    "waiting_elapsed": "De mediaan van het aantal dagen van begin tot de laatste dag van de periode van de "
    "wachttijden die liepen op de laatste dag van de periode, waarbij de soort voorziening niet bekend is. "
    "Per gemeente en jaar, en ook per gebied.",
    "bbv_jobs": "Banen: de waarde zoals LISA die telt en aanlevert, per gemeente en periode. Wij tellen hier "
    "zelf niets; levert die voor één periode meer waarden, dan tonen wij er geen.",
    "youth_claimed_per_person": "De uitkomst van 'gedeclareerde jeugdhulp', gedeeld door die van "
    "'jeugdigen met gedeclareerde jeugdhulp', per gemeente en jaar.",
    "balance": "De som van baten min lasten uit de bedragen die het document noemt, per stand van de "
    "begroting, incidenteel of structureel en begrotingsjaar, en ook per thema. Alleen bedragen die zijn "
    "begroot of geboekt, geen geschatte effecten.",
}


@pytest.mark.parametrize("measure", SAID)
def test_a_measure_says_what_it_counts(measure):
    assert shipped()[measure].sentence == SAID[measure]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"select": "started"}, "die in de periode begonnen"),
        ({"select": "at_start"}, "die liepen op de eerste dag van de periode"),
        ({"count": "household"}, "verschillende huishoudens"),
        ({"count": "rows"}, "Het aantal indicaties onder de Jeugdwet"),
        ({"ages": (0, 17)}, "van mensen die in het jaar waarin de periode eindigt 0 tot en met 17 jaar werden"),
        ({"ages": (65, 130)}, "65 jaar of ouder werden"),
        ({"period": "rolling"}, "Per gemeente en tijdvak van twaalf maanden"),
        ({"only": {"kind": "entitlement", "law": ["wmo", "youth"]}}, "de wet Wmo 2015 of Jeugdwet is"),
        ({"only": {"law": {"not": "wmo"}}}, "de wet bekend is, en niet Wmo 2015"),
        ({"only": {"term_days": {"known": False}}}, "de termijn in dagen niet bekend is"),
        ({"only": {"duration": {"min": 30}}}, "het aantal dagen van begin tot einde ten minste 30 is"),
        ({"only": {"duration": {"above": "term_days"}}}, "meer dan de termijn in dagen is"),
        ({"per": {"factor": 1}}, "per inwoner aan het begin van het jaar"),
        ({"dimensions": ("municipality", "area")}, "Per gemeente, gebied en jaar"),
    ],
)  # fmt: skip
def test_each_part_of_a_definition_is_heard(change, says):
    changed = replace(shipped()["youth_persons"], **change)
    assert says in changed.sentence
    assert changed.sentence != shipped()["youth_persons"].sentence
