"""Streams that no order of work shows in, and drawing by the column."""

import numpy as np
import pytest

from noaber.simulation.chance import Chance, choose, pick, whole


def test_a_stream_is_the_same_for_the_same_name_and_place_and_another_for_each_other() -> None:
    first = Chance(1, 2, 3).stream("care").random(4)
    assert (Chance(1, 2, 3).stream("care").random(4) == first).all()
    others = [Chance(2, 2, 3), Chance(1, 3, 3), Chance(1, 2, 4)]
    drawn = [one.stream("care").random(4) for one in others]
    drawn.append(Chance(1, 2, 3).stream("claims").random(4))
    assert all((one != first).all() for one in drawn)


def test_options_come_in_the_measure_of_their_shares() -> None:
    drawn = choose(Chance(1, 0, 1).stream("x"), [1, 0, 3], 40_000)
    assert np.bincount(drawn, minlength=3) / 40_000 == pytest.approx([0.25, 0, 0.75], abs=0.01)


def test_rows_are_hit_as_by_a_poisson_process_of_their_own() -> None:
    weights = np.array([1.0, 0.0, 4.0])
    stream = Chance(1, 0, 1).stream("x")
    hits = np.array([np.bincount(pick(stream, weights, 5.0), minlength=3) for _ in range(4000)])
    assert hits.mean(0) == pytest.approx([1, 0, 4], rel=0.06, abs=1e-9)
    # Of a Poisson process the variance is the mean, and what hits one row does not keep off another.
    assert hits.var(0)[[0, 2]] == pytest.approx([1, 4], rel=0.12)
    assert abs(np.corrcoef(hits[:, 0], hits[:, 2])[0, 1]) < 0.06


def test_nothing_is_hit_where_nothing_has_weight() -> None:
    stream = Chance(1, 0, 1).stream("x")
    assert len(pick(stream, np.zeros(3), 5.0)) == 0
    assert len(pick(stream, np.zeros(0), 5.0)) == 0


def test_rounding_by_chance_keeps_the_mean() -> None:
    made = whole(Chance(1, 0, 1).stream("x"), np.full(50_000, 2.3))
    assert set(made) == {2, 3}
    assert made.mean() == pytest.approx(2.3, abs=0.01)
