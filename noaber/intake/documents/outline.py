"""Fifth stage: the lines outside the rows of figures as goals, efforts, questions and text.

A chapter is ordered by its questions ('Wat willen we bereiken?') and by markers before names
('Doel: ...'). A head over a question about goals is a theme; what is listed under such a question is
a goal, what is listed under a question about doing is an effort. Where goals serve an ambition that
the chapter names first, they are its subgoals.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Layout, cells, layout
from noaber.intake.documents.columns import Role as ColumnRole
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.grid import Grid
from noaber.intake.documents.reading import EffortStatus, Span
from noaber.intake.documents.roles import (
    LONGEST_NAME,
    Part,
    Role,
    Words,
    is_navigation,
    is_status,
    named,
    section_of,
    status_of,
    tense_of,
    words,
)
from noaber.intake.documents.tokens import LONGEST_ROW
from noaber.vocabulary.names import normalise

_SENTENCE = re.compile(r"[.!?]\s+(?=[A-ZÀ-Þ])")
_STATUS_LINE = re.compile(r"(?:status|stand van zaken|stand|voortgang)\s*:\s*", re.I)
_ACTIVITY = re.compile(
    r"(?:activiteit|inspanning|maatregel|actie|prestatie|project|INS|ACT|PRE)(?:\s+[A-Z]?[0-9.]+[a-z]?)?\s*:\s+(?=\S)",
    re.I,
)
_ASIDE = re.compile(r"\S {4,}(?=\S)")
_REMARK = re.compile(
    r"(?:toelichting|opmerking|planning|wie|budget|bron|resultaat|portefeuillehouder|mijlpaal"
    r"|eerste stap|startdatum|trekker|vervolg|kosten|partners|risico)\s*:",
    re.I,
)
_ABOUT = re.compile(r"\bprogramma (?P<name>[A-ZÀ-Þ][^?]{2,80}?)\s*\?$")
_NEW = re.compile(r"[\s*_]*[(\[]nieuw[)\]][\s*_]*$", re.I)
_NEW_FIRST = re.compile(r"(?:Nieuw|NIEUW):?\s+(?=[A-ZÀ-Þ])")
_CODE = re.compile(r"(?:INS|ACT|PRE|AC)\s+[A-Z0-9]{1,3}(?:\.[0-9a-z]{1,3}){0,4}\.?:?\s+(?=\S)")
_BEHIND = re.compile(r"\s*(?::|–|-|\()\s*(?P<status>[^:–()]{3,40})\)?\s*$")
_FOLIO = re.compile(r"(?:(?:pagina|pag\.?|blz\.?|p\.)\s*)?[0-9]{1,3}", re.I)
_LEAD = re.compile(r"(?:\*\*)?[A-ZÀ-Þ0-9'‘][^.!?:]{3,60}[.:](?:\*\*)?\s+(?=[A-ZÀ-Þ'‘])")
_AT_GOAL = re.compile(r"(?:bij|voor|doel) (?:doel )?[A-Z]?[0-9]+(?:\.[0-9a-z]+)*:?", re.I)
_LONGEST_LIST = 200  # lines in a list of goals and what is done for them
_EITHER = re.compile(r" of .*(?:gestart|opgestart|afgerond|gestopt|vervallen)")
_REMARKED = re.compile(r"(?<=[\w)’'”\"])\s*:\s+(?=\S+ \S+ \S)|(?<=\w)\.\s+(?=(?:Deze|Dit|De) inspanning)")
_MEASURED = re.compile(r"(?:Het (?:%|aantal|percentage|aandeel)|Meer|Minder) [^.0-9]*(?:[0-9]+\+[^.0-9]*)?"
    r"\b(?:blijft gelijk|neemt toe|neemt af|is toegenomen|is afgenomen|is lager|is hoger|stijgt|daalt)\b[^.0-9]*\.")
_WIDE = re.compile(r"\S(?P<white> {2,})(?=\S)")
_DOING = re.compile(r"gedaan|doen|inspanning|activiteit|actie|maatregel|prestatie")
_OTHER_COLUMN = 30  # so much further to the right a line belongs to a column beside it
_LOOK = 4  # lines that may stand between a head and its question
_DONE = frozenset("✓✔☑")
_NOT_DONE = frozenset("✗✘☒")


class Outline:
    """Walks down the lines of a chapter, keeping under which question they stand."""

    def __init__(
        self, lines: Sequence[Line], taken: Sequence[bool], efforts: Mapping[int, Grid] | None = None
    ) -> None:
        self.lines, self.taken, self.efforts = lines, taken, efforts or {}
        self.furniture = _furniture(lines)
        self.section: str | None = None
        self.both = False
        self.tense: str | None = None
        self.ambition = False
        self.pending: tuple[Role, bool] | None = None
        self.goal_level = 0
        self.depths: list[int] = []
        self.list_status: tuple[EffortStatus | None, bool] | None = None
        self.heads: EffortStatus | None = None
        self.open: Part | None = None
        self.parts: dict[int, Part] = {}
        self.where = 0
        self.effort: int | None = None
        self.programme = False
        self.listed = False
        self.goals: set[str] = set()
        self.indent = 0

    def walk(self) -> dict[int, Part]:
        """The part that begins on each line, by the number of the line."""
        for at, line in enumerate(self.lines):
            if self.taken[at]:
                self.open = None
                continue
            part = self._part(at, line)
            if part is not None:
                self.parts[at] = part
                self.where = at
                self.effort = at if part.role is Role.EFFORT else self.effort
        return self.parts

    def _part(self, at: int, line: Line) -> Part | None:
        text = line.text
        if len(text) > LONGEST_ROW:
            self.open = None
            return Part(Role.TEXT, line, line.span)
        if is_navigation(text) or normalise(_first_cell(line)) in self.furniture:
            self.open = None
            return Part(Role.NAVIGATION, line, line.span)
        if self._continues(line):
            return None
        found = words(text)
        if text.endswith(":") and self._list(text):
            return Part(Role.TEXT, line, line.span)
        section = section_of(text)
        asked = text.endswith("?") or not line.first
        if section == "efforts" and not asked and self._heads_goals(at):
            section = None  # 'Aanpak sociaal domein', a theme
        if section is not None and not (self.pending and not text.endswith("?")):
            return self._question(line, found, section)
        if (self.pending is not None) and (part := self._pending(line, found)) is not None:
            return part
        status = _STATUS_LINE.match(text)
        if status is not None and self._said(status_of(text[status.end() :])):
            return Part(Role.TEXT, line, line.span)
        if self._list(text) or self._status_head(at, line):
            return Part(Role.TEXT, line, line.span)
        activity = _CODE.match(text, found.start) or _ACTIVITY.match(text, found.start)
        if activity is not None:
            self.listed = True
            return self._effort(line, replace(found, start=activity.end(), bullet="•"))
        marked = named(text)
        if marked is not None:
            return self._named(line, found, *marked)
        return self._by_section(at, line, found)

    def _question(self, line: Line, found: Words, section: str) -> Part:
        text = line.text
        low = normalise(text)
        self.section, self.open, self.list_status, self.pending = section, None, None, None
        self.heads = None
        self.listed = False
        self.both = section == "goals" and bool(_DOING.search(low))
        self.tense = tense_of(text[found.start : found.end]) or _tense(low) or self.tense
        self.depths = []
        about = _ABOUT.search(text) if not self.programme else None
        if about is not None:
            self.programme = True
            start, end = about.span("name")
            return Part(Role.PROGRAMME, line, (line.start + start, line.start + end))
        return Part(Role.QUESTION, line, line.span, tense_of(text[found.start : found.end]))

    def _pending(self, line: Line, found: Words) -> Part | None:
        assert self.pending is not None
        role, high = self.pending
        self.pending = None
        text = line.text[found.start : found.end]
        if len(text.split()) > LONGEST_NAME or len(_SENTENCE.findall(text)) > 1:
            return None
        span = name_span(line, found.start, found.end)
        return self._goal(line, span, role, high, found)

    def _goal(self, line: Line, span: Span, role: Role, high: bool, found: Words) -> Part:
        if role is Role.GOAL:
            if high:
                self.ambition = True
            elif self.ambition:
                role = Role.SUBGOAL
            self.goal_level = found.level
        self.listed, self.heads = False, None
        self.goals.add(normalise(line.text[span[0] - line.start : span[1] - line.start]))
        part = Part(role, line, span)
        self.open = part
        return part

    def _named(self, line: Line, found: Words, role: Role, span: Span, high: bool) -> Part | None:
        start, end = span
        self.open = None
        if start == end:
            self.pending = (role, high)
            return Part(Role.TEXT, line, line.span)
        whole = (line.start + start, line.start + end)
        if role in (Role.GOAL, Role.SUBGOAL):
            self.section = "named"
            return self._goal(line, whole, role, high, found)
        if role is Role.PROGRAMME and self.programme:
            return Part(Role.TEXT, line, line.span)
        self.programme = self.programme or role is Role.PROGRAMME
        self.section = None
        self.ambition = self.ambition and role is not Role.PROGRAMME
        return Part(role, line, whole)

    def _list(self, text: str) -> bool:
        """'De volgende inspanning is nieuw:' says something of what is listed below it."""
        low = normalise(text)
        if len(low.split()) > 25 or not re.search(grammar().outline.lists, low):
            return False
        new = " nieuw" in low
        status = status_of(low)
        if not new and status is None:
            return False
        status = None if _EITHER.search(low) else status  # each item says its own
        self.section, self.list_status, self.open = "efforts", (status, new), None
        return True

    def _status_head(self, at: int, line: Line) -> bool:
        """'Niet gerealiseerd' alone on a line, over a list of what was not."""
        if at + 1 >= len(self.lines) or self.taken[at + 1] or not is_status(line.text):
            return False
        below = words(self.lines[at + 1].text)
        if not below.bullet or len(line.text.split()) > 3 or line.text.endswith("."):
            return False
        self.section, self.open = "efforts", None
        self.heads = status_of(line.text)
        return True

    def _by_section(self, at: int, line: Line, found: Words) -> Part | None:
        text = line.text[found.start : found.end]
        if found.mark and (status_of(found.mark) is not None):
            return self._effort(line, found)
        if (found.number or found.bullet) and _far_status(line.text, found.start, found.end):
            return self._effort(line, found)
        if found.level and found.level == self.goal_level and self.section == "efforts":
            self.section = "goals"
        elif self._is_head(at, line, found, text):
            self.section, self.open, self.goal_level = None, None, 0
            return Part(Role.THEME, line, name_span(line, found.start, found.end))
        if self._serves_list(at, line, text) or self._is_unasked(at):
            return self._goal(
                line, name_span(line, found.start, found.end), Role.GOAL, False, found
            )
        over = at + 1 in self.efforts and (line.first or found.level or found.number)
        if (_is_bold(line.text) and self._heads_efforts(at)) or (
            over and self._is_goal_over(text, at + 1)
        ):
            return self._goal(
                line, name_span(line, found.start, found.end), Role.GOAL, False, found
            )
        if self._status_follows(at) and text and not _REMARK.match(text):
            self.listed = True
            return self._effort(line, found)
        if self.section == "efforts" and found.number[:1].isalpha() and self._goes_for(at):
            return self._goal(
                line, name_span(line, found.start, found.end), Role.GOAL, False, found
            )
        if self.section == "goals" or (found.level and self._serves(at, found, text)):
            return self._under_goals(at, line, found, text)
        if self.section in ("efforts", "named") and (
            found.bullet or (found.number and self.section == "efforts")
        ):
            if found.bullet and self.listed and line.indent > self.indent + 1:
                return Part(Role.TEXT, line, line.span)  # explains the effort above it
            if not self.listed:
                self.indent = line.indent
            self.listed = True
            return self._effort(line, found)
        if self.section == "named" and found.number and self._tells_status(line.text):
            self.listed = True
            return self._effort(line, found)
        if self.section == "efforts" and self._is_plain_effort(line, text):
            return self._effort(line, found)
        self.open = None
        return Part(Role.TEXT, line, line.span)

    def _tells_status(self, text: str) -> bool:
        """Whether a numbered line ends in what became of it."""
        behind = _BEHIND.search(text)
        return behind is not None and status_of(behind["status"]) is not None

    def _is_plain_effort(self, line: Line, text: str) -> bool:
        """Whether words under a question about doing are an effort, where no list has bullets.

        A sentence or two with a short one first ('Wijkteams versterken. In 2023 ...'), or a name.
        """
        if (
            self.listed
            or not text
            or is_title(text)
            or not (text[0].isupper() or text[0] in "'‘’\"*")
            or text.endswith((":", "?"))
        ):
            return False
        if _REMARK.match(text) or _AT_GOAL.fullmatch(text) or "://" in text:
            return False
        lead = _LEAD.match(text)
        if lead is not None:
            return len(text.split()) <= 120
        count = len(text.split())
        one = not _SENTENCE.search(text)
        return one and 2 < count <= 35 and (line.first or not text.endswith("."))

    def _under_goals(self, at: int, line: Line, found: Words, text: str) -> Part:
        listed = bool(found.bullet or found.number or found.level)
        if self.both and found.bullet and not found.number:
            return self._effort(line, found)
        sentences = len(_SENTENCE.findall(text)) + 1
        if sentences == 2 and not listed and text[0].isupper() and _MEASURED.match(text):
            found = replace(found, end=found.start + text.index(". ") + 1)
            return self._goal(line, name_span(line, found.start, found.end), Role.GOAL, False, found)
        if len(text.split()) > LONGEST_NAME or sentences > (2 if listed else 1) or len(text) < 4:
            self.open = None
            return Part(Role.TEXT, line, line.span)
        if not listed and (text.endswith(":") or len(text.split()) < 2 or not (text[0].isupper() or text[0] == "%")):
            return Part(Role.TEXT, line, line.span)
        role = Role.GOAL
        depth = found.number.count(".") + 1 if found.number and not found.bullet else 0
        if depth:
            self.depths = self.depths or self._depths(at)
            place = self.depths.index(depth) if depth in self.depths else 0
            if len(self.depths) > 2:
                place -= 1
            role = (Role.GOAL, Role.SUBGOAL)[min(place, 1)] if place >= 0 else Role.THEME
            if role is Role.THEME:
                return Part(role, line, name_span(line, found.start, found.end))
        return self._goal(line, name_span(line, found.start, found.end), role, False, found)

    def _depths(self, at: int) -> list[int]:
        """How deep the numbers go of what is listed under this question, from the least deep."""
        found: set[int] = set()
        for one in self.lines[at : at + _LONGEST_LIST]:
            if section_of(one.text) is not None:
                break
            said = words(one.text)
            if said.number and not said.bullet:
                found.add(said.number.count(".") + 1)
        return sorted(found)

    def _is_head(self, at: int, line: Line, found: Words, text: str) -> bool:
        """Whether the line is a head: a question about goals stands right under it."""
        if (
            found.bullet
            or not text
            or len(text.split()) > 14
            or text.endswith((".", ":", "?", ";", ","))
        ):
            return False
        if not (line.first or found.level or found.number) or is_title(text) or "\t" in text:
            return False
        for place in range(at + 1, min(at + 1 + _LOOK, len(self.lines))):
            below = self.lines[place].text
            if self.taken[place]:
                return bool(found.level) and place in self.efforts and not self._is_goal_over(text, place)
            if found.level and _is_bold(below) and self._heads_efforts(place):
                return True
            if is_navigation(below):
                continue
            section = section_of(below)
            if section == "goals":
                return True
            if (found.level or found.number) and self._is_unasked(place):
                return True
            if section == "efforts" and found.level and self.section != "goals":
                return len(text.split()) < 4 and not found.number[:1].isalpha()
            marked = named(below)
            if marked is not None and marked[0] is Role.GOAL and (not marked[2] or found.number):
                return bool(found.level or found.number) or (line.first and len(text.split()) < 6)
            return False
        return False

    def _heads_goals(self, at: int) -> bool:
        """Whether the question about goals stands right under the line."""
        below = self.lines[at + 1].text if at + 1 < len(self.lines) else ""
        return below.rstrip().endswith("?") and section_of(below) == "goals"

    def _heads_efforts(self, at: int) -> bool:
        """Whether a table of efforts stands right under the line."""
        return at + 1 < len(self.lines) and at + 1 in self.efforts

    def _is_unasked(self, at: int) -> bool:
        """Whether a line is a goal that no question about goals stands over: what is done for it comes below."""
        line = self.lines[at]
        found = words(line.text)
        text = found.of(line.text)
        if self._serves_list(at, line, text):
            return True
        if not line.first or found.bullet or not 5 <= len(text.split()) <= LONGEST_NAME:
            return False
        if not text[0].isupper() or text.endswith((".", ":", "?", ";")) or is_title(text):
            return False
        if self.section == "goals" or at + 1 >= len(self.lines) or self.taken[at + 1]:
            return False
        below = self.lines[at + 1].text
        return below.rstrip("*_ ").endswith("?") and section_of(below) == "efforts"

    def _serves_list(self, at: int, line: Line, text: str) -> bool:
        """Whether a line is the goal of the lists below it that say what became of what was done."""
        if not line.first or not 4 <= len(text.split()) <= LONGEST_NAME or at + 2 >= len(self.lines):
            return False
        if not text[0].isupper() or text.endswith((".", ":", "?")) or is_title(text):
            return False
        below, list_ = self.lines[at + 1].text, self.lines[at + 2].text
        return (
            len(below.split()) < 4
            and not below.endswith(".")
            and is_status(below)
            and bool(words(list_).bullet)
        )

    def _is_goal_over(self, text: str, at: int) -> bool:
        """Whether words right above a table of efforts are the goal of those: it names no goals itself."""
        grid = self.efforts[at]
        if any(one.role is ColumnRole.GOAL for one in grid.columns) or any(row.group for row in grid.rows):
            return False
        return (
            4 <= len(text.split()) <= LONGEST_NAME
            and text[0].isupper()
            and not text.endswith((".", ":", "?"))
            and section_of(text) is None
            and not is_title(text)
        )

    def _goes_for(self, at: int) -> bool:
        """Whether a question about doing stands right under the line: then the line is a goal."""
        for place in range(at + 1, min(at + 1 + _LOOK, len(self.lines))):
            if self.taken[place]:
                return False
            if not is_navigation(self.lines[place].text):
                return section_of(self.lines[place].text) == "efforts"
        return False

    def _serves(self, at: int, found: Words, text: str) -> bool:
        """Whether a head is a goal: what is done for it is asked right under it."""
        if (
            found.level < 2
            or len(text.split()) < 4
            or text.endswith((".", ":", "?"))
            or is_title(text)
        ):
            return False
        return self._goes_for(at)

    def _status_follows(self, at: int) -> bool:
        below = at + 1
        return (
            below < len(self.lines)
            and not self.taken[below]
            and not self.lines[below].first
            and _STATUS_LINE.match(self.lines[below].text) is not None
        )

    def _said(self, status: EffortStatus | None) -> bool:
        """Give the effort above the status that stands on its own line."""
        if self.effort is None:
            return False
        self.parts[self.effort] = replace(self.parts[self.effort], status=status)
        return True

    def _effort(self, line: Line, found: Words) -> Part:
        start, end = found.start, found.end
        text = line.text
        status: EffortStatus | None = None
        new = False
        tab = text.find("\t", start)
        far = _far_status(text, start, end)
        if tab > 0:
            status, end = status_of(text[tab:]), tab
        elif far is not None:
            end, status = far
        if (aside := _ASIDE.search(text, start, end)) is not None and found.bullet:
            end = aside.start() + 1
        if (match := _NEW.search(text, start, end)) is not None:
            new, end = True, match.start()
        if (match := _NEW_FIRST.match(text, start, end)) is not None:
            new, start = True, match.end()
        behind = _BEHIND.search(text, start, end)
        if behind is not None and len(normalise(behind["status"]).split()) < 4:
            said = status_of(behind["status"])
            if said is not None and behind.start() - start > 8:
                status, end = said, behind.start()
        if found.mark:
            status = status_of(found.mark)
        elif found.bullet[:1] in _DONE:
            status = status or "done"
        elif found.bullet[:1] in _NOT_DONE:
            status = status or "not_started"
        again = self.list_status is not None
        if self.list_status is not None:
            remark = _remark(text, start, end)
            end = end if remark is None else remark[0]
            own = None if remark is None or self.list_status[0] else status_of(text[remark[1] :])
            status, new = status or self.list_status[0] or own, new or self.list_status[1]
        span = (line.start + start, line.start + start + len(text[start:end].rstrip(" \u00a0;")))
        name = normalise(text[start:end])
        if name in self.goals:  # a goal over what was done for it
            self.open = None
            return Part(Role.GOAL, line, span, own=True)
        mixed = self.list_status is not None and self.list_status == (None, False)
        usual = None if mixed else self._usual(text)
        status = status or self.heads or usual
        part = Part(Role.EFFORT, line, span, status=status, new=new, again=again)
        self.open = None if far is not None else part
        return part

    def _usual(self, text: str) -> EffortStatus:
        """The status of an effort that has none: what its sentence says, else what the question asks."""
        if self.tense == "past":
            said = status_of(text)
            return said if said in ("not_started", "moved", "stopped", "running") else "done"
        return "planned"

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
            or _STATUS_LINE.match(text)
            or _REMARK.match(text)
        ):
            return False
        if named(text) is not None:
            return False
        number = found.number and (
            "." in found.number or found.number[:1].isalpha() or part.role is Role.EFFORT
        )
        further = line.indent - part.line.indent
        if further >= _OTHER_COLUMN:
            return False
        deeper = further > 0
        long = len(part.line.text) + part.line.indent > 45
        ended = part.line.text.rstrip().endswith((".", "?", "!"))
        small = text[0].islower() and not ended
        if number or not ((deeper and (long or small)) or (small and long)):
            return False
        end = " ;" if part.role is Role.EFFORT else " .;:"
        self.open = replace(part, span=(part.span[0], line.start + len(text.rstrip(end))))
        self.parts[self.where] = self.open
        return True


def _remark(text: str, start: int, end: int) -> Span | None:
    """Where the name of an effort ends and a remark about it begins: 'Vitaal Twente: Deze inspanning ...'."""
    for match in _REMARKED.finditer(text, start, end):
        name = text[start : match.start()]
        if name.count("(") == name.count(")") and len(name.split()) > 2:
            return match.start(), match.end()
    return None


def _far_status(text: str, start: int, end: int) -> tuple[int, EffortStatus] | None:
    """Where an effort ends behind which, after wide white, stands what became of it; and that."""
    last = None
    for match in _WIDE.finditer(text, start, end):
        last = match
    if last is None or not is_status(text[last.end() : end].lstrip("●•○◉ ")):
        return None
    status = status_of(text[last.end() : end])
    return None if status is None else (last.start("white"), status)


def _is_bold(text: str) -> bool:
    return len(text) > 6 and text.startswith(("**", "__")) and text.endswith(("**", "__"))


def _first_cell(line: Line) -> str:
    return cells(line)[0].text if layout(line) is Layout.SPACES else line.text


def _furniture(lines: Sequence[Line]) -> set[str]:
    """The first cells of lines that print a page number behind a title, on more than one page."""
    found: Counter[str] = Counter()
    for line in lines:
        if layout(line) is Layout.SPACES:
            parts = [cell.text for cell in cells(line) if cell.text]
            if len(parts) == 2 and _FOLIO.fullmatch(parts[1]) and is_title(parts[0]):
                found[normalise(parts[0])] += 1
    return {name for name, count in found.items() if count > 1}


def is_title(text: str) -> bool:
    """Whether the words are those of a document's title: 'Jaarstukken 2022', 'Gemeente X'."""
    low = set(normalise(text).split())
    return any(names & low for _, names in grammar().documents) or "gemeente" in low


def _tense(low: str) -> str | None:
    if re.search(
        r"\b(?:wilden|wilde|hebben|heeft|deden|deed|gedaan|gingen|stonden|prestaties)\b", low
    ):
        return "past"
    return "future" if re.search(r"\b(?:willen|wil|gaan|gaat|doen|doet|mag)\b", low) else None


def name_span(line: Line, start: int, end: int) -> Span:
    """Where a name stands in the text, what closes it left off."""
    return (line.start + start, line.start + start + len(line.text[start:end].rstrip(" \u00a0.;:")))
