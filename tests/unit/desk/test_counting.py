"""Own counts in an edition: beside what is printed, past disclosure control, each with its lineage."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow.compute as pc
import pytest

from noaber.app.errors import Failure
from noaber.app.leaving import unknown_measures
from noaber.app.river import Desk, count, publish
from noaber.desk.compose import compose
from noaber.desk.counting import NotDisclosed, Own
from noaber.facts.taking_in import take_in
from noaber.guard.actor import SYSTEM
from noaber.measures import public, results
from noaber.measures.definition import shipped, shipped_text
from noaber.publication.soundness import faults
from noaber.register import documents
from noaber.register.goals.queries import indicator_items
from noaber.register.outline import outline
from noaber.vocabulary.grades import Grade
from tests.chapter import TEXT, chapter, without_money
from tests.spec.measures.facts import PLACE, episode, store_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2023, 6, 1)
KNOWN = date(2023, 1, 31)


@pytest.fixture
def rooms(settings, tmp_path):
    """Folders of its own for facts and results."""
    settings.FACTS, settings.RESULTS = tmp_path / "facts", tmp_path / "results"
    return settings


def someone(number, area, start="2021-02-01", **more):
    return episode("entitlement", f"p{number}", start, law="wmo", area=area, known_on=KNOWN, **more)


def residents(settings, tmp_path, facts, name="eigen", in_force=None):
    store = store_of(tmp_path / f"elsewhere-{name}", facts, in_force)
    store.close()
    take_in(store.snapshot, settings.FACTS, name)


def twenty():
    """Seventeen people in one village and three in another, four of the first only since 2022."""
    facts = [someone(n, "Vriezenveen") for n in range(13)]
    facts += [someone(n, "Vriezenveen", "2022-03-01") for n in range(13, 17)]
    return facts + [someone(n, "De Pollen") for n in range(17, 20)]


def left_before(settings):
    return list(public.earlier(settings.RESULTS, PLACE, shipped()).tables)


def naming(measure, **more):
    """The chapter, with its first indicator counted by that measure."""
    reading = without_money(chapter())
    first, *others = reading.indicators
    return replace(reading, indicators=(replace(first, measure=measure, **more), *others))


def loaded(reading):
    return documents.load(SYSTEM, reading, "rekening.txt", b"one", TEXT).document


def edition_of(reading):
    document = loaded(reading)
    return Desk(SYSTEM, count(SYSTEM), DAY).edition(document)


def test_an_own_count_stands_beside_what_is_printed_with_the_difference(rooms, tmp_path):
    residents(rooms, tmp_path, twenty())
    edition = edition_of(naming("wmo_persons"))
    assert faults(edition) == ()
    page = edition.indicators[0]
    printed = {point.period: point.figure.value for point in page.points}
    assert printed["2022"] == 120
    found = {point.period: point for point in page.counting.points}
    assert {year: point.figure.value for year, point in found.items()} == {"2021": 16, "2022": 20}
    assert found["2022"].difference.value == Decimal(20 - 120)
    assert found["2022"].rows == 20
    assert page.statement.why != ""


def test_what_is_not_printed_is_told_from_the_count_and_judged(rooms, tmp_path):
    residents(rooms, tmp_path, twenty())
    page = edition_of(naming("wmo_persons", values=())).indicators[0]
    assert [(p.period, p.figure.value) for p in page.points] == [("2021", 16), ("2022", 20)]
    assert page.points[0].figure.grade == Grade.COMPUTED
    assert page.statement.movement == "up"
    assert page.definition == shipped()["wmo_persons"].sentence


def test_a_figure_leads_to_definition_query_snapshot_and_what_the_facts_were_made_of(
    rooms, tmp_path
):
    residents(rooms, tmp_path, twenty())
    edition = edition_of(naming("wmo_persons"))
    evidence = {one.id: one for one in edition.evidence}
    figure = edition.indicators[0].counting.points[-1].figure
    own = evidence[figure.evidence]
    assert own.rows == 20
    (asked,) = (evidence[name] for name in own.inputs)
    assert asked.snapshot == edition.snapshot
    assert "entitlement" in asked.query
    assert asked.measure_sentence == shipped()["wmo_persons"].sentence
    assert [line.split(" uit ")[0] for line in asked.sources] == ["import eigen"]


def test_a_small_number_is_hidden_and_what_would_give_it_away(rooms, tmp_path):
    residents(rooms, tmp_path, twenty())
    edition = edition_of(naming("wmo_persons"))
    (split,) = [one for one in edition.indicators[0].counting.splits if one.by == "gebied"]
    shown = {row.part: row for row in split.rows}
    assert shown["De Pollen"].figure.value is None
    assert shown["De Pollen"].figure.gap == "te weinig mensen om te tonen"
    assert shown["De Pollen"].rows is None
    assert shown["Vriezenveen"].figure.value is None  # 20 in all less 17 here leaves 3
    said = str(edition)
    assert "value=Decimal('17" not in said
    assert "rows=17" not in said
    assert "rows=3" not in said


def test_what_left_before_is_known_to_the_next_publication(rooms, tmp_path):
    residents(rooms, tmp_path, twenty())
    document = loaded(naming("wmo_persons"))
    desk = Desk(SYSTEM, count(SYSTEM), DAY)
    inside, _ = results.whole(rooms.RESULTS, desk.snapshot.id)
    told = inside.filter((pc.field("measure") == "wmo_persons") & (pc.field("area") == "De Pollen"))
    public.keep(rooms.RESULTS, PLACE, told, {"wmo_persons": shipped_text("wmo_persons")})
    found = publish(SYSTEM, document, tmp_path / "one", desk=desk)
    assert any(
        "wmo_persons (1700, De Pollen" in warning and "is al openbaar" in warning
        for warning in found.warnings
    )
    page = desk.edition(document).indicators[0]
    (split,) = [one for one in page.counting.splits if one.by == "gebied"]
    assert [row.figure.value for row in split.rows] == [3, 17]


def test_publishing_the_same_twice_tells_the_same(rooms, tmp_path):
    residents(rooms, tmp_path, twenty())
    document = loaded(naming("wmo_persons"))
    publish(SYSTEM, document, tmp_path / "one", desk=Desk(SYSTEM, count(SYSTEM), DAY))
    publish(SYSTEM, document, tmp_path / "two", desk=Desk(SYSTEM, count(SYSTEM), DAY))
    told = [(tmp_path / name / "data/counts.csv").read_bytes() for name in ("one", "two")]
    assert told[0] == told[1]
    assert len(left_before(rooms)) == 1


def test_what_is_refused_does_not_count_as_public(rooms, tmp_path, monkeypatch):
    residents(rooms, tmp_path, twenty())
    document = loaded(naming("wmo_persons"))

    def refused(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("noaber.app.river.render_site", refused)
    with pytest.raises(OSError, match="No space"):
        publish(SYSTEM, document, tmp_path / "one")
    assert left_before(rooms) == []


def test_years_that_were_not_delivered_are_not_told(rooms, tmp_path):
    """Of 2020 only those who still had help in 2021 are known: that is no count of 2020."""
    facts = [*twenty(), *(someone(n, "Vriezenveen", "2020-05-01") for n in range(30, 37))]
    missing = [{"municipality": PLACE, "fact": "episode", "period": "2001-01-01/2020-12-31"}]
    residents(rooms, tmp_path, facts, in_force={"missing": missing})
    points = edition_of(naming("wmo_persons")).indicators[0].counting.points
    assert [(p.period, p.figure.value) for p in points] == [("2021", 23), ("2022", 27)]


def test_a_document_tells_nothing_of_a_year_after_its_own(rooms, tmp_path):
    residents(rooms, tmp_path, [*twenty(), someone(40, "Vriezenveen", "2024-01-01")])
    points = edition_of(naming("wmo_persons")).indicators[0].counting.points
    assert points[-1].period == "2022"


def test_a_measure_that_is_not_there_is_named_with_what_looks_like_it(rooms):
    with pytest.raises(Failure, match="noemt maat 'wmo_person', en die is er niet; lijkt op: wmo_"):
        edition_of(naming("wmo_person"))


def test_without_facts_the_document_is_published_as_it_is(rooms):
    edition = edition_of(naming("wmo_persons"))
    assert faults(edition) == ()
    assert edition.indicators[0].counting is None


def test_what_did_not_pass_disclosure_control_is_refused(rooms, tmp_path):
    residents(rooms, tmp_path, twenty())
    document = loaded(naming("wmo_persons"))
    desk = Desk(SYSTEM, count(SYSTEM), DAY)
    table, queries = results.whole(rooms.RESULTS, desk.snapshot.id)
    inside = list(results.as_results(table.to_pylist()))
    counted = replace(desk._of(document), own=Own(inside, queries))
    with pytest.raises(NotDisclosed, match="niet langs de bewaking van kleine aantallen"):
        compose(counted, queries, shipped(), desk.snapshot, DAY)


def test_the_measure_of_an_indicator_goes_there_and_back(rooms):
    document = loaded(naming("wmo_persons"))
    assert outline(SYSTEM, document).indicators[0].measure == "wmo_persons"
    assert [one.measure for one in indicator_items(SYSTEM, document)] == ["wmo_persons", None, None]


def test_results_are_counted_again_only_where_facts_definitions_or_code_changed(
    rooms, tmp_path, monkeypatch
):
    residents(rooms, tmp_path, twenty())
    first = count(SYSTEM)
    place = rooms.RESULTS / f"{first.id}.parquet"
    before = place.stat().st_mtime_ns
    assert count(SYSTEM).id == first.id
    assert place.stat().st_mtime_ns == before
    monkeypatch.setattr("noaber.measures.stamp._code", lambda: "another engine")
    count(SYSTEM)
    assert place.stat().st_mtime_ns > before
    place.write_bytes(place.read_bytes()[:100])  # half a file is no result
    count(SYSTEM)
    assert results.whole(rooms.RESULTS, first.id)[0].num_rows


def test_loading_names_an_indicator_whose_measure_is_not_there():
    indicators = naming("wmo_person").indicators
    (sentence,) = unknown_measures(indicators, {*shipped(), "eigen"})
    assert sentence.startswith("indicator 'Aantal jongeren met hulp' noemt maat 'wmo_person'")
    assert list(unknown_measures(naming("eigen").indicators, {*shipped(), "eigen"})) == []


def test_a_break_that_an_import_tells_is_drawn_where_the_count_is_the_indicator(rooms, tmp_path):
    told = {
        "document": None, "indicator": None, "municipality": PLACE, "fact": "episode",
        "kind": "entitlement", "law": "wmo", "before": "2021", "after": "2022", "reason": "anders geteld",
    }  # fmt: skip
    residents(rooms, tmp_path, twenty(), in_force={"breaks": [told]})
    page = edition_of(naming("wmo_persons", values=(), breaks=())).indicators[0]
    assert [(one.before, one.after, one.reason) for one in page.breaks] == [
        ("2021", "2022", "anders geteld")
    ]
    assert page.statement.movement == "broken"
    assert page.counting.points[-1].remarks == ("trendbreuk: anders geteld",)
