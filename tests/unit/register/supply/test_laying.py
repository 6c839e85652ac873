"""New prices laid over those that are kept: pure rules, by example and by any example."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.register.supply.rules import Agreed, Listed, Why, holds, lay, lost, share

Q1, Q2, Q3, Q4 = (date(2026, month, 1) for month in (1, 4, 7, 10))
END_Q1, END_Q2, END_Q3 = (one - timedelta(days=1) for one in (Q2, Q3, Q4))


def test_a_later_price_ends_the_one_before() -> None:
    laid = lay([Agreed(Q1, None, 60)], [Agreed(Q3, None, 62)])
    assert laid.after == [Agreed(Q1, END_Q2, 60), Agreed(Q3, None, 62)]
    assert laid.changes == [(Agreed(Q1, None, 60), Agreed(Q1, END_Q2, 60))]
    assert laid.clashes == []


def test_the_same_price_again_changes_nothing() -> None:
    kept = [Agreed(Q1, END_Q2, 60), Agreed(Q3, None, 62)]
    laid = lay(kept, kept)
    assert (laid.after, laid.changes, laid.clashes) == (kept, [], [])


def test_a_price_from_the_same_day_takes_the_place_of_what_was() -> None:
    laid = lay([Agreed(Q1, None, 60)], [Agreed(Q1, END_Q2, 61)])
    assert laid.after == [Agreed(Q1, END_Q2, 61)]
    assert laid.changes == [(Agreed(Q1, None, 60), Agreed(Q1, END_Q2, 61))]


def test_what_goes_on_after_a_new_price_is_not_guessed() -> None:
    (clash,) = lay([Agreed(Q1, None, 60)], [Agreed(Q2, END_Q2, 61)]).clashes
    assert (clash.why, clash.day, clash.given.start) == (Why.GOES_ON, Q3, Q2)
    (clash,) = lay([Agreed(Q1, None, 60)], [Agreed(Q2, END_Q2, 61), Agreed(Q4, None, 63)]).clashes
    assert (clash.why, clash.day) == (Why.GOES_ON, Q3)
    told = lay([Agreed(Q1, None, 60)], [Agreed(Q2, END_Q2, 61), Agreed(Q3, None, 60)])
    assert told.clashes == []
    assert told.after[0] == Agreed(Q1, END_Q1, 60)


def test_what_begins_within_a_new_price_is_replaced_only_when_that_is_meant() -> None:
    kept = [Agreed(Q2, END_Q2, 60)]
    (clash,) = lay(kept, [Agreed(Q1, None, 61)]).clashes
    assert (clash.why, clash.kept) == (Why.BEGINS_WITHIN, kept[0])
    laid = lay(kept, [Agreed(Q1, None, 61)], replacing=True)
    assert (laid.after, laid.changes) == ([Agreed(Q1, None, 61)], [(kept[0], None)])
    assert lay([Agreed(Q2, None, 60)], [Agreed(Q1, END_Q2, 61)], replacing=True).clashes


@st.composite
def prices(draw: st.DrawFn) -> list[Agreed]:
    """Prices that follow each other, with holes between them."""
    days = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=6)))
    made = []
    for start, later in zip(days, [*days[1:], None], strict=True):
        last = draw(st.integers(start, 45 if later is None else later - 1))
        open_end = later is None and draw(st.booleans())
        end = None if open_end else Q1 + timedelta(days=last)
        made.append(Agreed(Q1 + timedelta(days=start), end, draw(st.integers(1, 3))))
    return made


def price_on(found: list[Agreed], day: date) -> int | None:
    return next((one.cents for one in found if holds(one.period, day)), None)


@given(kept=prices(), given=prices(), replacing=st.booleans())
def test_whatever_is_laid_each_day_has_one_price_and_nothing_is_lost_unsaid(
    kept, given, replacing
) -> None:
    laid = lay(kept, given, replacing)
    if laid.clashes:
        return
    after = laid.after
    assert not any(share(one.period, other.period) for one in after for other in after if one != other)  # fmt: skip
    changed = [was for was, _ in laid.changes]
    for at in range(45):
        day = Q1 + timedelta(days=at)
        now = price_on(after, day)
        if (new := price_on(given, day)) is not None:
            assert now == new
        elif now != (was := price_on(kept, day)):
            assert was is not None
            assert any(holds(one.period, day) for one in changed)
    assert set(kept) - set(changed) <= set(after)


@pytest.mark.parametrize(
    ("after", "gone"),
    [
        ([], True),
        ([Listed(1, (Q1, None), "04", Agreed(Q1, None, 60))], False),
        ([Listed(2, (Q1, None), "04", Agreed(Q1, None, 60))], False),
        ([Listed(1, (Q1, None), "04", Agreed(Q1, None, 61))], True),
        ([Listed(1, (Q1, None), "01", Agreed(Q1, None, 60))], True),
        ([Listed(1, (Q3, None), "04", Agreed(Q1, None, 60))], True),
    ],
)
def test_a_price_is_lost_where_no_contract_has_it_any_more(after, gone) -> None:
    before = [Listed(1, (Q1, None), "04", Agreed(Q1, None, 60))]
    assert lost(Q2, before, after) == (before if gone else [])
