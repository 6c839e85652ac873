"""The effects that were put in can be found again: by lot at once, by choice only when corrected for, and none where none is."""

import numpy as np
import pytest

from noaber.simulation.calendar import Window
from noaber.simulation.chance import Chance
from noaber.simulation.interventions import prevented, take_part, truth
from noaber.simulation.needs import Needs
from noaber.simulation.people import settle
from noaber.simulation.setting import Setting


@pytest.fixture(scope="module")
def taking(given):
    window, count = Window(2018, 5), 400_000
    chance = Chance(5, 0, 1)
    people = settle(given, chance, window, count, 20)
    setting = Setting(given, chance, window, "9901", 1, count, 1.0)
    return {one.name: one for one in take_part(setting, people)}


def differences(one, moment):
    """Scores at a moment of the treated and of who is compared with them."""
    scores = one.scores[:, moment]
    seen = ~np.isnan(scores)
    return scores[seen & one.treated], scores[seen & ~one.treated]


def interval(treated, compared):
    """The difference of means, and four standard errors."""
    error = np.sqrt(treated.var() / len(treated) + compared.var() / len(compared))
    return treated.mean() - compared.mean(), 4 * error


@pytest.mark.parametrize("name", ["strong_ageing", "job_training"])
@pytest.mark.parametrize("moment", [1, 2])
def test_by_lot_the_difference_of_the_arms_is_the_effect(taking, given, name, moment) -> None:
    known = truth(given.raw["interventions"], name)
    effect = known["effect_after"] if moment == 1 else known["effect_follow_up"]
    found, margin = interval(*differences(taking[name], moment))
    assert margin < 0.3
    assert found == pytest.approx(effect, abs=margin + 0.02)


def test_before_with_after_takes_drift_and_a_bad_day_for_effect(taking, given) -> None:
    one = taking["network_coach"]
    both = ~np.isnan(one.scores[:, 1])
    change = (one.scores[both, 1] - one.scores[both, 0]).mean()
    known = truth(given.raw["interventions"], "network_coach")
    assert change == pytest.approx(known["change_before_to_after_of_treated"], abs=0.15)
    assert change > 1.8 * known["effect_after"]


def test_where_people_choose_only_a_comparison_corrected_for_the_first_score_is_honest(
    taking, given
) -> None:
    one = taking["family_coach"]
    effect = given.raw["interventions"]["family_coach"]["effect"]
    seen = ~np.isnan(one.scores[:, 1])
    naive, _ = interval(*differences(one, 1))
    assert naive > effect + 0.5
    before, after, treated = one.scores[seen, 0], one.scores[seen, 1], one.treated[seen]
    design = np.column_stack([np.ones(seen.sum()), treated, before])
    corrected = np.linalg.lstsq(design, after, rcond=None)[0][1]
    assert corrected == pytest.approx(effect, abs=0.15)


def test_some_are_not_measured_again_and_of_them_none_later(taking, given) -> None:
    for name, one in taking.items():
        asked = given.raw["interventions"][name]
        long_ago = one.days[:, 2] < Window(2018, 5).end
        share = (~np.isnan(one.scores[long_ago, 1])).mean()
        assert share == pytest.approx(asked["after"], abs=0.12)
        assert not (np.isnan(one.scores[:, 1]) & ~np.isnan(one.scores[:, 2])).any()


def test_nobody_takes_part_twice_and_scores_lie_on_their_scale(taking) -> None:
    for one in taking.values():
        assert len(np.unique(one.person)) == len(one.person)
        scores = one.scores[~np.isnan(one.scores)]
        assert (scores >= 0).all()
        assert (scores <= 10).all()


def test_treatment_prevents_a_known_share_of_needs_in_the_year_after(taking, given) -> None:
    one = taking["network_coach"]
    count = len(one.person)
    needs = Needs(
        np.tile(one.person, 2),
        np.concatenate([one.start + 100, one.start + 400]),
        *(np.zeros(2 * count, np.int64) for _ in range(3)),
        np.zeros(2 * count, bool),
    )
    gone = prevented(Chance(1, 0, 1), given.raw["interventions"], needs, [one])
    assert gone[:count].mean() == pytest.approx(0.30, abs=0.06)
    assert not gone[count:].any()
