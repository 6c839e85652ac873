"""A case: the document that is audited, the day, and the documents beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from noaber.intake.documents.audit.money import Money
from noaber.intake.documents.audit.values import period
from noaber.intake.documents.checks import check
from noaber.intake.documents.reading import (
    CheckItem,
    DocumentKind,
    GoalItem,
    Reading,
    Record,
)
from noaber.vocabulary.names import normalise


@dataclass(frozen=True)
class Case:
    """What a rule may look at: the document, the day, other documents of the same municipality.

    `text` is that of a printed chapter, empty for the own format. `is_new`: written here and not yet
    offered, so that nothing in it is public.
    """

    reading: Reading
    today: date | None = None
    others: Sequence[Reading] = ()
    text: str = ""
    is_new: bool = False

    @property
    def kind(self) -> DocumentKind:
        """What kind of document it is."""
        return self.reading.document.kind

    @property
    def year(self) -> int | None:
        """The year that the document is about."""
        return self.reading.document.year

    @cached_property
    def money(self) -> Money:
        """The amounts on their axes."""
        return Money(self.reading)

    @cached_property
    def sums(self) -> tuple[CheckItem, ...]:
        """The checks of the printed tables' own arithmetic, which prove amounts that look odd."""
        return check(self.reading)

    @cached_property
    def as_of(self) -> date | None:
        """The day whose state the document describes, by which its dates have passed or not.

        Accounts speak of the last day of their year, a budget of the first. An interim report speaks
        of the day it was decided on, or of today within its year; else no more than the first day is
        certain. Accounts that are written in autumn do not know December yet, and an old document is
        not blamed for what lay ahead of it.
        """
        if self.year is None or not 1 <= self.year <= 9999:
            return self.today
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        if self.kind == "account":
            return min(last, self.today or last)
        if self.kind == "interim":
            return self._reported_on(first, last)
        return first

    def _reported_on(self, first: date, last: date) -> date:
        decided = period(self.reading.document.decided_on)
        days = (decided.end if decided else None, self.today)
        return next((day for day in days if day and first <= day <= last), first)

    def records(self, section: str) -> tuple[Record, ...]:
        """The records of one section."""
        return tuple(one for one in self.reading.records if one.section == section)

    @cached_property
    def goals(self) -> dict[str, GoalItem]:
        """The nodes of the goal tree by their id."""
        return {goal.id: goal for goal in self.reading.goals}

    def name(self, node: str) -> str:
        """How a reader calls a theme or goal."""
        goal = self.goals.get(node)
        return goal.text if goal else self.money.names.get(node, node)

    def above(self, node: str | None) -> Iterator[str]:
        """The node and what it hangs under, up to the root; ends at a circle."""
        seen: set[str] = set()
        while node is not None and node not in seen and node in self.goals:
            seen.add(node)
            yield node
            node = self.goals[node].parent

    def other(self, kind: DocumentKind, year: int | None) -> Reading | None:
        """The other document of this municipality and programme, of that kind and year."""
        mine = self.reading.document
        for one in self.others:
            head = one.document
            if (
                (head.kind, head.year) == (kind, year)
                and (mine.kind, mine.year) != (kind, year)
                and _same(head.municipality, mine.municipality)
                and _same(head.programme, mine.programme)
            ):
                return one
        return None

    def previous(self) -> Reading | None:
        """The accounts of the year before."""
        return None if self.year is None else self.other("account", self.year - 1)


def _same(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and normalise(left) == normalise(right)
