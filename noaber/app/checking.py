"""Documents and files checked one by one, beside each other: what `noaber check` tells of them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from noaber.app.commands.shared import contents, expand
from noaber.app.errors import Failure, expected_errors, said
from noaber.intake.documents.blocks import PAGE
from noaber.intake.documents.checks import all_checks
from noaber.intake.documents.files import LIMIT, read_file
from noaber.intake.documents.reading import CheckItem, Reading, Span
from noaber.publication.report import FileReport, Finding, Report

_AROUND = 60  # characters shown on either side of a place
_LONGEST = 240


@dataclass(frozen=True)
class Checked:
    """One document or file with its checks; `accepted` are those that somebody let stand."""

    name: str
    checks: tuple[CheckItem, ...]
    accepted: frozenset[tuple[str, str]] = frozenset()
    reading: Reading | None = None
    text: str = ""

    def stands(self, check: CheckItem) -> bool:
        """Whether a finding was accepted with a reason."""
        return (check.rule, check.message) in self.accepted

    @property
    def off(self) -> list[CheckItem]:
        """What deviates and was not accepted."""
        return [one for one in self.checks if one.status == "off" and not self.stands(one)]


@dataclass(frozen=True)
class Refused:
    """A file that could not be read, and why."""

    name: str
    sentences: tuple[str, ...]


def check_all(
    names: Sequence[str], tell: Callable[[Sequence[str], str], Iterator[str]]
) -> Iterator[Checked | Refused]:
    """The checks of documents and files, in the order of their names; a folder is all chapters in it.

    Files of one municipality are held beside each other. `tell` gives the names again, one by one, and
    shows how far the work is.
    """
    paths = {
        str(path): path for path in expand([Path(name) for name in names if Path(name).exists()])
    }
    order = [
        one
        for name in names
        for one in ([*expand([Path(name)])] if Path(name).exists() else [name])
    ]
    read: dict[str, tuple[str, Reading]] = {}
    wrong: dict[str, Refused] = {}
    for name in tell(list(paths), "lezen"):
        path = paths[name]
        try:
            read[name] = read_file(contents(path, LIMIT), path.name)
        except expected_errors() as error:
            wrong[name] = Refused(name, tuple(said(error)))
        except Failure as error:
            wrong[name] = Refused(name, (f"{path.name}: {error.message}",))
    for name in tell([str(one) for one in order], "controleren"):
        if name in wrong:
            yield wrong[name]
        elif name in read:
            yield _file(name, read)
        else:
            yield _document(name)


def _file(name: str, read: dict[str, tuple[str, Reading]]) -> Checked:
    text, reading = read[name]
    own = name.lower().endswith(".toml")
    is_new = own and reading.source is None and reading.document.status in (None, "concept")
    others = [
        other
        for known, (_, other) in read.items()
        if known != name
        and other.document.municipality == reading.document.municipality is not None
    ]
    printed = "" if own else text
    checks = all_checks(reading, printed, _today(), others, is_new=is_new)
    return Checked(name, checks, reading=reading, text=text)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day here, as on screen


def _document(name: str) -> Checked:
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.register.documents import recheck
    from noaber.register.sources.queries import document, findings

    found = document(SYSTEM, name)
    checks = tuple(recheck(SYSTEM, found))
    let_stand = {(one.rule, one.message) for one, accepted in findings(SYSTEM, found) if accepted}
    return Checked(name, checks, frozenset(let_stand))


def report(results: Sequence[Checked | Refused]) -> Report:
    """What a reader gets to see of all results: per file its findings, each with its place."""
    return Report(
        made_on=_today(),
        files=tuple(
            FileReport(one.name, refused=one.sentences)
            if isinstance(one, Refused)
            else _reported(one)
            for one in results
        ),
    )


def _reported(one: Checked) -> FileReport:
    head = one.reading.document if one.reading is not None else None
    places = Places(one.text)
    found = [
        Finding(
            check.rule, check.message, *places.of(check.spans), passage=places.passage(check.spans)
        )
        for check in one.off
    ]
    fine = [check for check in one.checks if check.status == "ok"]
    return FileReport(
        one.name,
        title=head.title if head else "",
        municipality=(head.municipality or "") if head else "",
        kind=head.kind if head else "",
        year=head.year if head else None,
        checks=len(one.checks),
        rounded=sum(1 for check in fine if check.found != check.expected),
        accepted=sum(one.stands(check) for check in one.checks),
        findings=tuple(found),
        sizes=_sizes(one.reading),
    )


def _sizes(reading: Reading | None) -> tuple[tuple[str, int], ...]:
    if reading is None:
        return ()
    counts = Counter(
        goals=len(reading.goals),
        indicators=len(reading.indicators),
        efforts=len(reading.efforts),
        finance=len(reading.finance),
        figures=len(reading.figures),
    )
    return tuple(counts.items())


class Places:
    """Where a span of a text stands for a reader: its page, its line, and the words there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0]
        self.pages: list[tuple[int, int]] = []
        for line in text.split("\n"):
            start = self.lines[-1]
            if PAGE.fullmatch(line):
                self.pages.append((start, int(line.strip("[]").split()[1])))
            self.lines.append(start + len(line) + 1)

    def of(self, spans: Sequence[Span]) -> tuple[int | None, int | None]:
        """The page, where the text has pages, and the line of the first place."""
        if not spans or not self.text or spans[0][0] >= len(self.text):
            return None, None
        at = spans[0][0]
        page = bisect_right([start for start, _ in self.pages], at) - 1
        return (self.pages[page][1] if page >= 0 else None), bisect_right(self.lines, at)

    def passage(self, spans: Sequence[Span]) -> str:
        """The words at the first place, with what stands around them on their line."""
        if not spans or not self.text or spans[0][0] >= len(self.text):
            return ""
        start, end = spans[0]
        first = max(self.text.rfind("\n", 0, start) + 1, start - _AROUND)
        last = self.text.find("\n", end)
        last = min(len(self.text) if last < 0 else last, end + _AROUND, first + _LONGEST)
        return " ".join(self.text[first:last].split())
