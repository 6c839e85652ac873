"""The reference of the checks, made from the table of rules and their docstrings."""

import inspect
import re

from noaber.intake.documents.audit.rules import RULES, Check

_PARTS = {"Why": "Why", "Law": "Law or convention", "Prevents": "Prevents"}
_ARITHMETIC = {
    "balance": "income less expenses is the printed balance, per heading and of the whole",
    "total": "the headings add up to the printed total, per kind and column",
    "result": "balance and reserve movements give the printed result",
    "difference": "a printed difference is that of the two columns it is between",
    "text_against_table": "a sentence that repeats the difference of a total agrees with the table",
}


def checks() -> list[str]:
    """What `noaber check` holds a document against, rule by rule."""
    lines = [
        "# Checks",
        "",
        "What a document is held against when it is loaded and by `noaber check`. A finding says",
        "what, where and why in Dutch and ends with a question to the author; it carries the places",
        "in the text. Status `off` asks for an answer, `ok` informs. A rule is silent where all is",
        "well and where the document does not say enough to tell.",
        "",
        "The examples in 'Prevents' come from published programmes; no rule is about one",
        "municipality.",
        "",
        "## The arithmetic of the printed tables",
        "",
        "Signs and rounding are those of the table itself, inferred from its sums; a sentence has the",
        "rounding of its own figure.",
        "",
        *(f"- `{rule}`: {holds}" for rule, holds in _ARITHMETIC.items()),
        "",
        "## The audit of the whole document",
        "",
        "Other documents of the municipality that are loaded (the budget of the year, last year's",
        "accounts) are looked at as well, where they have the same programme.",
    ]
    for rule, functions in RULES.items():
        lines += ["", f"### `{rule}`"]
        for function in functions:
            lines += ["", *_explained(function)]
    return lines


def _explained(function: Check) -> list[str]:
    """The docstring of a rule as a paragraph with its reasons in a list."""
    paragraphs = [" ".join(one.split()) for one in re.split(r"\n\s*\n", _doc(function))]
    reasons = re.split(r"(?:^|(?<=\.) )(Why|Law|Prevents): ", paragraphs[-1])[1:]
    pairs = zip(reasons[::2], reasons[1::2], strict=True)
    listed = [f"- *{_PARTS[name]}*: {said.strip()}" for name, said in pairs]
    first, *rest = paragraphs[:-1]
    return [f"**{first}** {' '.join(rest)}".rstrip(), "", *listed]


def _doc(function: Check) -> str:
    found = inspect.getdoc(function)
    assert found is not None, function
    return found
