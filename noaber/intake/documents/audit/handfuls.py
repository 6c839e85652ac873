"""Percentages of a handful of cases."""

import re
from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.prose import sentences
from noaber.intake.documents.audit.words import finding
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.reading import CheckItem
from noaber.vocabulary.people import counts_people

FEWEST = 10  # of fewer cases no percentage is told
_PERCENT = re.compile(r"(?<![\w.,])(?P<number>[0-9]{1,3}(?:,[0-9])?)\s?(?:%|procent\b)")
_CELL = re.compile(r"(?P<share>[0-9]{1,3}(?:,[0-9])?)\s?% \((?P<count>[2-9])\)")
_LARGE = re.compile(
    r"(?<![\w.,])(?:[1-9][0-9]{1,2}|[0-9]{1,3}\.[0-9]{3})(?!\s?(?:%|procent)|[0-9.,]*[0-9])"
)
_N = re.compile(r"\bn\s?=\s?(?P<count>[0-9]{1,5})\b", re.I)


def percentage_of_enough_cases(case: Case) -> Iterator[CheckItem]:
    """No percentage is told of fewer than ten cases.

    Said where a sentence gives both ('67% van de 3 trajecten') and the percentage is that of a whole number
    of those, or where a note gives n.

    Why: of three cases one makes a third; and who they are may be known.
    Law: AVG art. 5 (1) c for people; else the convention of CBS that small counts are not turned into shares.
    Prevents: 40% of five participants.
    """
    before = None
    for said in sentences(case) if case.text else ():
        above, before = before, said
        shares = [
            float(match["number"].replace(",", ".")) for match in _PERCENT.finditer(said.text)
        ]
        counts = [count for count in _counts(said.text) if 0 < count < FEWEST]
        if shares and not counts and above is not None and above.line == said.line:
            counts = _people(above.text) if not _LARGE.search(f"{above.text} {said.text}") else []
        for share in shares:
            fitting = [count for count in counts if _is_share(share, count)]
            if fitting:
                yield finding(
                    "few_cases",
                    f"'{said.text[:160]}' Dit is een percentage van {fitting[0]}. Is een aantal hier "
                    "niet duidelijker, en "
                    "mag het naar buiten?",
                    (said.span,),
                )
                break
    yield from _cells(case)
    for one in case.reading.indicators:
        if one.unit != "percent":
            continue
        for note in one.notes:
            few = [
                int(match["count"]) for match in _N.finditer(note) if int(match["count"]) < FEWEST
            ]
            if few:
                at = case.text.find(note[:60])
                yield finding(
                    "few_cases",
                    f"'{one.name}' is een percentage van {few[0]} gevallen: '{note[:120]}' Is een "
                    "aantal hier niet duidelijker?",
                    ((at, at + len(note)) if at >= 0 else one.span, one.span),
                )


def _cells(case: Case) -> Iterator[CheckItem]:
    """Cells that give a percentage and behind it of how few: '33% (6)'."""
    for line in re.finditer(r"[^\n]+", case.text):
        cells = [
            match
            for match in _CELL.finditer(line[0])
            if _is_share(float(match["share"].replace(",", ".")), int(match["count"]))
        ]
        if len(cells) > 1:
            spans = [(line.start() + match.start(), line.start() + match.end()) for match in cells]
            name = re.split(r"\t|\||\s{2,}", line[0].strip(" |"))[0]
            yield finding(
                "few_cases",
                f"'{name.strip()}' geeft percentages van minder dan {FEWEST} gevallen: "
                f"{', '.join(match[0] for match in cells)}. Zijn aantallen hier niet duidelijker?",
                spans,
            )


def _counts(text: str) -> list[int]:
    """The whole numbers of things that a sentence takes shares of, in digits or words."""
    found = [
        int(match[1])
        for match in re.finditer(
            r"\b(?:van|bij|onder)(?: de| deze| die)? ([0-9]{1,2})(?![\w.,%]*[0-9%])", text, re.I
        )
    ]
    found += [int(match["count"]) for match in _N.finditer(text)]
    if re.search(r"\b(?:van hen|van wie|daarvan|waarvan|hiervan)\b", text, re.I):
        found += _people(text)
    words = "|".join(sorted(grammar().counts.numbers, key=len, reverse=True))
    for match in re.finditer(rf"\b(?:van|bij|onder)(?: de| deze| die)? ({words})\b", text, re.I):
        found.append(int(grammar().counts.numbers[match[1].lower()]))
    return found


def _people(text: str) -> list[int]:
    """The small numbers of people or households that a sentence counts, in digits or words."""
    words = "|".join(sorted(grammar().counts.numbers, key=len, reverse=True))
    found: list[int] = []
    for match in re.finditer(rf"\b([2-9]|{words}) ((?:[a-zà-ÿ]+e )?[a-zà-ÿ]+)", text, re.I):
        number = match[1].lower()
        count = int(number) if number.isdigit() else int(grammar().counts.numbers[number])
        if 1 < count < FEWEST and _counts_people(match[2]):
            found.append(count)
    return found


def _counts_people(noun: str) -> bool:
    """Whether a noun is of people: by the list of the house, or by its ending."""
    return (
        counts_people(noun)
        or re.search(r"(?:isten|ers|enten|anten|mensen|gezinnen|kinderen)$", noun) is not None
    )


def _is_share(share: float, count: int) -> bool:
    """Whether a percentage is that of a whole number of so few, give or take rounding."""
    whole = share * count / 100
    return abs(whole - round(whole)) * 100 / count <= 0.51
