"""A postbox: the folder through which messages come and go, and how importers share it.

    in/          what arrives; names that begin with a dot or end in .tmp or .part are still on their way
    busy/        what an importer works on, in a folder of its own that it holds locked while it lives
    done/        what is kept in the register; may be emptied at will
    quarantine/  what could not be read or was refused, beside a text that says why
    out/         what is to be sent; appears whole, by rename
    sent.txt     what was ever put in out/, so that it is not put there again when it was collected

Taking a file is one rename within one file system, so of two importers one gets it. A folder in busy/
that nobody holds locked belonged to an importer that died: what lies in it returns to in/.
"""

import fcntl
import filecmp
import os
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

FOLDERS = ("in", "busy", "done", "quarantine", "out")
# How other programs name what they are still writing.
UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload")
QUIET_SECONDS = 2.0
WHY = ".waarom.txt"
LEDGER = "sent.txt"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message that arrived: the name under which it did, and the file that now holds it.

    `state` is what the file looked like when it was taken (time, size), to notice a writer that goes on.
    """

    name: str
    path: Path
    state: tuple[int, int]


class Transport(Protocol):
    """How messages reach Noaber and leave it. An adapter for a routing layer is a class of this form."""

    def arrived(self) -> Iterator[Parcel]:
        """What waits to be read, each handed to one importer only until it is kept or refused."""

    def kept(self, parcel: Parcel) -> None:
        """The register holds it; it need not come again."""

    def refused(self, parcel: Parcel, why: str) -> bool:
        """It cannot be read or kept; `why` is for who has to act. False where it is still being written."""

    def sent(self) -> Collection[str]:
        """The marks of what was handed over before."""

    def send(self, name: str, content: bytes, mark: str) -> bool:
        """Hand over one message, whole or not at all; False where one with this mark was before."""


class Folder:
    """A postbox in a folder. `quiet` is how long, in seconds, a file must lie still to be taken.

    `ledger` is the list of what was sent; by default in the folder itself.
    """

    def __init__(
        self,
        root: Path,
        quiet: float = QUIET_SECONDS,
        ledger: Path | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.root, self.quiet, self.clock, self.sleep = root, quiet, clock, sleep
        self._outbox = Outbox(root / "out", ledger or root / LEDGER)
        self._own: tuple[Path, int] | None = None
        for name in FOLDERS:
            (root / name).mkdir(parents=True, exist_ok=True)
            _sweep(root / name)

    def __enter__(self) -> "Folder":
        self._bring_back()
        self._own = _locked_folder(self.root / "busy")
        return self

    def __exit__(self, *_: object) -> None:
        assert self._own is not None
        path, descriptor = self._own
        _return(path, self.root / "in")
        os.close(descriptor)
        self._own = None

    def arrived(self) -> Iterator[Parcel]:
        """Take what lies still in in/, the oldest first; a file that another importer takes is passed over.

        What changed a moment ago is looked at once more after `quiet` seconds; if it still grows it is
        left for a later pass.
        """
        self._bring_back()
        before = {path: state for path in self._waiting() if (state := _state(path))}
        fresh = {p for p, state in before.items() if self.clock() - state[0] / 1e9 < self.quiet}
        ready = [path for path in before if path not in fresh]
        yield from self._take(ready, before)
        if fresh:
            self.sleep(self.quiet)
            yield from self._take(sorted(fresh), before)

    def _take(self, paths: list[Path], before: dict[Path, tuple[int, int]]) -> Iterator[Parcel]:
        assert self._own is not None, "a postbox is used within `with`"
        own = self._own[0]
        for path in sorted(paths, key=lambda one: (before[one][0], one.name)):
            taken = own / path.name
            if _state(path) != before[path] or not _renamed(path, taken):
                continue
            yield Parcel(path.name, taken, before[path])
            if taken.exists():
                move(taken, self.root / "in")

    def kept(self, parcel: Parcel) -> None:
        """Move it to done/."""
        move(parcel.path, self.root / "done")

    def refused(self, parcel: Parcel, why: str) -> bool:
        """Move it to quarantine/, with the reason in a text beside it; not while somebody writes it."""
        if _state(parcel.path) != parcel.state:
            return False
        quarantine(parcel.path, self.root / "quarantine", parcel.name, why)
        return True

    def sent(self) -> Collection[str]:
        """The marks of what was put in out/ before, though it may have been collected since."""
        return self._outbox.sent()

    def send(self, name: str, content: bytes, mark: str) -> bool:
        """Put a message in out/, once."""
        return self._outbox.send(name, content, mark)

    def _waiting(self) -> Iterator[Path]:
        for entry in os.scandir(self.root / "in"):
            name = entry.name
            if name.startswith(".") or name.lower().endswith(UNFINISHED):
                continue
            if entry.is_file(follow_symlinks=False):
                yield Path(entry.path)

    def _bring_back(self) -> None:
        """Return to in/ what importers that are no more had taken."""
        for folder in (self.root / "busy").iterdir():
            if self._own and folder == self._own[0]:
                continue
            with suppress(OSError), _lock_of(folder):
                _return(folder, self.root / "in")


class Outbox:
    """A folder from which messages are collected, and the list of all that was ever put in one.

    The list is what keeps a message that was collected from being put there again. A process that dies
    between the message and its line puts it there twice: once too often, never once too few.
    """

    def __init__(self, folder: Path, ledger: Path) -> None:
        self.folder, self.ledger = folder, ledger
        for path in (folder, ledger.parent):
            path.mkdir(parents=True, exist_ok=True)

    def sent(self) -> Collection[str]:
        """The marks on the list; a line that a killed process did not end does not count."""
        try:
            lines = self.ledger.read_text("utf-8").split("\n")
        except FileNotFoundError:
            return frozenset()
        return frozenset(line.split(" ", 1)[0] for line in lines[:-1])

    def send(self, name: str, content: bytes, mark: str) -> bool:
        """Put a message there unless its mark is on the list; one process at a time."""
        with self._opened() as ledger:
            if mark in self.sent():
                return False
            _note(ledger, mark, put(self.folder, name, content).name)
        return True

    def note(self, name: str, mark: str) -> None:
        """Put a message on the list that reached its receiver in another way."""
        with self._opened() as ledger:
            _note(ledger, mark, name)

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        with self.ledger.open("a+", encoding="utf-8") as ledger:
            fcntl.flock(ledger, fcntl.LOCK_EX)
            yield ledger


def _note(ledger: TextIO, mark: str, name: str) -> None:
    # A new line first: what a killed process left unfinished stays a line of its own.
    ledger.write(f"{'' if _ends(ledger) else chr(10)}{mark} {name}\n")
    ledger.flush()
    os.fsync(ledger.fileno())


def _ends(ledger: TextIO) -> bool:
    """Whether a list is empty or its last line was ended."""
    ledger.seek(0)
    text = ledger.read()
    return not text or text.endswith("\n")


def quarantine(path: Path, folder: Path, name: str, why: str) -> Path:
    """Move a file into a quarantine folder; its text says why and stands there first. Gives its place."""
    while True:
        place = _free(folder, name, path)
        put(folder, place.name + WHY, why.rstrip().encode() + b"\n", over=True)
        if _placed(path, place):
            return place


def move(path: Path, folder: Path) -> Path:
    """Move a file into a folder. A name that other content has there gets a number behind it."""
    while True:
        place = _free(folder, path.name, path)
        if _placed(path, place):
            return place


def put(folder: Path, name: str, content: bytes, over: bool = False) -> Path:
    """Write a file that appears whole; a name that other content has gets a number behind it."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{secrets.token_hex(6)}.tmp"
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if over:
            os.replace(beside, folder / name)
            return folder / name
        while True:
            place = _free(folder, name, beside)
            if _placed(beside, place):
                return place
    finally:
        beside.unlink(missing_ok=True)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def _free(folder: Path, name: str, content: Path) -> Path:
    """The place of that name, or with a number where a file with other content has it."""
    folder.mkdir(parents=True, exist_ok=True)
    given = Path(name)
    place, count = folder / name, 1
    while place.exists() and not filecmp.cmp(place, content, shallow=False):
        count += 1
        place = folder / f"{given.stem}-{count}{given.suffix}"
    return place


def _placed(path: Path, place: Path) -> bool:
    """Give the file that name and no other; never over another file. False where one came between."""
    try:
        os.link(path, place)
    except FileExistsError:
        if not filecmp.cmp(place, path, shallow=False):
            return False
    except OSError:
        # A file system without links.
        os.rename(path, place)
        return True
    path.unlink()
    _sync(place.parent)
    return True


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _renamed(path: Path, to: Path) -> bool:
    try:
        os.rename(path, to)
    except FileNotFoundError:
        return False
    return True


def _return(folder: Path, to: Path) -> None:
    for path in sorted(folder.iterdir()):
        move(path, to)
    folder.rmdir()


def _sweep(folder: Path) -> None:
    """Remove what a killed process was still writing here, an hour ago or longer."""
    for path in folder.glob(".????????????.tmp"):
        state = _state(path)
        if state and time.time() - state[0] / 1e9 > 3600:
            path.unlink(missing_ok=True)


@contextmanager
def _lock_of(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which the kernel opens when its holder dies. Raises OSError if held."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _locked_folder(busy: Path) -> tuple[Path, int]:
    """A folder that this process alone holds; one that was cleared away before the lock is made anew."""
    while True:
        path = busy / secrets.token_hex(6)
        path.mkdir()
        with suppress(FileNotFoundError):
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if path.exists():
                return path, descriptor
            os.close(descriptor)
