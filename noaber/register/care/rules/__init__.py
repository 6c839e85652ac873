"""The rules over messages and against the world, each a pure function under the standard's own code.

`RULES` maps a code to the one function that decides it (true: obeyed), `TEXTS` to its return code and
what is said when it is broken.
"""

from noaber.register.care.rules import (
    allocations,
    claim_answers,
    claims,
    deliveries,
    messages,
    requests,
)
from noaber.register.care.rules.registry import RULES, TEXTS, RuleText, broken

__all__ = [
    "RULES",
    "TEXTS",
    "RuleText",
    "allocations",
    "broken",
    "claim_answers",
    "claims",
    "deliveries",
    "messages",
    "requests",
]
