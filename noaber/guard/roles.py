"""Which role may look at records for which purpose (doelbinding, AVG art. 5). Knows no Django.

A role without an entry sees what is about no one: goals, money, publications.
"""

from collections.abc import Mapping
from types import MappingProxyType

MESSAGES, ALLOCATIONS, CLAIMS, IDENTIFYING = "messages", "allocations", "claims", "identifying"

PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        MESSAGES: "berichtenverkeer met aanbieders afhandelen",
        ALLOCATIONS: "toewijzingen en levering volgen",
        CLAIMS: "declaraties beoordelen",
        IDENTIFYING: "weten om wie het gaat, om iemand te helpen",
    }
)
OF_ROLE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "contract_manager": frozenset({MESSAGES, ALLOCATIONS, CLAIMS}),
        "front_door_worker": frozenset({MESSAGES, ALLOCATIONS, CLAIMS, IDENTIFYING}),
        "administrator": frozenset({MESSAGES}),
    }
)


def purposes_of(role: str) -> frozenset[str]:
    """The purposes for which this role may look at records about persons."""
    return OF_ROLE.get(role, frozenset())
