"""What a municipality wants an indicator to do. 'None set' is an answer of its own."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class TargetKind(StrEnum):
    """The shapes that a target takes in programme chapters."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    VALUE = "value"
    UP = "up"
    DOWN = "down"
    HOLD = "hold"
    HOLD_OR_UP = "hold_or_up"
    HOLD_OR_DOWN = "hold_or_down"
    NONE_SET = "none_set"


WITH_VALUE = frozenset({TargetKind.AT_LEAST, TargetKind.AT_MOST, TargetKind.VALUE})


@dataclass(frozen=True, slots=True)
class Target:
    """A target for one period.

    VALUE is a number of which the document does not say whether more or less is better; a direction
    compares with the value of the period before.
    """

    kind: TargetKind
    value: Decimal | None = None

    def __post_init__(self) -> None:
        """Hold that the kinds that name a value have one, and the others none."""
        if (self.kind in WITH_VALUE) != (self.value is not None):
            raise ValueError(f"target {self.kind} and value {self.value} do not fit")
