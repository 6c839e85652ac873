"""What became of what was promised: kept, changed, or passed over in silence.

Looks at the same effort, goal or indicator in the documents of one programme in order of time: the
budget, the interim report, the accounts. Sets no store by words: what a document does not say stays
unsaid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from noaber.vocabulary.cycle import EffortStatus


class Fate(StrEnum):
    """What can be said of a promise."""

    KEPT = "kept"
    CHANGED = "changed"
    SILENT = "silent"
    ADDED = "added"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Mention:
    """One document's word on an effort: its state there, None where it gives none.

    `named` is false where the document does not name it at all.
    """

    named: bool
    status: EffortStatus | None = None
    reason: str = ""


_KEPT = frozenset({EffortStatus.FINISHED, EffortStatus.RUNNING})
_UNDER_WAY = frozenset({EffortStatus.NEW, EffortStatus.PLANNED})
_ENDED = frozenset(
    {
        EffortStatus.FINISHED,
        EffortStatus.STOPPED,
        EffortStatus.MOVED,
        EffortStatus.HANDED_OVER,
    }
)


def fate_of_effort(mentions: Sequence[Mention], looks_back: bool) -> Fate | None:
    """The fate of an effort in the last document of a row, at least two of them.

    `looks_back` is true for accounts and interim reports, which tell what was done; in a budget what
    goes on is a promise again. What the first document does not name came later. None where it had
    ended before: nobody needs to name it.
    """
    first, *_ = mentions
    *before, now = mentions
    promised = [one for one in before if one.named]
    if first.named and first.status in _ENDED:
        return None
    if not now.named:
        ended = promised and promised[-1].status in _ENDED
        return None if ended or not promised else Fate.SILENT
    if not first.named:
        return Fate.ADDED
    if now.status is None:
        return Fate.UNTOLD
    if now.status in _KEPT or (now.status in _UNDER_WAY and not looks_back):
        return Fate.KEPT
    return Fate.CHANGED


def fate_of_name(before: Sequence[str | None], now: str | None) -> Fate | None:
    """The fate of a goal or indicator by its wording in each document; None is: not in it."""
    known = [words for words in before if words is not None]
    if now is None:
        return Fate.SILENT if known else None
    if not known:
        return Fate.ADDED
    return Fate.KEPT if known[-1] == now else Fate.CHANGED
