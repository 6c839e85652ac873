"""Documents beside each other: what was promised and no longer told, and figures that changed afterwards.

Each rule compares this document with an earlier one of the same municipality and programme. It is
silent where the two hardly share a name: then they are worded too differently to tell.
"""

from collections.abc import Iterator
from decimal import Decimal

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.values import text
from noaber.intake.documents.audit.words import counted, finding, listed
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.reading import (
    CheckItem,
    DocumentKind,
    IndicatorItem,
    Reading,
    Span,
    ValueItem,
)
from noaber.intake.documents.tree import stems
from noaber.vocabulary.names import normalise
from noaber.vocabulary.numbers import format_number

_SAID = 0.5  # of the words of an effort: where so many stand together it is told of
_SHARED = 0.5  # of the names of the earlier document that must come back
_WINDOW = 400  # characters on either side in which the words of an effort stand together
_LEAST = 3  # names that must be shared
_KINDS = {"budget": "de begroting", "interim": "de tussenrapportage", "account": "de jaarstukken"}
_EARLIER: dict[DocumentKind, tuple[DocumentKind, ...]] = {
    "interim": ("budget",),
    "account": ("budget", "interim"),
}
_ORDER = {"budget": 0, "interim": 1, "account": 2}


def effort_of_the_budget_is_told_of(case: Case) -> Iterator[CheckItem]:
    """What the budget said would be done, the interim report and the accounts of that year tell of.

    An effort is told of where most words of its name stand near each other anywhere in the text.

    Why: the council decided on it, and wants to know what came of it, also where nothing did.
    Law: BBV 25: the account tells how far the goals were reached and what was done for them.
    Prevents: an effort that disappears without a word.
    """
    for kind in _EARLIER.get(case.kind, ()):
        earlier = case.other(kind, case.year)
        if earlier is None or not case.text or not earlier.efforts:
            continue
        told = _Told(case.text)
        gone = [one for one in earlier.efforts if not told.of(one.text)]
        if not _comparable(len(gone), len(earlier.efforts)):
            continue
        yield finding(
            "promise",
            f"{_document(earlier)} noemt "
            f"{counted(len(gone), 'inspanning waarvan', 'inspanningen waarvan')} hier niets staat: "
            f"{listed(one.text.rstrip(' .;') for one in gone)}. Wat is ervan gekomen?",
            [_whole(case)],
        )


def indicator_of_the_budget_is_told_of(case: Case) -> Iterator[CheckItem]:
    """An indicator for which the budget set a target comes back in the accounts of that year.

    Why: a target without a result cannot be judged.
    Law: BBV 25; for indicators of the municipality's own, convention.
    Prevents: the indicator that went the wrong way being left out.
    """
    earlier = case.other("budget", case.year) if case.kind == "account" else None
    if earlier is None or not case.reading.indicators:
        return
    aimed = [one for one in earlier.indicators if any(v.kind == "target" for v in one.values)]
    now = [stems(one.name) for one in case.reading.indicators]
    gone = [one for one in aimed if not any(_alike(stems(one.name), name) for name in now)]
    if _comparable(len(gone), len(aimed)):
        yield finding(
            "missing_year",
            f"{_document(earlier)} noemt een streefwaarde voor "
            f"{listed(one.name for one in gone)}; "
            f"{'deze staat' if len(gone) == 1 else 'deze staan'} hier niet meer. Wat is het geworden?",
            [_whole(case)],
        )


def value_is_what_was_printed_then(case: Case) -> Iterator[CheckItem]:
    """A value of an earlier year is the one that an earlier document printed for that year.

    Silent where a note stands at the indicator or an erratum tells of it, and where fewer than half
    of the shared values are the same: then something else is measured under the same name.

    Why: a series whose past changes cannot be read.
    Law: BBV 25; convention for the municipality's own indicators.
    Prevents: a trend that comes from counting otherwise.
    """
    for earlier in _before(case):
        known = {normalise(one.name): one for one in earlier.indicators}
        changed: list[tuple[IndicatorItem, ValueItem, ValueItem]] = []
        same = 0
        for one in case.reading.indicators:
            then = known.get(normalise(one.name))
            if then is None or one.unit != then.unit:
                continue
            for value, old in _shared(one, then):
                if value.value == old.value:
                    same += 1
                elif not one.notes and not _corrected(earlier, old, value):
                    changed.append((one, value, old))
        if not changed or same < len(changed) or same + len(changed) < _LEAST:
            continue
        for one, value, old in changed:
            yield finding(
                "series_break",
                f"‘{one.name}’ over {value.period} is hier {_number(value)}; in {_low(earlier)} "
                f"stond {_number(old)}. Is er anders geteld of is het later bijgesteld?",
                [value.span],
            )


def _shared(one: IndicatorItem, then: IndicatorItem) -> Iterator[tuple[ValueItem, ValueItem]]:
    """The measured values of the same period in both, where both are dated numbers."""
    old = {value.period: value for value in then.values if value.kind == "actual" and value.dated}
    for value in one.values:
        found = old.get(value.period)
        if found is None or value.kind != "actual" or not value.dated:
            continue
        if _is_number(value) and _is_number(found):
            yield value, found


def _corrected(earlier: Reading, old: ValueItem, value: ValueItem) -> bool:
    """Whether an erratum of the earlier document says so."""
    return any(
        one.section == "erratum"
        and (text(one, "printed"), text(one, "correct")) == (_number(old), _number(value))
        for one in earlier.records
    )


def _is_number(value: ValueItem) -> bool:
    return isinstance(value.value, int | float) and not isinstance(value.value, bool)


def _before(case: Case) -> Iterator[Reading]:
    """The documents of the same programme that were printed before this one, the newest first."""
    found = [
        one
        for one in case.others
        if one.document.kind in _ORDER
        and case.kind in _ORDER
        and one.document.year is not None
        and _age(one) < (case.year or 0, _ORDER[case.kind])
        and case.other(one.document.kind, one.document.year) is one
    ]
    yield from sorted(found, key=_age, reverse=True)


def _age(reading: Reading) -> tuple[int, int]:
    return (reading.document.year or 0, _ORDER.get(reading.document.kind, 0))


def _comparable(gone: int, of: int) -> bool:
    """Whether some are gone and enough of them came back to say so."""
    return gone > 0 and of - gone >= _LEAST and (of - gone) >= _SHARED * of


class _Told:
    """A text in which names are looked for by their words."""

    def __init__(self, text: str) -> None:
        self.text = normalise(text)

    def of(self, name: str) -> bool:
        """Whether most words of the name stand near each other, around either of its two rarest."""
        words = stems(name) - grammar().doing or stems(name)
        if not words:
            return True
        room = max(_WINDOW, len(name))  # what stands there word for word is told of, however long
        rare = sorted(words, key=lambda word: (self.text.count(word), word))[:2]
        if any(count >= _SAID * len(words) for count in self._near(rare[0], words, room)):
            return True
        rest = words - {rare[0]}  # the rarest word may be worded otherwise
        return any(
            count > _SAID * len(words)
            for other in rare[1:]
            for count in self._near(other, rest, room)
        )

    def _near(self, anchor: str, words: frozenset[str], room: int) -> Iterator[int]:
        """How many of the words stand around each place of the anchor."""
        at = self.text.find(anchor)
        while at >= 0:
            near = self.text[max(0, at - room) : at + room]
            yield sum(word in near for word in words)
            at = self.text.find(anchor, at + 1)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and len(one & other) >= 0.6 * len(one)


def _document(reading: Reading) -> str:
    return _low(reading).capitalize()


def _low(reading: Reading) -> str:
    return f"{_KINDS[reading.document.kind]} {reading.document.year}"


def _number(value: ValueItem) -> str:
    return format_number(Decimal(str(value.value)))


def _whole(case: Case) -> Span:
    """The name of the programme, where what is missing cannot be pointed at."""
    root = next((goal for goal in case.reading.goals if goal.kind == "programme"), None)
    return root.span if root is not None else (0, 0)
