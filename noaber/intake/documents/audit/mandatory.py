"""The prescribed indicators: those of the social domain, and the unit of each.

Regeling beleidsindicatoren gemeenten (BBV 25, second paragraph): effects are explained at least with
the set. Held here are the taakvelden 4, 5 and 6 without 'achterstandsleerlingen', which lapsed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.words import finding, listed
from noaber.intake.documents.reading import CheckItem, IndicatorItem
from noaber.vocabulary.names import normalise

_CLAIM = re.compile(
    r"\b(?:verplicht\w*|voorgeschreven|wettelijke|bbv)\b[^.\n]{0,60}\b(?:indicator\w*|set)\b|\b(?:indicator\w*|beleidsindicator\w*)\b[^.\n]{0,40}\b(?:verplicht\w*|bbv)\b",
    re.I,
)
_FAR = 6000  # characters below such a head in which the set stands
_YOUTH = (
    "Jongeren met jeugdhulp",
    "Jongeren met jeugdbescherming",
    "Jongeren met jeugdreclassering",
)
_MOST = 0.7  # of the set of a taakveld: then the list means to be whole


@dataclass(frozen=True, slots=True)
class _Prescribed:
    """One indicator: its taakveld, how its name is known, its prescribed unit, and what of it tells another."""

    name: str
    taakveld: str
    words: re.Pattern[str]
    unit: str


def _one(name: str, taakveld: str, words: str, unit: str) -> _Prescribed:
    return _Prescribed(name, taakveld, re.compile(words), unit)


SET = (
    _one("Absoluut verzuim", "4", r"\babsoluut (?:school)?verzuim", "per 1.000"),
    _one("Relatief verzuim", "4", r"\brelatief (?:school)?verzuim", "per 1.000"),
    _one("Voortijdige schoolverlaters", "4", r"\bvoortijdige? schoolverlaters", "%"),
    _one("Niet-wekelijkse sporters", "5", r"\bniet (?:wekelijkse )?sporters", "%"),
    _one("Banen", "6", r"^(?:aantal )?banen\b|\bbanen per\b", "per 1.000"),
    _one("Jongeren met een delict voor de rechter", "6", r"\bjongeren met (?:een )?delict", "%"),
    _one("Kinderen in uitkeringsgezinnen", "6", r"\bkinderen in (?:een )?uitkeringsgezin", "%"),
    _one("Netto arbeidsparticipatie", "6", r"\bnetto arbeidsparticipatie", "%"),
    _one("Werkloze jongeren", "6", r"\bwerkloze jongeren|\bjeugdwerkloosheid", "%"),
    _one("Personen met een bijstandsuitkering", "6", r"\bbijstands?uitkering", "per 10.000"),
    _one("Lopende re-integratievoorzieningen", "6", r"\bre ?integratie ?voorziening", "per 10.000"),
    _one(
        "Jongeren met jeugdhulp",
        "6",
        r"\b(?:jongeren|jeugdigen|kinderen)(?: tot 18 jaar)? met jeugdhulp",
        "%",
    ),
    _one("Jongeren met jeugdbescherming", "6", r"\bmet jeugdbescherming", "%"),
    _one("Jongeren met jeugdreclassering", "6", r"\bmet jeugdreclassering", "%"),
    _one(
        "Wmo-cliënten met een maatwerkarrangement",
        "6",
        r"\bmaatwerk ?(?:arrangement|voorziening)",
        "per 10.000",
    ),
)
_PER = re.compile(r"\bper\s*(?P<count>1\.?000|10\.?000|100\.?000|100)\b(?!\s*euro)", re.I)


def prescribed_indicators_are_all_there_in_their_unit(case: Case) -> Iterator[CheckItem]:
    """A list that is called prescribed has the whole set of its taakveld, each in the prescribed unit.

    Said of printed chapters. A set of which more than a third lacks is another list; an indicator of the
    municipality's own may have any unit.

    Why: the set is there to compare municipalities, which other units and gaps prevent.
    Law: BBV 25 (2); Regeling beleidsindicatoren gemeenten.
    Prevents: 39 per 1.000 in one municipality beside 450 per 10.000 in the next.
    """
    claims = [match.start() for match in _CLAIM.finditer(case.text)]
    if not claims:
        return
    listed_here = [
        one
        for one in case.reading.indicators
        if one.values and any(0 < one.span[0] - at < _FAR for at in claims)
    ]
    found: dict[str, IndicatorItem] = {}
    for one in listed_here:
        for each in SET:
            if each.words.search(normalise(one.name)):
                found.setdefault(each.name, one)
    for each in SET:
        printed = _unit(case, found[each.name]) if each.name in found else None
        if printed is not None and printed != each.unit:
            yield finding(
                "mandatory_set",
                f"'{found[each.name].name}' staat {_told(printed)}; voorgeschreven is "
                f"{_told(each.unit)}. In welke eenheid "
                "is het cijfer?",
                (found[each.name].span,),
            )
    for told, whole in _sets():
        if told == "jeugd" and "jeugd" not in case.text[claims[0] : claims[0] + 80].lower():
            continue
        missing = [name for name in whole if name not in found]
        if (
            missing
            and len(missing) <= max(1, int((1 - _MOST) * len(whole)))
            and len(missing) < len(whole) - 1
        ):
            end = case.text.find("\n", claims[0])
            yield finding(
                "mandatory_set",
                f"Van de voorgeschreven indicatoren van {told} ontbreken: {listed(missing)}. Staan ze elders?",
                [(claims[0], end if end > claims[0] else len(case.text))],
            )
            return


def _sets() -> Iterator[tuple[str, list[str]]]:
    """The parts of the set that a list may mean to give whole: a taakveld, or youth."""
    for taakveld in ("6", "4"):
        yield f"taakveld {taakveld}", [each.name for each in SET if each.taakveld == taakveld]
    yield "jeugd", list(_YOUTH)


def _unit(case: Case, one: IndicatorItem) -> str | None:
    """The unit that the row prints: 'per 1.000', or a percentage; None where it prints none."""
    first = case.text.rfind("\n", 0, one.span[0]) + 1
    last = case.text.find("\n", one.span[1])
    line = case.text[first : len(case.text) if last < 0 else last]
    per = _PER.search(line)
    if per is not None:
        digits = per["count"].replace(".", "")
        return {"100": "%", "1000": "per 1.000", "10000": "per 10.000"}.get(
            digits, f"per {per['count']}"
        )
    return "%" if "%" in line else None


def _told(unit: str) -> str:
    return "in procenten" if unit == "%" else f"{unit} inwoners"
