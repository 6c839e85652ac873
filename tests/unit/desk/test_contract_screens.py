"""The screens for contracts: the prices in force on a day, one provider over time, to whom, in which words."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from noaber.guard.actor import SYSTEM
from noaber.guard.audit.models import AuditLine
from noaber.guard.models import Membership, Municipality, User
from noaber.intake.supply.columns import Place, PriceRow
from noaber.intake.supply.reading import read_prices
from noaber.register.supply.models import Provider, Tariff
from noaber.register.supply.receive import Offer, enter
from noaber.register.supply.services import keep_contract, keep_provider
from tests.unit.desk.accounts import browser_of

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "audit"])]

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)
LAST_YEAR, NEW_YEAR, SUMMER = date(2025, 1, 1), date(2026, 1, 1), date(2026, 7, 1)
ROW = PriceRow(
    Place(0, "", 2), "42420001", "De Brug", "youth", "C1", (LAST_YEAR, None), "45", "45A04",
    "begeleiding", "04", 6000, (LAST_YEAR, date(2025, 12, 31)),
)  # fmt: skip
ROWS = (
    ROW,
    replace(ROW, cents=6120, days=(NEW_YEAR, None)),
    PriceRow(
        Place(0, "", 4), "42420002", "Stroom", "wmo", "W1", (NEW_YEAR, date(2027, 12, 31)), "02", "02A03",
        "individuele hulp", "01", 105, (NEW_YEAR, date(2026, 12, 31)),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def today(monkeypatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda: NOW.date())
    return NOW.date()


@pytest.fixture
def town() -> Municipality:
    town = Municipality.objects.create(code="1700", name="Twenterand")
    enter(SYSTEM, town, Offer(ROWS, "tarieven.csv", b"x", by="J. de Vries"), NOW)
    return town


@pytest.fixture
def manager(town) -> Client:
    return browser_of("contractmanager", "contract_manager")


def text_of(answer) -> str:
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace(
        "\xa0", " "
    )


def named(answer) -> list[str]:
    """The providers in the order of the rows."""
    return re.findall(r'scope="row".*?<bdi>([^<]+)</bdi></a>', answer.content.decode())


def page_of(name: str) -> str:
    return f"/contracten/aanbieder/{Provider.objects.get(name=name).pk}/"


def test_the_first_screen_shows_what_holds_today(manager) -> None:
    answer = manager.get("/contracten/")
    shown = text_of(answer)
    assert "2 tarieven op 20 mei 2026" in shown
    assert named(answer) == ["De Brug", "Stroom"]
    assert "€ 61,20 Eenheid per uur" in shown
    assert "€ 60,00" not in shown
    assert "€ 1,05 Eenheid per minuut Tot en met 31 december 2026" in shown
    assert "W1 Wmo, tot en met 31 december 2027" in shown
    assert "Zonder tarief" not in shown
    assert not AuditLine.objects.exists()


@pytest.mark.parametrize("day", ["1-7-2025", "2025-07-01"])
def test_another_day_shows_what_held_then_and_who_had_nothing(manager, day) -> None:
    shown = text_of(manager.get(f"/contracten/?dag={day}"))
    assert "1 tarief op 1 juli 2025" in shown
    assert "€ 60,00" in shown
    assert "€ 61,20" not in shown
    assert "Zonder tarief op deze dag 1 42420002 Stroom" in shown


def test_a_price_outside_its_contract_does_not_hold(manager) -> None:
    Tariff.objects.filter(unit="01").update(valid_to=None)
    shown = text_of(manager.get("/contracten/?dag=1-1-2028"))
    assert "1 tarief op 1 januari 2028" in shown
    assert "€ 1,05" not in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?zoek=brug", ["De Brug"]),
        ("?zoek=42420002", ["Stroom"]),
        ("?zoek=W1", ["Stroom"]),
        ("?zoek=45a04", ["De Brug"]),
        ("?zoek=individuele", ["Stroom"]),
        ("?zoek=brug+45A04", ["De Brug"]),
        ("?zoek=brug+W1", []),
        ("?wet=wmo", ["Stroom"]),
        ("?wet=zvw", ["De Brug", "Stroom"]),
        ("?op=-provider", ["Stroom", "De Brug"]),
        ("?op=price", ["Stroom", "De Brug"]),
        ("?op=-price", ["De Brug", "Stroom"]),
        ("?op=product", ["Stroom", "De Brug"]),
        ("?op=end", ["Stroom", "De Brug"]),
        ("?op=-end", ["De Brug", "Stroom"]),
        ("?op=cents;drop", ["De Brug", "Stroom"]),
        ("?pagina=99", ["De Brug", "Stroom"]),
    ],
)
def test_prices_can_be_chosen_and_sorted(manager, query, found) -> None:
    answer = manager.get(f"/contracten/{query}")
    assert named(answer) == found
    assert ("Geen tarief past bij deze keuze" in text_of(answer)) is (found == [])


@pytest.mark.parametrize("day", ["morgen", "31-2-2026", "0001-01-01"])
def test_what_is_no_day_is_said_and_today_is_shown(manager, day) -> None:
    answer = manager.get(f"/contracten/?dag={day}")
    assert "Dat is geen datum" in text_of(answer)
    assert named(answer) == ["De Brug", "Stroom"]


def test_where_nothing_is_kept_the_screen_says_how_to_begin(db) -> None:
    shown = text_of(browser_of("nieuw", "contract_manager").get("/contracten/"))
    assert "Er is nog niets vastgelegd" in shown
    assert "noaber supply import" in shown


def test_a_provider_shows_each_price_over_time_with_its_row(manager) -> None:
    shown = text_of(manager.get(page_of("De Brug")))
    assert "Aanbieder 42420001 · Twenterand" in shown
    assert "Jeugdwet, contract C1" in shown
    assert shown.index("€ 61,20 per uur") < shown.index("€ 60,00 per uur")
    assert "1 januari 2026 – geen einddatum Stand loopt" in shown
    assert "1 januari 2025 – 31 december 2025 Stand afgelopen" in shown
    assert "20 mei 2026, J. de Vries tarieven.csv , rij 2" in shown
    assert "Gewijzigd" not in shown


def test_a_provider_shows_what_was_changed_by_whom_and_why(manager, town) -> None:
    later = replace(ROW, cents=6300, days=(SUMMER, None))
    enter(SYSTEM, town, Offer([later], "nieuw.csv", b"n", "K. Bos", True, "index 2026"), NOW)
    shown = text_of(manager.get(page_of("De Brug")))
    assert "€ 63,00 per uur Geldt 1 juli 2026 – geen einddatum Stand moet nog beginnen" in shown
    assert (
        "begeleiding : € 61,20 per uur, 1 januari 2026 – geen einddatum werd € 61,20 per uur, "
        "1 januari 2026 – 30 juni 2026 Reden: index 2026 K. Bos , nieuw.csv , rij 2"
    ) in shown


def test_a_provider_without_contract_or_price_says_so(manager, town) -> None:
    bare = keep_provider(SYSTEM, town, "42420003", "Kaal")
    assert "nog geen contract vastgelegd" in text_of(manager.get(page_of("Kaal")))
    keep_contract(SYSTEM, bare, "wmo", "W3", NEW_YEAR, date(2026, 3, 31))
    shown = text_of(manager.get(page_of("Kaal")))
    assert "1 januari 2026 – 31 maart 2026 · afgelopen" in shown
    assert "In dit contract staat nog geen tarief" in shown


def test_of_many_changes_the_last_are_shown_and_the_files_stay_closed(
    manager, town, django_assert_max_num_queries
) -> None:
    rows = [replace(ROW, product=f"{at:05d}", product_name=f"p{at}") for at in range(60)]
    enter(SYSTEM, town, Offer(rows), NOW)
    changed = [replace(row, cents=1000) for row in rows]
    enter(SYSTEM, town, Offer(changed, "groot.csv", b"g"), NOW)
    with django_assert_max_num_queries(14) as asked:
        shown = text_of(manager.get(page_of("De Brug")))
    assert not [one for one in asked.captured_queries if '"content"' in one["sql"]]
    assert "Gewijzigd 60" in shown
    assert "en nog 10" in shown
    assert shown.count("groot.csv") == 60 + 50


def test_all_of_it_goes_along_as_the_file_that_is_read_in(manager, town) -> None:
    assert 'href="/contracten/lijst/1700.csv"' in manager.get("/contracten/").content.decode()
    answer = manager.get("/contracten/lijst/1700.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="tarieven-1700.csv"'
    assert answer["Cache-Control"] == "no-store, private"
    rows = read_prices(answer.content, "t.csv").rows
    assert [one.cents for one in rows] == [6000, 6120, 105]
    assert enter(SYSTEM, town, Offer(rows), NOW).nothing
    assert manager.get("/contracten/lijst/0183.csv").status_code == 404


def test_someone_of_two_municipalities_sees_whose_price_it_is(town) -> None:
    other = Municipality.objects.create(code="0183", name="Tubbergen")
    enter(SYSTEM, other, Offer([ROWS[2]]), NOW)
    both = browser_of("samen", "contract_manager")
    user = User.objects.get(username="samen")
    Membership.objects.create(user=user, municipality=other, role="contract_manager")
    shown = text_of(both.get("/contracten/?zoek=stroom"))
    assert "42420002 · Twenterand" in shown
    assert "42420002 · Tubbergen" in shown


def test_strangers_and_other_roles_see_nothing(town) -> None:
    stranger = browser_of("buur", "contract_manager", "0183", "Tubbergen")
    assert "De Brug" not in text_of(stranger.get("/contracten/?dag=1-1-2026"))
    assert stranger.get(page_of("De Brug")).status_code == 404
    assert stranger.get("/contracten/lijst/1700.csv").status_code == 404
    assert stranger.get("/contracten/lijst/0183.csv").status_code == 404
    for role in ("controller", "administrator", "policy_adviser", "council_clerk"):
        browser = browser_of(role, role)
        assert browser.get("/contracten/").status_code == 404
        assert browser.get(page_of("De Brug")).status_code == 404


def test_the_screens_are_there_in_english(manager) -> None:
    manager.cookies["noaber_language"] = "en"
    shown = text_of(manager.get("/contracten/"))
    assert "Contracts and tariffs" in shown
    assert "2 tariffs on 20 May 2026" in shown
    assert "per hour" in shown
    assert "Until no last day" in shown
    assert "Youth Act, contract C1" in text_of(manager.get(page_of("De Brug")))


def test_a_page_takes_a_few_queries_whatever_the_number_of_prices(
    manager, town, django_assert_max_num_queries
) -> None:
    rows = [replace(ROWS[2], provider_code=f"{40_000_000 + at}", provider_name=f"A {at}") for at in range(120)]  # fmt: skip
    enter(SYSTEM, town, Offer(rows), NOW)
    with django_assert_max_num_queries(14):
        assert len(named(manager.get("/contracten/"))) == 50
