"""Claims: within what was allocated, by the month, late as reality is, and corrected."""

import numpy as np
import pytest

from noaber.simulation.calendar import FAR, month_of, month_start
from noaber.simulation.claims import CREDIT, cents


def test_a_line_lies_within_its_month_and_its_allocation(part) -> None:
    line, care = part.claims, part.care
    assert (month_of(line.first) == line.month).all()
    assert (month_of(line.last) == line.month).all()
    assert (line.first == np.maximum(month_start(line.month), care.start[line.care])).all()
    assert (line.last == np.minimum(month_start(line.month + 1) - 1, care.end[line.care])).all()


def test_no_more_is_delivered_than_was_allocated(part) -> None:
    line, care = part.claims, part.care
    provisions = part.setting.given.provisions
    weekly = np.array([not (one.once or one.monthly) for one in provisions])[
        care.provision[line.care]
    ]
    weeks = (line.last - line.first + 1) / 7
    most = np.where(weekly, care.allocated[line.care] * weeks, 1)
    assert (line.volume <= most + 1e-9).all()
    assert (line.volume >= 1).all()


def test_nothing_is_claimed_before_care_began_or_of_care_that_never_did(part) -> None:
    line, care = part.claims, part.care
    assert (care.delivered_from[line.care] < FAR).all()
    assert (month_start(line.month + 1) > care.delivered_from[line.care]).all()


def test_lines_arrive_as_late_as_the_parameters_say(part, given) -> None:
    line = part.claims
    first = (line.sign == 1) & (line.of < 0) & ~part.care.budget[line.care]
    late = month_of(line.arrived[first]) - line.month[first]
    for months, share in given.raw["claims"]["arrives_after"]:
        assert (late == months).mean() == pytest.approx(share, abs=0.01)


def test_a_credit_takes_back_exactly_what_was_claimed_and_comes_later(part) -> None:
    line = part.claims
    credits = np.flatnonzero(line.sign == CREDIT)
    of = line.of[credits]
    could = (line.sign == 1) & (line.of < 0) & (line.volume > 1)
    assert len(credits) / could.sum() == pytest.approx(0.015, abs=0.002)
    assert (line.number == np.arange(len(line))).all()
    assert (cents(line)[credits] == -cents(line)[of]).all()
    assert (month_of(line.arrived[credits]) > month_of(line.arrived[of])).all()
    again = np.flatnonzero((line.of >= 0) & (line.sign == 1))
    assert sorted(line.of[again]) == sorted(of)


def test_every_provider_has_a_contract_for_what_it_claims(part) -> None:
    assert (part.claims.price > 0).all()


def test_some_have_a_personal_budget_and_no_provider_then(part) -> None:
    assert part.care.budget.mean() == pytest.approx(0.06, abs=0.02)
    (delivery,) = [one for one in part.told if one.columns.get("kind") == "delivery"]
    assert (
        delivery.arrow({"origin": "registered", "municipality": "1", "evidence": "x"})[
            "provider"
        ].null_count
        == 0
    )


def test_care_of_one_chain_follows_on_without_a_gap(part) -> None:
    care = part.care
    same = care.chain[1:] == care.chain[:-1]
    assert same.any()
    assert (care.start[1:][same] == care.end[:-1][same] + 1).all()
    assert (care.generation[1:][same] > care.generation[:-1][same]).all()


def test_an_extension_keeps_who_it_is_for(part) -> None:
    care = part.care
    same = care.chain[1:] == care.chain[:-1]
    for column in (care.person, care.provision, care.request):
        assert (column[1:][same] == column[:-1][same]).all()


def test_nobody_gets_care_after_leaving_or_long_after_growing_up(part) -> None:
    care, people = part.care, part.people
    assert (care.end <= people.left[care.person]).all()
    young = np.array([one.law == "youth" for one in part.setting.given.provisions])[care.provision]
    age_at_end = (care.end - people.birth[care.person]) / 365.25
    assert age_at_end[young].max() <= 23
