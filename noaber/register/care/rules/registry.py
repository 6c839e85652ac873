"""How a rule is made known: one function a rule, by the standard's own code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from noaber.intake.messages.finding import Layer

F = TypeVar("F", bound=Callable[..., bool])


@dataclass(frozen=True, slots=True)
class RuleText:
    """What is said when a rule is broken: return code (none in a 325), layer, Dutch and English."""

    code: str
    return_code: str
    layer: Layer
    dutch: str
    english: str


RULES: dict[str, Callable[..., bool]] = {}
TEXTS: dict[str, RuleText] = {}


def rule(
    code: str, return_code: str, dutch: str, english: str, layer: Layer = Layer.STORE
) -> Callable[[F], F]:
    """Register a function as the one place where a rule is decided: true is obeyed."""

    def register(function: F) -> F:
        if code in RULES:
            raise ValueError(f"{code} is decided twice")
        RULES[code] = function
        TEXTS[code] = RuleText(code, return_code, layer, dutch, english)
        return function

    return register


def broken(code: str, *values: Any) -> bool:
    """Whether these values break the rule with this code."""
    return not RULES[code](*values)
