"""The whole river for one document: facts, results, judgement, edition, site. Only joins rooms."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from noaber.desk.compose import compose
from noaber.facts.build import build
from noaber.facts.snapshot import Snapshot
from noaber.facts.store import Store
from noaber.guard.actor import Actor
from noaber.measures import results
from noaber.measures.definition import shipped
from noaber.measures.engine import run
from noaber.publication.edition import Edition
from noaber.publication.pdf import PdfReport, render_pdf
from noaber.publication.site import SiteReport, render_site
from noaber.register.documents import recheck
from noaber.register.outline import outline
from noaber.register.sources.models import PlanningDocument


def count(actor: Actor, municipality: str | None = None) -> Snapshot:
    """Build the facts of what the actor may see, and store the results of all measures on them."""
    snapshot = build(actor, Path(settings.FACTS), municipality)
    store = Store(snapshot)
    try:
        rows, queries = run(store, shipped().values())
    finally:
        store.close()
    results.store(Path(settings.RESULTS), snapshot.id, rows, queries)
    return snapshot


def edition_of(actor: Actor, document: PlanningDocument, snapshot: Snapshot, day: date) -> Edition:
    """The edition of a document from the stored results of a snapshot."""
    found, queries = results.load(Path(settings.RESULTS), snapshot.id, document.key)
    return compose(outline(actor, document), found, queries, shipped(), snapshot, day)


def publish(
    actor: Actor,
    document: PlanningDocument,
    out: Path,
    language: str = "nl",
    snapshot: Snapshot | None = None,
) -> SiteReport:
    """Take a document through the whole river and render its site into `out`.

    The facts of its municipality are counted first, unless a snapshot that holds them is given.
    """
    recheck(actor, document)
    snapshot = snapshot or count(actor, document.municipality.code)
    edition = edition_of(actor, document, snapshot, timezone.localdate())
    return render_site(edition, out, language)


def publish_pdf(
    actor: Actor, document: PlanningDocument, path: Path, snapshot: Snapshot | None = None
) -> PdfReport:
    """As `publish`, and write the edition as a tagged PDF to `path`."""
    recheck(actor, document)
    snapshot = snapshot or count(actor, document.municipality.code)
    return render_pdf(edition_of(actor, document, snapshot, timezone.localdate()), path)
