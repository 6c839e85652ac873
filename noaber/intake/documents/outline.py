"""Fifth stage: the lines outside the rows of figures as goals, efforts, questions and text.

A chapter is ordered by its questions ('Wat willen we bereiken?') and by markers before names
('Doel: ...'). A head over a question about goals is a theme; what is listed under such a question is
a goal, what is listed under a question about doing is an effort. Where goals serve an ambition that
the chapter names first, they are its subgoals.
"""

from dataclasses import replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.columns import column
from noaber.intake.documents.outline_parts import Parts
from noaber.intake.documents.outline_words import (
    ABOUT,
    ACTIVITY,
    ASKED,
    CODE,
    DOING,
    GOALS_OPEN,
    LABEL,
    LIGHTS,
    MARKED_HEAD,
    MEASURED,
    NUMBER_BEHIND,
    PLANNED,
    REMARK,
    REPORTS,
    RESULT,
    SAYS_GOALS,
    SENTENCE,
    STATUS_FIRST,
    STATUS_LINE,
    SUBGOALS,
    far_status,
    first_cell,
    is_bold,
    is_title,
    name_span,
    tells_status,
    tense,
)
from noaber.intake.documents.reading import Span
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
from noaber.intake.documents.tokens import LONGEST_ROW, is_printed
from noaber.vocabulary.names import normalise


class Outline(Parts):
    """Walks down the lines of a chapter, keeping under which question they stand."""

    def walk(self) -> dict[int, Part]:
        """The part that begins on each line, by the number of the line."""
        for at, line in enumerate(self.lines):
            if self.taken[at]:
                self.open = None
                self.tabled = self.tabled or at in self.efforts or at in self.goals_in
                continue
            part = self._part(at, line)
            if part is not None:
                if part.role in (Role.GOAL, Role.SUBGOAL):
                    self.goal_at = at
                self.parts[at] = part
                self.where = at
                self.effort = at if part.role is Role.EFFORT else self.effort
        return self.parts

    def _part(self, at: int, line: Line) -> Part | None:
        text = line.text
        if len(text) > LONGEST_ROW:
            self.open = None
            return Part(Role.TEXT, line, line.span)
        if sum(map(text.count, LIGHTS)) > 1:
            self.open = None
            return Part(Role.TEXT, line, line.span)  # a legend
        if is_navigation(text) or normalise(first_cell(line)) in self.furniture:
            self.open = None
            return Part(Role.NAVIGATION, line, line.span)
        if at in self.coded:
            return self._by_code(line, *self.coded[at])
        if at in self.timed:
            self.listed = True
            return self._effort(line, Words(self.timed[at], len(text)))
        if at in self.lit and self.section in ("named", "efforts"):
            start, light = self.lit[at]
            self.listed = True
            return replace(self._effort(line, Words(start, len(text))), status=light)
        if self._continues(line):
            return None
        found = words(text)
        if self.section in ("goals", "named") and self._status_head(at, line):
            return Part(Role.TEXT, line, line.span)
        if text.endswith(":") and self._list(text):
            return Part(Role.TEXT, line, line.span)
        above = self.lines[at - 1] if at else None
        if above is not None and LABEL.fullmatch(above.text) and not self.taken[at - 1]:
            return Part(Role.TEXT, line, line.span)
        if self._is_card(at):
            self.pending, self.open = (Role.EFFORT, False), None
            return Part(Role.TEXT, line, line.span)
        if GOALS_OPEN.search(text) and not found.bullet and self._opens_list(at):
            return self._question(at, line, found, "goals")
        if (answer := self._answer(at, line, found)) is not None:
            return answer
        section = section_of(text)
        asked = text.endswith("?") or not line.first
        if section == "efforts" and not asked and self._heads_goals(at):
            section = None  # 'Aanpak sociaal domein', a theme
        if section is not None and not (self.pending and not text.endswith("?")):
            return self._question(at, line, found, section)
        if (self.pending is not None) and (part := self._pending(at, line, found)) is not None:
            return part
        status = None if self._is_repeated(at) else STATUS_LINE.match(text)
        if status is not None and self._said(status_of(text[status.end() :])):
            return Part(Role.TEXT, line, line.span)
        if self.alone and self._is_lone_status(line):
            self._said(status_of(text))
            return Part(Role.TEXT, line, line.span)
        if self._list(text) or self._status_head(at, line):
            return Part(Role.TEXT, line, line.span)
        if is_printed(text):
            return Part(Role.TEXT, line, line.span)
        activity = CODE.match(text, found.start) or ACTIVITY.match(text, found.start)
        if activity is not None:
            self.listed = True
            return self._effort(line, replace(found, start=activity.end(), bullet="•"))
        marked = named(text)
        if marked is not None and marked[0] is Role.GOAL and self._heads_goals_below(at):
            marked = None  # 'Opgave A. Samen redzaam', over the goals of that task
        if marked is not None and marked[0] is Role.GOAL and self._is_over_goals(at):
            marked = Role.THEME, marked[1], False
        if marked is not None:
            return self._named(at, line, found, *marked)
        return self._by_section(at, line, found)

    def _answer(self, at: int, line: Line, found: Words) -> Part | None:
        """A question with its answer behind it: 'Wat willen we bereiken? Kinderen groeien veilig op.'"""
        match = ASKED.match(line.text, found.start)
        section = None if match is None else section_of(match["question"])
        if match is None or section not in ("goals", "efforts"):
            return None
        rest = line.text[match.end() :]
        beside = column(rest)
        if len(rest.split()) > LONGEST_NAME or SENTENCE.search(rest) or "?" in rest:
            return None
        if beside is not None and beside.sure:
            return None
        self._question(at, line, replace(found, end=match.end("question")), section)
        said = Words(match.end(), len(line.text))
        return self._goal_here(line, said) if section == "goals" else self._effort(line, said)

    def _by_code(self, line: Line, role: Role, span: Span) -> Part:
        found = Words(*span)
        if role is Role.EFFORT:
            self.listed = True
            return self._effort(line, found)
        self.section = "named"
        where = name_span(line, *span)
        return replace(self._goal(line, where, role, False, found), marked=True)

    def _question(self, at: int, line: Line, found: Words, section: str) -> Part:
        text = line.text
        low = normalise(text)
        # Under a goal that is named above its question the answer explains that goal.
        self.explains = section == "goals" and self.section == "named"
        self.section, self.open, self.list_status, self.pending = section, None, None, None
        self.heads, self.inner, self.effort_level = None, None, 0
        self.sub = SUBGOALS.match(low) is not None
        self.reports = REPORTS.fullmatch(low) is not None
        self.listed = False
        self.both = section == "goals" and bool(DOING.search(low.removeprefix("waar doen")))
        self.tense = tense_of(text[found.start : found.end]) or tense(low) or self.tense
        self.depths, self.tabled, self.headed, self.told = [], False, False, False
        self.asked_at, self.ends = at, None
        self.over = self.over if section == "efforts" else ""
        self.bold = section == "goals" and self._has_bold(at)
        self.alone = section == "efforts" and self._tells_alone(at)
        about = ABOUT.search(text) if not self.programme else None
        if about is not None:
            self.programme = True
            start, end = about.span("name")
            return Part(Role.PROGRAMME, line, (line.start + start, line.start + end))
        return Part(Role.QUESTION, line, line.span, tense_of(text[found.start : found.end]))

    def _pending(self, at: int, line: Line, found: Words) -> Part | None:
        assert self.pending is not None
        role, high = self.pending
        self.pending = None
        text = line.text[found.start : found.end]
        beside = column(text)
        if beside is not None and beside.sure:
            return None  # 'Doel' and below it 'Omschrijving prestatie': heads of columns
        if len(text.split()) > LONGEST_NAME or len(SENTENCE.findall(text)) > 1:
            return None
        if role is Role.EFFORT:
            self.listed = True
            return self._effort(line, found)
        if self.section == "efforts" and self._asks_efforts(at):
            self.section = "named"  # what stands below explains it, until it is asked what is done
        span = name_span(line, found.start, found.end)
        return self._goal(line, span, role, high, found)

    def _named(
        self, at: int, line: Line, found: Words, role: Role, span: Span, high: bool
    ) -> Part | None:
        start, end = span
        self.open = None
        over = NUMBER_BEHIND.search(line.text[:start], found.start)
        if role is Role.GOAL and over is not None and start < end:
            above = over[0].rpartition(".")[0]
            role = Role.SUBGOAL if above in self.numbers else role
            self.numbers.add(over[0])
            self.over = over[0]
        if start == end and self.section == "efforts" and over is None and RESULT.match(line.text):
            self.section = "results"  # 'Resultaat' behind what was done
            return Part(Role.TEXT, line, line.span)
        if start == end:
            self.pending = (role, high)
            if role is Role.GOAL and self._is_repeated(at):  # a head over all that is wanted
                self.pending, self.section, self.depths, self.told = None, "goals", [], True
            return Part(Role.TEXT, line, line.span)
        whole = (line.start + start, line.start + end)
        if role in (Role.GOAL, Role.SUBGOAL):
            self.section = "named"
            return replace(self._goal(line, whole, role, high, found), marked=True)
        if role is Role.PROGRAMME and self.programme:
            return Part(Role.TEXT, line, line.span)
        self.section, self.programme = None, self.programme or role is Role.PROGRAMME
        self.ambition = self.ambition and role is not Role.PROGRAMME
        return Part(role, line, whole)

    def _by_section(self, at: int, line: Line, found: Words) -> Part | None:
        text = line.text[found.start : found.end]
        if found.mark and (status_of(found.mark) is not None):
            return self._effort(line, found)
        if self.section in ("goals", "efforts") and not found.bullet:
            part = self._repeated(at, line, found)
            if part is not None:
                return part
        if self._is_below_goal(found):
            self.listed = self.listed or not self._heads_glyphs(at)
            if self.listed:
                return self._effort(line, found)
            span = name_span(line, found.start, found.end)
            return self._goal(line, span, Role.SUBGOAL, False, found)
        if (found.number or found.bullet) and far_status(line.text, found.start, found.end):
            return self._effort(line, found)
        again = found.level and found.level == self.goal_level and self.section == "efforts"
        if again and not self._heads_figures(at):
            self.section = "goals"
        elif self._is_head(at, line, found, text):
            self.section, self.open, self.goal_level = None, None, 0
            self.ambition = False
            marker = MARKED_HEAD.match(line.text, found.start, found.end)
            start = found.start if marker is None else marker.end()
            return Part(Role.THEME, line, name_span(line, start, found.end))
        if self._serves_list(at, line, text):
            return self._goal_here(line, found)
        if self._is_unasked(at) or self._is_again(at, found, text):
            self.section = "named"  # what stands between it and its question explains it
            return self._goal_here(line, found)
        over = at + 1 in self.efforts and (line.first or found.level or found.number)
        over = over and self._is_goal_over(text, at + 1)
        if over or (is_bold(line.text) and self._heads_efforts(at)):
            return self._goal_here(line, found)
        if self._status_follows(at) and text and not REMARK.match(text):
            self.listed = True
            return self._effort(line, found)
        if self.section == "results" and self._is_reached(at):
            return self._goal_here(line, found)
        told = STATUS_FIRST.match(text) if self.section in ("efforts", "named") else None
        if told is not None and is_status(told["status"]):
            self.listed = True
            made = self._effort(line, replace(found, start=found.start + told.end()))
            return replace(made, status=status_of(told["status"]))
        if self.section in ("efforts", "named") and self._is_remarked(at, text):
            self.listed = True
            return self._effort(line, found)
        if at in self.behind:
            self.listed = True
            return self._effort(line, found)
        counted = self.section == "efforts" and found.number and not found.bullet
        coded = counted and found.number[0].isalpha() and self._goes_for(at)
        if coded or (counted and (self._heads_bullets(at) or self._is_next_goal(at, found))):
            return self._goal_here(line, found)
        if self._is_inner(found, line.text):
            return Part(Role.TEXT, line, line.span)
        if self.section == "goals" or (found.level and self._serves(at, found, text)):
            return self._under_goals(at, line, found, text)
        if found.bullet[:1].isalpha() and text.isupper():
            self.section, self.open = None, None
            return Part(Role.TEXT, line, line.span)  # 'C. CIJFERS', a head over the next part
        if self.section in ("efforts", "named") and (
            found.bullet or (found.number and self.section == "efforts")
        ):
            lettered = found.bullet[:1].isalpha() and self.numbered
            if found.bullet and self.listed and (line.indent > self.indent + 1 or lettered):
                return Part(Role.TEXT, line, line.span)  # explains the effort above it
            self.numbered = bool(found.number) and not found.bullet
            if not self.listed:
                self.indent = line.indent
            self.listed = True
            return self._effort(line, found)
        enumerated = found.number == "1" or (self.listed and self.numbered)
        enumerated = enumerated and self.section == "named" and not found.bullet
        if enumerated and self._is_in_list(at, found.number) and not self._asks_efforts(at):
            self.listed = self.numbered = True
            return self._effort(line, found)
        if self.section == "named" and found.number and tells_status(line.text):
            self.listed = True
            return self._effort(line, found)
        if self.section == "efforts" and self._is_plain_effort(line, text):
            return self._effort(line, found)
        self.open = None
        return Part(Role.TEXT, line, line.span)

    def _repeated(self, at: int, line: Line, found: Words) -> Part | None:
        """A head that its page repeats is the goal or the effort, and what stands below it explains."""
        if not self._is_repeated(at):
            return Part(Role.TEXT, line, line.span) if self.headed else None
        if self._over_goals(at) or is_title(line.text):
            return None
        goal = self.section == "goals" or self._asks_efforts(at)
        if goal and self._is_subject(at):
            self.pending, self.open = (Role.GOAL, False), None
            return Part(Role.TEXT, line, line.span)
        made = self._goal_here(line, found) if goal else self._effort(line, found)
        self.headed, self.open = True, None
        if goal:
            self.section = "goals"
        return made

    def _heads_bullets(self, at: int) -> bool:
        """Whether a numbered line is the goal over the bullets right below it, and ends no list of numbers."""
        text = self.lines[at].text
        if len(text.split()) > LONGEST_NAME or text.endswith(":") or at + 2 >= len(self.lines):
            return False
        below = [words(one.text) for one in self.lines[at + 1 : at + 3]]
        first = words(text).number
        bullets = all(
            one.bullet and not one.number and not one.bullet[0].isalpha() for one in below
        )
        return (
            bullets
            and first in ("1", "")
            and not self.lines[at + 1].first
            and not self._open_list()
        )

    def _under_goals(self, at: int, line: Line, found: Words, text: str) -> Part:
        listed = bool(found.bullet or found.number or found.level)
        if self.both and found.bullet and not found.number:
            return self._effort(line, found)
        if self.bold and not is_bold(line.text):
            return Part(Role.TEXT, line, line.span)
        if not found.bullet and not found.number and self._heads_other_list(at, line, text):
            self.section, self.open = None, None
            return Part(Role.TEXT, line, line.span)
        sentences = len(SENTENCE.findall(text)) + 1
        if sentences == 2 and not listed and text[0].isupper() and MEASURED.match(text):
            found = replace(found, end=found.start + text.index(". ") + 1)
            return self._goal_here(line, found)
        if not listed and text.endswith(".") and SAYS_GOALS.search(text) and self._opens_list(at):
            return Part(Role.TEXT, line, line.span)  # 'Wij hebben twee doelen.'
        explains = self.explains or (self.told and not line.first and self._ends_open(at))
        if explains and not listed and text.endswith("."):
            return Part(Role.TEXT, line, line.span)
        if len(text.split()) > LONGEST_NAME or sentences > (2 if listed else 1) or len(text) < 4:
            self.open = None
            return Part(Role.TEXT, line, line.span)
        if not listed and self._is_below_list(at):
            self.open = None
            return Part(Role.TEXT, line, line.span)
        if not listed and (REMARK.match(text) or PLANNED.match(text)):
            return Part(Role.TEXT, line, line.span)
        if not listed and (
            text.endswith(":") or len(text.split()) < 2 or not (text[0].isupper() or text[0] == "%")
        ):
            return Part(Role.TEXT, line, line.span)
        role = Role.SUBGOAL if self.sub else Role.GOAL
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
