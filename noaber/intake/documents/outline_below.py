"""What stands below a line of a chapter, and so what the line heads: efforts, goals, a list, a table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.columns import Role as ColumnRole
from noaber.intake.documents.columns import column
from noaber.intake.documents.grid import Grid
from noaber.intake.documents.outline_words import (
    EFFORT_LABEL,
    LIST_HEAD,
    LONGEST_LIST,
    LOOK,
    OVER,
    PLANNED,
    REACHED,
    REMARK,
    SENTENCE,
    STATUS_LINE,
    is_bold,
    is_title,
    tells_status,
)
from noaber.intake.documents.roles import (
    LONGEST_NAME,
    Role,
    Words,
    is_navigation,
    is_status,
    named,
    section_of,
    status_of,
    words,
)
from noaber.vocabulary.names import normalise

_FAR = 14  # lines under a head in which its goals are looked for
_PROSE = 6  # words in a paragraph
_TABLE = re.compile(r"(?:tabel|overzicht|schema)\b", re.I)  # the name of a table and no more
_PARAGRAPHS = 3  # between a goal and what is done for it
_TRAIL = 40  # lines below a head in which links name it
_SUBJECT = 3  # words that name a subject, and no goal
_LONGEST_EFFORT = 20  # words in the name of one


class Below:
    """The lines of a chapter; `taken` are those of tables, `efforts` the tables of what is done,
    `goals_in` the lines on which a table begins that names goals itself.

    `section` is what the question says under which the walk stands.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        taken: Sequence[bool],
        efforts: Mapping[int, Grid] | None,
        goals_in: frozenset[int] = frozenset(),
    ) -> None:
        self.lines, self.taken, self.efforts = lines, taken, efforts or {}
        self.goals_in = goals_in
        self.section: str | None = None
        labels = (EFFORT_LABEL.fullmatch(one.text) is not None for one in lines)
        self.cards = sum(labels) > 1

    def _depths(self, at: int) -> list[int]:
        """How deep the numbers go of what is listed under this question, from the least deep."""
        found: set[int] = set()
        for one in self.lines[at : at + LONGEST_LIST]:
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
            or not any(map(str.isalpha, text))
            or text.endswith((".", ":", "?", ";", ","))
        ):
            return False
        if not (line.first or found.level or found.number) or is_title(text) or "\t" in text:
            return False
        if found.number and "." not in found.number and self._is_in_list(at, found.number):
            return False
        if (found.number and tells_status(text)) or REMARK.match(text) or PLANNED.match(text):
            return False
        if self._is_repeated(at) and section_of(text) is None:
            return self._over_goals(at)
        if self._is_on_trail(at):
            return True
        for place in range(at + 1, min(at + 1 + LOOK, len(self.lines))):
            below = self.lines[place].text
            if self._names_goals(place):
                return line.first and len(text.split()) < 8 and _TABLE.match(text) is None
            if self.taken[place]:
                return (
                    bool(found.level)
                    and place in self.efforts
                    and not self._is_goal_over(text, place)
                )
            if found.level and is_bold(below) and self._heads_efforts(place):
                return True
            if is_navigation(below):
                continue
            section = section_of(below)
            if section == "text" and found.level and words(below).level > found.level:
                return self._over_goals(at)
            if section == "goals" or (section == "results" and found.number):
                return True
            if (found.level or found.number) and self._is_unasked(place):
                return True
            if section == "efforts" and found.level and self.section != "goals":
                return len(text.split()) < 4 and not found.number[:1].isalpha()
            marked = named(below)
            if marked is not None and marked[2] and 0 < found.level < words(below).level:
                return True  # its ambition stands below it, under a head of its own
            if marked is not None and marked[0] is Role.GOAL and (not marked[2] or found.number):
                return bool(found.level or found.number) or (line.first and len(text.split()) < 6)
            return False
        return False

    def _names_goals(self, at: int) -> bool:
        """Whether a table begins here that names goals itself, beside what is done for them."""
        grid = self.efforts.get(at)
        return at in self.goals_in or (grid is not None and grid.has(ColumnRole.GOAL))

    def _heads_goals(self, at: int) -> bool:
        """Whether the question about goals stands right under the line."""
        below = self.lines[at + 1].text if at + 1 < len(self.lines) else ""
        return below.rstrip().endswith("?") and section_of(below) == "goals"

    def _heads_figures(self, at: int) -> bool:
        """Whether a table that is not one of efforts stands right under the line."""
        return at + 1 < len(self.lines) and self.taken[at + 1] and at + 1 not in self.efforts

    def _heads_efforts(self, at: int) -> bool:
        """Whether a table of efforts stands right under the line."""
        return at + 1 < len(self.lines) and at + 1 in self.efforts

    def _is_goal_over(self, text: str, at: int) -> bool:
        """Whether words right above a table of efforts are the goal of those: it names no goals itself."""
        grid = self.efforts[at]
        if any(one.role is ColumnRole.GOAL for one in grid.columns) or any(
            row.group for row in grid.rows
        ):
            return False
        return (
            4 <= len(text.split()) <= LONGEST_NAME
            and text[0].isupper()
            and not text.endswith((".", ":", "?"))
            and section_of(text) is None
            and not is_title(text)
        )

    def _is_unasked(self, at: int) -> bool:
        """Whether a line is a goal that no question stands over: what is done for it comes below."""
        line = self.lines[at]
        found = words(line.text)
        text = found.of(line.text)
        if self._serves_list(at, line, text):
            return True
        if not line.first or found.bullet or not 5 <= len(text.split()) <= LONGEST_NAME:
            return False
        if not text[0].isupper() or text.endswith((".", ":", "?", ";")) or is_title(text):
            return False
        if self.section == "goals" or at + 1 >= len(self.lines):
            return False
        below = self.lines[at + 1].text
        if below.rstrip("*_ ").endswith("?") and section_of(below) == "efforts":
            return True
        # Or a paragraph explains it first, and a table measures it.
        place = at + 1
        if below.endswith(".") and len(below.split()) >= _PROSE:
            place += 1
        while place < len(self.lines) and self.taken[place]:
            place += 1
        if place in (at + 1, len(self.lines)):
            return False
        after = self.lines[place].text
        asked = after.lower().startswith(("wat ", "dit ", "hoe ", "om "))
        return asked and section_of(after) == "efforts"

    def _serves_list(self, at: int, line: Line, text: str) -> bool:
        """Whether a line is the goal of the lists below it that say what became of what was done."""
        if (
            not line.first
            or not 4 <= len(text.split()) <= LONGEST_NAME
            or at + 2 >= len(self.lines)
        ):
            return False
        if not text[0].isupper() or text.endswith((".", ":", "?")) or is_title(text):
            return False
        return self._heads_list(at + 1)

    def _heads_list(self, at: int) -> bool:
        """Whether a line says what became of what the bullets right below it name."""
        if at + 1 >= len(self.lines) or self.taken[at] or self.taken[at + 1]:
            return False
        text = self.lines[at].text
        if (
            text.endswith((".", ":"))
            or words(text).bullet
            or not words(self.lines[at + 1].text).bullet
        ):
            return False
        short = len(text.split()) < 4 and is_status(text)
        return short or (len(text.split()) < 7 and LIST_HEAD.fullmatch(normalise(text)) is not None)

    def _goes_for(self, at: int) -> bool:
        """Whether a question about doing stands right under the line: then the line is a goal."""
        for place in range(at + 1, min(at + 1 + LOOK, len(self.lines))):
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
        """Whether the line right below says what became of this one: 'Status: afgerond'."""
        below = at + 1
        if below >= len(self.lines) or self.taken[below] or self.lines[below].first:
            return False
        match = STATUS_LINE.match(self.lines[below].text)
        if match is None:
            return False
        said = self.lines[below].text[match.end() :]
        return not match[0].lower().startswith("resultaat") or status_of(said) is not None

    def _ends_open(self, at: int) -> bool:
        """Whether the line above ends without a full stop, as a head does over words about it."""
        return not self.lines[at - 1].text.rstrip().endswith((".", ";"))

    def _is_repeated(self, at: int) -> bool:
        """Whether a line that leads elsewhere repeats the line, as pages do below their heads."""
        name = normalise(self.lines[at].text)
        return any(
            is_navigation(one.text) and normalise(one.text).endswith(f" {name}")
            for one in self.lines[at + 1 : at + 3]
        )

    def _is_on_trail(self, at: int) -> bool:
        """Whether a link back at a question about goals names the line: '... - 3.1 Jeugd - Wat willen we?'"""
        trail = f" - {self.lines[at].text} - "
        for line in self.lines[at + 1 : at + 1 + _TRAIL]:
            if trail in line.text and is_navigation(line.text):
                asked = section_of(line.text[line.text.index(trail) + len(trail) :])
                if asked == "goals":
                    return True
        return False

    def _under(self, at: int) -> Iterator[tuple[int, str | None]]:
        """The lines soon below a head with what each asks, those that lead elsewhere left out."""
        for place in range(at + 1, min(at + 1 + _FAR, len(self.lines))):
            text = self.lines[place].text
            if self.taken[place] or not is_navigation(text):
                yield place, section_of(text)

    def _heads_goals_below(self, at: int) -> bool:
        """Whether a marked line is a head with goals of its own: they are asked for below it."""
        return self._is_repeated(at) and self._asks_goals(at)

    def _is_over_goals(self, at: int) -> bool:
        """Whether a marked line ('Opgave 2 Zorg dichtbij') is over goals that are marked or asked below it."""
        text = self.lines[at].text
        marker = OVER.match(text, words(text).start)
        if marker is None:
            return False
        for place, section in self._under(at):
            if self.taken[place]:
                return self._names_goals(place)
            below = self.lines[place].text
            marked = named(below)
            if marked is not None and marked[0] in (Role.GOAL, Role.SUBGOAL):
                again = below.lower().startswith(marker[0].lower(), words(below).start)
                return marked[0] is Role.GOAL and not marked[2] and not again
            if section == "goals":
                return self._lists(place + 1)
            if section not in (None, "text"):
                return False
        return False

    def _lists(self, at: int) -> bool:
        """Whether the line is an item of a list or a name, and no sentence."""
        if at >= len(self.lines) or self.taken[at]:
            return False
        said = words(self.lines[at].text)
        return bool(said.bullet or said.number) or not self.lines[at].text.endswith((".", ":"))

    def _is_card(self, at: int) -> bool:
        """Whether a word alone on its line ('Inspanning') says what the line below it names."""
        if not self.cards or EFFORT_LABEL.fullmatch(self.lines[at].text) is None:
            return False
        if at + 1 >= len(self.lines):
            return False
        below = self.lines[at + 1].text
        said = column(below)
        if self.taken[at + 1] or words(below).bullet or (said is not None and said.sure):
            return False
        return len(below.split()) <= LONGEST_NAME and not below.endswith(":")

    def _shape(self, at: int) -> int | None:
        """How many paragraphs stand between a head and the words over what is done for it, if any are."""
        for count, (place, section) in enumerate(islice(self._under(at), _PARAGRAPHS + 1)):
            text = self.lines[place].text
            if self.taken[place] or words(text).bullet:
                return None
            if section is not None:
                return count if section == "efforts" else None
            if not text.endswith(".") or len(text.split()) < _PROSE:
                return None
        return None

    def _is_in_list(self, at: int, number: str) -> bool:
        """Whether the line goes on with a list of numbers, right above it or right below."""
        if not number.isdigit():
            return False
        above = words(self.lines[at - 1].text).number if at else ""
        below = words(self.lines[at + 1].text).number if at + 1 < len(self.lines) else ""
        near = {str(int(number) - 1): above, str(int(number) + 1): below}
        return any(found == wanted for wanted, found in near.items())

    def _heads_glyphs(self, at: int) -> bool:
        """Whether an item with a sign before it stands right below the line."""
        if at + 1 >= len(self.lines) or self.taken[at + 1]:
            return False
        said = words(self.lines[at + 1].text)
        return bool(said.bullet) and not said.bullet[0].isalnum()

    def _opens_list(self, at: int) -> bool:
        """Whether the first line below that leads nowhere else is an item of a list."""
        below = next((place for place, _ in self._under(at)), None)
        if below is None or self.taken[below]:
            return False
        said = words(self.lines[below].text)
        return bool(said.bullet or said.number)

    def _asks_goals(self, at: int) -> bool:
        for place, section in self._under(at):
            if self.taken[place] or self._is_repeated(place):
                return False
            if section == "goals":
                below = self.lines[place + 1].text if place + 1 < len(self.lines) else ""
                return bool(words(below).bullet)
        return False

    def _has_bold(self, at: int) -> bool:
        """Whether goals below this question are in bold, with words about them between."""
        for place in range(at + 1, min(at + 1 + LONGEST_LIST, len(self.lines))):
            text = self.lines[place].text
            if self.taken[place] or section_of(text) is not None:
                return False
            if is_bold(text):
                return True
        return False

    def _asks_efforts(self, at: int) -> bool:
        """Whether it is asked below a repeated head what is done for it, before the next head.

        What came of it may be told first.
        """
        for place, section in self._under(at):
            if section not in (None, "results", "measures") and not self.taken[place]:
                return section == "efforts"
            if self.taken[place] or self._is_repeated(place):
                return False
        return False

    def _is_subject(self, at: int) -> bool:
        """Whether a repeated head only names what the goal, the one sentence below it, is about."""
        if len(self.lines[at].text.split()) > _SUBJECT:
            return False
        below = list(self._under(at))[:2]
        if len(below) < 2 or self.taken[below[0][0]] or below[1][1] != "efforts":
            return False
        said = self.lines[below[0][0]].text
        one = said.endswith(".") and SENTENCE.search(said) is None
        return one and _PROSE <= len(said.split()) <= LONGEST_NAME and not words(said).bullet

    def _over_goals(self, at: int) -> bool:
        """Whether goals are asked for or marked below a repeated head, before the next one."""
        for place, section in self._under(at):
            if self.taken[place]:
                return self._names_goals(place)
            marked = named(self.lines[place].text)
            if section == "goals" or (marked is not None and marked[0] is Role.GOAL):
                return True
            if section not in (None, "text") or self._is_repeated(place):
                return False
        return False

    def _tells_alone(self, at: int) -> bool:
        """Whether under this question what became of an effort stands on a line of its own."""
        for place in range(at + 1, min(at + 1 + LONGEST_LIST, len(self.lines))):
            line = self.lines[place]
            if self.taken[place] or (section_of(line.text) and not self._is_lone_status(line)):
                return False
            if self._is_lone_status(line) and place > at + 1 and line.first:
                return True
        return False

    def _is_lone_status(self, line: Line) -> bool:
        text = line.text
        return len(text.split()) < 4 and not text.endswith((".", ":")) and is_status(text)

    def _is_reached(self, at: int) -> bool:
        """Whether the line below says that this was reached or not, so that it is a goal."""
        if at + 1 >= len(self.lines) or self.taken[at + 1] or self.lines[at + 1].first:
            return False
        return REACHED.fullmatch(self.lines[at + 1].text) is not None

    def _is_remarked(self, at: int, text: str) -> bool:
        """Whether a line names an effort: 'Planning: ...' stands soon below it, in the same paragraph."""
        if not self.lines[at].first or not 0 < len(text.split()) <= _LONGEST_EFFORT:
            return False
        if text.endswith((".", ":", "?", ";")) or REMARK.match(text) or not text[0].isupper():
            return False
        for place in range(at + 1, min(at + 1 + LOOK, len(self.lines))):
            if self.taken[place] or self.lines[place].first:
                return False
            if PLANNED.match(self.lines[place].text):
                return True
        return False
