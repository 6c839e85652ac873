"""The Actor: who asks, as a plain value that every query and service takes. Knows no Django."""

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """What stands behind a question."""

    USER = "user"
    LINK = "link"
    CLIENT = "client"
    SYSTEM = "system"


class NotAllowed(PermissionError):
    """The actor may not do this; the message is a Dutch sentence for the one who asked."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: `municipalities` are CBS codes; only SYSTEM reaches all of them.

    `purposes` are the goals for which this actor may look at records (doelbinding, AVG art. 5).
    """

    kind: ActorKind
    name: str
    municipalities: frozenset[str] = field(default=frozenset())
    roles: frozenset[str] = field(default=frozenset())
    purposes: frozenset[str] = field(default=frozenset())

    @property
    def everywhere(self) -> bool:
        """Whether this actor reaches every municipality."""
        return self.kind is ActorKind.SYSTEM

    def works_for(self, code: str) -> bool:
        """Whether the municipality with this CBS code is one of the actor's own."""
        return self.everywhere or code in self.municipalities

    def require(self, code: str, name: str) -> None:
        """Raise NotAllowed where the municipality is not one of the actor's own."""
        if not self.works_for(code):
            raise NotAllowed(f"{self.name} mag niet werken in de gegevens van {name}")

    def may(self, purpose: str) -> bool:
        """Whether this actor may look at records about persons for that purpose."""
        return self.everywhere or purpose in self.purposes

    def require_purpose(self, purpose: str, words: str) -> None:
        """Raise NotAllowed where the actor may not look at records about persons for that purpose."""
        if not self.may(purpose):
            raise NotAllowed(f"{self.name} mag geen gegevens over personen inzien om {words}")


SYSTEM = Actor(ActorKind.SYSTEM, "systeem")
STRANGER = Actor(ActorKind.LINK, "bezoeker")
