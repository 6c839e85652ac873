"""What happened to messages, for a person and for a program."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from noaber.app.messages import SHOWN, Told, sentence
from noaber.vocabulary.money import from_cents
from noaber.vocabulary.numbers import format_number

# What the register says of a message that it does not keep at all.
PUT_ASIDE = ("refused", "malformed")
MALFORMED = "geen geldig bericht; er is niets van vastgelegd"


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking in one file did.

    `message` is its kind ('JW305'). `outcome`: accepted, rejected, received (a claim, to be judged),
    elsewhere (this party sent it itself by another system), known; malformed and refused (nothing of it is
    kept); busy (another importer has it); failed (not the file's fault: it can be tried again).
    """

    file: str
    outcome: str
    sentence: str
    message: str = ""
    findings: tuple[Told, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether somebody has to act."""
        return self.outcome in (*PUT_ASIDE, "rejected", "failed")

    @property
    def put_aside(self) -> bool:
        """Whether it belongs in quarantine."""
        return self.outcome in PUT_ASIDE

    def as_json(self) -> dict[str, Any]:
        """One line of `--format json`."""
        names = ("layer", "rule", "retourcode", "path", "line", "text")
        return {
            "file": self.file,
            "message": self.message[-3:] or None,
            "outcome": self.outcome,
            "sentence": self.sentence,
            "findings": [{name: getattr(one, name) for name in names} for one in self.findings],
        }

    def lines(self) -> Iterator[str]:
        """What happened, for a person; of many findings the first ones."""
        kind = f"{self.message}, " if self.message else ""
        yield f"{self.file}: {kind}{self.sentence}"
        for one in self.findings[:SHOWN]:
            yield f"  {sentence(one)}"
        if len(self.findings) > SHOWN:
            yield f"  en nog {len(self.findings) - SHOWN} bevindingen; --format json geeft ze alle"

    def why(self) -> str:
        """The text that lies beside it in quarantine."""
        lines = [self.sentence, *(f"- {sentence(one)}" for one in self.findings)]
        return "\n".join(
            [*lines, "", "Vraag de afzender om een goed bericht, en bied dat opnieuw aan."]
        )


@dataclass(frozen=True, slots=True)
class Said:
    """Something else that happened, as a sentence."""

    text: str
    wrong: bool = False

    def lines(self) -> Iterator[str]:
        """The sentence."""
        yield self.text


@dataclass(frozen=True, slots=True)
class Handed:
    """A message that was handed over to be sent; of an answer to a claim, what is granted."""

    name: str
    kind: str
    claim: str = ""
    wrong: bool = False

    def lines(self) -> Iterator[str]:
        """The file, and what it says of a claim."""
        yield f"{self.name}: {self.claim}" if self.claim else self.name


@dataclass
class Batch:
    """What a batch of files came to; holds counts, not files."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: int = 0

    def add(self, taken: Taken) -> None:
        """Count one file."""
        self.outcomes[taken.outcome] += 1
        self.wrong += taken.wrong

    def lines(self, aside: Path) -> Iterator[str]:
        """The counts, and where what was refused lies."""
        counts = [
            f"{self.outcomes[name]} {word}" for name, word in _WORDS.items() if self.outcomes[name]
        ]
        yield f"Samen {self.outcomes.total()}: {', '.join(counts)}"
        if any(self.outcomes[name] for name in PUT_ASIDE):
            yield f"Wat is geweigerd ligt met de reden ernaast in {aside}"


_WORDS = {
    "accepted": "goedgekeurd",
    "received": "aangenomen, te beoordelen",
    "elsewhere": "zelf verstuurd, vastgelegd",
    "known": "al bekend",
    "rejected": "afgekeurd",
    "malformed": "geen geldig bericht",
    "refused": "geweigerd",
    "busy": "bij een ander in behandeling",
    "failed": "mislukt, opnieuw aan te bieden",
}


def told(findings: Iterable[dict[str, Any]]) -> tuple[Told, ...]:
    """Findings of a message record as they are told."""
    return tuple(
        Told(
            one["layer"], one["rule"], one["retourcode"], one["path"], one["line"], one["text"],
            one.get("value"),
        )
        for one in findings
    )  # fmt: skip


def euros(cents: int) -> str:
    """'€ 1.234,50'."""
    return f"€ {format_number(from_cents(cents), 2)}"
