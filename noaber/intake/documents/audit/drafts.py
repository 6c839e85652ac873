"""Drafts: what an author meant to fill in and did not."""

import re
from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.words import finding, listed
from noaber.intake.documents.reading import CheckItem, Record, Span

# 'lager dan x%', '€ xx', '[bedrag]', '<invullen>', '???': never what was meant to be read. PM and
# n.t.b. are words that a budget may mean.
_HOLE = re.compile(
    r"(?<![\w.])x{1,4}\s?(?:%|procent\b|euro\b)|€\s?x{1,4}\b"
    r"|[\[<](?:\.{2,3}|…|x+|invullen|aanvullen|naam|datum|bedrag|getal|aantal|jaar|percentage)[\]>]"
    r"|\blorem ipsum\b|\?{3,}|_{4,}|\b(?:todo|tbd)\b|\bn(?:ader|og)(?: \w+)? in te vullen\b"
    r"|\bnog aan te vullen\b|\bhier (?:komt )?tekst\b|€\s?x{1,3}[.,]x{3}|(?<=\w )\.{5,}(?= \w)"
    r"|[\[<](?!http|www)[a-z][^\]>\n@/=]{0,50}\b(?:volgt|nagaan|invullen|aanvullen|checken|navragen|bedrag|aantal|nog)\b[^\]>\n]{0,40}[\]>]",
    re.IGNORECASE,
)
_MEMO = re.compile(
    r"p\.?m\.?|x{1,4}%?|n\.?t\.?b\.?|\?+", re.IGNORECASE
)  # as the value of an indicator
_AROUND = 40


def placeholder_left(case: Case) -> Iterator[CheckItem]:
    """Nothing is left that was to be filled in: 'lager dan x%', '[bedrag]', '???'.

    Why: what is adopted with a hole in it promises nothing.
    Law: none; the care that adopting a document asks for.
    Prevents: a target of 'lager dan x%' in a budget that the council adopted.
    """
    found = list(_in_text(case.text) if case.text else _in_fields(case))
    found += [
        (f"{one.name}: {value.value}", value.span)
        for one in case.reading.indicators
        for value in one.values
        if isinstance(value.value, str) and _MEMO.fullmatch(value.value.strip())
    ]
    if found:
        many = "plaatsen zijn" if len(found) > 1 else "plaats is"
        yield finding(
            "placeholder",
            f"{len(found)} {many} nog niet ingevuld: {listed(words for words, _ in found)}. Wat hoort "
            "hier te staan?",
            [span for _, span in found],
        )


def _in_text(text: str) -> Iterator[tuple[str, Span]]:
    for match in _HOLE.finditer(text):
        first = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _AROUND)
        last = text.find("\n", match.end())
        last = min(len(text) if last < 0 else last, match.end() + _AROUND)
        yield " ".join(text[first:last].split()), match.span()


def _in_fields(case: Case) -> Iterator[tuple[str, Span]]:
    for words, span in _fields(case):
        if _HOLE.search(words):
            yield words[:120], span


def _fields(case: Case) -> Iterator[tuple[str, Span]]:
    for goal in case.reading.goals:
        yield goal.text, goal.span
    for one in case.reading.indicators:
        for words in (one.name, one.source or "", *one.notes):
            yield words, one.span
        for value in one.values:
            yield (value.value if isinstance(value.value, str) else ""), value.span
    for record in case.reading.records:
        yield from _record(record)


def _record(record: Record) -> Iterator[tuple[str, Span]]:
    for value in record.values.values():
        for words in value if isinstance(value, tuple) else (value,):
            yield (words if isinstance(words, str) else ""), record.span
    for entries in record.entries.values():
        for one in entries:
            yield from _record(one)
