"""Text that was copied from another theme."""

import re
from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.prose import sentences, stems
from noaber.intake.documents.audit.words import finding
from noaber.intake.documents.reading import CheckItem, Span
from noaber.vocabulary.names import normalise

_LEAST = 12  # words in a paragraph that nobody writes twice by chance


def paragraph_belongs_to_its_theme(case: Case) -> Iterator[CheckItem]:
    """No paragraph stands word for word under two themes while it speaks of one of them.

    A theme is known by the words of its name, its goals, its indicators and its rows of costs. A standing
    sentence that fits both, or that has other numbers in it, is left alone.

    Why: a text about youth care under debts means that the text about debts is missing.
    Law: none; the care that adopting a document asks for.
    Prevents: the explanation of one theme pasted under the next.
    """
    if not case.text:
        return
    heads = sorted(
        (one.span[0], one.id) for one in case.reading.goals if one.kind in ("theme", "goal")
    )
    tops = {one.id: _top(case, one.id) for one in case.reading.goals}
    words = _words(case, tops)
    seen: dict[str, list[tuple[str, Span]]] = {}
    for said in sentences(case):
        plain = normalise(said.text)
        if len(plain.split()) < _LEAST:
            continue
        theme = next((tops[name] for at, name in reversed(heads) if at <= said.span[0]), None)
        if theme is not None:
            seen.setdefault(plain, []).append((theme, said.span))
    for places in seen.values():
        if len(places) != 2 or places[0][0] == places[1][0]:
            continue
        words_there = stems(case.text[slice(*places[0][1])])
        fits = [_fit(words_there, words, theme) for theme, _ in places]
        if (fits[0] == 0) != (fits[1] == 0):
            (wrong, span), (right, other) = sorted(
                places, key=lambda one: _fit(words_there, words, one[0])
            )
            yield finding(
                "wrong_node",
                f"'{' '.join(case.text[slice(*span)].split())[:160]}…' staat woordelijk bij "
                f"'{case.name(right)}' en bij "
                f"'{case.name(wrong)}', en gaat over het eerste. Welke tekst hoort bij '{case.name(wrong)}'?",
                (span, other),
            )


def sentence_names_its_own_theme(case: Case) -> Iterator[CheckItem]:
    """A standing sentence names the theme that it stands under.

    Said where a sentence comes back under other themes, always the same but for the name, and under one of
    them has the name of another: 'de interventies onder de actielijn Sociale basis' under Zorg nabij.

    Why: the sentence was copied and not read, so nobody knows whether it holds here.
    Law: none; the care that adopting a document asks for.
    Prevents: 'geen extra middelen nodig' said of another programme line.
    """
    if not case.text:
        return
    themes = [
        one for one in case.reading.goals if one.kind == "theme" and len(one.text.split()) > 1
    ]
    heads = sorted((one.span[0], one.id) for one in themes)
    names = {normalise(one.text): one for one in themes}
    found: dict[str, list[tuple[str, str, Span]]] = {}
    for match in re.finditer(r"[^\n]+", case.text):
        plain = normalise(match[0])
        for name, theme in names.items():
            if f" {name} " in f" {plain} " and len(plain.split()) - len(name.split()) >= _LEAST - 4:
                here = next((one for at, one in reversed(heads) if at <= match.start()), None)
                if here is not None:
                    bare = plain.replace(name, "*")
                    found.setdefault(bare, []).append((here, theme.id, match.span()))
    for places in found.values():
        own = [place for place in places if place[0] == place[1]]
        wrong = [place for place in places if place[0] != place[1]]
        if own and wrong:
            said = "; ".join(
                f"bij '{case.name(here)}' staat '{case.name(named)}'" for here, named, _ in wrong
            )
            yield finding(
                "wrong_node",
                f"'{' '.join(case.text[slice(*wrong[0][2])].split())[:160]}' komt bij meer thema's "
                f"voor, en {said}. Is de zin "
                "overgenomen zonder de naam te veranderen?",
                [span for _, _, span in wrong],
            )


def _fit(said: frozenset[str], words: dict[str, frozenset[str]], theme: str) -> int:
    """How many words a paragraph shares with what is said only of this theme."""
    others = frozenset().union(*(own for name, own in words.items() if name != theme))
    return len(said & (words.get(theme, frozenset()) - others))


def _top(case: Case, node: str) -> str:
    """The theme above a goal, or the goal itself where there are no themes."""
    way = list(case.above(node))
    themes = [one for one in way if case.goals[one].kind == "theme"]
    if themes:
        return themes[-1]
    goals = [one for one in way if case.goals[one].kind == "goal"]
    return goals[-1] if goals else node


def _words(case: Case, tops: dict[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for goal in case.reading.goals:
        found.setdefault(tops[goal.id], set()).update(stems(goal.text))
    for one in case.reading.indicators:
        if one.goal in tops:
            found.setdefault(tops[one.goal], set()).update(stems(one.name))
    return {name: frozenset(words) for name, words in found.items()}
