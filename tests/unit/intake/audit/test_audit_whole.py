"""The audit as a whole: silent on documents that close, and never at a loss."""

from dataclasses import replace

import pytest

from noaber.intake.documents.audit import audit
from noaber.intake.documents.audit.rules import RULES, Check
from noaber.intake.documents.checks import all_checks, check
from noaber.intake.documents.reading import DocumentHead, Reading
from tests.unit.intake.audit.small import TODAY, accounts, budget, last_year

ALL = [rule for rules in RULES.values() for rule in rules]
FAMILY = (accounts(), budget(), last_year())


@pytest.mark.parametrize("reading", FAMILY, ids=lambda one: one.document.title)
def test_documents_that_close_give_no_finding(reading: Reading) -> None:
    assert [one.status for one in check(reading) if one.status == "off"] == []
    assert audit(reading, TODAY, FAMILY) == ()
    assert audit(reading, None, FAMILY) == ()


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("head", [None, 2022])
def test_a_rule_is_silent_on_a_document_that_says_nothing(rule: Check, head: int | None) -> None:
    from noaber.intake.documents.audit.case import Case

    empty = Reading(DocumentHead("Leeg", None, "account", head, None))
    assert list(rule(Case(empty, None))) == []
    assert list(rule(Case(empty, TODAY, FAMILY))) == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.__name__)
def test_a_rule_says_what_why_law_and_what_it_prevents(rule: Check) -> None:
    explained = rule.__doc__ or ""
    assert [word for word in ("Why: ", "Law: ", "Prevents: ") if word not in explained] == []


def test_every_finding_is_a_fact_and_a_question_with_its_place() -> None:
    broken = replace(
        accounts(), goals=accounts().goals[:2], document=replace(accounts().document, year=2021)
    )
    found = [one for one in audit(broken, TODAY, FAMILY) if one.status == "off"]
    assert found
    assert all(one.message.endswith("?") for one in found)
    assert all(one.spans for one in found)


def test_all_checks_joins_the_arithmetic_and_the_audit() -> None:
    reading = replace(accounts(), goals=())
    assert all_checks(reading, "", TODAY, FAMILY) == (
        *check(reading),
        *audit(reading, TODAY, FAMILY),
    )
