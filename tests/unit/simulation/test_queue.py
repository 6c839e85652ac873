"""The queue at the front door against one that is walked through day by day."""

import numpy as np
from hypothesis import given as for_all
from hypothesis import strategies as st

from noaber.simulation.front_door import queue


def slow(ready, starts, a_day):
    """First come first served, by adding up capacity until each one's turn has come."""

    def work(day):
        total = 0.0
        for at, begin in enumerate(starts[:-1]):
            total += max(0.0, min(day, starts[at + 1]) - begin) * a_day[at]
        return total

    served, done = {}, float("-inf")
    for who in sorted(range(len(ready)), key=lambda one: ready[one]):
        turn = max(done, work(ready[who]))
        day = ready[who]
        while work(day) < turn - 1e-6 and day < starts[-1]:
            day += 1
        served[who], done = day, turn + 1
    return [served[one] for one in range(len(ready))]


@for_all(
    st.lists(st.integers(0, 300), min_size=1, max_size=60),
    st.lists(st.sampled_from([0.1, 0.25, 0.5, 1.0, 2.0]), min_size=4, max_size=4),
)
def test_each_is_served_when_walking_through_the_days_says_so(ready, rates) -> None:
    starts, a_day = [0, 100, 200, 2000], rates
    made = queue(np.array(ready), (np.array(starts), np.array(a_day)))
    wanted = slow(ready, starts, a_day)
    assert abs(made - np.array(wanted)).max() <= 1


def test_a_list_builds_up_where_capacity_is_short_and_is_cleared_where_it_is_ample() -> None:
    ready = np.arange(0, 600)
    starts, a_day = np.array([0, 200, 400, 1000]), np.array([1.2, 0.8, 1.6, 1.2])
    wait = queue(ready, (starts, a_day)) - ready
    assert wait[:200].max() <= 2
    assert wait[390] > 25
    assert wait[-1] <= 2


def test_a_waiting_list_of_the_simulation_builds_up_and_is_cleared(part) -> None:
    waiting = part.known["waiting"]
    months = {
        f"{2018 + at // 12}-{at % 12 + 1:02d}": int(count) for at, count in enumerate(waiting)
    }
    before, peak = months["2021-03"], max(waiting)
    assert peak > 6 * before
    assert "2022-03" <= max(months, key=months.__getitem__) <= "2022-08"
    assert months["2022-12"] < 0.25 * peak
