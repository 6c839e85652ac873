"""Early signals: in the words of DDAS, valid by its schema where that is at hand, and the same as the facts."""

import json
from collections import Counter

import numpy as np
import pytest

from noaber.simulation.calendar import day
from noaber.simulation.signals import NEVER_REACHED, deliveries, results


@pytest.fixture(scope="module")
def delivered(part):
    return deliveries(part.setting, part.people, part.arrears)


def test_a_delivery_is_valid_by_the_schema_of_ddas(delivered, shared) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(
        (shared / "standards/ddas/v0.9/json_schema_Uitwisselmodel.json").read_text("utf-8")
    )
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for one in delivered.values():
        assert [error.message for error in validator.iter_errors(one)] == []


def test_every_signal_is_delivered_once_and_every_case_leads_to_one(delivered, part) -> None:
    ids = [
        one["ID"] for year in delivered.values() for one in year["leveringen"][0]["vroegsignalen"]
    ]
    assert len(ids) == len(set(ids)) == len(part.arrears.on)
    for year in delivered.values():
        (told,) = year["leveringen"]
        here = {one["ID"] for one in told["vroegsignalen"]}
        assert {one["vroegsignalen"][0]["ID"] for one in told["vroegsignaalzaken"]} <= here
        open_ones = [one for one in told["vroegsignaalzaken"] if "resultaat" not in one]
        assert 0 < len(open_ones) < len(told["vroegsignaalzaken"]) or not told["vroegsignaalzaken"]


def test_who_was_not_reached_is_told_so(delivered) -> None:
    for year in delivered.values():
        for one in year["leveringen"][0]["vroegsignaalzaken"]:
            if one.get("resultaat"):
                met = any(attempt["bereikt"] for attempt in one["contactpogingen"])
                assert met == (one["resultaat"] != NEVER_REACHED)


def test_signals_begin_in_earnest_with_the_law(part, given) -> None:
    years = Counter(
        np.searchsorted(
            [day(f"{year}-01-01") for year in range(2019, 2023)], part.arrears.on, "right"
        )
    )
    assert years[3] > 4 * years[2]
    per_1000 = years[4] / 34
    assert per_1000 == pytest.approx(given.raw["signals"]["per_1000"], rel=0.1)


def test_attempts_follow_their_signal_and_results_are_known_words(part) -> None:
    of = part.arrears
    assert (of.tried > of.on[of.case[of.attempt]]).all()
    assert (np.diff(of.attempt) >= 0).all()
    assert of.result.max() < len(results(part.setting))
    assert of.reached.mean() == pytest.approx(0.36, abs=0.05)
