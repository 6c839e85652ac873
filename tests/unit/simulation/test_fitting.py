"""Rates by which counts and spending by age both come out."""

import numpy as np
import pytest

from noaber.simulation.fitting import AGES, Lasting, first_awards, fit
from noaber.simulation.parameters import LAWS, by_age, parameters

MORTAL = (-12.45, 0.1185)


@pytest.mark.parametrize("law", LAWS)
def test_awards_and_spending_by_age_are_those_published(law) -> None:
    given = parameters()
    chosen = [one for one in given.provisions if one.law == law]
    weights = np.stack([by_age(one.ages) for one in chosen], axis=1)
    costs = np.array([one.cents / 100 for one in chosen])
    counts = np.array([one.per_inhabitant for one in chosen])
    rates, factor = fit(weights, counts, costs, given.ages, given.spending[law])
    assert (rates >= 0).all()
    assert (rates * given.ages[:, None]).sum(0) == pytest.approx(counts)
    spent = (rates * costs).sum(1) * factor
    reached = weights.sum(1) > 0
    assert spent[reached] == pytest.approx(given.spending[law][reached], rel=0.01)


def test_the_totals_of_the_parameters_are_those_of_the_reference() -> None:
    given = parameters()
    awarded = sum(one.awarded for one in given.provisions)
    active = sum(one.active for one in given.provisions)
    assert awarded * given.raw["reference_inhabitants"] / 1000 == pytest.approx(3270, rel=0.001)
    assert active * given.raw["reference_inhabitants"] / 1000 == pytest.approx(1144, rel=0.001)


def test_the_spread_of_care_over_ages_is_that_of_walking_through_the_months() -> None:
    lasting = Lasting(0.6, 10, 3, 0.02, MORTAL, 0.0)
    spread = lasting.spread()
    intercept, slope = MORTAL

    def living(age: float) -> float:
        return float(np.exp(-np.exp(intercept) * (np.exp(slope * age) - 1) / slope))

    for begun in (20, 84):
        slow = np.zeros(AGES)
        for month in range(12):
            for passed in range(3, 183):
                age = begun + (month + passed) / 12
                if age < AGES:
                    going = 0.6 ** ((passed - 3) // 10) * np.exp(-0.02 * (passed - 3) / 12)
                    middle = begun + (month + 0.5) / 12
                    slow[int(age)] += going * living(age + 0.5 / 12) / living(middle) / 12
        assert spread[begun] == pytest.approx(slow, abs=1e-9)


def test_what_begins_makes_the_care_that_was_asked_for() -> None:
    wanted = by_age(((30, 1.0), (60, 3.0)))
    lasting = Lasting(0.5, 12, 2, 0.03, MORTAL, 0.0)
    begun = first_awards(wanted, 12, lasting)
    assert (begun >= 0).all()
    made = begun @ lasting.spread() / 12
    assert made[35:55] == pytest.approx(wanted[35:55], rel=0.02)
    assert made[65:90] == pytest.approx(wanted[65:90], rel=0.02)
    # Who begins is younger than who receives: extensions carry care over the bound.
    assert begun[60:62].mean() > begun[70:80].mean()


def test_youth_care_ends_soon_after_the_eighteenth_birthday() -> None:
    spread = Lasting(0.6, 10, 0, 0.02, MORTAL, 0.01).spread()
    assert spread[17, 18:].sum() < 0.01 * spread[17, 17]


def test_every_table_of_parameters_names_its_source() -> None:
    raw = parameters().raw
    named = {
        "population", "course", "prices", "front_door", "claims", "provisions", "providers",
        "debt_help", "signals", "happenings", "interventions", "conversion", "supplied",
        "national", "money",
    }  # fmt: skip
    assert all(len(raw[name]["source"]) > 10 for name in named)
    for group in ("benefits", "general"):
        assert all(len(one["source"]) > 10 for one in raw[group].values())
