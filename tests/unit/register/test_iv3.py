"""Iv3 in the register: kept once, replaced whole, seen by its own, held against the programme."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noaber.app.iv3 import export_iv3, load_iv3, summary
from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.intake.documents.errors import IntakeError
from noaber.intake.iv3.delivery import Post
from noaber.intake.iv3.reader import read
from noaber.register import documents
from noaber.register.money import iv3
from noaber.register.money.iv3_models import Iv3Delivery, Iv3Post, TaakveldMapping
from noaber.register.sources.models import File
from noaber.register.sources.services import Refused
from tests.chapter import TEXT, chapter
from tests.iv3_delivery import changed, content, sound, with_posts
from tests.people import CONTROLLER, NEIGHBOUR

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MAPPING = (b"taakveld;thema\n6.72;Jeugd\n6.5;Werk\n0.;-\n", "koppeling.csv")


def load(delivery=None, actor=SYSTEM, mapping=None):
    return load_iv3(actor, content(delivery), "iv3.json", mapping)


def counts():
    return {
        model.__name__: model.objects.count()
        for model in (Iv3Delivery, Iv3Post, TaakveldMapping, File)
    }


def programme():
    documents.load(SYSTEM, chapter(), "rekening.txt", b"one", TEXT)


def test_a_delivery_comes_back_as_it_was_read():
    load()
    row = iv3.delivery(CONTROLLER, "1700", 2022, 5)
    assert iv3.record(row) == sound()
    assert bytes(row.file.content) == content()


def test_the_same_file_twice_changes_nothing():
    assert load().outcome == "new"
    before = counts()
    assert load().outcome == "unchanged"
    assert counts() == before


def test_a_later_delivery_of_the_period_takes_its_place_whole():
    load()
    later = with_posts(sound(), Post("lasten", "7.1", "3.8", 5))
    assert load(later).outcome == "replaced"
    assert Iv3Delivery.objects.count() == 1
    assert iv3.record(Iv3Delivery.objects.get()) == later


def test_periods_and_years_stand_side_by_side():
    for year, period in ((2022, 5), (2022, 0), (2021, 5)):
        assert load(sound(year, period)).outcome == "new"
    assert [(row.year, row.period) for row in iv3.deliveries(SYSTEM)] == [
        (2022, 0), (2022, 5), (2021, 5),
    ]  # fmt: skip


def test_a_wrong_structure_keeps_nothing():
    loaded = load_iv3(SYSTEM, b'{"metadata": {}}', "iv3.json")
    assert loaded.outcome == "refused"
    assert not loaded.sound
    assert counts() == dict.fromkeys(counts(), 0)


def test_wrong_codes_are_kept_with_their_findings():
    loaded = load(with_posts(sound(), Post("lasten", "6.71a", "3.8", 5)))
    assert not loaded.sound
    kept = Iv3Delivery.objects.get().findings
    assert "DF001" in [finding["rule"] for finding in kept]


def test_a_mapping_with_a_mistake_keeps_nothing():
    with pytest.raises(IntakeError, match="2023"):
        load(mapping=(b"taakveld;thema\n6.72a;Jeugd\n", "k.csv"))
    assert counts() == dict.fromkeys(counts(), 0)


def test_a_stranger_loads_sees_and_exports_nothing():
    with pytest.raises(NotAllowed):
        load(actor=NEIGHBOUR)
    assert counts()["Iv3Delivery"] == 0
    load(mapping=MAPPING)
    assert list(iv3.deliveries(NEIGHBOUR)) == []
    assert iv3.mapping(NEIGHBOUR, "1700", 2022) == ()
    with pytest.raises(Refused):
        export_iv3(NEIGHBOUR, "1700", 2022, 5)
    with pytest.raises(NotAllowed):
        iv3.keep_mapping(NEIGHBOUR, Iv3Delivery.objects.get().municipality, 2022, ())
    assert load(actor=CONTROLLER).outcome == "unchanged"


def test_a_municipality_that_does_not_exist_is_said():
    delivery = sound()
    text = content(delivery).replace(b'"061700"', b'"069999"')
    with pytest.raises(Refused, match="069999"):
        load_iv3(SYSTEM, text, "iv3.json")


@pytest.mark.parametrize("version", ["1.0", "1.1", "2.0", "2.1.1"])
@pytest.mark.parametrize("delivered", ["1.0", "2.1.1"])
def test_any_kept_delivery_is_exported_in_every_schema(version, delivered):
    load(sound(version=delivered))
    made = export_iv3(CONTROLLER, "1700", 2022, 5, version)
    back = read(made, version=version).delivery
    assert back.posts == sound().posts
    assert back.head.details_public in (None, False)


def test_the_accounts_close_on_the_programme_to_the_cent():
    programme()
    loaded = load(mapping=MAPPING)
    assert loaded.documents == ("twenterand-2022-jaarstukken-samenleving",)
    assert loaded.reconciliation.agrees
    assert loaded.sound
    assert "Alles sluit op de cent" in "\n".join(summary(loaded))


def test_a_cent_of_difference_is_said_with_its_theme():
    programme()
    loaded = load(
        changed(changed(sound(), 900_01, "lasten", "6.72"), 1_000_01, "baten", "0.7"),
        mapping=MAPPING,
    )
    assert not loaded.sound
    lines = "\n".join(summary(loaded))
    assert "Jeugd: Iv3 lasten € 900,01" in lines
    assert "VERSCHIL lasten € 0,01" in lines


def test_posts_without_a_theme_are_listed():
    programme()
    loaded = load(mapping=(b"taakveld;thema\n6.72;Jeugd\n6.5;Werk\n", "k.csv"))
    assert not loaded.sound
    assert "NIET TOEGEWEZEN 0.7, categorie 4.3.1" in "\n".join(summary(loaded))


def test_the_budget_is_held_against_the_original_column():
    programme()
    loaded = load(sound(2022, 0), mapping=MAPPING)
    assert loaded.documents == ()
    assert loaded.reconciliation is None
    assert "geen programma" in "\n".join(summary(loaded))


def test_without_a_mapping_nothing_is_compared_and_a_kept_one_is_used_again():
    programme()
    assert load().reconciliation is None
    assert load(mapping=MAPPING).reconciliation.agrees
    assert load().reconciliation.agrees


def test_loading_takes_a_fixed_number_of_queries():
    with CaptureQueriesContext(connection) as few:
        load()
    many = [Post("lasten", "6.1", "3.8", cents) for cents in range(200)]
    with CaptureQueriesContext(connection) as more:
        load(with_posts(sound(2021), *many))
    assert len(more) <= len(few)
