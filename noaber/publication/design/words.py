"""The fixed words of published pages: grades, standings, movements. Dutch, to be translated."""

from dataclasses import dataclass
from typing import assert_never

from noaber.judgement.attainment import Movement, Standing
from noaber.judgement.promises import Fate
from noaber.vocabulary.cycle import Cause, EffortStatus
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

# In the order in which a reader asks for them: what ended or did not come first, what goes on last.
STATUSES: dict[EffortStatus | None, str] = {
    EffortStatus.STOPPED: N_("gestopt"),
    EffortStatus.FINISHED: N_("afgerond"),
    EffortStatus.NOT_STARTED: N_("niet gestart"),
    EffortStatus.NEW: N_("nieuw"),
    EffortStatus.PAUSED: N_("stilgelegd"),
    EffortStatus.MOVED: N_("verplaatst"),
    EffortStatus.HANDED_OVER: N_("overgedragen"),
    EffortStatus.RUNNING: N_("in uitvoering"),
    EffortStatus.PLANNED: N_("gepland"),
    None: N_("geen stand vermeld"),
}

# The checks that add up; the others ask what a careful reader would ask.
ARITHMETIC = frozenset(
    {"balance", "total", "result", "difference", "text_against_table", "amendment"}
)
RULES: dict[str, str] = {
    "balance": N_("saldo van baten en lasten"),
    "total": N_("optelling"),
    "result": N_("resultaat"),
    "difference": N_("verschil met de begroting"),
    "decomposition": N_("delen van een geheel"),
    "text_against_table": N_("tekst naast tabel"),
    "direction": N_("stijging of daling"),
    "explained_share": N_("wat is uitgelegd"),
    "footnote": N_("voetnoot"),
    "missing_year": N_("ontbrekend jaar"),
    "placeholder": N_("nog niet ingevuld"),
    "small_count": N_("klein aantal"),
    "few_cases": N_("weinig gevallen"),
    "series_break": N_("trendbreuk"),
    "mandatory_set": N_("verplichte indicatoren"),
    "wrong_node": N_("plaats in de doelenboom"),
    "authorisation": N_("meer uitgegeven dan toegestaan"),
    "residual": N_("niet uitgelegd verschil"),
    "reserve": N_("verloop van een reserve"),
    "amendment": N_("begrotingswijziging"),
    "code_list": N_("code uit een landelijke lijst"),
    "orphan": N_("hangt nergens aan"),
    "promise": N_("toezegging of afspraak"),
}
CAUSES: dict[Cause, str] = {
    Cause.PRICE: N_("andere prijs"),
    Cause.VOLUME: N_("meer of minder gebruik"),
    Cause.MIX: N_("ander soort hulp"),
    Cause.TIMING: N_("in een ander jaar"),
    Cause.GRANT: N_("uitkering van buiten"),
    Cause.PRIOR_YEAR: N_("afrekening over een eerder jaar"),
    Cause.SAVINGS_MISSED: N_("bezuiniging niet gehaald"),
    Cause.POLICY: N_("nieuw of ander beleid"),
    Cause.BOOKED_ELSEWHERE: N_("elders geboekt"),
    Cause.RESERVE_NEUTRAL: N_("verrekend met een reserve"),
    Cause.UNKNOWN: N_("oorzaak niet genoemd"),
}


INDICATOR_KINDS = {
    "outcome": N_("Effectindicator: wat inwoners ervan merken"),
    "output": N_("Prestatie-indicator: wat er gedaan is"),
    "context": N_("Kengetal: om het andere te begrijpen"),
}

# In the order in which a council asks for them.
FATES: dict[Fate, str] = {
    Fate.SILENT: N_("niets meer over te vinden"),
    Fate.CHANGED: N_("anders gelopen"),
    Fate.UNTOLD: N_("genoemd, zonder te zeggen hoe het staat"),
    Fate.KEPT: N_("gedaan of in uitvoering"),
    Fate.ADDED: N_("nieuw"),
}
# For goals and indicators, which are there or not, in these words or in others.
NAME_FATES: dict[Fate, str] = {
    Fate.SILENT: N_("niet meer genoemd"),
    Fate.CHANGED: N_("anders verwoord"),
    Fate.KEPT: N_("hetzelfde gebleven"),
    Fate.ADDED: N_("nieuw"),
}


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """A register as a reader sees it; those on money share one page, every other has its own.

    `has_pages`: each of its items has a page of its own as well.
    """

    title: str
    folder: str
    is_money: bool = False
    has_pages: bool = False


MONEY_FOLDER = "geld-in-het-kort"

REGISTERS: dict[str, RegisterWords] = {
    "reserve": RegisterWords(N_("Reserves"), MONEY_FOLDER, True),
    "budget_amendment": RegisterWords(N_("Begrotingswijzigingen"), MONEY_FOLDER, True),
    "earmark": RegisterWords(N_("Claims op budget"), MONEY_FOLDER, True),
    "grant_received": RegisterWords(N_("Ontvangen uitkeringen"), MONEY_FOLDER, True),
    "savings_target": RegisterWords(N_("Taakstellingen"), MONEY_FOLDER, True),
    "result_appropriation": RegisterWords(N_("Resultaatbestemming"), MONEY_FOLDER, True),
    "programme_line": RegisterWords(N_("Programmalijnen"), "programmalijnen", has_pages=True),
    "agreement": RegisterWords(N_("Afspraken met partners"), "afspraken", has_pages=True),
    "plan": RegisterWords(N_("Plannen"), "plannen", has_pages=True),
    "council_item": RegisterWords(N_("Raadsstukken"), "raadsstukken", has_pages=True),
    "erratum": RegisterWords(N_("Errata"), "errata"),
    "passage_question": RegisterWords(N_("Vragen bij de gepubliceerde tekst"), "vragen"),
    "area": RegisterWords(N_("Gebieden"), "gebieden"),
    "figure": RegisterWords(N_("Cijfers in de tekst"), "cijfers-in-de-tekst"),
}

KINDS = {
    "programme": N_("programma"),
    "theme": N_("thema"),
    "goal": N_("doel"),
    "subgoal": N_("subdoel"),
    "indicator": N_("indicator"),
    "effort": N_("inspanning"),
    "reserve": N_("reserve"),
    "budget_amendment": N_("begrotingswijziging"),
    "earmark": N_("claim op budget"),
    "grant_received": N_("ontvangen uitkering"),
    "savings_target": N_("taakstelling"),
    "result_appropriation": N_("resultaatbestemming"),
    "programme_line": N_("programmalijn"),
    "agreement": N_("afspraak"),
    "plan": N_("plan"),
    "council_item": N_("raadsstuk"),
    "erratum": N_("erratum"),
    "passage_question": N_("vraag bij een passage"),
    "area": N_("gebied"),
    "figure": N_("cijfer in de tekst"),
}
