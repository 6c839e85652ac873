"""What the standard's rules say of a message that fits its schema: code lists on their day, rules inside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from noaber.intake.messages import kleene
from noaber.intake.messages.catalogue import Check, Rule, checks_of
from noaber.intake.messages.codelists import code_findings
from noaber.intake.messages.description import LINE, MessageType
from noaber.intake.messages.expressions import Evaluate, Rows, compile_expression
from noaber.intake.messages.finding import Finding, Layer, shown
from noaber.intake.messages.functions import ROW_WISE
from noaber.intake.messages.gathered import MESSAGE_WIDE, Gathered
from noaber.intake.messages.message import Message
from noaber.intake.messages.patterns import long_classes

# Of one rule so many places are told; how often it went wrong beyond that is said once.
MOST = 200


def check_message(message: Message) -> tuple[Finding, ...]:
    """Every fault by a code list or by a rule that can be decided inside the message.

    Faults with return code 0001 reject the message as a whole; a rule over messages or about the world of
    which a part can be decided here (a reference used twice) has its own return code and its own layer.
    """
    checker = Checker(message.type)
    checker.feed(message)
    return checker.finish()


@dataclass
class _Running:
    rule: Rule
    check: Check
    table: str
    gathered: Gathered | None
    found: int = 0


class Checker:
    """Checks a message part by part: `feed` each part once, in order, then `finish`."""

    def __init__(self, kind: MessageType) -> None:
        self.kind = kind
        self.findings: list[Finding] = []
        self.last: Message | None = None
        self.parts = 0
        pairs = checks_of(kind.release.folder, kind.standard, kind.number)
        self.running = [
            _Running(rule, check, shape.name, _gathered(check))
            for rule, check in pairs
            for shape in kind.tables
            if shape.of == check.of
        ]

    def feed(self, part: Message) -> None:
        """Check the rows of one part, and gather what is about the whole."""
        self.last = part
        self.parts += 1
        # The rows above the clients stand in every part, and are checked once.
        fresh = {t.name for t in self.kind.tables}
        if self.parts > 1 and (long := long_classes(self.kind)) is not None:
            fresh = {long.outer.name, long.inner.name}
        self.findings += code_findings(part, fresh)
        for running in self.running:
            rows = Rows(part, running.table)
            if not rows.count:
                continue
            if running.gathered is not None:
                running.gathered.feed(rows)
            elif running.table in fresh:
                mask = _broken(running.check, rows)
                self._tell(running, rows, [(row, 0) for row in kleene.true_rows(mask)])

    def finish(self) -> tuple[Finding, ...]:
        """All findings, by line."""
        for running in self.running:
            if running.gathered is not None and self.last is not None:
                rows = Rows(self.last, running.table)
                self._tell(running, rows, running.gathered.finish())
                running.gathered = None  # its keys are no longer needed
            if running.found > MOST:
                self.findings.append(_many(running))
        return tuple(sorted(self.findings, key=lambda f: f.line or 0))

    def _tell(self, running: _Running, rows: Rows, hits: Iterable[tuple[int, int]]) -> None:
        for row, line in hits:
            running.found += 1
            if running.found <= MOST:
                self.findings.append(_finding(running.rule, running.check, rows, row, line))


def _many(running: _Running) -> Finding:
    rule, more = running.rule, running.found - MOST
    return Finding(
        Layer(rule.layer),
        rule.code,
        rule.return_code,
        "",
        None,
        None,
        f"{rule.nl} Dit gaat nog {more} keer mis.",
        f"{rule.en} This goes wrong {more} more times.",
    )


def _gathered(check: Check) -> Gathered | None:
    for name, kind in MESSAGE_WIDE.items():
        if name in check.params:
            return kind(check.params, check.at)
    return None


def _broken(check: Check, rows: Rows) -> Any:
    for name, function in ROW_WISE.items():
        if name in check.params:
            return function(rows, check.params)
    then, when, otherwise = (_compiled(check.params.get(k, "")) for k in ("then", "when", "else"))
    broken = kleene.negate(then(rows)) if then else None
    if when is None:
        return broken
    applies = when(rows)
    wrong = kleene.both(applies, broken) if broken is not None else None
    if otherwise is None:
        return wrong
    apart = kleene.both(kleene.negate(applies), kleene.negate(otherwise(rows)))
    if wrong is None:
        return apart
    return kleene.either(kleene.known_true(wrong), kleene.known_true(apart))


def _compiled(text: str) -> Evaluate | None:
    return compile_expression(text) if text else None


def _finding(rule: Rule, check: Check, rows: Rows, row: int, line: int) -> Finding:
    value = None
    if row >= 0:
        line = rows.message.cell(rows.table, LINE, row)
        known = check.at in rows.message.type.table(rows.table).paths
        if known and not check.at.endswith("Bsn"):
            value = shown(rows.message.cell(rows.table, check.at, row))
    at = "/" + check.at.replace(".", "/") if check.at else ""
    return Finding(
        Layer(rule.layer),
        rule.code,
        rule.return_code,
        rows.message.path(rows.table, row) + at,
        line or None,
        value,
        rule.nl,
        rule.en,
    )
