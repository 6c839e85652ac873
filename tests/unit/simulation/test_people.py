"""Residents: as many as were asked for, of the ages that CBS counts, in households."""

import numpy as np
import pytest

from noaber.simulation.calendar import FAR, Window, day
from noaber.simulation.chance import Chance
from noaber.simulation.people import DIED, MOVED, counted, settle

WINDOW = Window(2018, 5)


@pytest.fixture(scope="module")
def people(given):
    return settle(given, Chance(3, 0, 1), WINDOW, 60_000, 12)


def here(people, on):
    return people.take((people.entered <= on) & (people.left >= on))


def test_on_the_first_day_there_are_as_many_as_were_asked_for(people) -> None:
    assert len(here(people, WINDOW.start)) == 60_000


def test_ages_are_those_of_cbs_within_a_percent_point(people, given) -> None:
    age = here(people, WINDOW.start).age_on(WINDOW.start)
    bounds = [0, 20, 40, 65, 80, 200]
    shares = np.histogram(age, bounds)[0] / len(age)
    wanted = [group["share"] for group in given.raw["population"]["groups"]]
    assert shares == pytest.approx(wanted, abs=0.01)


def test_households_have_about_two_people_and_no_child_lives_alone_often(people) -> None:
    base = here(people, WINDOW.start)
    sizes = np.bincount(base.household)
    assert sizes[sizes > 0].mean() == pytest.approx(2.1, abs=0.25)
    child = base.age_on(WINDOW.start) < 18
    adults = np.bincount(base.household, ~child)
    assert (adults[base.household[child]] == 0).mean() < 0.001


def test_a_household_lives_in_one_area_and_is_as_vulnerable_as_each_in_it(people) -> None:
    for column in (people.area, people.vulnerability):
        low, high = (
            np.full(people.household.max() + 1, np.inf),
            np.zeros(people.household.max() + 1),
        )
        np.minimum.at(low, people.household, column)
        np.maximum.at(high, people.household, column)
        assert (low[people.household] == high[people.household]).all()
    assert here(people, WINDOW.start).vulnerability.mean() == pytest.approx(1, abs=0.1)


def test_people_die_and_move_at_about_the_rates_of_the_country(people) -> None:
    years = 5 * 60_000
    assert (people.why == DIED).sum() / years == pytest.approx(0.0093, abs=0.0012)
    assert (people.why == MOVED).sum() / years == pytest.approx(0.025, abs=0.003)
    assert (people.left[people.why == 0] == FAR).all()
    assert (people.left >= people.entered).all()


def test_the_population_stays_about_as_large_and_grows_older(people) -> None:
    cells = counted(people, WINDOW)
    first, last = (cells["day"] == day(f"{year}-01-01") for year in (2018, 2022))
    assert cells["count"][last].sum() == pytest.approx(60_000, rel=0.03)
    old = cells["age"] >= 80
    assert cells["count"][last & old].sum() > cells["count"][first & old].sum()


def test_nobody_is_counted_before_birth_or_arrival(people) -> None:
    assert (people.entered >= people.birth).all()
    assert people.age_on(WINDOW.start).min() == -1


@pytest.mark.parametrize("count", [1, 2, 7, 100])
def test_a_hamlet_can_be_settled(given, count) -> None:
    made = settle(given, Chance(1, 0, 1), WINDOW, count, 1)
    assert len(here(made, WINDOW.start)) == count
