"""The reference of the message rules: each rule of iWmo and iJw, where it is held, or why it can't be."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from noaber.intake.messages.catalogue import Rule, catalogue
from noaber.register.care.rules import RULES
from noaber.register.care.terms import TERMS

ROOT = Path(__file__).parent.parent
KINDS = {
    "condition": ("Conditions (CD)", "When an element must or may be there."),
    "constraint": ("Constraints (CS)", "Which values an element may have."),
    "restriction": ("Restrictions (RS)", "Lengths, ranges and patterns."),
    "technical": ("Technical rules (TR)", "Within a message, over messages, against the world."),
    "business": ("Business rules (OP)", "What parties do. Most are worked out in other rules."),
    "instruction": ("Instructions (IV)", "How elements are filled and messages are judged."),
    "principle": ("Principles (UP)", "What the standard stands on."),
}
LAYERS = {
    "structure": "by the schema of the message",
    "rule": "inside the message, from columns",
    "store": "over messages, against what is registered",
    "world": "against contract, calendar or an official list",
    "process": "not from data: a practice, an agreement, a term",
}
RETURNS = ("302", "306", "308", "316", "318", "320")
_SPEC = "tests/spec/messages/test_in_message_rules.py"
_SCHEMA = "tests/spec/messages/test_structure_rules.py"
_PLACES = {
    "terms": "followed as a term",
    "answers": "followed in making answers",
    "writing": "followed in writing messages",
}


def message_rules() -> list[str]:
    """All rules of the release by kind, with counts by layer."""
    rules = catalogue()
    lines = [
        "# Message rules",
        "",
        "Every rule of iWmo and iJw 3.2. Code, return code and messages are those of the standard;",
        "the sentences are Noaber's own, and are what a sender reads in a finding. The rules are data:",
        "`noaber/intake/messages/v3_2/rules`, where the file on technical rules says how a check is",
        "read. `noaber messages check` holds a file against its schema, the code lists and the rules",
        "that are decided inside the message; the others need what a register knows.",
        "",
        "| decided | rules |",
        "| --- | --- |",
        *(f"| {LAYERS[name]} | {sum(r.layer == name for r in rules)} |" for name in LAYERS),
        f"| **all** | **{len(rules)}** |",
        "",
        "`retour` stands for the return messages 302, 306, 308, 316, 318 and 320. 'Through' names",
        "the rules that work a rule out. A rule without a return code is in no answer.",
    ]
    for kind, (title, about) in KINDS.items():
        lines += ["", f"## {title}", "", about, "", *_HEAD]
        lines += [_row(rule) for rule in rules if rule.kind == kind]
    return lines


def unexplained() -> list[str]:
    """The codes of rules of which the page would say neither where they are held nor why not."""
    return [rule.code for rule in catalogue() if not list(_held(rule)) and not rule.why]


_HEAD = (
    "| rule | what must hold | where it is held, or why it can't be | shown by |",
    "| --- | --- | --- | --- |",
)


def _row(rule: Rule) -> str:
    code = f"; return code {rule.return_code}" if rule.return_code else ""
    held = "; ".join(_held(rule))
    where = f"{LAYERS[rule.layer]}{': ' if held else ''}{held}."
    shown = "<br>".join(f"`{path}`" for path in shown_by(rule))
    cells = (
        f"**{rule.code}** {_messages(rule)}{code}",
        f"{rule.nl}<br>*{rule.en}*",
        " ".join(part for part in (where, rule.why, rule.note) if part),
        shown or ("" if rule.layer == "process" else "no test yet"),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _messages(rule: Rule) -> str:
    named = [m for m in rule.messages if m not in RETURNS]
    if set(RETURNS) <= set(rule.messages):
        named.append("retour")
    only = f" ({', '.join(rule.standards)} only)" if len(rule.standards) == 1 else ""
    return (", ".join(named) or "all messages") + only


def _held(rule: Rule) -> Iterator[str]:
    """Where the rule is held, most direct first."""
    if rule.checks:
        yield f"checked on {', '.join(dict.fromkeys(f'`{c.of}`' for c in rule.checks))}"
    if rule.code in RULES and rule.layer in ("store", "world"):
        function = RULES[rule.code]
        yield f"`{function.__module__}.{function.__name__}`"
    for facet, limit in rule.facet.items():
        yield f"`{facet} {limit}`"
    terms = [term for term in TERMS.values() if term.rule == rule.code]
    for term in terms:
        yield f"{term.days} {'weeks' if term.weeks else 'working days'} ({term.about})"
    if rule.enforced:
        yield _PLACES.get(rule.enforced, rule.enforced)
    if rule.through:
        yield f"through {', '.join(rule.through)}"


def shown_by(rule: Rule) -> list[str]:
    """The tests that show the rule at work: of its checks, or naming it, or of what works it out."""
    own = set(_naming().get(rule.code, ()))
    if rule.checks:
        own.add(_SPEC)
    if rule.layer == "structure":
        own.add(_SCHEMA)
    if own or not rule.through:
        return sorted(own)
    by_code = {one.code: one for one in catalogue()}
    return sorted({path for code in rule.through for path in shown_by(by_code[code])})


@cache
def _naming() -> dict[str, set[str]]:
    """The test files that name a rule by its code, apart from those about the rules as a whole."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(("tests/spec/messages/", "tests/contract/")):
            continue
        for code in re.findall(r"\b(?:TR|OP|IV)\d{3}(?:x\d)?\b", path.read_text("utf-8").upper()):
            found.setdefault(code.replace("X", "x"), set()).add(name)
    return found
