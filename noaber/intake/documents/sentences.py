"""Sentences in running text that repeat a figure of the cost table.

'Het saldo van het programma is € 1,2 miljoen lager dan geraamd' is the realised total balance less
the allowed one, rounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from noaber.intake.documents.figures import FIGURE, value
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.ledger import Place
from noaber.intake.documents.reading import AmountKind

_LOOK_BACK = 400  # characters in which the subject of the sentence must stand
_STOP = re.compile(r"[.!?;]\s|\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A difference as told in words: of the balance or the result, minus where 'lower' is said.

    `tolerance` (cents) is half of the step to which the number in the sentence is rounded.
    """

    kind: AmountKind
    place: Place
    tolerance: int


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences about the whole programme that compare with what was allowed, in order."""
    for match in _pattern().finditer(text):
        figure = FIGURE.match(text, match.start())
        if figure is None:
            continue
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        kind = _subject(_STOP.split(before)[-1].lower())
        if kind is None:
            continue
        cents = round(value(figure) * 100)
        sign = -1 if match["way"].lower() in grammar().sentence.lower else 1
        place = Place("De zin in de toelichting", figure.span(), sign * cents)
        yield Sentence(kind, place, _step(cents) // 2)


@cache
def _pattern() -> re.Pattern[str]:
    words = grammar().sentence
    ways = "|".join(sorted(words.lower | words.higher))
    than = "|".join(words.than)
    amount = (
        r"(?<![\w.,])€[ \u00a0]{0,3}[0-9][0-9.,]{0,20}(?:[ \u00a0](?:miljoen|mln|duizend)\b\.?)?"
    )
    return re.compile(rf"{amount}\s{{1,3}}(?P<way>{ways})\s{{1,3}}(?:{than})\b", re.IGNORECASE)


def _subject(sentence: str) -> AmountKind | None:
    """What the sentence is about, if it is about the whole programme."""
    words = grammar().sentence
    if not any(word in sentence for word in words.whole):
        return None
    if any(word in sentence for word in words.result):
        return "result"
    return "balance" if any(word in sentence for word in words.balance) else None


def _step(cents: int) -> int:
    """The step that the zeros at the end show, but at most a tenth of the number itself."""
    step = 100
    while cents and cents % (step * 10) == 0 and step * 100 <= cents:
        step *= 10
    return step
