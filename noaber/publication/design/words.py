"""The fixed words of published pages: grades, standings, movements. Dutch, to be translated."""

from dataclasses import dataclass
from typing import assert_never

from noaber.judgement.attainment import Movement, Standing
from noaber.vocabulary.grades import Grade


def N_(text: str) -> str:  # noqa: N802 - the name that extraction tools look for
    """Mark a text for translation; the template translates it where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class GradeWords:
    """A grade as a reader sees it: the short word, what it proves and what it does not."""

    word: str
    proves: str
    leaves_open: str
    fill: int


# `fill` is the part of the mark that is filled, in quarters: the fuller, the surer. Five is full
# with a ring around it.
GRADES: dict[Grade, GradeWords] = {
    Grade.COPIED: GradeWords(
        N_("overgenomen"),
        N_("Dit getal staat zo in het document dat erbij genoemd is."),
        N_("Of het getal in het document zelf klopt, is hiermee niet aangetoond."),
        0,
    ),
    Grade.SUPPLIED: GradeWords(
        N_("aangeleverd"),
        N_("De genoemde organisatie heeft dit getal aan de gemeente gegeven."),
        N_("Niemand heeft er met een handtekening voor ingestaan."),
        1,
    ),
    Grade.SUPPLIED_SIGNED: GradeWords(
        N_("aangeleverd en ondertekend"),
        N_("De genoemde organisatie heeft dit getal gegeven en er een handtekening onder gezet."),
        N_("Een accountant heeft het niet gecontroleerd."),
        2,
    ),
    Grade.COMPUTED: GradeWords(
        N_("berekend"),
        N_("Noaber heeft dit getal uitgerekend met de definitie die erbij staat."),
        N_("De uitkomst is zo goed als de gegevens die erin gingen. Die staan erbij."),
        3,
    ),
    Grade.AUDITED: GradeWords(
        N_("gecontroleerd"),
        N_("Een accountant heeft dit getal gecontroleerd en goedgekeurd."),
        N_("De controle zegt niets over de vraag of het geld heeft geholpen."),
        4,
    ),
    Grade.EQUAL_TO_IV3: GradeWords(
        N_("gelijk aan Iv3"),
        N_("Dit getal is gelijk aan wat de gemeente aan het CBS heeft gemeld (Iv3)."),
        N_("Beide cijfers kunnen uit dezelfde administratie komen, met dezelfde fout."),
        5,
    ),
}

UNITS = {
    "number": N_("aantal"),
    "percent": N_("procent"),
    "eur": N_("euro"),
    "yesno": N_("ja of nee"),
    "text": N_("tekst"),
}


def standing_word(standing: Standing) -> str:
    """The standing in two or three words, for a list."""
    match standing:
        case Standing.ATTAINED:
            return N_("streefwaarde gehaald")
        case Standing.NOT_ATTAINED:
            return N_("streefwaarde niet gehaald")
        case Standing.NO_TARGET_SET:
            return N_("geen streefwaarde")
        case Standing.CANNOT_TELL:
            return N_("niet te zeggen")
        case Standing.LAPSED:
            return N_("vervallen")
        case _:
            assert_never(standing)


def movement_word(movement: Movement) -> str:
    """The movement in one or two words, for a list."""
    match movement:
        case Movement.UP:
            return N_("hoger")
        case Movement.DOWN:
            return N_("lager")
        case Movement.SAME:
            return N_("gelijk")
        case Movement.BROKEN:
            return N_("trendbreuk")
        case Movement.UNKNOWN:
            return N_("niet te vergelijken")
        case _:
            assert_never(movement)


def movement_sentence(movement: Movement) -> str:
    """The movement as a sentence beside the last figure."""
    match movement:
        case Movement.UP:
            return N_("Hoger dan in de periode ervoor.")
        case Movement.DOWN:
            return N_("Lager dan in de periode ervoor.")
        case Movement.SAME:
            return N_("Gelijk aan de periode ervoor.")
        case Movement.BROKEN:
            return N_("Niet te vergelijken met de periode ervoor: er ligt een trendbreuk tussen.")
        case Movement.UNKNOWN:
            return N_("Niet te vergelijken met de periode ervoor.")
        case _:
            assert_never(movement)


MOVEMENT_SIGNS = {
    Movement.UP: "↑",
    Movement.DOWN: "↓",
    Movement.SAME: "=",
    Movement.BROKEN: "⁞",
    Movement.UNKNOWN: "",
}
