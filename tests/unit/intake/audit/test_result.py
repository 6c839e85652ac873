"""Results before and after reserves."""

from dataclasses import replace

from noaber.intake.documents.audit.results import result_before_and_after_reserves as rule
from tests.unit.intake.audit.small import accounts, only, run, with_amounts

PUT_AWAY = with_amounts({("T1", "reserve"): (20_000, -40_300, -30_300)})


def test_better_before_and_worse_after_is_told_as_information() -> None:
    found = only(rule, PUT_AWAY)
    assert (found.rule, found.status) == ("result", "ok")
    assert "vóór reserves € 40.000 beter en het resultaat na reserves € 20.300 slechter" in (
        found.message
    )
    assert "Jeugdhulp: € 30.000 beter vóór, € 30.300 slechter na reserves." in found.message


def test_a_sign_that_turns_by_next_to_nothing_is_not_told() -> None:
    hardly = with_amounts({("T2", "reserve"): (15_010, 5_000, 5_000)})
    assert run(rule, hardly) == []


def test_silent_when_reserves_change_little_and_when_there_are_none() -> None:
    assert run(rule, accounts()) == []
    without = tuple(one for one in PUT_AWAY.finance if one.kind not in ("reserve", "result"))
    assert run(rule, replace(PUT_AWAY, finance=without)) == []
