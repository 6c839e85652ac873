"""Figures and grade marks as HTML: what a page shows hundreds of times, written once here.

A macro of a template would do the same and take most of the time that a site takes.
"""

from collections.abc import Callable, Container, Mapping
from gettext import NullTranslations

from markupsafe import Markup, escape

from noaber.publication.design.formats import SOURCE_LANGUAGE, figure_text, is_gap
from noaber.publication.design.words import GRADES, N_
from noaber.publication.edition import Figure
from noaber.vocabulary.grades import Grade
from noaber.vocabulary.names import slug

_ARCS = {1: ("0", "11 6"), 2: ("0", "6 11"), 3: ("1", "1 6")}
_MARK = '<svg class="grade" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{}</svg>'


def grade_mark(grade: Grade) -> Markup:
    """The round mark of a grade: the fuller, the surer."""
    return _MARKS[grade]


def _mark(fill: int) -> Markup:
    rim = '<circle cx="6" cy="6" r="5"/>'
    full = '<circle class="grade__fill" cx="6" cy="6" r="{}"/>'
    if fill == 5:
        inside = f'<circle cx="6" cy="6" r="5.2"/>{full.format(3)}'
    elif fill == 4:
        inside = rim + full.format(5)
    elif fill:
        large, end = _ARCS[fill]
        inside = f'{rim}<path class="grade__fill" d="M6 6V1A5 5 0 {large} 1 {end}Z"/>'
    else:
        inside = rim
    return Markup(_MARK.format(inside))  # noqa: S704 - drawn here, no text in it


_MARKS: Mapping[Grade, Markup] = {grade: _mark(words.fill) for grade, words in GRADES.items()}


class FigurePen:
    """Writes figures in one language, each with the way to its evidence and its grade."""

    def __init__(
        self, language: str, chosen: NullTranslations, place: Callable[[Figure], str]
    ) -> None:
        """`place` gives the page and anchor of a figure's evidence, from the root of the site."""
        said = chosen.gettext
        self._place = place
        self._content = (' lang="nl"' if language != SOURCE_LANGUAGE else "") + ' dir="auto"'
        self._asks = (
            f'<span class="unseen"> – {escape(said(N_("waar komt dit vandaan?")))}</span></a>'
        )
        self._grades = {
            grade: f'{_MARKS[grade]}<span class="unseen"> ({escape(said(words.word))})</span>'
            for grade, words in GRADES.items()
        }
        self._note = f'<span class="unseen">{escape(said(N_("voetnoot")))} </span>'
        self._middle: dict[tuple[str, bool], str] = {}

    def write(
        self,
        figure: Figure,
        root: str,
        bare: bool = False,
        notes: Container[str] | None = (),
    ) -> Markup:
        """A figure; `bare` where the table names the unit.

        `notes` are the footnotes that stand on this page, None where marks are left out.
        """
        key = (figure.id, bare)
        if key not in self._middle:
            self._middle[key] = (
                f'{self._place(figure)}"><span{self._content}>{escape(figure_text(figure, bare))}'
                f"</span>{self._asks}{'' if is_gap(figure) else self._grades[figure.grade]}"
            )
        gap = " figure--gap" if is_gap(figure) else ""
        marks = (
            "".join(self._marked(mark, notes) for mark in figure.notes) if notes is not None else ""
        )
        remark = (
            f' <span class="figure__remark"{self._content}>{escape(figure.remark)}</span>'
            if figure.remark
            else ""
        )
        return Markup(  # noqa: S704 - every text is escaped above
            f'<span class="figure{gap}"><a class="figure__link" href="{root}'
            f"{self._middle[key]}{marks}{remark}</span>"
        )

    def _marked(self, mark: str, notes: Container[str]) -> str:
        inner = (
            f'<a href="#noot-{slug(mark)}">{self._note}{escape(mark)}</a>'
            if mark in notes
            else str(escape(mark))
        )
        return f'<sup class="figure__note">{inner}</sup>'
