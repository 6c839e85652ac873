"""Editions among others, from the programmes that come with Noaber: promises, differences, the region."""

from datetime import date
from decimal import Decimal
from importlib import resources

import pytest

from noaber.app.river import Desk, count
from noaber.guard.actor import SYSTEM
from noaber.intake.documents.files import read_file
from noaber.publication.edition import Fate
from noaber.publication.soundness import faults, figures
from noaber.register import documents
from noaber.register.goals.models import Continuation
from noaber.register.sources.models import PlanningDocument

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DEMO = resources.files("noaber.app") / "demo"
FILES = (
    "noaberstad-2022-account",
    "noaberstad-2024-budget",
    "noaberstad-2024-interim",
    "noaberstad-2024-account",
    "noaberstad-2025-budget",
    "noaberstad-2025-interim",
    "noaberstad-2025-account",
    "oostermarke-2025-account",
    "twenterand-2022",
)


@pytest.fixture(scope="module")
def editions(django_db_setup, django_db_blocker, tmp_path_factory):
    """The edition of each document by the name of its file; the register is emptied again."""
    from django.conf import settings
    from django.db import transaction

    folder = tmp_path_factory.mktemp("rooms")
    before = settings.FACTS, settings.RESULTS
    settings.FACTS, settings.RESULTS = folder / "facts", folder / "results"
    with django_db_blocker.unblock(), transaction.atomic():
        for name in FILES:
            content = (DEMO / f"{name}.toml").read_bytes()
            text, reading = read_file(content, f"{name}.toml")
            documents.load(SYSTEM, reading, f"{name}.toml", content, text)
        desk = Desk(SYSTEM, count(SYSTEM), date(2026, 6, 1))
        found = {
            document.file.name.removesuffix(".toml"): desk.edition(document)
            for document in PlanningDocument.objects.select_related("file", "municipality")
        }
        transaction.set_rollback(True)
    settings.FACTS, settings.RESULTS = before
    return found


@pytest.mark.parametrize("name", FILES)
def test_each_hangs_together_and_every_figure_has_its_evidence(editions, name):
    edition = editions[name]
    assert faults(edition) == ()
    known = {one.id for one in edition.evidence}
    assert {figure.evidence for figure in figures(edition)} <= known
    used, waiting = set(), [figure.evidence for figure in figures(edition)]
    inputs = {one.id: one.inputs for one in edition.evidence}
    while waiting:
        one = waiting.pop()
        if one not in used:
            used.add(one)
            waiting.extend(inputs[one])
    assert known - used <= {"no-facts"}


def test_the_evidence_of_a_record_is_at_the_amount_itself(editions):
    edition = editions["noaberstad-2025-account"]
    evidence = {one.id: one for one in edition.evidence}
    seen = 0
    for register in edition.registers:
        for item in register.items:
            for said in item.said:
                if said.figure is not None and said.figure.unit == "eur":
                    found = evidence[said.figure.evidence]
                    marked = found.passage[found.mark_start : found.mark_end]
                    assert Decimal(marked.replace("_", "")) == said.figure.value, item.name
                    seen += 1
    assert seen > 20
    for one in edition.explanations:
        found = evidence[one.figure.evidence]
        marked = found.passage[found.mark_start : found.mark_end]
        assert Decimal(marked.replace("_", "")) == one.figure.value


def fates(edition, kind):
    return {one.name: one.fate for one in edition.promises if one.kind == kind}


def test_accounts_are_held_against_the_budget_and_the_interim_report_of_their_year(editions):
    edition = editions["noaberstad-2025-account"]
    chain = [said.document.split("-")[2] for said in edition.promises[0].said]
    assert chain == ["begroting", "bestuursrapportage", "jaarstukken"]
    found = fates(edition, "effort")
    assert found["Jeugdhulp op school"] is Fate.CHANGED
    assert found["Wachtlijst Wmo-onderzoeken wegwerken"] is Fate.ADDED  # not in the budget
    assert "Pauzeknop bij oplopende schulden" not in found  # stopped before the budget
    assert fates(edition, "indicator")["Vrijwilligers bij verenigingen"] is Fate.SILENT


def test_a_budget_is_held_against_the_last_word_of_the_year_before(editions):
    edition = editions["noaberstad-2025-budget"]
    # The accounts of 2024 were adopted half a year after this budget: no promise of theirs came before it.
    assert "Wachtlijst Wmo-onderzoeken wegwerken" not in fates(edition, "effort")
    assert {said.document for said in edition.promises[0].said} == {
        "noaberstad-2024-bestuursrapportage-sociaal-domein",
        edition.id,
    }


def test_a_first_document_has_no_promises_to_be_held_against(editions):
    assert editions["noaberstad-2022-account"].promises == ()
    assert editions["twenterand-2022"].promises == ()


def test_a_figure_that_was_printed_otherwise_is_found_and_the_erratum_knows_today(editions):
    now, then = editions["noaberstad-2025-account"], editions["noaberstad-2024-account"]
    differing = [
        (name, one) for name, told in now.elsewhere.items() for one in told if one.agrees is False
    ]
    ((_, one),) = differing
    assert (one.figure.value, one.document) == (148, then.id)
    (mended,) = then.mended
    assert (mended.printed, mended.correct, mended.today.value) == ("148", "184", 184)
    assert mended.document == now.id


def test_the_original_budget_in_the_accounts_is_the_budget_that_was_adopted(editions):
    edition = editions["noaberstad-2025-account"]
    whole = next(table for table in edition.money if table.what == "result")
    original = whole.rows[0].figures[whole.columns.index("Begroot voor wijziging")]
    told = {one.document: one.agrees for one in edition.elsewhere[original.id]}
    assert told[editions["noaberstad-2025-budget"].id] is True
    revised = whole.rows[0].figures[whole.columns.index("Begroot na wijziging")]
    assert revised.id not in edition.elsewhere  # it moves on within the year


def test_neighbours_stand_beside_each_other_where_definitions_allow(editions):
    edition = editions["noaberstad-2025-account"]
    lines = {one.neighbour.name: one for one in edition.region}
    same = lines["Jongeren tot 18 jaar met jeugdhulp"]
    assert (same.refusal, same.neighbour.figure.value) == ("", Decimal("13.1"))
    number = lines["Huishoudens met een bijstandsuitkering"]
    assert "per inwoner" in number.refusal
    assert number.neighbour.figure is None
    assert "anders gaan tellen" in lines["Signalen die tot persoonlijk contact leiden"].refusal
    assert editions["twenterand-2022"].region == ()  # in another region


def test_taakvelden_are_summed_over_three_generations_of_codes(editions):
    (trend,) = (t for t in editions["noaberstad-2025-account"].money if t.what == "taakvelden")
    assert trend.columns == ("2022 werkelijk", "2024 werkelijk", "2025 werkelijk")
    rows = {row.label: row for row in trend.rows}
    youth = rows["6.72 Maatwerkdienstverlening 18-"]
    assert [figure.value for figure in youth.figures][:1] == [11_744_930]
    assert "2024: 6.72a" in youth.note
    assert "2025: 6.751" in youth.note
    access = rows["6.21 Toegang en eerstelijnsvoorzieningen WMO"]
    assert [figure.gap for figure in access.figures][:2] == ["bestond dat jaar niet"] * 2
    wide = rows["Toegang, Wmo en Jeugd samen"]
    parts = [row for row in trend.rows if row.kind == "part"]
    for at in range(3):
        assert sum(row.figures[at].value or 0 for row in parts) == wide.figures[at].value


def test_a_budget_looks_four_years_ahead(editions):
    ahead = [t for t in editions["noaberstad-2025-budget"].money if t.what == "plan_years"]
    assert ahead[0].columns == ("2025", "2026", "2027", "2028")
    assert len(ahead) == 6  # the programme and its five themes


def test_an_interim_report_shows_its_forecast(editions):
    edition = editions["noaberstad-2025-interim"]
    whole = next(table for table in edition.money if table.what == "result")
    assert "Verwacht" in whole.columns
    assert "De verwachting is {0}" in edition.headlines[2].answer


def test_what_twenterand_left_unexplained_is_said_net_and_gross(editions):
    edition = editions["twenterand-2022"]
    (table,) = (one for one in edition.money if one.what == "unexplained")
    left = {row.label: row.figures[2].value for row in table.rows}
    assert left["Sociale Zaken"] == 34_938
    assert left["Alle thema's samen"] == -28_185
    assert left["Alle afwijkingen opgeteld, zonder ze tegen elkaar weg te strepen"] == 116_751


@pytest.mark.parametrize("name", ["twenterand-2022", "noaberstad-2025-account"])
def test_the_steps_of_a_waterfall_make_its_end(editions, name):
    falls = editions[name].waterfalls
    assert len(falls) >= 3
    for fall in falls:
        *steps, end = fall.steps
        assert end.kind == "end"
        assert sum(step.figure.value for step in steps) == end.figure.value, fall.title


def test_a_confirmed_continuation_joins_what_was_renamed(editions):
    from noaber.desk.beside import newest

    assert newest("a", {"a": "b", "b": "c"}) == "c"
    assert newest("a", {"a": "b", "b": "a"}) in ("a", "b")  # a circle ends
    assert newest(None, {}) is None
    assert Continuation.State.CONFIRMED == "confirmed"
