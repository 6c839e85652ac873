"""A price list into the register: whole or not at all, once, and never over what claims were judged by."""

from dataclasses import replace
from datetime import date

import pytest

from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.guard.models import Municipality
from noaber.intake.supply.checking import assume_contracts
from noaber.intake.supply.columns import Place, PriceRow
from noaber.intake.supply.reading import read_prices
from noaber.intake.supply.writing import as_csv, as_workbook
from noaber.register.care.models import Claim
from noaber.register.sources.models import File
from noaber.register.sources.services import Refused
from noaber.register.supply import lookups, services
from noaber.register.supply.changing import RefusedList
from noaber.register.supply.lookups import Choice
from noaber.register.supply.models import CareProduct, Contract, PriceChange, Provider, Tariff
from noaber.register.supply.receive import Entered, Offer, enter
from tests.people import CONTROLLER, NEIGHBOUR
from tests.playing import PROVIDER, WEEKLY, Play, line, moment, play

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NEW_YEAR, MAY_DAY, SUMMER = date(2026, 1, 1), date(2026, 5, 1), date(2026, 7, 1)
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)
NOW = moment(date(2026, 6, 1))
ROW = PriceRow(
    Place(0, "", 2), PROVIDER, "De Brug", "youth", "C1", (NEW_YEAR, None), "45", "45A04",
    "begeleiding", "04", 6000, (NEW_YEAR, None),
)  # fmt: skip


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.get_or_create(code="1700", defaults={"name": "Twenterand"})[0]


@pytest.fixture
def judged(town) -> Play:
    """A price, and two months claimed and judged by it."""
    given(town, ROW)
    game = play(date(2026, 2, 27))
    number = game.allocate(WEEKLY)[0]
    game.day = date(2026, 5, 4)
    game.claim(
        "D1",
        APRIL,
        line("R1", number, MARCH),
        line("R2", number, APRIL, tariff=6100, amount=24_400),
    )
    return game


def given(town: Municipality, *rows: PriceRow, keep: bool = True, **options) -> Entered:
    """Enter rows as a list of their own, each in the row after the one before."""
    placed = [replace(row, place=Place(0, "", at)) for at, row in enumerate(rows, 2)]
    return enter(SYSTEM, town, Offer(placed, "t.csv", b"t", **options), NOW, keep)


def refused(town: Municipality, *rows: PriceRow, **options) -> tuple[str, ...]:
    before = everything()
    with pytest.raises(RefusedList) as caught:
        given(town, *rows, **options)
    assert everything() == before
    return caught.value.sentences


def everything() -> list[list[tuple]]:
    """All that supply keeps, with who recorded it."""
    models = (Provider, CareProduct, Contract, Tariff, PriceChange, File)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def prices(**where) -> list[tuple]:
    rows = Tariff.objects.filter(**where).order_by("unit", "valid_from")
    return list(rows.values_list("valid_from", "valid_to", "cents"))


def test_a_list_is_kept_with_its_file_and_row(town) -> None:
    done = given(town, ROW, replace(ROW, unit="01", cents=100), by="contractmanager")
    assert (done.providers, done.contracts, done.products, done.tariffs) == (1, 1, 1, 2)
    one = Tariff.objects.get(unit="04")
    assert (one.contract.number, one.product.code, one.cents) == ("C1", "45A04", 6000)
    assert (one.file.name, one.place, one.recorded_by) == ("t.csv", "rij 2", "contractmanager")
    assert one.recorded_at == NOW
    assert bytes(one.file.content) == b"t"


def test_the_same_list_again_changes_nothing(town) -> None:
    rows = (ROW, replace(ROW, unit="01", cents=100))
    given(town, *rows)
    before = everything()
    again = given(town, *rows, by="een ander")
    assert again.nothing
    assert again.unchanged == 2
    assert everything() == before
    assert enter(SYSTEM, town, Offer(rows, "anders.csv", b"anders"), NOW).nothing
    assert everything() == before


def test_only_saying_what_would_change_changes_nothing(town) -> None:
    assert given(town, ROW, keep=False).tariffs == 1
    assert everything() == [[], [], [], [], [], []]


def test_a_later_price_ends_the_one_before_and_that_is_kept(town) -> None:
    given(town, ROW)
    done = given(town, replace(ROW, cents=6120, days=(SUMMER, None)))
    assert prices() == [(NEW_YEAR, date(2026, 6, 30), 6000), (SUMMER, None, 6120)]
    assert "van 01-01-2026 t/m 30-06-2026 (was € 60,00 vanaf 01-01-2026)" in done.changes[0]
    change = PriceChange.objects.get()
    assert (change.was_to, change.now_to, change.because) == (None, date(2026, 6, 30), "")


def test_a_price_that_nothing_was_judged_by_may_still_become_another(town) -> None:
    given(town, ROW)
    done = given(town, replace(ROW, cents=6120))
    assert prices() == [(NEW_YEAR, None, 6120)]
    assert "wordt € 61,20" in done.changes[0]
    change = PriceChange.objects.get()
    assert (change.was_cents, change.now_cents, change.judged) == (6000, 6120, 0)


def test_what_does_not_go_together_with_the_register_is_refused_by_row(town) -> None:
    given(town, replace(ROW, days=(SUMMER, None)))
    (told,) = refused(town, replace(ROW, unit="01"), ROW)
    assert told.startswith("rij 3: van 45 45A04 begeleiding bij De Brug C1 is er al een tarief")
    assert "binnen deze dagen begint (€ 60,00 vanaf 01-07-2026)" in told
    given(town, replace(ROW, unit="16"))
    (told,) = refused(town, replace(ROW, unit="16", days=(SUMMER, date(2026, 8, 31))))
    assert "doorloopt" in told
    assert "zet ook in het bestand wat vanaf 01-09-2026 geldt" in told


def test_a_price_by_which_claims_were_judged_does_not_change_by_itself(judged, town) -> None:
    assert Claim.objects.get(mailbox=judged.town).lines.exclude(verdict="").count() == 2
    (told,) = refused(town, replace(ROW, cents=6100))
    assert told.startswith(
        "rij 2: het tarief van 45 45A04 begeleiding bij De Brug C1 wordt € 61,00"
    )
    assert "zijn 2 declaratieregels beoordeeld (vanaf 02-03-2026)" in told
    assert "--correct" in told


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({"cents": 6100, "days": (date(2026, 4, 1), None)}, 1),
        ({"days": (NEW_YEAR, date(2026, 4, 15))}, 0),
        ({"days": (NEW_YEAR, date(2026, 3, 31))}, 1),
        ({"contract_days": (date(2026, 3, 15), None)}, 1),
        ({"contract_days": (NEW_YEAR, date(2026, 2, 28))}, 2),
        ({"contract_days": (date(2025, 1, 1), None)}, 0),
        ({"unit": "01", "cents": 100, "contract_days": (NEW_YEAR, MARCH)}, 1),
        ({"cents": 6100, "days": (MAY_DAY, None)}, 0),
        ({"unit": "01", "cents": 100}, 0),
        ({"contract": "C2", "cents": 5000}, 0),
    ],
)
def test_only_what_changes_on_the_days_that_were_judged_counts(judged, town, change, lines) -> None:
    row = replace(ROW, **change)
    if not lines:
        given(town, row)
        return
    count = "is 1 declaratieregel" if lines == 1 else f"zijn {lines} declaratieregels"
    assert f"{count} beoordeeld" in refused(town, row)[0]


def test_another_contract_with_the_same_price_keeps_what_was_judged(judged, town) -> None:
    other = replace(ROW, contract="C2")
    given(town, other, replace(ROW, cents=6100))
    assert {one.cents for one in Tariff.objects.all()} == {6000, 6100}


def test_a_change_in_another_contract_is_not_blamed(judged, town) -> None:
    other = replace(ROW, contract="C2", cents=5000)
    given(town, other)
    shorter = replace(other, contract_days=(NEW_YEAR, date(2026, 12, 31)))
    (told,) = refused(town, shorter, replace(ROW, cents=6100))
    assert told.startswith("rij 3: ")


def test_a_correction_keeps_who_when_why_and_how_much_was_judged(judged, town) -> None:
    with pytest.raises(Refused, match="--because"):
        given(town, replace(ROW, cents=6100), correct=True)
    why = " besluit 2026-14:\n index "
    done = given(town, replace(ROW, cents=6100), correct=True, because=why, by="J. de Vries")
    assert done.judged == 2
    change = PriceChange.objects.get()
    assert (change.was_cents, change.now_cents, change.judged) == (6000, 6100, 2)
    assert (change.because, change.recorded_by) == ("besluit 2026-14: index", "J. de Vries")
    assert (change.recorded_at, change.file.name, change.place) == (NOW, "t.csv", "rij 2")
    verdicts = Claim.objects.get(mailbox=judged.town).lines.order_by("reference")
    assert list(verdicts.values_list("verdict", flat=True)) == ["approved", "rejected"]


def test_a_correction_may_take_away_what_began_within_its_days(judged, town) -> None:
    given(town, replace(ROW, cents=6120, days=(SUMMER, None)))
    wide = replace(ROW, cents=6050, days=(date(2025, 12, 1), None))
    assert len(refused(town, wide)) == 2
    given(town, wide, correct=True, because="verkeerd ingevoerd")
    assert prices() == [(date(2025, 12, 1), None, 6050)]
    gone = PriceChange.objects.filter(now_from=None).order_by("was_from")
    assert list(gone.values_list("was_from", "judged")) == [(NEW_YEAR, 2), (SUMMER, 0)]


def test_what_happens_in_a_trial_holds_no_price(town) -> None:
    given(town, ROW)
    game = play(date(2026, 2, 27), trial=True)
    number = game.allocate(WEEKLY)[0]
    game.day = date(2026, 5, 4)
    game.claim("D1", APRIL, line("R1", number, MARCH))
    given(town, replace(ROW, cents=6100))
    assert prices() == [(NEW_YEAR, None, 6100)]


def test_a_first_price_is_entered_also_where_claims_came_before_it(town) -> None:
    game = play(date(2026, 2, 27))
    number = game.allocate(WEEKLY)[0]
    game.day = date(2026, 5, 4)
    game.claim("D1", APRIL, line("R1", number, MARCH))
    assert given(town, ROW).tariffs == 1


def test_a_list_without_contracts_lengthens_its_own_contract(town) -> None:
    bare = replace(ROW, contract="", contract_days=None)
    first = assume_contracts([replace(bare, days=(NEW_YEAR, date(2026, 12, 31)))])
    later = (date(2027, 1, 1), date(2027, 12, 31))
    next_year = assume_contracts([replace(bare, days=later)])
    given(town, *first)
    given(town, *next_year)
    contract = Contract.objects.get()
    assert (contract.valid_from, contract.valid_to) == (NEW_YEAR, date(2027, 12, 31))
    assert given(town, *first).nothing


def test_names_are_renewed_and_said_and_an_empty_one_leaves_what_is(town) -> None:
    given(town, ROW)
    done = given(town, replace(ROW, provider_name="De Brug BV", product_name="hulp"))
    assert done.changes == [
        "aanbieder 42420001 heet nu 'De Brug BV' (was 'De Brug')",
        "product 45 45A04 heet nu 'hulp' (was 'begeleiding')",
    ]
    assert given(town, replace(ROW, provider_name="", product_name="")).nothing
    assert Provider.objects.get().name == "De Brug BV"


def test_a_stranger_enters_nothing(town) -> None:
    with pytest.raises(NotAllowed):
        enter(NEIGHBOUR, town, Offer([ROW]), NOW)
    assert enter(CONTROLLER, town, Offer([ROW]), NOW).tariffs == 1
    assert Tariff.objects.get().recorded_by == CONTROLLER.name
    with pytest.raises(NotAllowed):
        lookups.price_list(NEIGHBOUR, town)
    assert not lookups.tariffs(NEIGHBOUR, Choice()).exists()


@pytest.mark.parametrize(("write", "name"), [(as_csv, "t.csv"), (as_workbook, "t.xlsx")])
def test_all_that_is_kept_goes_out_and_comes_back_as_it_was(town, write, name) -> None:
    given(
        town, ROW, replace(ROW, unit="01", cents=100),
        replace(ROW, cents=6120, days=(date(2027, 1, 1), None), contract="C2"),
        replace(ROW, law="wmo", category="02", product="02A03", product_name="", cents=0),
    )  # fmt: skip
    services.keep_provider(SYSTEM, town, "00420009")
    alone = services.keep_provider(SYSTEM, town, "42420008", '=Samen; "zo" \'n')
    services.keep_contract(SYSTEM, alone, "wmo", "W8", NEW_YEAR, SUMMER)
    services.keep_product(SYSTEM, town, "wmo", "01", "01A01", "hulp", "04")
    services.keep_product(SYSTEM, town, "wmo", "01", "01A02")
    services.keep_product(SYSTEM, town, "youth", "45", "45A04", "begeleiding", "16")
    content = write(lookups.price_list(SYSTEM, town))
    other = Municipality.objects.create(code="0183", name="Tubbergen")
    enter(SYSTEM, other, Offer(read_prices(content, name).rows, name, content), NOW)
    assert kept_of(other) == kept_of(town)
    assert len(kept_of(town)[3]) == 4
    assert given(town, *read_prices(content, name).rows).nothing


def kept_of(town: Municipality) -> list[list[tuple]]:
    contracts = Contract.objects.filter(provider__municipality=town)
    tariffs = Tariff.objects.filter(contract__in=contracts)
    rows = [
        Provider.objects.filter(municipality=town).values_list("code", "name"),
        CareProduct.objects.filter(municipality=town).values_list(
            "law", "category", "code", "name", "unit"
        ),
        contracts.values_list("provider__code", "law", "number", "valid_from", "valid_to"),
        tariffs.values_list(
            "contract__number", "product__code", "unit", "valid_from", "valid_to", "cents"
        ),
    ]
    return [sorted(one, key=str) for one in rows]


def test_a_large_list_takes_few_queries(town, django_assert_max_num_queries) -> None:
    rows = [
        replace(ROW, provider_code=f"{40_000_000 + at}", provider_name="", product=f"{at % 50:05d}")
        for at in range(1_000)
    ]
    with django_assert_max_num_queries(60):
        given(town, *rows)
    changed = [replace(row, cents=7000) for row in rows]
    with django_assert_max_num_queries(60):
        assert len(given(town, *changed).changes) == 1_000
