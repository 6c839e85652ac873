"""One message on its way: in which mailbox, between whom, under which law, seen on which day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from noaber.guard.secrets import Keys, keys_of
from noaber.intake.messages.finding import Layer
from noaber.register.care.fields import AMSTERDAM
from noaber.register.care.models import Mailbox
from noaber.register.care.rules import TEXTS


@dataclass(frozen=True, slots=True)
class Exchange:
    """What every rule and row needs to know of where a message stands."""

    mailbox: Mailbox
    law: str
    municipality_code: str
    provider_code: str
    now: datetime

    @property
    def today(self) -> date:
        """The day of the exchange, in the Netherlands."""
        return self.now.astimezone(AMSTERDAM).date()

    @property
    def keys(self) -> Keys:
        """The keys that seal whom it is about."""
        return keys_of(self.mailbox.municipality.code)

    @property
    def between(self) -> dict[str, Any]:
        """The columns that say between whom a row stands."""
        return {
            "mailbox": self.mailbox,
            "law": self.law,
            "municipality_code": self.municipality_code,
            "provider_code": self.provider_code,
        }


def exchange_of(mailbox: Mailbox, law: str, parties: tuple[str, str], now: datetime) -> Exchange:
    """The exchange between two codes: the one of four digits is the municipality."""
    municipality, provider = sorted(parties, key=len)
    return Exchange(mailbox, law, municipality, provider, now)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a message breaks: at which row of which class, on which line of the file."""

    rule: str
    table: str
    row: int
    line: int | None

    @property
    def return_code(self) -> str:
        """What is sent back; empty where the standard has no code."""
        return TEXTS[self.rule].return_code

    @property
    def layer(self) -> Layer:
        """Whether the store or the world says so."""
        return TEXTS[self.rule].layer

    def as_json(self) -> dict[str, Any]:
        """The fault as the message record keeps it; `table` and `row` are for the answer."""
        text = TEXTS[self.rule]
        return {
            "layer": text.layer.value,
            "rule": self.rule,
            "retourcode": text.return_code or None,
            "path": f"{self.table}[{self.row + 1}]",
            "line": self.line,
            "value": None,
            "text": text.dutch,
            "english": text.english,
            "table": self.table,
            "row": self.row,
        }


class Judged:
    """Collects the faults of one class after another; `at` reads which row is being judged."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def hold(self, obeyed: bool, rule: str, table: str, row: int, line: int | None) -> bool:
        """Note a fault where the rule was not obeyed; give back whether it was."""
        if not obeyed:
            self.faults.append(Fault(rule, table, row, line))
        return obeyed
