"""Each rule over messages with an example that obeys it and one that breaks it."""

from dataclasses import replace
from datetime import date

import pytest

from noaber.intake.messages.description import release
from noaber.register.care.rules import RULES, TEXTS
from noaber.register.care.rules.values import Allocated, Key, Line, Price, Stop, Wish

D = date
WEEKLY = Allocated(
    7, D(2026, 3, 10), D(2026, 5, 20), "45", "45A04", volume=3, unit="04", frequency="2"
)
HELP = replace(WEEKLY, category="01")
TOTAL = replace(WEEKLY, frequency="6", volume=100)
BUDGET = Allocated(8, D(2026, 1, 1), D(2026, 12, 31), "45", budget=500_000)
WIDE = Allocated(9, D(2026, 1, 1), None, "45")
GENERIC = replace(BUDGET, category="")
GONE = replace(WEEKLY, end=WEEKLY.start, reason="13")
LINE = Line(
    "R1", "", 7, "45", "45A04", D(2026, 4, 1), D(2026, 4, 30), 10, "04", 6000, 60_000, False
)
CREDIT = replace(LINE, reference="R2", previous="R1", is_credit=True)
MINUTES = replace(LINE, unit="01", volume=95, tariff=102, amount=9658)
EUROS = replace(LINE, unit="83", volume=60_000, tariff=None)
HOUR = (Price("04", 6000),)
# An hour of 87.30: a minute shows as 1.46 and costs less.
HOUR_87, MINUTE = (Price("04", 8730),), (Price("01", 146),)
ROUNDED = replace(MINUTES, tariff=146, amount=13_823)
KEY = Key(7, "45", "45A04", D(2026, 3, 10))
LATER = replace(KEY, begin=D(2026, 4, 1))
PAUSE = Stop(KEY, "20", D(2026, 4, 1))
END = Stop(KEY, "31", D(2026, 4, 10))
WISH = Wish(D(2026, 6, 1), D(2026, 8, 31), "45", "45A04", volume=5, unit="04", frequency="2")
FROM_START = replace(WISH, start=WEEKLY.start)
VERSIONS = {"BasisschemaXsdVersie": "1.0.0", "BerichtXsdVersie": "1.0.0"}
PLACE = (7, "45", "45A04", D(2026, 4, 1), D(2026, 4, 30))

# Rule: what it is held against when it is obeyed, and when it is broken.
EXAMPLES = [
    ("TR019", (7, {7, 8}), (6, {7, 8})),
    ("TR019", (None, set()), (1, set())),
    ("TR056", ("B2", ["B1"]), ("B1", ["B1"])),
    ("TR063", ("3", KEY, {KEY}), ("3", LATER, {KEY})),
    ("TR071", ("3", KEY, {replace(END, key=LATER)}), ("3", KEY, {END})),
    ("TR074", ("1", LATER, {KEY}), ("1", KEY, {KEY})),
    ("TR135", (D(2026, 3, 1), D(2026, 3, 1)), (D(2026, 3, 2), D(2026, 3, 1))),
    ("TR304", (True,), (False,)),
    ("TR307", (LINE, WEEKLY), (replace(LINE, start=D(2026, 3, 9)), WEEKLY)),
    ("TR308", (LINE, WEEKLY), (replace(LINE, end=D(2026, 5, 21)), WEEKLY)),
    ("TR308", (replace(LINE, end=D(2030, 1, 1)), WIDE), (replace(LINE, end=D(2027, 1, 1)), BUDGET)),
    ("TR314", ("R3", {"R1"}), ("R1", {"R1"})),
    ("TR318", (D(2026, 4, 1), D(2026, 3, 1)), (D(2026, 2, 1), D(2026, 3, 1))),
    ("TR318", (D(2026, 3, 1), D(2026, 3, 1)), (D(2025, 12, 1), D(2026, 1, 1))),
    ("TR319", (LINE, D(2026, 4, 30)), (LINE, D(2026, 3, 31))),
    (
        "TR321",
        (replace(LINE, volume=15), WEEKLY, "wmo"),
        (replace(LINE, volume=16), WEEKLY, "wmo"),
    ),
    (
        "TR321",
        (replace(MINUTES, volume=15 * 60), WEEKLY, "youth"),
        (replace(MINUTES, volume=15 * 60 + 1), WEEKLY, "youth"),
    ),
    ("TR321", (replace(LINE, volume=18), HELP, "wmo"), (replace(LINE, volume=19), HELP, "wmo")),
    ("TR321", (replace(LINE, volume=15), HELP, "youth"), (replace(LINE, volume=16), HELP, "youth")),
    ("TR322", (LINE, WEEKLY, 23 * 60), (LINE, WEEKLY, 23 * 60 + 1)),
    ("TR322", (LINE, TOTAL, 90 * 60), (LINE, TOTAL, 91 * 60)),
    ("TR323", (CREDIT, LINE), (CREDIT, None)),
    ("TR323", (CREDIT, LINE), (replace(CREDIT, amount=1), LINE)),
    ("TR323", (CREDIT, LINE), (replace(CREDIT, tariff=1), LINE)),
    ("TR323", (CREDIT, LINE), (replace(CREDIT, unit="01"), LINE)),
    ("TR326", ("1", LATER, {KEY}, {PAUSE}), ("1", LATER, {KEY}, set())),
    ("TR326", ("1", replace(LATER, number=8), {KEY}, set()), ("1", KEY, {LATER}, {END})),
    ("TR332", ("a 1", None), ("a 1", "b 1")),
    ("TR332", ("a 1", "a 1"), ("a 1", "a 2")),
    ("TR333", ("D2", ["D1"]), ("D1", ["D1"])),
    ("TR337", (("B1", D(2026, 3, 1)), [("B1", D(2026, 3, 1))]), (("B1", D(2026, 3, 1)), [])),
    ("TR338", (7, {7}), (7, set())),
    ("TR339", (LINE, WEEKLY), (replace(LINE, category="44"), WEEKLY)),
    ("TR339", (replace(LINE, category="44"), GENERIC), (replace(LINE, category="44"), BUDGET)),
    ("TR340", (LINE, WEEKLY), (replace(LINE, code="45A05"), WEEKLY)),
    ("TR340", (replace(LINE, code="45A05"), BUDGET), (replace(LINE, code=""), WEEKLY)),
    ("TR341", (MINUTES, WEEKLY, ()), (EUROS, WEEKLY, ())),
    ("TR341", (MINUTES, BUDGET, HOUR), (replace(LINE, unit="14"), BUDGET, HOUR)),
    ("TR346", (LINE, ()), (replace(LINE, amount=60_001), ())),
    ("TR346", (MINUTES, ()), (replace(MINUTES, amount=9_000), ())),
    (
        "TR346",
        (replace(MINUTES, tariff=100, amount=9500), HOUR),
        (replace(MINUTES, tariff=102), HOUR),
    ),
    ("TR346", (ROUNDED, HOUR_87), (replace(ROUNDED, amount=95 * 146), HOUR_87)),
    ("TR346", (replace(ROUNDED, amount=95 * 146), MINUTE), (ROUNDED, MINUTE)),
    ("TR346", (ROUNDED, (*HOUR_87, *MINUTE)), (replace(ROUNDED, amount=1), (*HOUR_87, *MINUTE))),
    ("TR347", ("A2", {"A1"}), ("A1", {"A1"})),
    ("TR349", ([7, 8], [7]), ([8], [7])),
    ("TR350", (7, [7]), (7, [8])),
    ("TR351", (7, [7]), (7, [8])),
    ("TR355", ("A1", {"A1"}), ("A1", {"A2"})),
    ("TR357", (WISH, D(2026, 5, 1), WEEKLY), (WISH, D(2026, 6, 1), WEEKLY)),
    ("TR357", (FROM_START, D(2026, 6, 1), WEEKLY), (WISH, D(2026, 7, 1), WEEKLY)),
    ("TR359", ("A1", set()), ("A1", {"A1"})),
    ("TR360", ("2", []), ("2", ["2"])),
    ("TR360", ("1", ["2"]), ("2", ["1"])),
    (
        "TR361",
        (WISH, [replace(WISH, start=D(2026, 9, 1), end=None)], "youth"),
        (WISH, [replace(WISH, start=D(2026, 8, 31), end=None)], "youth"),
    ),
    (
        "TR361",
        (WISH, [replace(WISH, code="45A05")], "youth"),
        (WISH, [replace(WISH, code="")], "youth"),
    ),
    (
        "TR361",
        (replace(WISH, category="11"), [replace(WISH, category="11")], "wmo"),
        (replace(WISH, category=""), [WISH], "wmo"),
    ),
    ("TR365", (["2"],), (["2", "1"],)),
    ("TR366", (LINE, LINE), (LINE, None)),
    ("TR367", (LINE, LINE), (LINE, replace(LINE, volume=11))),
    ("TR369", (EUROS, BUDGET, 440_000), (EUROS, BUDGET, 440_001)),
    ("TR371", (VERSIONS, dict(VERSIONS)), (VERSIONS, {**VERSIONS, "BerichtXsdVersie": "1.0.1"})),
    (
        "TR373",
        (replace(WISH, start=BUDGET.start, volume=None, budget=600_000), BUDGET),
        (replace(WISH, volume=None, budget=600_000), BUDGET),
    ),
    (
        "TR373",
        (replace(WISH, frequency="6", volume=100), TOTAL),
        (replace(WISH, frequency="6", volume=101), TOTAL),
    ),
    (
        "TR373",
        (replace(WISH, frequency="6", volume=40), WEEKLY),
        (replace(WISH, volume=40), TOTAL),
    ),
    (
        "TR373",
        (replace(WISH, volume=None, budget=1), WEEKLY),
        (replace(WISH, volume=40, frequency="6"), BUDGET),
    ),
    ("TR374", ([],), (["A1"],)),
    ("TR375", (replace(WISH, volume=None), GENERIC), (WISH, GENERIC)),
    ("TR375", (WISH, WIDE), (WISH, replace(GENERIC, end=None))),
    ("TR376", ("D1", "D1"), ("D1", "D2")),
    ("TR378", ("1700", None), ("9999", None)),
    ("TR378", ("0457", None), ("0000", D(2026, 1, 1))),  # Weesp: of an earlier layout
    (
        "TR378",
        ("0786", D(2021, 12, 31)),
        ("0786", D(2022, 1, 1)),
    ),  # Grave: of one that is not known
    ("TR379", ("", set()), ("A1", set())),
    ("TR379", ("A1", {"A1"}), ("A1", {"A2"})),
    ("TR381", ("45", "45A04", {("45", "45A04")}), ("44", "45A04", {("45", "45A04")})),
    ("TR381", ("45", "45A04", set()), ("45", "45A99", {("45", "45A04")})),
    ("TR382", ("1", KEY, {KEY}), ("1", LATER, {KEY})),
    ("TR384", (WEEKLY,), (GONE,)),
    ("TR385", (GONE, {8}), (GONE, {7})),
    (
        "TR387",
        (replace(LINE, start=D(2026, 3, 10), end=D(2026, 3, 31)), WEEKLY),
        (replace(LINE, start=D(2026, 4, 2)), WEEKLY),
    ),
    ("TR387", (LINE, WEEKLY), (replace(LINE, start=D(2026, 3, 1)), WEEKLY)),
    (
        "TR388",
        (replace(LINE, start=D(2026, 5, 1), end=D(2026, 5, 20)), WEEKLY),
        (replace(LINE, start=D(2026, 5, 1), end=D(2026, 5, 31)), WEEKLY),
    ),
    ("TR388", (LINE, WIDE), (replace(LINE, end=D(2026, 4, 29)), WIDE)),
    ("TR389", (LINE, set()), (LINE, {PLACE})),
    ("TR389", (CREDIT, {PLACE}), (replace(LINE, reference="R9"), {PLACE})),
    ("TR390", (CREDIT, set()), (CREDIT, {"R1"})),
    ("TR411", (WISH, WEEKLY), (replace(WISH, volume=None), WEEKLY)),
    ("TR412", (replace(WISH, volume=None), WIDE), (WISH, WIDE)),
    ("TR412", (WISH, WEEKLY), (WISH, BUDGET)),
    ("TR413", ("1", END, {PAUSE}), ("1", replace(PAUSE, end=D(2026, 4, 9)), {PAUSE})),
    ("TR414", ("1", END, {PAUSE}), ("1", replace(END, end=D(2026, 3, 31)), {PAUSE})),
    ("TR415", ("1", END, {PAUSE}), ("1", replace(END, reason="32"), {END})),
    ("TR418", (LINE, HOUR), (replace(LINE, tariff=6001), HOUR)),
    ("TR418", (replace(MINUTES, tariff=100), HOUR), (MINUTES, HOUR)),
    ("TR418", (LINE, None), (LINE, ())),
]


@pytest.mark.parametrize(("code", "obeying", "breaking"), EXAMPLES)
def test_a_rule_tells_the_good_from_the_bad(code, obeying, breaking) -> None:
    assert RULES[code](*obeying) is True
    assert RULES[code](*breaking) is False


def test_every_rule_has_its_examples() -> None:
    assert {code for code, _, _ in EXAMPLES} == set(RULES)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_names_itself_and_says_what_is_wrong_in_two_languages(code: str) -> None:
    text = TEXTS[code]
    assert (RULES[code].__doc__ or "").startswith(f"{code}:")
    assert text.dutch
    assert text.english
    assert text.dutch != text.english
    codes = release("v3_2").codes["WJ001"]
    assert not text.return_code or text.return_code in codes


def test_a_removal_is_held_against_nothing_else() -> None:
    for code, more in {
        "TR326": ({KEY}, set()),
        "TR382": (set(),),
    }.items():
        assert RULES[code]("3", KEY, *more)
    for code in ("TR413", "TR414", "TR415"):
        assert RULES[code]("3", END, {END, PAUSE})


def test_task_based_care_has_one_delivery_for_each_product() -> None:
    bare = replace(KEY, number=None)
    other = replace(bare, code="45A05", begin=D(2026, 4, 1))
    again = replace(bare, begin=D(2026, 4, 1))
    assert RULES["TR326"]("1", other, {bare}, set())
    assert not RULES["TR326"]("1", again, {bare}, set())
