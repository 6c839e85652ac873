"""The importing side of bench_messages: a register in an empty home, made before the clock starts."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo


def prepared() -> Callable[[Path], int]:
    """A register with one mailbox, what is made once per process made; gives how to take in a file."""
    from noaber.app.messages import contents
    from noaber.guard.actor import SYSTEM
    from noaber.guard.services import ensure_municipality
    from noaber.intake.messages.long_claims import claim_lines
    from noaber.register.care.models import ClaimLine
    from noaber.register.care.services import ensure_mailbox, receive
    from noaber.vocabulary.places import Place

    now = datetime(2026, 5, 7, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
    municipality = ensure_municipality(SYSTEM, Place("0384", "Diemen", "Noord-Holland", "", ""))
    mailbox = ensure_mailbox(SYSTEM, municipality, "0384")
    small = "".join(claim_lines(2000)).encode()
    if receive(SYSTEM, mailbox, small, "small.xml", now).outcome != "received":
        raise SystemExit("the made claim was not taken in")

    def taken_in(path: Path) -> int:
        with contents(path) as content:
            receipt = receive(SYSTEM, mailbox, content, path.name, now)
        if receipt.outcome != "received":
            raise SystemExit(receipt.sentence)
        return ClaimLine.objects.filter(claim__message=receipt.record).count()

    return taken_in
