"""Sections: what a programme says besides its goals, indicators and cost table.

Each section is declared once below: its fields, their types, their Dutch and what they mean. Reading
and writing the project's own format, the schema for editors, the reference page and the way into the
register all follow from the declaration. A new kind of record is a declaration and a model with the
same field names.
"""

from dataclasses import dataclass
from enum import StrEnum

from noaber.vocabulary.cycle import (
    AgreementKind,
    AreaKind,
    Authority,
    Cause,
    CouncilItemKind,
    EffortStatus,
    MovementDirection,
)
from noaber.vocabulary.money import AmountKind, Recurrence, Stage


class Kind(StrEnum):
    """The types that a field can have, as they are written in TOML.

    TEXT a string; TEXTS a list of strings; CHOICE one of the words of `choices`; EUR a number in
    euros, at most two decimals; NUMBER a number; YEAR a whole year; DAY an ISO date as a string or a
    TOML date; PERIOD '2022', '2022-Q3', '2022-09' or a day; YES true or false; REF the id of a record
    or goal of section `to`; REFS a list of such ids.
    """

    TEXT = "text"
    TEXTS = "texts"
    CHOICE = "choice"
    EUR = "eur"
    NUMBER = "number"
    YEAR = "year"
    DAY = "day"
    PERIOD = "period"
    YES = "yes"
    REF = "ref"
    REFS = "refs"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a section. `to` names the section that a reference points into.

    The sections 'theme', 'goal' and 'indicator' are those of the reading itself; 'goal' takes the id
    of a theme, goal or subgoal.
    """

    name: str
    kind: Kind
    dutch: str
    meaning: str
    required: bool = False
    choices: type[StrEnum] | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of record: the name of its table in the format, its fields, and the entries within it."""

    name: str
    dutch: str
    meaning: str
    fields: tuple[Field, ...]
    entries: tuple["Section", ...] = ()

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError where there is none."""
        return {one.name: one for one in self.fields}[name]


def _text(name: str, dutch: str, meaning: str, required: bool = False) -> Field:
    return Field(name, Kind.TEXT, dutch, meaning, required)


def _eur(name: str, dutch: str, meaning: str, required: bool = False) -> Field:
    return Field(name, Kind.EUR, dutch, meaning, required)


def _year(name: str, dutch: str, meaning: str, required: bool = False) -> Field:
    return Field(name, Kind.YEAR, dutch, meaning, required)


def _ref(name: str, to: str, dutch: str, meaning: str, required: bool = False) -> Field:
    return Field(name, Kind.REF, dutch, meaning, required, to=to)


def _refs(name: str, to: str, dutch: str, meaning: str) -> Field:
    return Field(name, Kind.REFS, dutch, meaning, to=to)


def _choice(
    name: str, choices: type[StrEnum], dutch: str, meaning: str, required: bool = False
) -> Field:
    return Field(name, Kind.CHOICE, dutch, meaning, required, choices=choices)


_NAME = _text("name", "naam", "the name as printed, or in own words where it was a sentence", True)

PROGRAMME_LINE = Section(
    "programme_line",
    "programmalijn",
    "a line of work that runs across goals and carries no money",
    (_NAME, _refs("goals", "goal", "doelen", "the goals that it serves")),
)

EFFORT = Section(
    "effort",
    "inspanning",
    "what the municipality does for a goal; its state follows from the log",
    (
        _NAME,
        _refs("goals", "goal", "doelen", "the goals or themes that it serves"),
        _refs("programme_lines", "programme_line", "programmalijnen", "the lines it belongs to"),
        Field("intervention", Kind.YES, "interventie", "it has people, dose, cost and outcome"),
        Field("leads", Kind.TEXTS, "trekkers", "who leads it"),
        Field("partners", Kind.TEXTS, "partners", "with whom"),
        _text("next_step", "volgende stap", "the first or next step"),
        _refs("waits_for", "effort", "wacht op", "the efforts that have to come first"),
    ),
    (
        Section(
            "status",
            "stand",
            "one dated entry of the log",
            (
                Field("on", Kind.PERIOD, "op", "the period or day of this entry", True),
                _choice("status", EffortStatus, "stand", "the state from then on", True),
                _text("reason", "reden", "why, in own words"),
                _ref("successor", "effort", "opvolger", "the effort that takes its place"),
                _text("moved_to", "naar", "where it went, for what moved or was handed over"),
            ),
        ),
    ),
)

AGREEMENT = Section(
    "agreement",
    "afspraak",
    "an agreement or agenda with partners, by version",
    (
        _NAME,
        _choice("kind", AgreementKind, "soort", "agreement, agenda or policy document", True),
        _text("version", "versie", "the version, as '1.0'"),
        Field("signed_on", Kind.PERIOD, "vastgesteld", "when it was signed or adopted"),
        Field("valid_from", Kind.PERIOD, "loopt vanaf", "from when it holds"),
        Field("valid_until", Kind.PERIOD, "loopt tot", "until when it holds"),
        Field("signatories", Kind.TEXTS, "ondertekenaars", "the parties that signed"),
        Field("priorities", Kind.TEXTS, "prioriteiten", "what it puts first, in own words"),
        _refs("goals", "goal", "doelen", "the goals that it serves"),
        _ref("successor", "agreement", "opvolger", "the version that replaces it"),
    ),
)

PLAN = Section(
    "plan",
    "plan",
    "a plan with phases",
    (_NAME, _refs("goals", "goal", "doelen", "the goals that it serves")),
    (
        Section(
            "phase",
            "fase",
            "one phase of the plan",
            (
                _NAME,
                Field("begins", Kind.PERIOD, "begin", "when the phase begins"),
                Field("ends", Kind.PERIOD, "einde", "when it ends"),
            ),
        ),
    ),
)

COUNCIL_ITEM = Section(
    "council_item",
    "raadsstuk",
    "a decision, motion, amendment or undertaking",
    (
        _choice("kind", CouncilItemKind, "soort", "what it is", True),
        _text("title", "titel", "what it is about, in own words", True),
        _text("number", "nummer", "the number it was filed under"),
        Field("on", Kind.PERIOD, "datum", "when it was taken or given"),
        _refs("goals", "goal", "doelen", "the goals it is about"),
        _refs("efforts", "effort", "inspanningen", "the efforts it is about"),
        _text("settled_in", "afgedaan in", "where it was settled"),
    ),
)

AREA = Section(
    "area",
    "gebied",
    "a village, district or statistical area, with the days between which it holds",
    (
        _NAME,
        _choice("kind", AreaKind, "soort", "which division it is part of", True),
        _text("code", "code", "the code in that division"),
        Field("valid_from", Kind.DAY, "geldig vanaf", "first day"),
        Field("valid_until", Kind.DAY, "geldig tot en met", "last day"),
    ),
)

AMENDMENT = Section(
    "budget_amendment",
    "begrotingswijziging",
    "an adopted change of the budget; original plus amendments is the revised budget",
    (
        _text("number", "nummer", "its number in the year", True),
        _choice("authority", Authority, "bevoegd", "who decided", True),
        _text("decision", "besluit", "the number of the decision"),
        Field("on", Kind.DAY, "datum", "the day of the decision", True),
        _text("title", "titel", "what it is about, in own words"),
    ),
    (
        Section(
            "line",
            "regel",
            "one change; an increase is positive, by the signs of its kind",
            (
                _ref("theme", "theme", "thema", "the theme", True),
                _choice("kind", AmountKind, "soort", "expense, income or reserve movement", True),
                _eur("eur", "bedrag", "the change in euros", True),
                _year("year", "jaar", "the plan year; the document's own where left out"),
                _choice("recurrence", Recurrence, "aard", "one-off or recurring"),
            ),
        ),
    ),
)

RESERVE = Section(
    "reserve",
    "reserve",
    "a reserve with its purpose and its movements",
    (
        _NAME,
        _text("purpose", "doel", "what it is for, in own words"),
        _text("founded_by", "instellingsbesluit", "the decision that founded it"),
        _eur("ceiling", "plafond", "the most it may hold"),
        _eur("opening", "beginstand", "at the start of the year"),
        _eur("closing", "eindstand", "at the end of the year, as printed"),
    ),
    (
        Section(
            "movement",
            "mutatie",
            "money into or out of the reserve",
            (
                _choice("direction", MovementDirection, "richting", "addition or withdrawal", True),
                _choice("stage", Stage, "stand", "budgeted or actual", True),
                _eur("eur", "bedrag", "how much, zero or more", True),
                _ref("theme", "theme", "thema", "the theme on whose account it is"),
                _text("decision", "besluit", "the decision it rests on"),
                _text("purpose", "waarvoor", "what for, in own words"),
            ),
        ),
    ),
)

EXPLANATION = Section(
    "explanation",
    "verklaring",
    "one cause of a difference between actual and budget; positive is better for the municipality",
    (
        _ref("theme", "theme", "thema", "the theme whose difference it explains", True),
        _text("about", "waarover", "the budget or provision it is about", True),
        _choice("cause", Cause, "oorzaak", "why; unknown where the text does not say", True),
        _choice("recurrence", Recurrence, "aard", "one-off or recurring, where the text says so"),
        _eur("eur", "bedrag", "in euros, positive is better", True),
        _ref("part_of", "explanation", "onderdeel van", "the explanation of which this is a part"),
        _text("counterpart", "tegenhanger", "where the same money is booked the other way"),
    ),
)

EARMARK = Section(
    "earmark",
    "claim op budget",
    "money set aside for a purpose, with what was claimed and what is left",
    (
        _NAME,
        _eur("eur", "bedrag", "what was set aside", True),
        _year("year", "jaar", "the year it is for"),
        _eur("unclaimed", "nog niet geclaimd", "what is left, as printed"),
        _refs("merged_from", "earmark", "samengevoegd uit", "the earmarks that went into it"),
        _refs("efforts", "effort", "inspanningen", "the efforts that it pays for"),
    ),
    (
        Section(
            "claim",
            "claim",
            "what was claimed of it",
            (_NAME, _eur("eur", "bedrag", "how much", True)),
        ),
        Section(
            "transfer",
            "overheveling",
            "what went to another earmark",
            (
                _ref("to", "earmark", "naar", "the earmark that receives it", True),
                _eur("eur", "bedrag", "how much; nothing where the text gives no amount"),
            ),
        ),
    ),
)

GRANT = Section(
    "grant_received",
    "ontvangen uitkering",
    "money received for a purpose, with its deadline and what may have to be paid back",
    (
        _text("scheme", "regeling", "the scheme", True),
        _text("purpose", "doel", "what for, in own words"),
        _text("funder", "verstrekker", "who pays"),
        _eur("eur", "bedrag", "what was granted"),
        _eur("spent", "besteed", "what was spent so far"),
        _eur("repayable", "terug te betalen", "what has to go back"),
        Field("deadline", Kind.PERIOD, "uiterlijk", "until when it may be spent"),
        _refs("goals", "goal", "doelen", "the goals that it serves"),
    ),
)

SAVING = Section(
    "savings_target",
    "taakstelling",
    "a saving that was booked ahead, and what came of it; both are estimates",
    (
        _NAME,
        _ref("theme", "theme", "thema", "the theme in whose budget it was booked"),
        _year("year", "jaar", "the year it was booked for; left out where it runs over several"),
        _eur("booked", "ingeboekt", "what was booked", True),
        _eur("realised", "gerealiseerd", "what was saved, where it is known"),
        _text("reason", "reden", "why not all of it, in own words"),
    ),
)

APPROPRIATION = Section(
    "result_appropriation",
    "resultaatbestemming",
    "a part of the result that the council is asked to keep for a purpose next year",
    (
        _text("purpose", "bestemming", "what for, in own words", True),
        _eur("eur", "bedrag", "how much", True),
        _year("year", "jaar", "the year in which it is to be spent", True),
        _ref("theme", "theme", "thema", "the theme it comes from"),
        _text("decision", "besluit", "the decision, once it is taken"),
        _eur("spent", "besteed", "what was spent of it in that year, once it is known"),
    ),
)

ERRATUM = Section(
    "erratum",
    "erratum",
    "a mistake in an adopted document and what it should be; the document itself is not changed",
    (
        Field("on", Kind.DAY, "datum", "the day it was established", True),
        _text("about", "waarover", "the figure or passage", True),
        _text("printed", "er staat", "what the document says", True),
        _text("correct", "er hoort te staan", "what it should say", True),
        _text("decision", "besluit", "the decision, where there is one"),
    ),
)

PASSAGE_QUESTION = Section(
    "passage_question",
    "vraag bij een passage",
    "what does not add up or is not said in a passage of the printed text, as a question to its author",
    (
        _text("about", "waarover", "what the passage is about, in own words", True),
        _text("place", "waar", "where it stands, as a reader can find it"),
        _text("printed", "er staat", "what the passage says, in own words"),
        _text("question", "vraag", "what is asked", True),
    ),
)

FIGURE = Section(
    "figure",
    "cijfer in de tekst",
    "a number in running text: what was counted and when",
    (
        Field("value", Kind.NUMBER, "waarde", "the number", True),
        _text("counted", "wat geteld is", "the noun that was counted, or eur or percent", True),
        _text("about", "waarover", "what an amount or percentage is about, in own words"),
        Field("period", Kind.PERIOD, "periode", "of when it holds; left out where not said"),
        _refs("goals", "goal", "doelen", "the goals it is about"),
        _refs("efforts", "effort", "inspanningen", "the efforts it is about"),
    ),
)

# In the order in which they are read and written: references may point ahead.
SECTIONS = {
    section.name: section
    for section in (
        PROGRAMME_LINE,
        EFFORT,
        AGREEMENT,
        PLAN,
        COUNCIL_ITEM,
        AREA,
        FIGURE,
        AMENDMENT,
        RESERVE,
        EXPLANATION,
        EARMARK,
        GRANT,
        SAVING,
        APPROPRIATION,
        ERRATUM,
        PASSAGE_QUESTION,
    )
}
