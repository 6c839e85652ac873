"""What the line of an effort says besides its name: what became of it, and whether it is new."""

from dataclasses import dataclass

from noaber.intake.documents.outline_words import (
    ASIDE,
    BEHIND,
    DONE,
    LIGHTS,
    NEW,
    NEW_FIRST,
    NOT_DONE,
    NOTE_MARK,
    PERIOD_BEHIND,
    far_status,
)
from noaber.intake.documents.reading import EffortStatus
from noaber.intake.documents.roles import Words, status_of
from noaber.vocabulary.names import normalise


@dataclass(frozen=True, slots=True)
class EffortWords:
    """text[start:end] is the name; `far` is whether wide white stands between it and its status."""

    start: int
    end: int
    status: EffortStatus | None
    new: bool
    far: bool


def effort_words(text: str, found: Words) -> EffortWords:
    """The line of an effort taken apart."""
    start, end = found.start, found.end
    status: EffortStatus | None = None
    new = False
    tab = text.find("\t", start)
    far = far_status(text, start, end)
    if tab > 0:
        status, end = status_of(text[tab:]), tab
    elif far is not None:
        end, status = far
    if (aside := ASIDE.search(text, start, end)) is not None and found.bullet:
        end = aside.start() + 1
    if (match := NOTE_MARK.search(text, start, end)) is not None:
        end = match.start()
    if (match := NEW.search(text, start, end)) is not None:
        new, end = True, match.start()
    if (match := NEW_FIRST.match(text, start, end)) is not None:
        new, start = True, match.end()
    if (match := PERIOD_BEHIND.search(text, start, end)) is not None and match.start() > start:
        end = match.start()
    behind = BEHIND.search(text, start, end)
    if behind is not None and len(normalise(behind["status"]).split()) < 4:
        said = status_of(behind["status"])
        if said is not None and behind.start() - start > 8:
            status, end = said, behind.start()
    if found.mark:
        status = status_of(found.mark)
    elif found.bullet[:1] in LIGHTS + "✅❌" and found.bullet:
        status = status_of(found.bullet[0])
    elif found.bullet[:1] in DONE:
        status = status or "done"
    elif found.bullet[:1] in NOT_DONE:
        status = status or "not_started"
    return EffortWords(start, end, status, new, far is not None)
