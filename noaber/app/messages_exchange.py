"""Messages in and out of the register: which mailbox, one transaction a message, a reason for each refusal.

Joins the folder to the register; knows no rule of the standard.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError
from django.db.models import Count, Max
from django.utils import timezone

from noaber.app.errors import Failure, said
from noaber.app.home import home
from noaber.app.messages import contents
from noaber.app.messages_folder import LEDGER, Outbox, Transport, quarantine
from noaber.app.messages_order import in_turn
from noaber.app.messages_told import MALFORMED, Handed, Said, Taken, euros, told
from noaber.guard.actor import Actor
from noaber.guard.services import ensure_municipality
from noaber.intake.messages.description import release
from noaber.register.care import queries
from noaber.register.care.models import ClaimAnswer, ClaimLine, Mailbox, MessageRecord
from noaber.register.care.services import Refused, answer, ensure_mailbox, outgoing, receive
from noaber.vocabulary.places import municipalities


def make_mailbox(actor: Actor, code: str, municipality: str, name: str, trial: bool) -> Mailbox:
    """The mailbox with this code, made where new. Raises Failure and Refused."""
    own = municipality or (code if len(code) == 4 else "")
    if not own:
        raise Failure(
            "geef met --municipality de gemeente die deze postbus gebruikt (vier cijfers)"
        )
    place = next((one for one in municipalities() if one.code == own), None)
    if place is None:
        raise Failure(f"{own} is geen code van een gemeente")
    if len(code) == 4 and code != own:
        raise Failure(f"postbus {code} is een gemeente; --municipality {own} is een andere")
    row = ensure_municipality(actor, place)
    return ensure_mailbox(actor, row, code, name or (place.name if code == own else ""), trial)


def mailbox_of(code: str, municipality: str = "", trial: bool = False) -> Mailbox:
    """The one mailbox with this code. Raises Failure where there is none, or more than one."""
    found = Mailbox.objects.select_related("municipality").filter(code=code, trial=trial)
    if municipality:
        found = found.filter(municipality__code=municipality)
    if len(found) == 1:
        return found[0]
    kind = "proefpostbus" if trial else "postbus"
    if found:
        codes = ", ".join(one.municipality.code for one in found)
        raise Failure(f"{kind} {code} is er bij meer gemeenten ({codes}); geef --municipality")
    others = Mailbox.objects.order_by("code", "trial")
    known = ", ".join(one.code + (" (--trial)" if one.trial else "") for one in others)
    raise Failure(
        f"er is geen {kind} {code}; maak haar met `noaber messages mailbox`"
        + (f". Er zijn: {known}" if known else "")
    )


def postbox_of(mailbox: Mailbox) -> Path:
    """The folder of a mailbox within the installation's own."""
    codes = dict.fromkeys((mailbox.municipality.code, mailbox.code))
    return home() / "mailboxes" / ("-".join(codes) + ("-trial" if mailbox.trial else ""))


def outbox_of(mailbox: Mailbox, folder: Path | None = None) -> Outbox:
    """Where its messages are put to be sent, each once whatever the folder."""
    root = postbox_of(mailbox)
    return Outbox(folder or root / "out", root / LEDGER)


def take_in(actor: Actor, mailbox: Mailbox, path: Path, name: str) -> Taken:
    """Take one file into the register: whole, or not at all. Never raises for what is wrong with a file."""
    try:
        with contents(path) as content:
            receipt = receive(actor, mailbox, content, name, timezone.now())
    except Refused as error:
        return Taken(name, "refused", "\n".join(said(error)))
    except Failure as error:
        return Taken(name, "refused", error.message)
    except DatabaseError as error:
        return Taken(
            name,
            "failed",
            f"de database nam het niet aan ({type(error).__name__}); het bericht is niet verwerkt en "
            "kan opnieuw worden aangeboden",
        )
    except OSError as error:
        return Taken(name, "failed", said(error)[0])
    except Exception as error:
        if os.environ.get("NOABER_DEBUG") == "1":
            raise
        return Taken(name, "refused", _unforeseen(error))
    record = receipt.record
    if record.state == MessageRecord.State.MALFORMED:
        # A file that is known to be none is as unreadable as it was.
        return Taken(name, "malformed", MALFORMED, findings=told(receipt.findings))
    text = receipt.sentence.removeprefix(f"{name}: ")
    if of_claim := granted(record):
        text = f"{text}; {of_claim}"
    return Taken(name, receipt.outcome, text, kind_of(record), told(receipt.findings))


def _unforeseen(error: Exception) -> str:
    return (
        f"hier ging iets mis dat wij niet voorzagen ({type(error).__name__}); er is niets van vastgelegd. "
        "Draai het opnieuw met NOABER_DEBUG=1 en meld de uitvoer als fout"
    )


def import_files(
    actor: Actor, mailbox: Mailbox, paths: Iterable[Path], aside: Path
) -> Iterator[Taken]:
    """Take in files that stay where they are; a copy of what is refused goes to the folder `aside`.

    They go in the order in which their messages were made (see in_turn). A file that another importer has in
    hand is passed over. The same files again change nothing.
    """
    for path in in_turn(paths):
        with _in_hand(path) as free:
            if not free:
                yield Taken(str(path), "busy", "wordt op dit moment al door een ander ingelezen")
                continue
            taken = take_in(actor, mailbox, path, path.name)
            if taken.put_aside and path.is_file():
                copy = aside / f".{secrets.token_hex(6)}.tmp"
                aside.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
                quarantine(copy, aside, path.name, taken.why())
        yield taken


@contextmanager
def _in_hand(path: Path) -> Iterator[bool]:
    """Hold a file while it is taken in; False where another importer holds it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        # Taking it in will say what is wrong with it.
        yield True
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        except OSError:
            # A file system without locks: the register itself keeps a file from counting twice.
            yield True
        else:
            yield True
    finally:
        os.close(descriptor)


def answer_all(actor: Actor, mailbox: Mailbox) -> Iterator[Said]:
    """Make every answer that is due; a sentence for each that could not be made. The rest goes on."""
    for record in due(actor, mailbox):
        try:
            answer(actor, mailbox, record, timezone.now())
        except Exception as error:
            if os.environ.get("NOABER_DEBUG") == "1":
                raise
            reason = "\n".join(said(error)) if isinstance(error, Refused) else _unforeseen(error)
            name = record.file_name or record.identification
            yield Said(f"{name}: niet beantwoord: {reason}", wrong=True)


def due(actor: Actor, mailbox: Mailbox) -> Iterator[MessageRecord]:
    """The messages that came in and have no answer yet, the oldest first; one is read at a time."""
    for key in list(queries.unanswered(actor, mailbox).values_list("pk", flat=True)):
        yield MessageRecord.objects.get(pk=key)


def send_all(
    actor: Actor,
    mailbox: Mailbox,
    out: Transport | Outbox,
    answers_only: bool = False,
    after: int = 0,
) -> Iterator[Handed]:
    """Hand over what the mailbox sends and was not handed over before."""
    rows = queries.to_send(actor, mailbox, answers_only).filter(pk__gt=after)
    before = out.sent()
    for key, mark in rows.values_list("pk", "sha256"):
        if mark in before:
            continue
        record = MessageRecord.objects.select_related("answers").get(pk=key)
        name = file_name(mailbox, record)
        try:
            content = outgoing(actor, mailbox, record)
        except Refused as error:
            raise Failure(f"{name}: {error}") from None
        if out.send(name, content, mark):
            yield Handed(name, kind_of(record), granted(record))


def file_name(mailbox: Mailbox, record: MessageRecord) -> str:
    """'JW302-0141-12345678-7.xml': kind, sender, receiver, and its number among all that was sent."""
    # A return message names as sender whom it answers.
    other = record.receiver if record.sender == mailbox.code else record.sender
    return f"{kind_of(record)}-{mailbox.code}-{other}-{record.identification}.xml"


def kind_of(record: MessageRecord) -> str:
    """'JW302'; empty for what is no message."""
    return ("WMO" if record.law == "wmo" else "JW") + record.number if record.number else ""


def granted(record: MessageRecord) -> str:
    """Of an answer to a claim: what was asked, what is granted, and why lines were refused."""
    given = ClaimAnswer.objects.filter(message=record).select_related("claim").first()
    if given is None:
        return ""
    refused = given.claim.lines.filter(verdict=ClaimLine.Verdict.REJECTED).order_by()
    by_code = refused.values_list("return_codes").annotate(count=Count("pk"))
    meanings = release(record.release).codes[RETURN_CODES]
    reasons = "; ".join(
        f"{count} om {' en '.join(f'{code} ({meanings[code].meaning})' for code in codes.split())}"
        for codes, count in sorted(by_code)
    )
    return (
        f"declaratie {given.claim.number}: {euros(given.submitted)} ingediend, {euros(given.granted)} "
        f"toegekend" + (f"; regels afgewezen: {reasons}" if reasons else "")
    )


# The code list of return codes.
RETURN_CODES = "WJ001"
# Behind the last message that was seen, so many are looked at again: one may have been kept just later.
MARGIN = 1000


class Watch:
    """Takes what arrives, answers and sends, until `stopped`; then it ends between two messages."""

    def __init__(
        self,
        actor: Actor,
        mailbox: Mailbox,
        transport: Transport,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.actor, self.mailbox, self.transport, self.stopped = actor, mailbox, transport, stopped
        self._seen = 0

    def once(self) -> Iterator[Taken | Said | Handed]:
        """One pass: what was taken in, what could not be answered, and the name of what was sent."""
        yield from self._take()
        if not self.stopped():
            yield from answer_all(self.actor, self.mailbox)
        last = MessageRecord.objects.aggregate(last=Max("pk"))["last"] or 0
        after = self._seen - MARGIN
        for handed in send_all(self.actor, self.mailbox, self.transport, after=after):
            yield handed
            if self.stopped():
                return
        self._seen = last

    def _take(self) -> Iterator[Taken]:
        for parcel in self.transport.arrived():
            if self.stopped():
                return
            taken = take_in(self.actor, self.mailbox, parcel.path, parcel.name)
            if taken.put_aside:
                if not self.transport.refused(parcel, taken.why()):
                    continue
            elif taken.outcome != "failed":
                self.transport.kept(parcel)
            yield taken
