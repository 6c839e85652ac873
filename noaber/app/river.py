"""The whole river for one document: facts, results, judgement, edition, site. Only joins rooms."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from noaber.app.accessibility import one_of_each_kind, rejected
from noaber.app.home import alone
from noaber.app.leaving import Leaving, leaving
from noaber.app.measuring import definitions_of
from noaber.desk.compose import Company, Counted, compose
from noaber.facts.build import build
from noaber.facts.snapshot import Snapshot
from noaber.facts.store import Store
from noaber.guard.actor import Actor
from noaber.measures import public, results
from noaber.measures.engine import Question, run
from noaber.measures.stamp import stamp
from noaber.publication.design.theming import Theme
from noaber.publication.edition import Edition
from noaber.publication.pdf import PdfReport, pdf_bytes, write_pdf
from noaber.publication.site import PAPER, SiteReport, render_site
from noaber.register.documents import recheck
from noaber.register.goals.queries import continuations
from noaber.register.outline import outline
from noaber.register.sources.models import PlanningDocument
from noaber.register.sources.queries import documents
from noaber.vocabulary.regions import region_of


def count(actor: Actor, municipality: str | None = None) -> Snapshot:
    """Build the facts of what the actor may see, and store the results of all measures on them.

    What was counted before on the same facts, by the same definitions and code, is not counted again.
    """
    snapshot = build(actor, Path(settings.FACTS), municipality)
    root, known = Path(settings.RESULTS), definitions_of(snapshot, ())
    counted_with = stamp(known)
    if results.stamp_of(root, snapshot.id) == counted_with:
        return snapshot
    store = Store(snapshot)
    try:
        rows, queries = run(store, known.values(), Question(people=True), known)
    finally:
        store.close()
    results.store(root, snapshot.id, rows, queries, counted_with)
    return snapshot


class Desk:
    """Makes editions from one snapshot; what several editions stand on is read once."""

    def __init__(self, actor: Actor, snapshot: Snapshot, day: date | None = None) -> None:
        """`day` is the day of publication, today where it is not given."""
        self.actor, self.snapshot = actor, snapshot
        self.day = day or timezone.localdate()
        self._definitions = definitions_of(snapshot, ())
        self._counted: dict[str, Counted] = {}
        self._queries: Mapping[str, str] = {}
        self._documents = list(documents(actor).order_by("key"))

    def edition(self, document: PlanningDocument) -> Edition:
        """The edition of a document, beside those of its programme and of its region."""
        return self.leaving(document)[0]

    def leaving(self, document: PlanningDocument) -> tuple[Edition, Leaving]:
        """The edition of a document, and what of its municipality's own counts leaves with it.

        Raises Failure where the document names a measure that there is not.
        """
        mine = self._of(document)
        left = leaving(Path(settings.RESULTS), self.snapshot, mine.outline, self._definitions)
        mine = replace(mine, own=left.own)
        own, region = [], []
        for other in self._documents:
            if other.key == document.key or other.key not in self.snapshot.in_force["documents"]:
                continue
            if other.municipality_id == document.municipality_id:
                if other.programme_key == document.programme_key:
                    own.append(self._of(other))
            elif _near(document, other):
                region.append(self._of(other))
        same = {
            one.older: one.newer
            for one in continuations(self.actor, only_open=False)
            if one.state == "confirmed"
        }
        company = Company(own, region, same)
        made = compose(mine, self._queries, self._definitions, self.snapshot, self.day, company)
        return made, left

    def forget(self, document: PlanningDocument) -> None:
        """Read this document again: something in it changed."""
        self._counted.pop(document.key, None)

    def _of(self, document: PlanningDocument) -> Counted:
        if document.key not in self._counted:
            found, self._queries = results.load(
                Path(settings.RESULTS), self.snapshot.id, document.key
            )
            self._counted[document.key] = Counted(outline(self.actor, document), found)
        return self._counted[document.key]


def _near(one: PlanningDocument, other: PlanningDocument) -> bool:
    region = region_of(one.municipality.code)
    return region is not None and region == region_of(other.municipality.code)


def edition_of(actor: Actor, document: PlanningDocument, snapshot: Snapshot, day: date) -> Edition:
    """The edition of a document from the stored results of a snapshot."""
    return Desk(actor, snapshot, day).edition(document)


@dataclass(frozen=True, slots=True)
class Published:
    """A document as it went out: its site and its paper form, what was hidden in it and what to warn of."""

    site: SiteReport
    paper: PdfReport
    hidden: int = 0
    warnings: tuple[str, ...] = ()


def publish(
    actor: Actor,
    document: PlanningDocument,
    out: Path,
    language: str = "nl",
    desk: Desk | None = None,
    theme: Theme | None = None,
    browser: str | None = None,
    pdf: Path | None = None,
) -> Published:
    """Take a document through the whole river and render its site into `out`, its PDF within it.

    The facts of its municipality's region are counted first, unless a desk that has them is given.
    With a `browser` a page of each kind is looked at before the site takes its place. Raises
    PublicationError.
    """
    recheck(actor, document)
    desk = desk or Desk(actor, count(actor))
    desk.forget(document)
    inspect = partial(_looked_at, browser) if browser else None
    with alone(public.folder_of(Path(settings.RESULTS), document.municipality.code)):
        edition, left = desk.leaving(document)
        with _leaves(document, left):
            body, pages = pdf_bytes(edition, theme)
            site = render_site(edition, out, language, theme, body, inspect)
            place = write_pdf(body, pdf) if pdf else out / PAPER
    return Published(site, PdfReport(place, pages, len(body)), left.hidden, left.warnings)


@contextmanager
def _leaves(document: PlanningDocument, left: Leaving) -> Iterator[None]:
    """Keep what leaves before it does, and take that back where in the end it did not."""
    root, code = Path(settings.RESULTS), document.municipality.code
    kept = public.keep(root, code, left.kept, left.texts) if left.kept is not None else None
    try:
        yield
    except BaseException:
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise


def _looked_at(browser: str, folder: Path) -> list[str]:
    return rejected(folder, one_of_each_kind(folder), browser)
