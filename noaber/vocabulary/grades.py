"""How sure a figure is: what is attested about it decides what a reader is told."""

from enum import StrEnum


class Grade(StrEnum):
    """The grades, lowest first. COPIED proves only that the figure was taken over rightly."""

    COPIED = "copied"
    SUPPLIED = "supplied"
    SUPPLIED_SIGNED = "supplied_signed"
    COMPUTED = "computed"
    AUDITED = "audited"
    EQUAL_TO_IV3 = "equal_to_iv3"


class EvidenceKind(StrEnum):
    """The three ways in which a value can be accounted for."""

    PLACED = "placed"
    TYPED = "typed"
    COMPUTED = "computed"
