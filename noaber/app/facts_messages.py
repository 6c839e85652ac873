"""Facts straight from folders of iWmo and iJw messages, without keeping in the register whom they are about.

The messages go through the same mailbox, rules and build as those of a register that got each on its day, so
the facts are the same by construction; only the register is another: one without a name that is gone when the
import is there (see `register_aside`). It is made within this process rather than in an installation of its
own: so there is one key for persons and no copy of it, and no folder that a kill could leave behind.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.utils import timezone

from noaber import __version__
from noaber.app.errors import Failure, said
from noaber.app.facts_import import FromMessages
from noaber.app.messages import check_file, contents, messages_in
from noaber.app.messages_exchange import make_mailbox
from noaber.app.messages_order import in_turn
from noaber.app.register_aside import register_aside
from noaber.facts import kept_imports, quality
from noaber.facts.care_import import About, LeftOut, keep
from noaber.guard.actor import SYSTEM
from noaber.intake.messages.reading import Reading
from noaber.register.care.fields import AMSTERDAM, head
from noaber.register.care.models import Mailbox, MessageRecord
from noaber.register.care.services import Receipt, Refused, receive
from noaber.register.supply import queries as supply
from noaber.register.supply.services import keep_product
from noaber.vocabulary.bsn import masked
from noaber.vocabulary.names import slug
from noaber.vocabulary.numbers import format_number
from noaber.vocabulary.places import Place

Product = tuple[str, str, str]
CHUNK = 500
NOON = time(12)
_TAKEN = ("accepted", "received", "elsewhere")
_NOTHING_KEPT = (MessageRecord.State.REJECTED, MessageRecord.State.MALFORMED)
_MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class MessageFile:
    """A file by where it is, what it is called, and the hash by which it is known again."""

    path: Path
    shown: str
    sha256: str


def messages_to_facts(
    files: Sequence[MessageFile],
    place: Place,
    root: Path,
    name: str = "",
    step: Callable[[], None] = lambda: None,
) -> FromMessages:
    """Make an import of messages, called `name` or else after the municipality: berichten-0141.

    The same messages again change nothing. A message that cannot be taken in is left out with its reason.
    `step` is called after each. Raises Failure where nothing became a fact and where the register has
    some of these messages, BlockingIOError and OSError; the import that was there then stays.
    """
    _refuse_registered(place, files)
    name = slug(name or f"berichten-{place.code}")[:40].strip("-")
    products = _products(place.code)
    digest = _digest(place.code, files, products)
    before = kept_imports.kept(root, name)
    if before and before[1]["digest"] == digest and kept_imports.is_whole(*before):
        return _made(name, *before, unchanged=True)
    with register_aside():
        read = _read(place, files, products, step)
        about = About(name, digest, {read.told: digest})
        if keep(SYSTEM, root, place.code, about, read.left_out) is None:
            raise Failure("\n".join(_nothing(place, read)))
    return _made(name, *kept_imports.required(root, name))


def _made(
    name: str, folder: Path, manifest: Mapping[str, Any], unchanged: bool = False
) -> FromMessages:
    return FromMessages(
        name,
        manifest["table"],
        folder,
        manifest["rows"],
        manifest["rejected"],
        manifest["reasons"],
        quality.read(folder),
        unchanged=unchanged,
        messages=", ".join(manifest["files"]),
        not_counted=manifest.get("not_counted", {}),
    )


def message_files(given: Sequence[Path]) -> list[MessageFile]:
    """The files in the order in which their messages were made. Raises Failure and OSError."""
    shown = {path: _shown(path, given) for path in messages_in(given)}
    found = []
    for path in in_turn(shown):
        if path.exists() and not path.is_file():
            raise Failure(f"{path}: dit is geen gewoon bestand")
        with path.open("rb") as file:
            found.append(
                MessageFile(path, shown[path], hashlib.file_digest(file, "sha256").hexdigest())
            )
    return found


def _shown(path: Path, given: Iterable[Path]) -> str:
    """What a file is called: its place below the folder that was named."""
    inside = (path.relative_to(one) for one in given if one in path.parents)
    return masked(str(next(inside, path.name)))


def _products(code: str) -> list[Product]:
    """The product list of the municipality where it is registered: allocations are held against it."""
    rows = supply.products(SYSTEM).filter(municipality__code=code)
    return list(rows.order_by("law", "category", "code").values_list("law", "category", "code"))


def _digest(code: str, files: Iterable[MessageFile], products: Sequence[Product]) -> str:
    """What the same import has in common: the messages in their order, and what they are judged by."""
    said = [__version__, code, *map(str, products), *(one.sha256 for one in files)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _refuse_registered(place: Place, files: Sequence[MessageFile]) -> None:
    """What the register has is counted from there; it would count twice."""
    kept = MessageRecord.objects.filter(
        mailbox__role=Mailbox.Role.MUNICIPALITY, mailbox__code=place.code, mailbox__trial=False
    ).exclude(state__in=_NOTHING_KEPT)
    known: set[str] = set()
    for start in range(0, len(files), CHUNK):
        part = [one.sha256 for one in files[start : start + CHUNK]]
        known.update(kept.filter(sha256__in=part).values_list("sha256", flat=True))
    if again := [one.shown for one in files if one.sha256 in known]:
        raise Failure(
            "al in het register van deze installatie, en daar meegeteld: "
            f"{format_number(len(again))} van deze {format_number(len(files))} bestanden, zoals {again[0]}; "
            "haal ze uit de map, of lees alles in het register in met "
            f"`noaber messages import --mailbox {place.code}`"
        )


@dataclass(slots=True)
class _Read:
    """What reading the messages came to: how many of each kind, how many twice, what was left out and why."""

    kinds: Counter[str] = field(default_factory=Counter)
    again: int = 0
    left_out: list[list[LeftOut]] = field(default_factory=list)

    @property
    def told(self) -> str:
        """'542 berichten (301: 164, 305: 378), 2 dubbel'."""
        kinds = ", ".join(
            f"{kind}: {format_number(count)}" for kind, count in sorted(self.kinds.items())
        )
        again = f", {format_number(self.again)} dubbel" if self.again else ""
        return f"{format_number(self.kinds.total())} berichten ({kinds}){again}"


def _read(
    place: Place,
    files: Iterable[MessageFile],
    products: Iterable[Product],
    step: Callable[[], None],
) -> _Read:
    """Take the messages into a fresh mailbox, one by one. Raises Failure where the disk or database fails."""
    mailbox = make_mailbox(SYSTEM, place.code, "", "", trial=False)
    for product in products:
        keep_product(SYSTEM, mailbox.municipality, *product)
    read = _Read()
    for file in files:
        _take(mailbox, file, read)
        step()
    return read


def _take(mailbox: Mailbox, file: MessageFile, read: _Read) -> None:
    """Take in one message on the day that it bears, or tell why not. Raises Failure and OSError."""
    try:
        with contents(file.path) as content:
            receipt = receive(SYSTEM, mailbox, content, file.shown, _moment(content))
    except (Failure, OSError):
        raise
    except OperationalError as error:
        raise Failure(
            f"{file.shown}: het tijdelijke register nam het niet aan ({type(error).__name__}); is er nog "
            "plaats op de schijf? Aan de import is niets veranderd"
        ) from error
    except Refused as error:
        read.left_out.append([LeftOut(file.shown, 1, "", masked("; ".join(said(error))))])
    except Exception as error:
        read.left_out.append(list(_unforeseen(file, error)))
    else:
        _count(read, file, receipt)


def _unforeseen(file: MessageFile, error: Exception) -> Iterator[LeftOut]:
    """What is wrong with a message over which the register stumbled, or with us."""
    if os.environ.get("NOABER_DEBUG") == "1":
        raise error
    found = check_file(file.path).findings
    if found:
        yield from (_reason(file, asdict(one)) for one in found)
    else:
        text = (
            f"hier ging iets mis dat wij niet voorzagen ({type(error).__name__}); draai het opnieuw met "
            "NOABER_DEBUG=1 en meld de uitvoer als fout"
        )
        yield LeftOut(file.shown, 1, "", text)


def _moment(content: Any) -> datetime:
    """Noon of the day that a message bears, which is when it came, give or take a day; now where it tells none.

    A folder is read long after its messages came. Terms run from the day of receipt, and how late claims
    are is counted from when each was known: with the day of reading, all would seem in term, and late.
    """
    now = timezone.now()
    first = next(Reading(content).parts(), None)
    day = head(first).dated if first is not None else None
    return min(now, datetime.combine(day, NOON, AMSTERDAM)) if day else now


def _count(read: _Read, file: MessageFile, receipt: Receipt) -> None:
    if receipt.outcome in _TAKEN:
        read.kinds[receipt.record.number] += 1
    elif receipt.outcome == "known" and receipt.record.state not in _NOTHING_KEPT:
        read.again += 1
    else:
        read.left_out.append([_reason(file, one) for one in receipt.findings])


def _reason(file: MessageFile, finding: Mapping[str, Any]) -> LeftOut:
    """Why a message is left out: line, rule and place."""
    path = finding["path"].removeprefix("Bericht/")
    at = f", bij '{path}'" if path else ""
    code = f" (retourcode {finding['retourcode']})" if finding["retourcode"] else ""
    text = masked(f"{finding['text'].rstrip('.')}{at}")
    return LeftOut(file.shown, finding["line"] or 1, f"{finding['rule']}{code}", text)


def _nothing(place: Place, read: _Read) -> Iterator[str]:
    """Why there is no fact at all."""
    count = read.kinds.total() + len(read.left_out)
    yield (
        f"geen van de {format_number(count)} berichten gaf een feit van {place.name} ({place.code}), dus er is "
        "niets veranderd; geef met --municipality de gemeente van wie de berichten zijn, en lees bij "
        "declaraties (323) ook de toewijzingen (301) en antwoorden (325)"
    )
    reasons = Counter(one[0].reason for one in read.left_out)
    for reason, often in reasons.most_common(_MOST_REASONS):
        yield f"{format_number(often)} keer {reason}"
