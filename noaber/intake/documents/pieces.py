"""What all pieces of a chapter together say of one: a name that lists contents, a goal under an ambition."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from noaber.intake.documents.roles import Part, Role
from noaber.intake.documents.tables import IndicatorTable
from noaber.vocabulary.names import normalise

Piece = Part | IndicatorTable


def uncontained(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with names of themes that are listed before them as text: such a list is of contents."""
    themes = {
        normalise(text[slice(*one.span)])
        for one in pieces
        if isinstance(one, Part) and one.role is Role.THEME
    }
    return [
        replace(one, role=Role.TEXT)
        if isinstance(one, Part)
        and one.role is Role.GOAL
        and not one.marked
        and normalise(text[slice(*one.span)]) in themes
        else one
        for one in pieces
    ]


def serving(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, with the goals of tables as subgoals where they stand under an ambition."""
    return list(_serving(pieces))


def _serving(pieces: Iterable[Piece]) -> Iterator[Piece]:
    ambition = False
    for one in pieces:
        if isinstance(one, Part):
            if one.role in (Role.PROGRAMME, Role.THEME):
                ambition = False
            elif one.role is Role.GOAL and one.high:
                ambition = True
            elif one.role is Role.GOAL and one.own and ambition:
                one = replace(one, role=Role.SUBGOAL)
        yield one
