"""Who it is: the one road to a name, for a role that may, with a line in the audit trail."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from noaber.guard.actor import Actor
from noaber.guard.audit.trail import note
from noaber.guard.roles import IDENTIFYING
from noaber.guard.secrets import keys_of
from noaber.register.care.fields import clients
from noaber.register.care.models import Allocation


@dataclass(frozen=True, slots=True)
class Particulars:
    """Who someone is, without the number: what a front-door worker needs to speak to them."""

    name: str
    born: date | None
    address: str


def open_person(actor: Actor, found: Allocation, now: datetime) -> Particulars:
    """The particulars of the client of an allocation. The line is there before the seal is broken.

    Raises NotAllowed for a role that may not know.
    """
    code = found.mailbox.municipality.code
    selection = f"naam en adres bij toewijzing {found.number} ({found.law})"
    note(actor, code, IDENTIFYING, selection, 1, now)
    sealed = found.person.particulars
    told = {} if sealed is None else json.loads(keys_of(code).open(sealed))
    return Particulars(clients.full_name(told), found.person.born, clients.home(told))
