"""What became of promises: what a document does not say stays unsaid."""

import pytest

from noaber.judgement.promises import Fate, Mention, fate_of_effort, fate_of_name
from noaber.vocabulary.cycle import EffortStatus as S

ABSENT = Mention(False)


def said(status=None):
    return Mention(True, status)


@pytest.mark.parametrize(
    ("mentions", "fate"),
    [
        ([said(S.PLANNED), said(S.FINISHED)], Fate.KEPT),
        ([said(S.PLANNED), said(S.RUNNING)], Fate.KEPT),
        ([said(S.PLANNED), said(S.STOPPED)], Fate.CHANGED),
        ([said(S.RUNNING), said(S.PAUSED)], Fate.CHANGED),
        ([said(S.PLANNED), said(S.PLANNED)], Fate.CHANGED),  # a year later it still has to begin
        ([said(S.PLANNED), said(None)], Fate.UNTOLD),
        ([said(S.PLANNED), ABSENT], Fate.SILENT),
        ([said(S.PLANNED), said(S.RUNNING), ABSENT], Fate.SILENT),
        ([said(S.PLANNED), said(S.FINISHED), ABSENT], None),  # told half-way, done
        ([said(S.STOPPED), said(S.STOPPED)], None),  # was no promise any more
        ([said(S.STOPPED), ABSENT], None),
        ([ABSENT, said(S.RUNNING)], Fate.ADDED),
        ([ABSENT, said(S.RUNNING), said(S.RUNNING)], Fate.ADDED),
        ([ABSENT, ABSENT], None),
    ],
)
def test_the_fate_of_an_effort_in_accounts(mentions, fate):
    assert fate_of_effort(mentions, looks_back=True) is fate


@pytest.mark.parametrize("status", [S.PLANNED, S.NEW])
def test_in_a_budget_what_is_planned_again_is_a_promise_that_goes_on(status):
    assert fate_of_effort([said(S.RUNNING), said(status)], looks_back=False) is Fate.KEPT


@pytest.mark.parametrize("status", list(S))
def test_every_state_has_a_fate(status):
    assert fate_of_effort([said(S.PLANNED), said(status)], looks_back=True) is not None


@pytest.mark.parametrize(
    ("before", "now", "fate"),
    [
        (["a"], "a", Fate.KEPT),
        (["a"], "b", Fate.CHANGED),
        (["a", None], None, Fate.SILENT),
        ([None], "a", Fate.ADDED),
        ([None], None, None),
        (["a", "b"], "b", Fate.KEPT),
    ],
)
def test_the_fate_of_a_name(before, now, fate):
    assert fate_of_name(before, now) is fate
