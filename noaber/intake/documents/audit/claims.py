"""Claims that a difference is explained, held against how much of it is."""

import re
from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.parts import PAST_WHOLE, statements
from noaber.intake.documents.audit.words import euro, finding
from noaber.intake.documents.figures import FIGURE, value
from noaber.intake.documents.reading import CheckItem, Span

_CLAIM = re.compile(
    r"\b(?:verschil|voordeel|nadeel|overschot|tekort|afwijking"
    r"|resultaat)\w*\b[^.]{0,80}\b(?:hieronder|hierna|als volgt|onderstaand\w*)\b[^.]{0,40}"
    r"\b(?:verklaard|verklaren|toegelicht|uitgelegd)\b|\b(?:verklaard|toegelicht"
    r"|uitgelegd)\b[^.]{0,30}\b(?:hieronder|als volgt)\b",
    re.I,
)
_HALF = 0.5
_EXPLAINS = re.compile(
    r"\b(?:te verklaren (?:uit|door)|(?:geheel |grotendeels |volledig )?verklaard (?:door|uit)"
    r"|(?:goed )?uit te leggen|toe te schrijven aan)\b",
    re.I,
)
_SOME = re.compile(r"\b(?:deels|onder andere|onder meer|waaronder|mede|vooral)\b", re.I)


def claim_of_an_explanation_holds(case: Case) -> Iterator[CheckItem]:
    """Where the text says that a difference is explained below, at least half of it is.

    Amounts in the lines right below the claim are added up, whatever their sign.

    Why: 'wordt hieronder verklaard' lets the reader believe that there is nothing left to ask.
    Law: BBV 28.
    Prevents: 243 thousand explained of 956.
    """
    yield from _within_a_sentence(case)
    for match in _CLAIM.finditer(case.text):
        first = max(case.text.rfind("\n", 0, match.start()) + 1, match.start() - 300)
        wholes = [one for one in FIGURE.finditer(case.text, first, match.end()) if one["euro"]]
        below = _block_below(case.text, match.end())
        parts = [one for one in FIGURE.finditer(case.text, *below) if one["euro"]]
        if len(wholes) != 1 or not parts:
            continue
        whole = round(value(wholes[0]) * 100)
        told = sum(round(value(one) * 100) for one in parts)
        if told < _HALF * whole:
            yield finding(
                "explained_share",
                f"De tekst zegt dat {euro(whole)} hieronder wordt verklaard; genoemd wordt samen "
                f"{euro(told)}. Waaruit "
                f"bestaat de overige {euro(whole - told)}?",
                (wholes[0].span(), *(one.span() for one in parts)),
                expected=whole,
                found=told,
            )


def _within_a_sentence(case: Case) -> Iterator[CheckItem]:
    """Sentences that say from what a difference is explained, with what they name; a list may follow."""
    for start, end in statements(case.text):
        word = _EXPLAINS.search(case.text, start, end)
        amounts = [one for one in FIGURE.finditer(case.text, start, end) if one["euro"]]
        if word is None or len(amounts) < 2 or _SOME.search(case.text, start, end):
            continue
        parts = [one for one in amounts if one.start() > word.start()]
        if len(amounts) - len(parts) != 1:
            continue
        whole, told = round(value(amounts[0]) * 100), sum(round(value(one) * 100) for one in parts)
        if told < _HALF * whole:
            yield finding(
                "explained_share",
                f"De tekst verklaart {euro(whole)} uit zaken die samen {euro(told)} zijn. Waaruit bestaat de "
                f"overige {euro(whole - told)}?",
                [one.span() for one in amounts],
                expected=whole,
                found=told,
            )


def _block_below(text: str, at: int) -> Span:
    """The lines below, up to the second white line."""
    start = text.find("\n", at)
    if start < 0:
        return (len(text), len(text))
    first = start + len(text[start:]) - len(text[start:].lstrip("\n"))
    end = text.find("\n\n", first)
    return (first, min(len(text) if end < 0 else end, first + PAST_WHOLE))
