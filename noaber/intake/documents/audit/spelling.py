"""Names: a theme that is spelled two ways is two themes to a computer."""

from collections.abc import Iterator
from itertools import combinations

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.words import finding
from noaber.intake.documents.reading import CheckItem, Reading, Span
from noaber.vocabulary.names import normalise

_SHORT = 5  # below this a word of one letter more or less is often another word
_MOST_NAMES = 200


def theme_spelled_two_ways(case: Case) -> Iterator[CheckItem]:
    """A theme has one spelling: in the goal tree, in the cost table, and in last year's accounts.

    Two names are taken for one when a single word of at least five letters differs by one letter, or
    of eight letters by two. Digits never count as a slip.

    Why: amounts and goals of one theme come apart when its name does.
    Law: none; the document's own names.
    Prevents: money of 'Gezondheidzorg' that the theme 'Gezondheidszorg' does not show.
    """
    names = _names(case.reading)
    keys = list(names)[:_MOST_NAMES]
    for left, right in combinations(keys, 2):
        if is_nearly(left, right):
            yield finding(
                "wrong_node",
                f"'{names[left][0]}' en '{names[right][0]}' staan beide in het document. Is het "
                "hetzelfde thema?",
                (names[left][1], names[right][1]),
            )
    yield from _against_last_year(case, names)


def _against_last_year(case: Case, names: dict[str, tuple[str, Span]]) -> Iterator[CheckItem]:
    before = case.previous()
    earlier = _names(before) if before else {}
    for key in list(names)[:_MOST_NAMES]:
        for old in earlier if key not in earlier else ():
            if old not in names and is_nearly(key, old):
                assert before is not None
                yield finding(
                    "wrong_node",
                    f"'{names[key][0]}' heette in {before.document.title} '{earlier[old][0]}'. Is het "
                    "hetzelfde thema?",
                    (names[key][1],),
                )


def _names(reading: Reading) -> dict[str, tuple[str, Span]]:
    """The names of themes, normalised, each with its printed form and first place."""
    found: dict[str, tuple[str, Span]] = {}
    for goal in reading.goals:
        if goal.kind == "theme":
            found.setdefault(normalise(goal.text), (goal.text, goal.span))
    for item in reading.finance:
        if item.heading:
            found.setdefault(normalise(item.heading), (item.heading, item.span))
    return found


def is_nearly(left: str, right: str) -> bool:
    """Whether two normalised names differ by a slip in one word."""
    first, second = left.split(), right.split()
    if len(first) != len(second):
        return is_slip("".join(first), "".join(second), split=True)
    different = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return len(different) == 1 and is_slip(*different[0])


def is_slip(left: str, right: str, split: bool = False) -> bool:
    """Whether two words differ by one letter, or two in a long word; `split`: only by a space."""
    if split:
        return left == right
    shortest = min(len(left), len(right))
    if shortest < _SHORT or _digits(left) != _digits(right):
        return False
    return _distance(left, right) <= (2 if shortest >= 8 else 1)


def _digits(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit())


def _distance(left: str, right: str) -> int:
    """How many letters to add, drop, change or swap with their neighbour (optimal string alignment)."""
    if abs(len(left) - len(right)) > 2:
        return 3
    rows = [list(range(len(right) + 1))]
    for at, letter in enumerate(left, 1):
        row = [at]
        for to, other in enumerate(right, 1):
            cost = min(row[-1] + 1, rows[-1][to] + 1, rows[-1][to - 1] + (letter != other))
            if at > 1 and to > 1 and letter == right[to - 2] and left[at - 2] == other:
                cost = min(cost, rows[-2][to - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
