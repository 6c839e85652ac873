"""Figures that the running text repeats from a table, held against that table."""

import re
from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.prose import (
    ELSEWHERE,
    Names,
    Sentence,
    Series,
    sentences,
    series,
    stems,
)
from noaber.intake.documents.audit.words import euro, finding
from noaber.intake.documents.figures import FIGURE, value
from noaber.intake.documents.reading import AmountKind, CheckItem, FigureItem, Span
from noaber.intake.documents.suspects import is_slip
from noaber.vocabulary.names import normalise

_NEAR = 0.12  # so far may a wrong figure lie from the right one to be the same figure told wrong
_MONTH = re.compile(
    r"\b(?:begin|halverwege|kwartaal|halfjaar|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november"
    r"|(?<!31 )december)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:waarvan|daarvan|hiervan|onder wie|waaronder|ruim|bijna|circa|ongeveer|zo'n|rond|meer dan"
    r"|minder dan|hooguit|maximaal"
    r"|minimaal|verwacht\w*|streef\w*|doel|norm|willen|moet|zal|zullen|begroot|geraamd|raming)\b",
    re.I,
)
_THIS_YEAR = re.compile(
    r"\b(?:afgelopen jaar|dit jaar|in het (?:verslag|boek|begrotings)jaar|het jaar)\b", re.I
)
_AT_END = re.compile(
    r"\b(?:was|is|waren|zijn|bedroeg|bedraagt|kwam uit op|komt uit op|uitgekomen op|tot|op"
    r"|naar)\b(?: \w+){0,3}? "
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]+)?)\.?$"
)
_KINDS: tuple[tuple[AmountKind, re.Pattern[str]], ...] = (
    ("balance", re.compile(r"\bsaldo\b|\bper saldo\b", re.I)),
    ("expense", re.compile(r"\b(?:lasten|uitgaven|kosten)\b", re.I)),
    ("income", re.compile(r"\b(?:baten|inkomsten|opbrengsten)\b", re.I)),
)
_THAN = re.compile(
    r"\b(?:hoger|lager|meer|minder|voordeliger|nadeliger)\b(?:\s\w+){0,2}?\s+dan\s+(?:begroot"
    r"|geraamd|de raming|de begroting(?! [0-9])|na wijziging|verwacht begroot)",
    re.I,
)
_SAID_OF_ALL = re.compile(r"^(?:het programma|dit programma|de programma)\b", re.I)


def counts_are_those_of_the_table(case: Case) -> Iterator[CheckItem]:
    """A count or percentage in the text is the one that the table gives of that year.

    Looked at are sentences that name one year and one indicator by nearly all the words of its name, and
    give a number of what that indicator counts. It must be none of the row's numbers, but near the one
    of that year or a slip of it: what lies far from it is probably another figure.

    Why: of two numbers for one thing nobody can tell which holds.
    Law: none; the care that adopting a document asks for.
    Prevents: 962 households in the text and 926 in the table.
    """
    known = [one for one in series(case) if one.kind is None]
    if not case.text or not known:
        return
    names = Names(known)
    inside = sorted(case.reading.figures, key=lambda one: one.span)
    for said in sentences(case):
        if ELSEWHERE.search(said.text) or _MONTH.search(said.text) or _OTHER.search(said.text):
            continue
        years = set(said.years)
        if not years and case.year and case.kind == "account" and _THIS_YEAR.search(said.text):
            years = {case.year}
        which = names.meant(said.text)
        found = [one for one in inside if said.span[0] <= one.span[0] < said.span[1]]
        found = found or list(_bare(said))
        if which is None or len(years) != 1 or len(found) != 1:
            continue
        (year,) = years
        if (
            year in which.values
            and _is_of(found[0], which)
            and _differs(found[0], which, year, which.stems <= stems(said.text))
        ):
            _, place = which.values[year]
            yield finding(
                "text_against_table",
                f"De tekst noemt {_shown(case, found[0].span)}{_noun(found[0])} in {year}: "
                f"'{_short(said)}' Bij "
                f"'{which.name}' staat voor {year} {_shown(case, place)}. Welk getal is juist?",
                (found[0].span, place),
            )


def _bare(said: Sentence) -> Iterator[FigureItem]:
    """The number at the end of 'Het aantal jeugdigen in een instelling was eind 2022 34.'"""
    match = _AT_END.search(said.text)
    if match is not None and re.match(r"(?:Het|In|Eind|Op) ", said.text):
        told = float(match["number"].replace(".", "").replace(",", "."))
        end = said.span[1] - len(said.text) + match.end("number")
        yield FigureItem(told, "was", None, (end - len(match["number"]), end))


def _is_of(figure: FigureItem, which: Series) -> bool:
    """Whether a figure may count what the series counts."""
    if figure.unit == "eur":
        return False
    if figure.unit == "percent" or which.percent:
        return figure.unit == "percent" and which.percent
    noun = stems(figure.unit)
    return not noun or bool(noun & which.stems) or normalise(figure.unit) in ("is", "was")


def _differs(figure: FigureItem, which: Series, year: int, whole: bool) -> bool:
    """Whether a figure is none of the series, and yet that of the year told wrong: by a slip, or by a little
    where the sentence has the whole name of the series."""
    printed = which.values[year][0]
    all_of_it = [number for number, _ in which.values.values()] + list(which.others)
    told = float(figure.value)
    if any(abs(number - told) < _step(told) for number in all_of_it) or not printed:
        return False
    slip = is_slip(round(told * 100), round(printed * 100))
    return slip or (whole and abs(told - printed) <= _NEAR * abs(printed))


def _step(told: float) -> float:
    """How far a rounded number may lie from the one that it rounds: '1.200' from 1.240."""
    if told != int(told):
        return 0.051
    step = 1
    while told and told % (step * 10) == 0 and step * 100 <= told:
        step *= 10
    return step / 2 + 0.01 if step > 1 else 0.51


def amounts_are_those_of_the_table(case: Case) -> Iterator[CheckItem]:
    """A sentence that says how far a row of costs came out from the budget agrees with that row.

    Looked at are sentences that name one row of the cost table, its expenses, income or balance, and say
    'hoger dan begroot' or the like. The amount may be any difference between two columns of the row,
    rounded as the sentence rounds it.

    Why: a reader believes the sentence and does not look at the table.
    Law: BBV 28: differences between budget and accounts are explained.
    Prevents: '€ 241.000 lager dan begroot' where the table makes € 214.000.
    """
    known = [one for one in series(case) if one.kind is not None and len(one.stages) > 1]
    if not case.text or not known:
        return
    by_kind = {
        kind: Names([one for one in known if one.kind in (kind, "other")]) for kind, _ in _KINDS
    }
    for said in sentences(case):
        figures = [one for one in FIGURE.finditer(said.text) if one["euro"]]
        if len(figures) != 1 or _THAN.search(said.text) is None or _SAID_OF_ALL.match(said.text):
            continue
        if re.search(
            r"\b(?:waarvan|daarvan|hiervan|waaronder|onder andere|onder meer|circa|ongeveer|ruim|bijna)\b",
            said.text,
            re.I,
        ):
            continue
        kind = next((kind for kind, words in _KINDS if words.search(said.text)), None)
        which = _row(said, by_kind[kind]) if kind else None
        if which is None:
            continue
        cents = round(value(figures[0]) * 100)
        gaps = _gaps(which)
        room = _rounded(figures[0], cents)
        meant_gap = _main_gap(which)
        if meant_gap is None or any(abs(gap - cents) <= room for gap in gaps):
            continue
        if not is_slip(cents, meant_gap) and not 0.4 <= cents / max(1, meant_gap) <= 2.5:
            continue
        at = case.text.find(figures[0][0], *said.span)
        place = (at, at + len(figures[0][0])) if at >= 0 else said.span
        yield finding(
            "text_against_table",
            f"'{_short(said)}' In de tabel verschilt '{which.name}' {euro(meant_gap)} van de "
            "begroting. Welk bedrag is "
            "juist?",
            (place, *(span for _, _, span in which.stages)),
            expected=meant_gap,
            found=cents,
            tolerance=room,
        )


def amounts_are_of_the_size_of_the_table(case: Case) -> Iterator[CheckItem]:
    """An amount in the text is not a thousand times that of the row of costs it speaks of.

    Why: millions for thousands is the slip that nobody sees any more.
    Law: none; the care that adopting a document asks for.
    Prevents: '€ 1.340 miljoen' for aids that cost 1,340 thousand.
    """
    known = [one for one in series(case) if one.kind is not None and one.stages]
    names = Names(known)
    for said in sentences(case) if case.text and known else ():
        which = _row(said, names)
        for figure in FIGURE.finditer(said.text) if which is not None else ():
            told = value(figure)
            if not figure["euro"] or which is None:
                continue
            same = [
                (number, place)
                for _, number, place in which.stages
                if number and told in (number * 1000, number * 10**6)
            ]
            if same:
                at = case.text.find(figure[0], *said.span)
                place = (at, at + len(figure[0])) if at >= 0 else said.span
                yield finding(
                    "text_against_table",
                    f"'{_short(said)}' In de tabel staat bij '{which.name}' "
                    f"{euro(round(same[0][0] * 100))}. Is "
                    f"{figure[0]} duizend keer te groot?",
                    (place, same[0][1]),
                )


def _row(said: Sentence, known: Names) -> Series | None:
    """The row that the sentence names, or the line that it stands in begins with."""
    return known.meant(said.text, all_words=True) or known.meant(said.lead, all_words=True)


def _gaps(which: Series) -> list[int]:
    """All differences between two columns of the row, in cents, and the differences it prints."""
    numbers = [round(number * 100) for stage, number, _ in which.stages if stage != "difference"]
    printed = [
        abs(round(number * 100)) for stage, number, _ in which.stages if stage == "difference"
    ]
    return printed + [abs(a - b) for i, a in enumerate(numbers) for b in numbers[i + 1 :]]


def _main_gap(which: Series) -> int | None:
    """Realised less allowed, in cents without sign; None where the row does not have both."""
    by_stage = {stage: number for stage, number, _ in reversed(which.stages)}
    actual = by_stage.get("actual", by_stage.get("forecast"))
    allowed = by_stage.get("revised", by_stage.get("original"))
    if actual is None or allowed is None:
        return abs(round(by_stage["difference"] * 100)) if "difference" in by_stage else None
    return abs(round((actual - allowed) * 100))


def _rounded(figure: re.Match[str], cents: int) -> int:
    """Half of the step to which the sentence rounds, in cents."""
    if figure["factor"]:
        decimals = len(figure["number"].partition(",")[2])
        unit = {"duizend": 10**5, "miljoen": 10**8, "mln": 10**8, "miljard": 10**11, "mld": 10**11}[
            figure["factor"]
        ]
        return int(unit // (2 * 10**decimals)) + 1
    step = 100
    while cents and cents % (step * 10) == 0 and step * 100 <= cents:
        step *= 10
    return step // 2 + 1


def _shown(case: Case, span: Span) -> str:
    return case.text[slice(*span)]


def _noun(figure: FigureItem) -> str:
    return "" if figure.unit in ("eur", "percent") else f" {figure.unit}"


def _short(said: Sentence) -> str:
    return said.text if len(said.text) <= 160 else f"{said.text[:160]}…"
