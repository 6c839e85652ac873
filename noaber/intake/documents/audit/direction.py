"""Movements told in words, held against the series: 'gestegen' where the figures fall."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

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
from noaber.intake.documents.audit.words import finding
from noaber.intake.documents.reading import CheckItem
from noaber.vocabulary.numbers import format_number

_UP = (
    r"\b(?:steeg|stegen|gestegen|toegenomen|toename|stijging|gegroeid|groeide|groeiden|opgelopen"
    r"|langer geworden"
    r"|verdubbeld|verdubbelde|vergroot|verhoogd|hoger geworden|hoger dan in|meer dan in|hoger dan vorig"
    r"|meer uitgegeven dan|hoger dan een jaar|meer dan een jaar|meer dan vorig|klom|klommen"
    r"|meer geworden)\b|\b(?:nam|namen|neemt|nemen)\b[^.,;]{0,60}\btoe\b"
    r"|\bliep(?:en)?\b[^.,;]{0,40}\bop\b"
)
_DOWN = (
    r"\b(?:daalde|daalden|gedaald|daling|afgenomen|afname|teruggelopen|teruggebracht|gekrompen|korter geworden"
    r"|gehalveerd|halveerde|verlaagd|verminderd|lager geworden|lager dan in|minder dan in|lager dan vorig"
    r"|minder uitgegeven dan|lager dan een jaar|minder dan een jaar|minder dan vorig|zakte|zakten|gezakt"
    r"|kromp|krompen|slonk|geslonken|minder geworden)\b|\b(?:nam|namen|neemt|nemen)\b[^.,;]{0,60}\baf\b"
)
_MOVES = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})", re.I)
# What is wished, expected or compared with a plan says nothing of how it went; nor does a slower movement.
_NOT_TOLD = re.compile(
    r"\b(?:willen|wil|moet|moeten|zal|zullen|streven|streeft|verwacht\w*|verwachting|hopen|beoog\w*|doel|doelen"
    r"|begroot|begrote|begroting|geraamd|raming|streefwaarde|norm|niet|geen|langzamer|minder snel|afvlak\w*"
    r"|kleiner|groei neemt|minder hard|gepland|daarna|eerst|korte tijd|tijdelijk|halverwege|begin"
    r"|januari|februari"
    r"|maart|april|mei|juni|juli|augustus|september|oktober|november|minder dan verwacht|kwartaal)\b",
    re.I,
)
_BEFORE = re.compile(
    r",?\s*\bna (?:een |de )?(?:\w+ )?(?:stijging|daling|jaar|toename|afname|groei)\b[^,.;]*", re.I
)
_SINCE = re.compile(
    r"\b(?:sinds|ten opzichte van|vergeleken met|in vergelijking met|dan in"
    r"|t\.o\.v\.)\s+(?:het jaar |eind )?(?P<year>(?:19|20)[0-9]{2})",
    re.I,
)
_BETWEEN = re.compile(
    r"\b(?:tussen|van|over de jaren)\s+(?P<first>(?:19|20)[0-9]{2})\s+(?:en|tot|naar|tot en met"
    r"|t/m)\s+(?P<last>(?:19|20)[0-9]{2})",
    re.I,
)
_SPAN = re.compile(r"\b(?:in|over) (?P<count>twee|drie|vier|vijf|zes) jaar(?: tijd)?\b", re.I)
_SIZED = re.compile(
    r"\b(?P<way>toename|stijging|groei|daling|afname"
    r"|krimp) van (?P<size>[0-9]{1,3}(?:\.[0-9]{3})*) (?P<noun>[a-zà-ÿ-]{4,})",
    re.I,
)
_REACHED = re.compile(
    r"\b(?:teruggebracht|gedaald|gezakt|afgenomen|gestegen|opgelopen|gegroeid|toegenomen|verlaagd|daalde|steeg|zakte|groeide)"
    r" (?:naar|tot) (?P<number>[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]+)?)",
    re.I,
)
_SHARE = re.compile(
    r"\b(?P<share>een derde|een kwart|de helft|twee derde|driekwart) (?:lager|hoger|minder|meer"
    r"|gedaald|gestegen)",
    re.I,
)
_SHARES = {
    "een derde": 1 / 3,
    "een kwart": 0.25,
    "de helft": 0.5,
    "twee derde": 2 / 3,
    "driekwart": 0.75,
}
_COUNTS = {"twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6}
_LAST_YEAR = re.compile(r"\b(?:vorig jaar|een jaar eerder|het jaar (?:ervoor|daarvoor))\b", re.I)
_METHOD = re.compile(
    r"\b(?:tell\w*|telt|geteld|registr\w*|trendbreuk|vergelijk\w*|meet\w*|meting\w*|definitie\w*)\b",
    re.I,
)
_DOUBLE, _HALF = (1.7, 2.4), (0.4, 0.6)


def movement_goes_the_way_of_the_figures(case: Case) -> Iterator[CheckItem]:
    """A sentence that tells a rise or a fall agrees with the figures of the document.

    Looked at are sentences that name an indicator, or a row of costs, by nearly all the words of its
    name, and that tell how it went: not what is wished or expected, not what differs from the budget, not
    the region or the country. The periods are those that the sentence names; where it names none, the
    whole series must go the other way. Where that does not settle which figures are meant, nothing is
    said.

    Why: a reader believes the sentence and does not look at the table.
    Law: BBV 24 and 25: the accounts tell to what extent the goals were reached.
    Prevents: 'een toename van 33 leerlingen' beside a count that fell by 33.
    """
    for said, which, first, last, up, word in _told(case):
        before, after = which.values[first][0], which.values[last][0]
        if _broken(which, first, last):
            continue
        if (after - before > 0) == up and after != before:
            if not _by_how_much(said.text, word, before, after):
                continue
        elif after == before:
            continue
        yield finding(
            "direction",
            f"'{_shown(said)}' Van {first} naar {last} gaat '{which.name}' in dit document van "
            f"{_number(before, which)} naar {_number(after, which)}. Klopt '{word.strip()}', of zijn "
            "andere jaren "
            "bedoeld?",
            (said.span, which.values[first][1], which.values[last][1]),
        )


def movement_of_a_size_goes_the_way_of_the_figures(case: Case) -> Iterator[CheckItem]:
    """'Een toename van 33 leerlingen' does not stand beside figures that fell by exactly 33.

    The size is what makes it certain that these figures are meant; no year need be named.

    Why: the explanation of a difference turns round what happened.
    Law: BBV 28.
    Prevents: 'een toename van 33 leerlingen' where 366 became 333.
    """
    known = (
        [one for one in series(case) if one.kind is None and len(one.values) > 1]
        if case.text
        else []
    )
    for said in sentences(case) if known else ():
        for match in _SIZED.finditer(said.text):
            size = float(match["size"].replace(".", "").replace(",", "."))
            noun = stems(match["noun"])
            up = match["way"].lower() in ("toename", "stijging", "groei")
            hits = [hit for one in known if noun & one.stems for hit in _steps(one, size)]
            if (
                hits
                and all(rose != up for _, _, _, rose in hits)
                and len({one.name for one, *_ in hits}) == 1
            ):
                which, first, last, _ = hits[-1]
                yield finding(
                    "direction",
                    f"'{_shown(said)}' Van {first} naar {last} gaat '{which.name}' in dit document van "
                    f"{_number(which.values[first][0], which)} naar "
                    f"{_number(which.values[last][0], which)}. Klopt "
                    f"'{match['way']}', of wordt met iets anders vergeleken?",
                    (said.span, which.values[first][1], which.values[last][1]),
                )


def _steps(which: Series, size: float) -> Iterator[tuple[Series, int, int, bool]]:
    """The years between which the series moved by exactly this much, and whether it rose."""
    ordered = sorted(which.values)
    for first, last in pairwise(ordered):
        step = which.values[last][0] - which.values[first][0]
        if step and abs(abs(step) - size) < 0.001:
            yield which, first, last, step > 0


def no_trend_across_a_break(case: Case) -> Iterator[CheckItem]:
    """No sentence draws a trend across a break in the series, unless it speaks of the break.

    Why: part of the movement is the other way of counting, and nobody can tell which part.
    Law: none; the convention of statistics that figures across a break are not compared.
    Prevents: 'in vier jaar met 13% teruggebracht' of a count that left out groups from then on.
    """
    for said, which, first, last, _, word in _told(case, whole=False):
        if _broken(which, first, last) and not _METHOD.search(_around(case, said)):
            note = next(one for one in which.breaks)
            yield finding(
                "series_break",
                f"'{_shown(said)}' Tussen {first} en {last} is '{which.name}' anders geteld: "
                f"'{note.reason}' Zegt "
                f"'{word.strip()}' dan nog iets, of moet de breuk erbij?",
                (said.span, note.span, which.values[first][1], which.values[last][1]),
            )


def _around(case: Case, said: Sentence) -> str:
    return case.text[said.line[0] : said.line[1]]


def _told(case: Case, whole: bool = True) -> Iterator[tuple[Sentence, Series, int, int, bool, str]]:
    """The movements that sentences tell: of which series, from and to which year, and whether up."""
    if not case.text:
        return
    long = [one for one in series(case) if len(one.values) > 1]
    counts = Names([one for one in long if one.kind is None])
    money = {
        kind: Names([one for one in long if one.kind in (kind, "other")])
        for kind in ("expense", "income")
    }
    for said in sentences(case) if long else ():
        text = _BEFORE.sub("", said.text)
        found = {match.lastgroup: match[0] for match in _MOVES.finditer(text)}
        if len(found) != 1 or _NOT_TOLD.search(text) or ELSEWHERE.search(text):
            continue
        ((way, word),) = found.items()
        which = _of(said, text, counts, money)
        if which is None:
            continue
        years = _years(text, which)
        if years is None and (reached := _REACHED.search(text)) is not None:
            years = _reached(reached["number"], which)
        if years is None and whole and _one_way(which, way == "down"):
            ordered = sorted(which.values)
            years = (ordered[0], ordered[-1])
        if years is not None:
            yield said, which, *years, way == "up", word


def _reached(number: str, which: Series) -> tuple[int, int] | None:
    """The last year and the one before it, where the number that is told is that of the last year."""
    told = float(number.replace(".", "").replace(",", "."))
    *_, before, last = sorted(which.values)
    return (before, last) if abs(which.values[last][0] - told) < 0.001 else None


def _of(said: Sentence, text: str, counts: Names, money: Mapping[str, Names]) -> Series | None:
    """The series of the sentence; a row of costs only where it speaks of money."""
    which = counts.meant(text) or _by_number(text, counts.among)
    if which is not None:
        return which
    low = f"{said.lead} {text}".lower()
    kind = None
    if re.search(r"\b(?:lasten|uitgaven|kosten|uitgegeven|besteed)\b", low):
        kind = "expense"
    elif re.search(r"\b(?:baten|inkomsten|opbrengsten)\b", low):
        kind = "income"
    return None if kind is None else money[kind].meant(text, all_words=True)


def _by_number(text: str, known: Sequence[Series]) -> Series | None:
    """The one series that ends in the number that the sentence says was reached, and shares a word with it."""
    match = _REACHED.search(text)
    if match is None:
        return None
    words = stems(text)
    found = [one for one in known if one.stems & words and _reached(match["number"], one)]
    return found[0] if len(found) == 1 else None


def _years(text: str, which: Series) -> tuple[int, int] | None:
    """From which year to which year the sentence compares; None where it does not say so of this series."""
    ordered = sorted(which.values)
    last = ordered[-1]
    between = _BETWEEN.search(text)
    since = _SINCE.search(text)
    span = _SPAN.search(text)
    named = [
        int(year) for year in re.findall(r"(?<![\w.,€-])((?:19|20)[0-9]{2})(?![\w.,]*[0-9%])", text)
    ]
    if between is not None:
        years = (int(between["first"]), int(between["last"]))
    elif since is not None:
        first = int(since["year"])
        others = [year for year in named if year != first]
        years = (first, others[0] if len(set(others)) == 1 else last)
    elif span is not None:
        years = (last - _COUNTS[span["count"].lower()], last)
    elif _LAST_YEAR.search(text) and not named:
        years = (last - 1, last)
    elif len(set(named)) == 1 and re.search(
        rf"\b(?:in|over|eind|gedurende) (?:het jaar )?{named[0]}\b", text
    ):
        earlier = [year for year in ordered if year < named[0]]
        years = (earlier[-1] if earlier and earlier[-1] == named[0] - 1 else -1, named[0])
    else:
        return None
    return (
        years
        if years[0] in which.values and years[1] in which.values and years[0] < years[1]
        else None
    )


def _one_way(which: Series, up: bool) -> bool:
    """Whether the whole series goes this way, every year of it."""
    ordered = [which.values[year][0] for year in sorted(which.values)]
    steps = [after - before for before, after in pairwise(ordered)]
    return (
        len(steps) > 0 and all(step > 0 for step in steps)
        if up
        else all(step < 0 for step in steps)
    )


def _broken(which: Series, first: int, last: int) -> bool:
    """Whether the series breaks between two years, or somewhere that is not said."""
    return any(
        one.after is None or (one.after[:4].isdigit() and first < int(one.after[:4]) <= last)
        for one in which.breaks
    )


def _by_how_much(text: str, word: str, before: float, after: float) -> bool:
    """Whether 'verdubbeld', 'gehalveerd' or 'een derde minder' say far more than what happened."""
    if before <= 0:
        return False
    share = _SHARE.search(text)
    if share is not None:
        told = _SHARES[share["share"].lower()]
        return abs(abs(after - before) / before - told) > told / 2
    ratio = after / before
    low = word.lower()
    if "verdubbel" in low:
        return not _DOUBLE[0] <= ratio <= _DOUBLE[1] and ratio < _DOUBLE[0]
    return "halveer" in low and not _HALF[0] <= ratio <= _HALF[1]


def _shown(said: Sentence) -> str:
    return said.text if len(said.text) <= 200 else f"{said.text[:200]}…"


def _number(value: float, which: Series) -> str:
    from decimal import Decimal

    told = format_number(Decimal(str(int(value) if value == int(value) else value)))
    return f"{told}%" if which.percent else f"€ {told}" if which.kind else told
