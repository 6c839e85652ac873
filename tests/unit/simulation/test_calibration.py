"""What comes out is what was published, by its own definition, within the margins stated here.

Twenterand's account of 2022, on 33,718 inhabitants; spending by age of CPB. Averages over ten towns of 50,000.
"""

import itertools

import numpy as np
import pytest

from noaber.simulation.calendar import day, year_of_month
from noaber.simulation.claims import cents
from noaber.simulation.parameters import LAWS

FIRST, LAST = day("2022-01-01"), day("2022-12-31")


def per_reference(towns, count) -> float:
    """The mean of a count over towns, for as many inhabitants as the reference has."""
    return float(np.mean([count(town) for town in towns])) * 33_718 / 50_000


def of_law(town, law):
    return np.array([one.law == law for one in town.setting.given.provisions])[town.care.provision]


def in_year(town, year=2022):
    first, last = day(f"{year}-01-01"), day(f"{year}-12-31")
    return (town.care.start <= last) & (town.care.end >= first)


def awarded(town, year):
    decided = town.care.decided
    inside = (decided >= day(f"{year}-01-01")) & (decided <= day(f"{year}-12-31"))
    return int((inside & of_law(town, "wmo")).sum())


def entitled(town, year):
    return int((in_year(town, year) & of_law(town, "youth")).sum())


def test_3270_custom_provisions_are_awarded(towns) -> None:
    assert per_reference(towns, lambda town: awarded(town, 2022)) == pytest.approx(3270, rel=0.05)


def test_2756_custom_provisions_were_awarded_four_years_before(towns) -> None:
    assert per_reference(towns, lambda town: awarded(town, 2018)) == pytest.approx(2756, rel=0.06)


def test_1144_youth_entitlements_are_in_force_in_the_year(towns) -> None:
    assert per_reference(towns, lambda town: entitled(town, 2022)) == pytest.approx(1144, rel=0.06)


def test_689_youngsters_have_them(towns) -> None:
    def youngsters(town):
        return len(np.unique(town.care.person[in_year(town) & of_law(town, "youth")]))

    assert per_reference(towns, youngsters) == pytest.approx(689, rel=0.06)


def told(town, kind, product):
    """Episodes of a kind and product: first and last day."""
    for one in town.told:
        columns = one.columns
        if one.table == "episode" and columns["kind"] == kind and columns.get("product") == product:
            return columns["started_on"], columns["ended_on"]
    raise LookupError(product)


def running(town, kind, product, on=LAST):
    start, end = told(town, kind, product)
    return int(((start <= on) & (end > on)).sum())


def used(town, kind, product):
    start, end = told(town, kind, product)
    return int(((start <= LAST) & (end >= FIRST)).sum())


@pytest.mark.parametrize(
    ("kind", "product", "count", "margin"),
    [
        ("benefit", "participation_act", 394, 0.06),
        ("benefit", "older_unemployed", 17, 0.20),
        ("benefit", "wage_subsidy", 135, 0.08),
        ("trajectory", "sheltered_work", 17, 0.20),
    ],
)
def test_so_many_run_at_the_end_of_the_year(towns, kind, product, count, margin) -> None:
    found = per_reference(towns, lambda town: running(town, kind, product))
    assert found == pytest.approx(count, rel=margin)


@pytest.mark.parametrize(
    ("kind", "product", "count", "margin"),
    [
        ("trajectory", "activation", 320, 0.10),
        ("general_provision", "caregiver_support", 236, 0.12),
        ("general_provision", "social_work", 436, 0.08),
        ("general_provision", "client_support", 197, 0.12),
    ],
)
def test_so_many_were_in_it_in_the_year(towns, kind, product, count, margin) -> None:
    found = per_reference(towns, lambda town: used(town, kind, product))
    assert found == pytest.approx(count, rel=margin)


@pytest.mark.parametrize(
    ("product", "count"),
    [
        ("special_assistance", 458),
        ("income_supplement", 310),
        ("participation_scheme", 359),
        ("youth_sport_fund", 105),
        ("school_package", 66),
    ],
)
def test_so_many_were_granted_in_the_year(towns, product, count) -> None:
    def granted(town):
        (days,) = [
            one.columns["happened_on"] for one in town.told
            if one.table == "event" and one.columns["kind"] == "decision"
            and one.columns.get("product") == product
        ]  # fmt: skip
        return int(((days >= FIRST) & (days <= LAST)).sum())

    assert per_reference(towns, granted) == pytest.approx(count, rel=0.08)


def test_a_hundred_and_sixteen_units_left_benefit(towns) -> None:
    def left(town):
        _, end = told(town, "benefit", "participation_act")
        return int(((end >= FIRST) & (end <= LAST)).sum())

    assert per_reference(towns, left) == pytest.approx(116, rel=0.15)


def spent(towns, law):
    """Euros claimed for 2022 by age on the first of July, and inhabitants of that age."""
    euros, people = np.zeros(100), np.zeros(100)
    for town in towns:
        line = town.claims
        inside = (year_of_month(line.month) == 2022) & of_law(town, law)[line.care]
        inside &= line.arrived <= town.setting.window.known
        age = town.people.age_on(day("2022-07-01")).clip(0)
        euros += np.bincount(
            age[town.care.person[line.care[inside]]], cents(line)[inside] / 100, 100
        )
        people += np.bincount(age, town.people.here(FIRST, LAST), 100)
    return euros, people


@pytest.mark.parametrize("law", LAWS)
def test_spending_per_inhabitant_is_that_of_cpb(towns, law, given) -> None:
    euros, people = spent(towns, law)
    wanted = (given.spending[law] * people).sum() / people.sum()
    assert euros.sum() / people.sum() == pytest.approx(wanted, rel=0.06)


@pytest.mark.parametrize(
    ("law", "bounds", "margin"),
    [
        ("wmo", [23, 30, 45, 60, 70, 75, 80, 85, 90], 0.20),
        ("wmo", [18, 23], 0.20),
        ("youth", [0, 4, 8, 12, 15, 18], 0.20),
        ("youth", [18, 20], 0.30),
    ],
)
def test_spending_by_age_has_the_shape_of_cpb(towns, law, bounds, margin, given) -> None:
    euros, people = spent(towns, law)
    for first, last in itertools.pairwise(bounds):
        ages = slice(first, last)
        wanted = (given.spending[law] * people)[ages].sum() / people[ages].sum()
        found = euros[ages].sum() / people[ages].sum()
        assert found == pytest.approx(wanted, rel=margin), (first, last)


def test_entitlements_jump_where_extensions_became_entitlements(towns) -> None:
    counts = [
        per_reference(towns, lambda town, y=year: entitled(town, y)) for year in range(2018, 2022)
    ]
    assert abs(counts[1] / counts[0] - 1) < 0.05
    assert counts[2] / counts[1] > 1.1

    def persons(town, year):
        return len(np.unique(town.care.person[in_year(town, year) & of_law(town, "youth")]))

    before, after = (
        per_reference(towns, lambda town, y=year: persons(town, y)) for year in (2019, 2020)
    )
    # The youngsters themselves did not become more: it is the registration that changed.
    assert after < before


def test_requests_dip_in_the_spring_of_2020_and_are_made_in_2021(towns) -> None:
    def asked(first, last):
        return sum(
            int(((town.needs.day >= day(first)) & (town.needs.day < day(last))).sum())
            for town in towns
        )

    assert asked("2020-04-01", "2020-06-01") < 0.6 * asked("2019-04-01", "2019-06-01")
    assert asked("2021-04-01", "2021-11-01") > 1.1 * asked("2019-04-01", "2019-11-01")


def test_less_is_asked_in_summer(towns) -> None:
    def asked(months):
        return np.mean([
            np.isin(town.needs.day.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12, months).mean()
            for town in towns
        ])  # fmt: skip

    assert asked([6, 7]) / 2 < 0.85 * asked([8, 9, 10]) / 3


def test_prices_rise_as_the_parameters_say(part, given) -> None:
    line = part.claims
    year = year_of_month(line.month)
    help_at = [one.name for one in given.provisions].index("household_help")
    rows = part.care.provision[line.care] == help_at

    def price(at):
        chosen = rows & (year == at)
        return (line.price * line.volume)[chosen].sum() / line.volume[chosen].sum()

    index = given.raw["prices"]["index"]
    assert price(2022) / price(2018) == pytest.approx(index["2022"] / index["2018"], rel=0.02)
