"""How each message is judged against the store and kept as rows: one module for each kind.

`judge` notes the rules that a message breaks, `keep` makes its rows. Both serve both sides: what a
party sends is judged by its own store before it leaves, and kept as the receiver will keep it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from noaber.intake.messages.message import Message
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.kinds import allocations, answers, claims, requests, starts, stops
from noaber.register.care.models import MessageRecord


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done with a message that asks for an answer."""

    judge: Callable[[Exchange, Message, Judged], None]
    keep: Callable[[Exchange, Message, MessageRecord], None]


KINDS: Mapping[str, Kind] = {
    "301": Kind(allocations.judge, allocations.keep),
    "305": Kind(starts.judge, starts.keep),
    "307": Kind(stops.judge, stops.keep),
    "315": Kind(requests.judge_asked, requests.keep_asked),
    "317": Kind(requests.judge_change, requests.keep_change),
    "319": Kind(answers.judge, answers.keep),
    "323": Kind(claims.judge, claims.keep),
}
