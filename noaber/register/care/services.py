"""The only writers of care: what comes in, its answer, and what either side sends of itself."""

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.register.care.answering import answer
from noaber.register.care.clients import Address, Client
from noaber.register.care.fields.requests import Asked
from noaber.register.care.inbox import Receipt, receive
from noaber.register.care.models import Mailbox
from noaber.register.care.municipality import allocate, grant, investigate, refuse, remove
from noaber.register.care.outgoing import outgoing
from noaber.register.care.provider import (
    claim,
    credit,
    request,
    request_change,
    start,
    stop,
    take_back,
)
from noaber.register.sources.services import Refused

__all__ = [
    "Address",
    "Asked",
    "Client",
    "Receipt",
    "allocate",
    "answer",
    "claim",
    "credit",
    "ensure_mailbox",
    "grant",
    "investigate",
    "outgoing",
    "receive",
    "refuse",
    "remove",
    "request",
    "request_change",
    "start",
    "stop",
    "take_back",
]


def ensure_mailbox(
    actor: Actor, municipality: Municipality, code: str, name: str = "", trial: bool = False
) -> Mailbox:
    """The mailbox with this code, made where new: four digits play a municipality, eight a provider.

    Raises Refused for another form, and NotAllowed.
    """
    actor.require(municipality.code, municipality.name)
    if not code.isascii() or not code.isdigit() or len(code) not in (4, 8):
        raise Refused(
            f"'{code}' is geen code van een gemeente (vier cijfers) of aanbieder (acht cijfers)"
        )
    role = Mailbox.Role.MUNICIPALITY if len(code) == 4 else Mailbox.Role.PROVIDER
    mailbox, _ = Mailbox.objects.get_or_create(
        municipality=municipality, role=role, code=code, trial=trial, defaults={"name": name}
    )
    return mailbox
