"""Numbers of people or things that a sentence divides: its parts against its whole."""

import re
from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.prose import sentences
from noaber.intake.documents.audit.words import finding
from noaber.intake.documents.reading import CheckItem
from noaber.vocabulary.numbers import format_number

# A number that is divided: 'van de 412 cliënten', '864 jeugdigen (ambulant 611, ...'.
_DIVIDED = re.compile(
    r"\b(?:van|onder) (?:de|deze|alle|die) (?P<number>[0-9]{1,3}(?:\.[0-9]{3})*)(?= [a-zà-ÿ])"
    r"|(?<![\w.,])(?P<number2>[0-9]{1,3}(?:\.[0-9]{3})*) [a-zà-ÿ]+[^.(]{0,40}\((?=[a-zà-ÿ -]+ [0-9])"
    r"|\b(?:de|alle) (?P<number3>[0-9]{1,3}(?:\.[0-9]{3})*) [a-zà-ÿ]+[^.]{0,60}\bverdeeld\b",
    re.I,
)
_COUNT = re.compile(r"(?<![\w.,€-])(?<!€ )[0-9]{1,3}(?:\.[0-9]{3})*(?![\w]|[.,][0-9])")
_OPEN_COUNT = re.compile(
    r"\b(?:waarvan ook|daarvan ook|sommige|beide|zowel|onder andere|onder meer|waaronder|ongeveer"
    r"|circa|ruim|bijna|de rest|de overige|overige)\b|€",
    re.I,
)
_NEAR_COUNT = 0.06


def counted_parts_make_their_whole(case: Case) -> Iterator[CheckItem]:
    """People or things that a sentence divides add up to the number that it divides.

    'Van de 1.231 jeugdigen kwamen er 702 via ..., 398 via ... en 151 via ...'. Said only where they nearly
    do, within six in a hundred: otherwise some may be counted twice, or in no part.

    Why: one of the numbers is wrong, and the reader cannot tell which.
    Law: none; the care that adopting a document asks for.
    Prevents: 250 and 172 of 412.
    """
    for said in sentences(case) if case.text else ():
        if _OPEN_COUNT.search(said.text):
            continue
        numbers = [
            one for one in _COUNT.finditer(said.text) if not _is_year(one[0], said.text, one.end())
        ]
        whole = _DIVIDED.search(said.text)
        if whole is None or not 3 <= len(numbers) <= 7:
            continue
        begins = {whole.start("number"), whole.start("number2"), whole.start("number3")}
        at = next((i for i, one in enumerate(numbers) if one.start() in begins), None)
        parts = numbers[at + 1 :] if at is not None else []
        if at is None or len(parts) < 2:
            continue
        told = [int(one[0].replace(".", "")) for one in (numbers[at], *parts)]
        gap = abs(sum(told[1:]) - told[0])
        if gap and gap <= max(_NEAR_COUNT * told[0], 1 if told[0] < 20 else 0):
            yield finding(
                "decomposition",
                f"'{said.text[:200]}' De delen zijn samen {format_number(sum(told[1:]))}, het geheel is "
                f"{format_number(told[0])}. Welk getal klopt niet, of telt iemand dubbel?",
                (said.span,),
            )


def _is_year(number: str, text: str, end: int) -> bool:
    after = text[end : end + 9].lower()
    return bool(re.fullmatch(r"(?:19|20)[0-9]{2}", number)) or after.startswith(
        ("%", " %", " procent")
    )
