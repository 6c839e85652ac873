"""The rows of care. Their evidence is a pair of columns: the message, and the line in its file.

What a message said counts as long as the message stands. A message that the other party rejected
counts as never sent (iStandaarden OP286): its rows stay, and every question leaves them out.
"""

from noaber.register.care.models.allocations import (
    Allocation,
    AllocationVersion,
    Request,
    RequestAnswer,
    RequestLine,
)
from noaber.register.care.models.claims import Claim, ClaimAnswer, ClaimLine
from noaber.register.care.models.deliveries import DeliveryStart, DeliveryStop
from noaber.register.care.models.messages import Law, Mailbox, MessageRecord, Person

__all__ = [
    "Allocation",
    "AllocationVersion",
    "Claim",
    "ClaimAnswer",
    "ClaimLine",
    "DeliveryStart",
    "DeliveryStop",
    "Law",
    "Mailbox",
    "MessageRecord",
    "Person",
    "Request",
    "RequestAnswer",
    "RequestLine",
]
