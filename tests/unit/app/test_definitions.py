"""A municipality's own definition is kept only if it can be counted, now and beside what is to come into force."""

from datetime import date

import pytest

from noaber.app import definitions
from noaber.app.errors import Failure
from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.guard.models import Municipality
from noaber.measures.definition import BadDefinition
from noaber.register.goals.definition_models import OwnDefinition
from noaber.register.sources.services import Refused
from noaber.vocabulary.places import municipality_coded
from tests.journeys.test_own_definitions import DEFINITION
from tests.people import CONTROLLER, NEIGHBOUR

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TWENTERAND, TUBBERGEN = municipality_coded("1700"), municipality_coded("0183")
LATER = date(2099, 1, 1)
MADE_OF = """id = "in_ten_days_change"
version = 1
label = "Verandering"
fact = "event"
origin = "registered"
statistic = "compare"
parts = { in_ten_days = 1 }
against = "previous"
dimensions = ["municipality"]
period = "year"
unit = "percent"
valid_from = 2018-01-01
source = "Raadsbesluit over de dienstverlening."
"""
CIRCLE = MADE_OF.replace("in_ten_days =", "in_ten_days_change =").replace(
    '"in_ten_days_change"\nversion = 1', '"in_ten_days"\nversion = 2'
)


@pytest.fixture
def add(tmp_path):
    """Add the definition of this text."""

    def add(text=DEFINITION, since=None, actor=SYSTEM, place=TWENTERAND):
        path = tmp_path / "maat.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return definitions.add(actor, place, path, since)

    return add


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("days_taken", "days_tken"), "maat.toml, regel 8: in_ten_days: 'event' heeft geen kolom"),
        (("id = ", "naam = "), "maat.toml, regel 1: 'naam' is een onbekend gegeven"),
        (("label = ", "label "), "maat.toml is geen geldige TOML"),
        (('"in_ten_days"', '"decision_in_term"'), "hoort bij Noaber; geef uw eigen maat een ander id"),
        (('"in_ten_days"', '"Binnen tien dagen"'), "id bestaat uit kleine letters"),
        (('"in_ten_days"', f'"{"a" * 81}"'), "hooguit tachtig"),
        (("version = 1", "version = 0"), "is een heel getal van"),
        (("version = 1", "version = 40000"), "is een heel getal van"),
        (("version = 1", "version = true"), "is een heel getal van"),
        (("Raadsbesluit", "999900006"), "staat wat een BSN kan zijn"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_with_a_sentence_and_nothing_is_kept(add, change, why):
    assert change[0] in DEFINITION
    with pytest.raises((Failure, BadDefinition)) as caught:
        add(DEFINITION.replace(*change))
    assert why in str(caught.value)
    assert "999900006" not in str(caught.value)
    assert not OwnDefinition.objects.exists()
    assert not Municipality.objects.exists()


def test_a_file_that_is_no_text_or_far_too_large_is_said(add):
    with pytest.raises(Failure, match=r"maat\.toml is geen tekst in UTF-8"):
        add(b"\xff\xfe\x00")
    with pytest.raises(Failure, match="te groot voor een maat"):
        add(b"#" * (definitions.LIMIT + 1))


def test_lines_may_end_as_windows_ends_them(add):
    add()
    windows = add(b"\xef\xbb\xbf" + DEFINITION.replace("\n", "\r\n").encode())
    assert not windows.is_new
    assert windows.kept.text == DEFINITION


def test_it_tells_what_it_counts(add):
    added = add(since=LATER)
    assert added.is_new
    assert "hooguit 10" in added.definition.sentence
    assert (added.kept.measure, added.kept.version, added.kept.since) == ("in_ten_days", 1, LATER)
    assert definitions.label(added.kept) == "Beschikkingen binnen tien dagen"


def test_a_name_of_another_municipality_is_refused_and_that_municipality_is_not_made(add):
    add()
    with pytest.raises(Refused, match="is al van Twenterand"):
        add(place=TUBBERGEN)
    assert list(Municipality.objects.values_list("code", flat=True)) == ["1700"]


def test_a_stranger_adds_and_withdraws_nothing(add):
    with pytest.raises(NotAllowed):
        add(actor=NEIGHBOUR)
    add(actor=CONTROLLER)
    with pytest.raises(Failure, match="er is geen eigen maat 'in_ten_days'"):
        definitions.withdraw(NEIGHBOUR, "in_ten_days", "weg ermee")
    assert definitions.withdraw(CONTROLLER, "in_ten_days", "vervallen").withdrawn_at is not None


def test_a_part_has_to_be_there_on_every_day(add):
    with pytest.raises(BadDefinition, match="er is geen maat 'in_ten_days' om van te maken"):
        add(MADE_OF)
    add(since=LATER)
    with pytest.raises(BadDefinition, match="er is geen maat 'in_ten_days' om van te maken"):
        add(MADE_OF)  # today the part is not there yet
    assert add(MADE_OF, LATER).is_new


def test_a_part_is_not_that_of_a_neighbour(add):
    add()
    with pytest.raises(BadDefinition, match="er is geen maat 'in_ten_days' om van te maken"):
        add(MADE_OF, place=TUBBERGEN)


def test_a_measure_that_will_be_made_of_itself_is_refused_with_the_day(add):
    add()
    add(MADE_OF)
    with pytest.raises(BadDefinition) as caught:
        add(CIRCLE, LATER)
    told = str(caught.value)
    assert told.startswith("vanaf 2099-01-01: ")
    assert "wordt van zichzelf gemaakt (in_ten_days" in told
    assert sorted(OwnDefinition.objects.values_list("measure", "version")) == [
        ("in_ten_days", 1), ("in_ten_days_change", 1),
    ]  # fmt: skip


def test_a_part_is_withdrawn_after_what_is_made_of_it(add):
    add()
    add(MADE_OF)
    with pytest.raises(Failure, match=r"'in_ten_days' is nog niet in te trekken .*trek eerst in"):
        definitions.withdraw(SYSTEM, "in_ten_days", "vervallen")
    assert not OwnDefinition.objects.filter(withdrawn_at__isnull=False).exists()
    for name in ("in_ten_days_change", "in_ten_days"):
        definitions.withdraw(SYSTEM, name, "vervallen")
    assert OwnDefinition.objects.filter(withdrawn_at__isnull=False).count() == 2
