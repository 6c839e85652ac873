"""Making the parts of an outline: goals, and what is done for them, with what the walk remembers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.grid import Grid
from noaber.intake.documents.outline_below import Below
from noaber.intake.documents.outline_codes import behind, coded, lit, timed
from noaber.intake.documents.outline_efforts import effort_words
from noaber.intake.documents.outline_words import (
    ACTIVITY,
    EITHER,
    LIST_HEAD,
    OPENS,
    OTHER_COLUMN,
    REMARK,
    STATE_BEHIND,
    STATUS_LINE,
    furniture,
    is_title,
    may_name_effort,
    name_span,
    reads_as_effort,
    remark,
    usual_status,
)
from noaber.intake.documents.reading import EffortStatus, Span
from noaber.intake.documents.roles import (
    LONGEST_NAME,
    Part,
    Role,
    Words,
    is_status,
    named,
    section_of,
    status_of,
    words,
)
from noaber.vocabulary.names import normalise

_LONGEST_HEAD = 6  # words in a head over a list


class Parts(Below):
    """What was read so far: the parts, the goal and the effort last named, and the list that is open."""

    def __init__(
        self,
        lines: Sequence[Line],
        taken: Sequence[bool],
        efforts: Mapping[int, Grid] | None = None,
        goals_in: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(lines, taken, efforts, goals_in)
        self.furniture = furniture(lines)
        self.both = False
        self.tense: str | None = None
        self.ambition = False
        self.pending: tuple[Role, bool] | None = None
        self.goal_level, self.goal_number = 0, ""
        self.depths: list[int] = []
        self.list_status: tuple[EffortStatus | None, bool] | None = None
        self.heads: EffortStatus | None = None
        self.inner: str | None = None
        self.reports = self.explains = self.alone = self.tabled = self.numbered = self.bold = False
        self.headed = self.told = False
        self.open: Part | None = None
        self.coded, self.timed = coded(lines, taken), timed(lines, taken)
        self.behind, self.lit = behind(lines, taken), lit(lines, taken)
        self.parts: dict[int, Part] = {}
        self.where = 0
        self.effort: int | None = None
        self.programme = False
        self.listed = False
        self.goals: set[str] = set()
        self.indent = 0
        self.goal_at: int | None = None
        self.numbers: set[str] = set()
        self.sub = False
        self.ends: bool | None = None
        self.over = ""  # the number of the marked goal above
        self.asked_at = 0
        self.effort_level = 0

    def _goal(self, line: Line, span: Span, role: Role, high: bool, found: Words) -> Part:
        if role is Role.GOAL:
            if high:
                self.ambition = True
            elif self.ambition:
                role = Role.SUBGOAL
            self.goal_level, self.goal_number = found.level, found.number
        self.listed, self.heads = False, None
        span = _without_state(line, span)
        self.goals.add(normalise(line.text[span[0] - line.start : span[1] - line.start]))
        part = Part(role, line, span, high=high)
        self.open = part
        return part

    def _goal_here(self, line: Line, found: Words) -> Part:
        """The words of the line as a goal."""
        return self._goal(line, name_span(line, found.start, found.end), Role.GOAL, False, found)

    def _list(self, text: str) -> bool:
        """'De volgende inspanning is nieuw:' says something of what is listed below it."""
        low = normalise(text)
        if len(low.split()) > 25 or not re.search(grammar().outline.lists, low):
            return False
        new, status = " nieuw" in low, status_of(low)
        if not new and status is None:
            return False
        own = EITHER.search(low)  # each item says its own
        self.section, self.list_status, self.open = "efforts", (None if own else status, new), None
        return True

    def _status_head(self, at: int, line: Line) -> bool:
        """'Niet gerealiseerd' alone on a line, over a list of what was not."""
        if not self._heads_list(at):
            return False
        self.section, self.open, self.listed = "efforts", None, False
        found = LIST_HEAD.fullmatch(normalise(line.text))
        new = found is not None and found["new"] is not None
        self.heads, self.list_status = status_of(line.text), ((None, True) if new else None)
        if self.heads is None and not new and "stop" in line.text.lower():
            self.heads = "stopped"
        return True

    def _is_again(self, at: int, found: Words, text: str) -> bool:
        """Whether a head stands over what is done as the goal before it did: words about it first, or none."""
        before = self.goal_at
        if before is None or self.effort is None or self.effort < before or found.bullet:
            return False
        if not 4 <= len(text.split()) <= LONGEST_NAME or not self.lines[at].first or is_title(text):
            return False
        if not text[0].isupper() or text.endswith((".", ":", "?", ";")):
            return False
        said = words(self.lines[before].text)
        if bool(said.number or said.bullet) != bool(found.number) or said.level != found.level:
            return False
        here, there = self._shape(at), self._shape(before)
        return here is not None and there is not None and bool(here) == bool(there)

    def _is_below_list(self, at: int) -> bool:
        """Whether the last goal under this question is an item of a list: a line below it is none."""
        before = self.goal_at
        if before is None or not self.asked_at < before < at:
            return False
        return bool(words(self.lines[before].text).bullet)

    def _heads_other_list(self, at: int, line: Line, text: str) -> bool:
        """Whether a few words head a list that comes after the list of goals: it is of something else.

        Not where the goals themselves stand under such heads, the first of them too.
        """
        before = self.goal_at
        if before is None or before < self.asked_at or not line.first or at + 1 >= len(self.lines):
            return False
        listed, below = words(self.lines[before].text), words(self.lines[at + 1].text)
        if not listed.bullet or not below.bullet or len(text.split()) > _LONGEST_HEAD:
            return False
        first = next((place for place, _ in self._under(self.asked_at)), None)
        return first is not None and bool(words(self.lines[first].text).bullet)

    def _is_below_goal(self, found: Words) -> bool:
        """Whether a number goes on from that of the marked goal above: '1.2' below 'Doel 1'."""
        if self.section not in ("named", "efforts") or found.bullet or not self.over:
            return False
        return found.number.rpartition(".")[0] == self.over

    def _is_next_goal(self, at: int, found: Words) -> bool:
        """Whether the number goes on from that of the goal above, past the deeper ones of what is done."""
        *over, last = self.goal_number.split(".")
        if not last.isdigit() or found.number != ".".join((*over, str(int(last) + 1))):
            return False
        above = None if self.effort is None else words(self.parts[self.effort].line.text).number
        return (above or "").startswith(f"{self.goal_number}.") or self._goes_for(at)

    def _open_list(self) -> bool:
        """Whether the effort above ends in words that a list goes on with: 'Doelen zijn', 'vijf beloften:'."""
        part = None if self.effort is None else self.parts[self.effort]
        return part is not None and self.effort == self.where and bool(OPENS.search(part.line.text))

    def _is_inner(self, found: Words, text: str) -> bool:
        """Whether an item is part of the list that the effort above opens, and no effort of its own."""
        if self.section != "efforts" or not (found.bullet or found.number):
            self.inner = None
            return False
        if self.inner is None:
            if not self._open_list():
                return False
            self.inner = "number" if found.number and not found.bullet else "semicolon"
        if self.inner == "number":
            inside = bool(found.number) and not found.bullet
        else:
            inside = text.rstrip().endswith(";")
        if not inside:
            self.inner = None
        return inside

    def _is_plain_effort(self, line: Line, text: str) -> bool:
        """Whether words under a question about doing are an effort, where no list has bullets.

        A sentence or two with a short one first ('Wijkteams versterken. In 2023 ...'), or a name.
        """
        if self.effort_level and not words(line.text).level:
            return False  # words about the head above
        if self.listed or self.tabled or not may_name_effort(text):
            return False
        if self.alone:
            return not text.endswith(".") and line.first
        ends = text.endswith(".")
        if (self.ends is False and ends) or not reads_as_effort(text, line.first):
            return False  # a sentence below names is about them
        self.ends = ends if self.ends is None else self.ends
        return True

    def _said(self, status: EffortStatus | None) -> bool:
        """Give the effort above the status that stands on its own line."""
        if self.effort is None:
            return False
        self.parts[self.effort] = replace(self.parts[self.effort], status=status)
        return True

    def _effort(self, line: Line, found: Words) -> Part:
        text = line.text
        said = effort_words(text, found)
        start, end, status, new = said.start, said.end, said.status, said.new
        again = self.list_status is not None
        if self.list_status is not None:
            told = remark(text, start, end)
            end = end if told is None else told[0]
            own = None if told is None or self.list_status[0] else status_of(text[told[1] :])
            status, new = status or self.list_status[0] or own, new or self.list_status[1]
        span = (line.start + start, line.start + start + len(text[start:end].rstrip(" \u00a0;")))
        name = normalise(text[start:end])
        if name in self.goals:  # a goal over what was done for it
            self.open = None
            return Part(Role.GOAL, line, span, own=True)
        mixed = self.list_status is not None and self.list_status == (None, False)
        usual = None if mixed else usual_status(text, self.tense)
        status = status or self.heads or usual
        part = Part(
            Role.EFFORT, line, span, status=status, new=new, again=again, report=self.reports
        )
        self.effort_level = found.level
        self.open = None if said.far else part
        return part

    def _continues(self, line: Line) -> bool:
        """Whether the line goes on with the name above it, as wrapped text does."""
        part = self.open
        if part is None or line.first:
            return False
        found = words(line.text)
        text = line.text
        if (
            found.bullet
            or found.level
            or text[0] == "%"
            or section_of(text)
            or STATUS_LINE.match(text)
            or REMARK.match(text)
            or ACTIVITY.match(text)
        ):
            return False
        if named(text) is not None:
            return False
        number = found.number and (
            "." in found.number or found.number[:1].isalpha() or part.role is Role.EFFORT
        )
        further = line.indent - part.line.indent
        if further >= OTHER_COLUMN:
            return False
        deeper = further > 0
        long = len(part.line.text) + part.line.indent > 45
        ended = part.line.text.rstrip().endswith((".", "?", "!"))
        small = text[0].islower() and not ended
        if number or not ((deeper and (long or small)) or (small and long)):
            return False
        end = " ;" if part.role is Role.EFFORT else " .;:"
        stop, status = len(text.rstrip(end)), part.status
        state = STATE_BEHIND.search(text) if part.role is Role.EFFORT else None
        if state is not None and is_status(state["status"]) and (state.start() or text[0] == "("):
            stop, status = len(text[: state.start()].rstrip(end)), status_of(state["status"])
        if stop > 0:
            part = replace(part, span=(part.span[0], line.start + stop))
        self.open = replace(part, status=status)
        self.parts[self.where] = self.open
        return True


def _without_state(line: Line, span: Span) -> Span:
    """The name of a goal without what is said behind it of how it goes: 'Hulp is dichtbij | op koers'."""
    start, end = span[0] - line.start, span[1] - line.start
    match = STATE_BEHIND.search(line.text, start, end)
    if match is None or match.start() - start < 8 or not is_status(match["status"]):
        return span
    return span[0], line.start + len(line.text[: match.start()].rstrip())
