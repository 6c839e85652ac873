"""The checks on chapters with planted defects: how much they find, and how rarely they cry wolf.

On `known` the rules were made. Nobody who wrote them has seen `unseen`: its bounds lie a little below
what was measured, so that a change that finds less, or says more that is not so, is noticed.
"""

from functools import cache

import pytest

from tests.auditing_corpus import PARTS, Outcome, outcomes

# precision, recall
LEAST = {"known": (0.95, 0.78), "unseen": (0.74, 0.40)}


@cache
def results(part: str) -> list[Outcome]:
    return list(outcomes(part))


@pytest.mark.parametrize("part", PARTS)
def test_what_is_found_was_planted(part: str) -> None:
    found = sum(len(one.found) for one in results(part))
    false = [(one.name, *said) for one in results(part) for said in one.false]
    assert found / (found + len(false)) >= LEAST[part][0], false if part == "known" else len(false)


@pytest.mark.parametrize("part", PARTS)
def test_what_was_planted_is_found(part: str) -> None:
    found = sum(len(one.found) for one in results(part))
    missed = [(one.name, *said) for one in results(part) for said in one.missed]
    assert found / (found + len(missed)) >= LEAST[part][1], (
        missed if part == "known" else len(missed)
    )
