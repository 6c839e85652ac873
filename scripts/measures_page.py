"""The handbook of measures: what each counts in its own words, and the example that tests it."""

from collections.abc import Iterable
from typing import Any

from noaber.measures.definition import Definition, shipped
from tests.spec.measures.examples import EXAMPLES, Example

GROUPS = (
    ("Of documents", "What a programme or account prints, added and compared.", ("printed",)),
    ("Counted from facts", "Counted by Noaber from what is registered.", ("registered",)),
    ("Of claims and the ledger", "Sums of money, never rounded.", ("claim", "ledger")),
    (
        "Supplied by others",
        "A partner or a national source counts it; nothing is counted here. The BBV set comes from "
        "national sources with a lag: an own count is another indicator beside it, and the difference "
        "is shown.",
        ("supplied",),
    ),
)
WANTED = {
    "up": "higher is better", "down": "lower is better", "hold": "should stay as it is",
    "hold_or_up": "should not fall", "hold_or_down": "should not rise",
}  # fmt: skip
# What every fact says alike in an example tells nothing.
DULL = {"origin", "document", "record", "evidence", "known_on", "municipality", "household"}


def measures() -> list[str]:
    """The page, by where the facts come from."""
    known = shipped()
    lines = [
        "# Measures",
        "",
        "A measure is data, not code: a file in `noaber/measures/definitions`. The sentence is made",
        "from the definition; `noaber measure ID --explain` adds the query. Each example below is a",
        "test: the facts go in, the value comes out. To make one of your own:",
        "[a new definition](../howto/new-definition.md).",
        "",
        f"There are {len(known)}.",
    ]
    for title, told, origins in GROUPS:
        lines += ["", f"## {title}", "", told]
        for definition in known.values():
            if definition.origin in origins:
                lines += _measure(definition)
    return lines


def _measure(definition: Definition) -> Iterable[str]:
    facts = [f"version {definition.version}", f"in force from {definition.valid_from}"]
    facts += [definition.kind] if definition.kind else []
    facts += [WANTED[definition.wanted]] if definition.wanted else []
    yield from ("", f"### {definition.id}", "", f"*{definition.label}*, {', '.join(facts)}.", "")
    yield from (f"> {definition.sentence}", "", f"Source: {definition.source}")
    for note in definition.footnotes:
        yield from ("", f"Note: {note}")
    for found in definition.breaks:
        yield from ("", f"Break between {found.before} and {found.after}: {found.reason}")
    if definition.beside:
        yield from ("", f"Own count beside it: `{definition.beside}`.")
    if definition.id in EXAMPLES:
        yield from _example(EXAMPLES[definition.id])


def _example(example: Example) -> Iterable[str]:
    for facts in _by_table(example.facts):
        columns = [
            name
            for name in dict.fromkeys(name for fact in facts for name in fact)
            if name not in DULL or len({str(fact.get(name)) for fact in facts}) > len(facts) / 2 > 1
            if any(fact.get(name) is not None for fact in facts)
        ]
        columns = [name for name in columns if name not in ("record", "evidence")]
        yield ""
        yield f"| {' | '.join(columns)} |"
        yield f"| {' | '.join('---' for _ in columns)} |"
        for fact in facts:
            yield f"| {' | '.join(_cell(fact.get(name)) for name in columns)} |"
    expected = example.expected
    if isinstance(expected, dict):
        told = ", ".join(f"{name or 'all'}: {value}" for name, value in expected.items())
    else:
        told = str(expected)
    yield from ("", f"In {example.period}: **{told}**")


def _by_table(facts: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    marks = ("started_on", "happened_on", "measured_on", "cents", "indicator", "counted_on")
    for mark in marks:
        if found := [fact for fact in facts if mark in fact]:
            yield found


def _cell(value: Any) -> str:
    return "" if value is None else str(value).replace("|", "\\|")
