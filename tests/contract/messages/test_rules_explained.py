"""No rule of the standard without a place where it is held, or the reason why it can't be."""

import importlib
from collections import Counter
from types import ModuleType

from noaber.intake.messages.catalogue import catalogue
from noaber.register.care.rules import RULES, TEXTS
from noaber.register.care.terms import TERMS

LAYERS = {"structure", "rule", "store", "world", "process"}


def page() -> ModuleType:
    return importlib.import_module("scripts.rules_page")


def test_no_rule_is_unexplained() -> None:
    assert page().unexplained() == []


def test_each_rule_stands_once_and_says_itself_in_two_languages() -> None:
    assert [code for code, n in Counter(r.code for r in catalogue()).items() if n > 1] == []
    for rule in catalogue():
        assert rule.layer in LAYERS
        assert rule.nl.endswith(".")
        assert rule.en.endswith(".")
        assert rule.nl != rule.en


def test_what_is_not_decided_from_data_says_why() -> None:
    for rule in catalogue():
        assert bool(rule.why) == (rule.layer == "process"), rule.code


def test_what_is_worked_out_in_other_rules_names_rules_that_there_are() -> None:
    codes = {rule.code for rule in catalogue()}
    for rule in catalogue():
        assert set(rule.through) <= codes - {rule.code}, rule.code


def test_a_rule_is_held_in_the_layer_that_it_names() -> None:
    for rule in catalogue():
        if rule.layer == "rule":
            assert rule.checks or rule.through, rule.code
        if rule.layer == "structure":
            assert rule.enforced, rule.code
        if rule.layer in ("store", "world") and not rule.through and not rule.enforced:
            assert rule.code in RULES, rule.code


def test_a_rule_over_messages_gives_the_return_code_of_the_standard() -> None:
    for rule in catalogue():
        if rule.code in TEXTS and rule.return_code and rule.layer in ("store", "world"):
            assert (TEXTS[rule.code].return_code, TEXTS[rule.code].layer) == (
                rule.return_code,
                rule.layer,
            )


def test_each_term_that_is_followed_stands_with_its_rule() -> None:
    followed = {rule.code for rule in catalogue() if rule.enforced == "terms"}
    assert followed == {term.rule for term in TERMS.values()}


def test_the_page_has_a_row_for_each_rule() -> None:
    text = "\n".join(page().message_rules())
    assert [r.code for r in catalogue() if text.count(f"| **{r.code}** ") != 1] == []
