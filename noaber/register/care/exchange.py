"""One message on its way: in which mailbox, between whom, under which law, seen on which day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from noaber.guard.secrets import Keys, keys_of
from noaber.intake.messages.message import Message
from noaber.register.care.fields import AMSTERDAM, Place
from noaber.register.care.models import Mailbox
from noaber.register.care.rules import TEXTS

# Of one message so many findings are kept; the sender mends these first.
MOST = 500


@dataclass(frozen=True, slots=True)
class Exchange:
    """What every rule and row needs to know of where a message stands.

    `elsewhere`: the party of this mailbox sent the message by another system, and it is read in here.
    """

    mailbox: Mailbox
    law: str
    municipality_code: str
    provider_code: str
    now: datetime
    elsewhere: bool = False

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

    @property
    def of_provider(self) -> dict[str, Any]:
        """The columns that say whose a row is: a provider's own numbers are unique within a law."""
        return {"mailbox": self.mailbox, "law": self.law, "provider_code": self.provider_code}


def exchange_of(
    mailbox: Mailbox,
    law: str,
    parties: tuple[str, str],
    now: datetime,
    elsewhere: bool = False,
) -> Exchange:
    """The exchange between two codes: the one of four digits is the municipality."""
    municipality, provider = sorted(parties, key=len)
    return Exchange(mailbox, law, municipality, provider, now, elsewhere)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a message breaks, and where."""

    rule: str
    place: Place

    def as_json(self, message: Message) -> dict[str, Any]:
        """The fault as the message record keeps it; `table` and `row` are for the answer."""
        text = TEXTS[self.rule]
        return {
            "layer": text.layer.value,
            "rule": self.rule,
            "retourcode": text.return_code or None,
            "path": message.path(self.place.table, self.place.row),
            "line": self.place.line,
            "value": None,
            "text": text.dutch,
            "english": text.english,
            "table": self.place.table,
            "row": self.place.row,
        }


class Judged:
    """Collects the faults of one class after another."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def hold(self, obeyed: bool, rule: str, place: Place) -> bool:
        """Note a fault where the rule was not obeyed; give back whether it was."""
        if not obeyed:
            self.faults.append(Fault(rule, place))
        return obeyed

    def as_json(self, message: Message) -> list[dict[str, Any]]:
        """All faults as the message record keeps them."""
        return [fault.as_json(message) for fault in self.faults[:MOST]]
