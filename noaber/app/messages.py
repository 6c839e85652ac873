"""Checking files of messages: each file on its own, several at once, and what they show together.

Needs no database. Structure, code lists and rules are those of `noaber.intake.messages`; here files are
found, shared out over the processors, and told of.
"""

import multiprocessing
import os
import signal
import stat
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from noaber.app.commands.shared import counted, expand
from noaber.app.errors import Failure, said
from noaber.app.messages_folder import WHY

# What a folder gives; another name has to be given by itself.
SUFFIXES = (".xml", ".zip", ".gz")
# Starting a process costs 0.4 s; a file 0.6 ms and 0.1 s a megabyte. With less than this, one is quicker.
WORTH_SHARING = 12_000_000
WORTH_SHARING_FILES = 2000
# So much is handed to a process at a time: many small files, or one that is large.
BUNDLE, BUNDLE_FILES = 1_000_000, 32
# What is longer is not held in memory as a whole.
LONG = 8_000_000


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as it is told: `rule` and `retourcode` as in the standard, `text` in Dutch."""

    layer: str
    rule: str
    retourcode: str | None
    path: str
    line: int | None
    text: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking one file gave. What is known of the message is None where it is none.

    `valid`: it fits the schema of its message, as the published schema would say.
    """

    file: str
    findings: tuple[Told, ...]
    valid: bool = False
    message: str | None = None
    standard: str | None = None
    release: str | None = None
    title: str | None = None
    sender: str | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing was found, in any layer."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """One line of `--format json`."""
        names = ("layer", "rule", "retourcode", "path", "line", "text")
        return {
            "file": self.file,
            "message": self.message,
            "standard": self.standard,
            "release": self.release,
            "valid": self.valid,
            "findings": [{name: getattr(one, name) for name in names} for one in self.findings],
        }


def messages_in(given: Sequence[Path]) -> list[Path]:
    """The files that were named, and of each folder those in it and below it that may be messages, by name.

    Raises Failure for a folder without any.
    """
    return expand(
        given, SUFFIXES, "bericht", lambda one: one.name.startswith(".") or one.name.endswith(WHY)
    )


def check_file(path: Path) -> Checked:
    """Read and check one file. Whatever is wrong, with the file or with us, becomes a finding."""
    try:
        return _checked(path)
    except Failure as error:
        return unreadable(path, error.message)
    except OSError as error:
        return unreadable(path, said(error)[0])
    except Exception as error:
        if os.environ.get("NOABER_DEBUG") == "1":
            raise
        return unreadable(
            path,
            f"bij dit bestand ging iets mis dat wij niet voorzagen ({type(error).__name__}); draai het "
            "opnieuw met NOABER_DEBUG=1 en meld de uitvoer als fout",
        )


def _checked(path: Path) -> Checked:
    from noaber.intake.messages.reading import check_content

    with contents(path) as content:
        found = check_content(content)
    told = tuple(
        Told(str(f.layer), f.rule, f.return_code, f.path, f.line, f.text, f.value)
        for f in found.findings
    )
    if (kind := found.type) is None:
        return Checked(str(path), told)
    title = f"{kind.title} {kind.name.lower()}"
    about = (kind.number, kind.standard, kind.release.folder, title, found.sender)
    return Checked(str(path), told, found.valid, *about)


@contextmanager
def contents(path: Path) -> Iterator[Any]:
    """The bytes of a file; of a long one as FileContent, which is not held in memory whole.

    Raises Failure for what is no file, and OSError.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise Failure("dit is een map; geef een bestand")
    if not stat.S_ISREG(mode):
        raise Failure("dit is geen gewoon bestand")
    from noaber.intake.messages.content import FileContent

    with path.open("rb") as file:
        yield file.read() if os.fstat(file.fileno()).st_size <= LONG else FileContent(file)


def unreadable(path: Path, text: str) -> Checked:
    """A file that could not be opened or read, as a finding of layer structure."""
    return Checked(str(path), (Told("structure", "BESTAND", None, "", None, text),))


def check_files(paths: Sequence[Path], workers: int | None = None) -> Iterator[Checked]:
    """Each file checked, in the order given; by several processes where that pays.

    `workers`: how many; by default as many as there are processors. No more results are held than workers
    have in hand, however many files there are.
    """
    count = workers if workers is not None else _workers(paths)
    if count < 2:
        yield from map(check_file, paths)
        return
    # A fresh process, not a copy of this one: libraries that run threads do not survive being copied.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_end_with_parent) as pool:
        ahead: deque[Future[list[Checked]]] = deque()
        try:
            for bundle in _bundles(paths):
                ahead.append(pool.submit(_check_bundle, bundle))
                if len(ahead) >= count * 3:
                    yield from ahead.popleft().result()
            while ahead:
                yield from ahead.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _check_bundle(paths: Sequence[Path]) -> list[Checked]:
    return [check_file(path) for path in paths]


def _bundles(paths: Iterable[Path]) -> Iterator[list[Path]]:
    bundle: list[Path] = []
    size = 0
    for path in paths:
        bundle.append(path)
        size += _size(path)
        if size >= BUNDLE or len(bundle) >= BUNDLE_FILES:
            yield bundle
            bundle, size = [], 0
    if bundle:
        yield bundle


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _workers(paths: Sequence[Path]) -> int:
    if len(paths) < 2:
        return 1
    if len(paths) < WORTH_SHARING_FILES and sum(map(_size, paths)) < WORTH_SHARING:
        return 1
    return min(len(os.sched_getaffinity(0)), len(paths))


def _end_with_parent() -> None:
    """A worker whose parent was killed ends too, instead of waiting forever; Ctrl-C is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@dataclass
class Report:
    """What a batch of files shows together, gathered file by file; holds counts, not findings."""

    files: int = 0
    wrong: int = 0
    unread: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    wrong_kinds: Counter[str] = field(default_factory=Counter)
    senders: Counter[str] = field(default_factory=Counter)
    wrong_senders: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    files_of_rule: Counter[tuple[str, str]] = field(default_factory=Counter)
    example: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, checked: Checked) -> None:
        """Count one file."""
        self.files += 1
        self.wrong += not checked.sound
        self.unread += checked.title is None
        for name, all_, wrong in (
            (checked.title, self.kinds, self.wrong_kinds),
            (checked.sender, self.senders, self.wrong_senders),
        ):
            if name is not None:
                all_[name] += 1
                wrong[name] += not checked.sound
        rules = Counter((one.rule, one.retourcode or "") for one in checked.findings)
        self.rules.update(rules)
        self.files_of_rule.update(rules.keys())
        for one in checked.findings:
            self.example.setdefault((one.rule, one.retourcode or ""), one.text)

    def lines(self) -> Iterator[str]:
        """The summary for whoever has to talk to the senders."""
        yield (
            f"Samen {counted(self.files, 'bestand', 'bestanden')}: {self.files - self.wrong} in orde, "
            f"{self.wrong} niet" + (f", waarvan {self.unread} geen bericht" if self.unread else "")
        )
        for kind, count in sorted(self.kinds.items()):
            yield f"  {kind}: {_verdict(count, self.wrong_kinds[kind])}"
        if len(self.senders) > 1:
            yield "Per afzender (waar die te lezen was):"
            for sender, count in sorted(self.senders.items()):
                yield f"  {sender}: {_verdict(count, self.wrong_senders[sender])}"
        if self.rules:
            yield "Waar het op stukloopt:"
        for key, count in self.rules.most_common():
            files = counted(self.files_of_rule[key], "bestand", "bestanden")
            yield f"  {_rule(*key)}: {count} keer, in {files}; zoals: {self.example[key]}"


def _verdict(count: int, wrong: int) -> str:
    return f"{count - wrong} in orde" + (f", {wrong} niet" if wrong else "")


# So many findings of one rule are printed in full; --format json gives them all.
SHOWN = 10


def tell(checked: Checked) -> Iterator[str]:
    """What was found in one file, as lines for a person."""
    title = checked.title or "geen bericht"
    if checked.sound:
        yield f"{checked.file}: {title}, in orde"
        return
    count = counted(len(checked.findings), "bevinding", "bevindingen")
    yield f"{checked.file}: {title}, NIET IN ORDE, {count}"
    told: Counter[str] = Counter()
    for one in checked.findings:
        told[one.rule] += 1
        if told[one.rule] <= SHOWN:
            yield f"  {sentence(one)}"
    for rule, number in told.items():
        if number > SHOWN:
            yield f"  {rule}: en nog {number - SHOWN} zulke bevindingen; --format json geeft ze alle"


def sentence(one: Told) -> str:
    """One finding on one line: where, which rule, what, and the value where it may be shown."""
    path = one.path.removeprefix("Bericht/")
    where = (f"regel {one.line}, " if one.line else "") + (f"{path}, " if path else "")
    value = f" (er staat '{one.value}')" if one.value else ""
    return f"{where}{_rule(one.rule, one.retourcode or '')}: {one.text}{value}"


def _rule(rule: str, code: str) -> str:
    return f"{rule} (retourcode {code})" if code else rule
