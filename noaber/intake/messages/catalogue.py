"""The rules of a release, as data: what must hold, in words, and how it is checked or why it is not."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from noaber.intake.messages import description
from noaber.intake.messages.description import STANDARDS

_FILES = (
    "conditions",
    "constraints",
    "restrictions",
    "technical",
    "business",
    "instructions",
    "principles",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One way in which a rule is checked: for these messages, on the rows of this class.

    `params` holds either `when`, `then`, `else` (see expressions.py) or the name of a function of
    functions.py with its own parameters; `at` is the element that a finding points at.
    """

    messages: tuple[str, ...]
    standards: tuple[str, ...]
    of: str
    at: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the standard. `layer` says where it is decided; `nl` and `en` what must hold.

    `enforced` names where (a facet, a rule of the register, a term); `why` says why it cannot be decided.
    """

    code: str
    kind: str
    layer: str
    messages: tuple[str, ...]
    nl: str
    en: str
    return_code: str | None = None
    standards: tuple[str, ...] = STANDARDS
    checks: tuple[Check, ...] = ()
    enforced: str = ""
    why: str = ""
    note: str = ""
    facet: Mapping[str, str] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    through: tuple[str, ...] = ()


@cache
def catalogue(folder: str = "v3_2") -> tuple[Rule, ...]:
    """Every rule of a release, in the order of its files, read once per process."""
    here = description.HERE / folder / "rules"
    rows = []
    for name in _FILES:
        data = tomllib.loads((here / f"{name}.toml").read_text("utf-8"))
        rows += [_rule(row) for row in data["rule"]]
    return tuple(rows)


def _rule(row: Mapping[str, Any]) -> Rule:
    messages = tuple(row.get("messages", ()))
    return Rule(
        row["code"],
        row["kind"],
        row["layer"],
        messages,
        row["nl"],
        row["en"],
        row.get("return_code"),
        tuple(row.get("standards", STANDARDS)),
        tuple(_check(check, messages) for check in row.get("check", ())),
        row.get("enforced", ""),
        row.get("why", ""),
        row.get("note", ""),
        row.get("facet", {}),
        tuple(row.get("types", ())),
        tuple(row.get("through", ())),
    )


def _check(row: Mapping[str, Any], messages: tuple[str, ...]) -> Check:
    own = {"messages", "standards", "class", "at", "of"}
    params = {key: value for key, value in row.items() if key not in own}
    # `some` is about the rows of `of`, below which a row of `class` is looked for.
    if "of" in row:
        params["of_class"] = row["class"]
    return Check(
        tuple(row.get("messages", messages)),
        tuple(row.get("standards", STANDARDS)),
        row.get("of", row["class"]),
        row.get("at", ""),
        params,
    )


@cache
def checks_of(folder: str, standard: str, number: str) -> tuple[tuple[Rule, Check], ...]:
    """What is checked inside a message of that standard and number."""
    return tuple(
        (rule, check)
        for rule in catalogue(folder)
        if standard in rule.standards
        for check in rule.checks
        if number in check.messages and standard in check.standards
    )
