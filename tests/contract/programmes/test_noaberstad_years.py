"""Noaberstad: reserves, explanations and promises close over the documents of two years, to the cent."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from tests.contract.programmes.noaberstad import (
    ACCOUNTS,
    ALL,
    IN_TIME,
    SIGNS,
    THEMES,
    YEARS,
    Table,
    better,
    by_id,
    column,
    data,
    records,
    sums,
)

# What nobody explains of each theme: a choice, so it is written down here.
UNEXPLAINED = {
    2024: {
        "wmo": "26795.64",
        "jeugd": "28095.23",
        "werk": "-27433.77",
        "schulden": "19189.42",
        "preventie": "6100.25",
    },
    2025: {
        "wmo": "18497.18",
        "jeugd": "21382.37",
        "werk": "8845.46",
        "schulden": "4747.75",
        "preventie": "7943.27",
    },
}


# Reserves.


def moved(reserve: Table, stage: str) -> Decimal:
    return sum(
        (
            one["eur"] if one["direction"] == "addition" else -one["eur"]
            for one in reserve.get("movement", [])
            if one["stage"] == stage
        ),
        Decimal(0),
    )


@ALL
def test_reserves_close_and_stay_below_their_ceiling(year: int, kind: str) -> None:
    stage = {"budget": "original", "interim": "forecast", "account": "actual"}[kind]
    found = records(year, kind, "reserve")
    assert len(found) == 4
    for reserve in found:
        assert reserve["opening"] + moved(reserve, stage) == reserve["closing"], reserve["id"]
        assert reserve["closing"] <= reserve.get("ceiling", reserve["closing"])


@ALL
def test_movements_of_reserves_are_those_of_the_cost_table(year: int, kind: str) -> None:
    stages = {
        "budget": {"original": column(year, kind, "original")},
        "interim": {"forecast": "prognose"},
    }.get(kind, {"actual": column(year, "account", "actual")} if kind == "account" else {})
    if kind != "budget":
        stages |= {stage: column(year, kind, stage) for stage in ("original", "revised")}
    for stage, at in stages.items():
        found: dict[str, Decimal] = defaultdict(Decimal)
        for reserve in records(year, kind, "reserve"):
            for one in reserve.get("movement", []):
                if one["stage"] == stage:
                    sign = 1 if one["direction"] == "addition" else -1
                    found[one["theme"]] += sign * one["eur"]
        for theme in THEMES:
            assert found[theme] == sums(year, kind)[theme, "reserve", at], (stage, theme)


def test_a_reserve_opens_where_it_closed() -> None:
    def ends(year: int, kind: str, end: str) -> dict[str, Decimal]:
        return {one["id"]: Decimal(one[end]) for one in records(year, kind, "reserve")}

    assert ends(2025, "account", "opening") == ends(2024, "account", "closing")
    assert ends(2025, "interim", "opening") == ends(2024, "account", "closing")
    # The budget of 2025 was made when only the forecast of 2024 was known.
    assert ends(2025, "budget", "opening") == ends(2024, "interim", "closing")
    assert ends(2024, "account", "opening") == ends(2024, "budget", "opening")


# Why it came out otherwise.


@ACCOUNTS
def test_explanations_leave_what_is_said_here_unexplained(year: int) -> None:
    explained: dict[str, Decimal] = defaultdict(Decimal)
    for one in records(year, "account", "explanation"):
        if "part_of" not in one:
            explained[one["theme"]] += one["eur"]
    left = {theme: better(year, theme)[0] - explained[theme] for theme in THEMES}
    assert left == {theme: Decimal(eur) for theme, eur in UNEXPLAINED[year].items()}


@ACCOUNTS
def test_parts_of_an_explanation_make_the_whole(year: int) -> None:
    found = by_id(year, "account", "explanation")
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for one in found.values():
        if "part_of" in one:
            assert one["theme"] == found[one["part_of"]]["theme"]
            parts[one["part_of"]] += one["eur"]
    assert len(parts) == 1
    assert all(found[whole]["eur"] == eur for whole, eur in parts.items())


@ACCOUNTS
def test_what_is_neutral_names_its_counterpart_and_is_the_movement_that_was_not_made(
    year: int,
) -> None:
    for one in records(year, "account", "explanation"):
        assert ("counterpart" in one) == (one["cause"] in ("reserve_neutral", "booked_elsewhere"))
        if one["cause"] == "reserve_neutral":
            before, after = better(year, one["theme"])
            assert one["eur"] == before - after


def test_one_theme_has_an_unknown_cause() -> None:
    unknown = [
        (year, one["theme"])
        for year in YEARS
        for one in records(year, "account", "explanation")
        if one["cause"] == "unknown"
    ]
    assert unknown == [(2024, "schulden")]


@ACCOUNTS
def test_missed_savings_are_explained_to_the_euro(year: int) -> None:
    missed: dict[str, Decimal] = defaultdict(Decimal)
    for one in records(year, "account", "savings_target"):
        gap = one["booked"] - one["realised"]
        assert gap >= 0
        assert ("reason" in one) == (gap > 0)
        missed[one["theme"]] += gap
    explained = {
        one["theme"]: -one["eur"]
        for one in records(year, "account", "explanation")
        if one["cause"] == "savings_missed"
    }
    assert explained == {theme: gap for theme, gap in missed.items() if gap}


def test_a_saving_that_was_missed_slips_into_the_next_year() -> None:
    first = by_id(2024, "account", "savings_target")["poh"]
    rest = by_id(2025, "budget", "savings_target")["poh-rest"]
    assert rest["booked"] == first["booked"] - first["realised"] == 160_000
    assert by_id(2025, "account", "savings_target")["poh-rest"]["realised"] == 0


# From one year into the next.


def test_the_result_of_2024_comes_back_in_2025_and_is_spent() -> None:
    kept = by_id(2024, "account", "result_appropriation")
    assert sum(one["eur"] for one in kept.values()) <= better(2024, None)[1]
    (amendment,) = (
        one
        for one in records(2025, "account", "budget_amendment")
        if one["decision"] == kept["wachtlijst"]["decision"]
    )
    assert {line["theme"]: line["eur"] for line in amendment["line"]} == {
        one["theme"]: one["eur"] for one in kept.values()
    }
    back = by_id(2025, "account", "result_appropriation")
    assert {key: {**one, "spent": None} for key, one in back.items()} == {
        key: {**one, "spent": None} for key, one in kept.items()
    }
    assert all(one["year"] == 2025 and one["spent"] <= one["eur"] for one in back.values())
    left = back["wachtlijst"]["eur"] - back["wachtlijst"]["spent"]
    explained = by_id(2025, "account", "explanation")["v2"]
    assert (explained["cause"], explained["eur"]) == ("timing", left)


@ALL
def test_earmarks_say_what_is_left(year: int, kind: str) -> None:
    found = by_id(year, kind, "earmark")
    for one in found.values():
        spent = sum(inner["eur"] for key in ("claim", "transfer") for inner in one.get(key, []))
        assert one["eur"] - spent == one["unclaimed"] >= 0, one["id"]
        if "merged_from" in one:
            into = [
                inner["eur"]
                for source in one["merged_from"]
                for inner in found[source]["transfer"]
                if inner["to"] == one["id"]
            ]
            assert one["eur"] == sum(into)
    merged = [one["id"] for one in found.values() if "merged_from" in one]
    assert merged == (["samen-2025"] if year == 2025 else [])


def test_what_was_left_of_earmarks_is_what_goes_into_the_next() -> None:
    before, after = by_id(2024, "account", "earmark"), by_id(2025, "budget", "earmark")
    assert after["samen-2025"]["eur"] == sum(one["unclaimed"] for one in before.values())


@ALL
def test_grants_are_spent_repaid_or_still_open(year: int, kind: str) -> None:
    for one in records(year, kind, "grant_received"):
        left = one["eur"] - one.get("spent", 0) - one.get("repayable", 0)
        assert left >= 0
        if kind == "account":
            ended = one["deadline"] <= f"{year}-12-31"
            assert left == 0 if ended else left > 0, one["id"]


def test_the_grant_that_was_spent_is_the_income_of_the_year() -> None:
    for year in YEARS:
        (row,) = (
            row
            for row in data(year, "account")["money"]["row"]
            if row["line"] == "Specifieke uitkering sociale basis"
        )
        spent = by_id(year, "account", "grant_received")["spuk"]["spent"]
        assert SIGNS[year]["income"] * row["amounts"]["werkelijk"] == spent


def test_values_of_indicators_agree_but_for_the_erratum() -> None:
    said: dict[tuple[str, str], dict[Any, tuple[int, str]]] = defaultdict(dict)
    for year, kind in IN_TIME:
        for row in records(year, kind, "indicator"):
            for period, value in row.get("values", {}).items():
                said[row["id"], period].setdefault(value, (year, kind))
    differing = {at: values for at, values in said.items() if len(values) > 1}
    (erratum,) = records(2024, "account", "erratum")
    printed, correct = int(erratum["printed"]), int(erratum["correct"])
    assert differing == {
        ("regeling", "2024"): {printed: (2024, "account"), correct: (2025, "interim")}
    }
    assert erratum["on"] > data(2024, "account")["document"]["decided_on"]


def test_logs_of_efforts_only_grow() -> None:
    known: dict[str, list[Table]] = {}
    for document in IN_TIME:
        for effort in records(*document, "effort"):
            log = effort["status"]
            before = known.get(effort["id"], [])
            assert log[: len(before)] == before, effort["id"]
            days = [entry["on"] for entry in log]
            assert days == sorted(days)
            known[effort["id"]] = log
    ended = {key: log[-1] for key, log in known.items() if log[-1]["status"] != "running"}
    assert {entry["status"] for entry in ended.values()} == {
        "finished",
        "stopped",
        "moved",
        "handed_over",
    }
    assert all("reason" in entry for entry in ended.values())
    assert ended["pauzeknop"]["successor"] == "saneringskrediet"


def test_one_goal_goes_on_under_another_wording() -> None:
    names = {
        year: {one["id"]: one["name"] for one in records(year, "account", "goal")} for year in YEARS
    }
    assert names[2024].keys() == names[2025].keys()
    assert [key for key, name in names[2024].items() if names[2025][key] != name] == ["thuis"]


def test_no_count_of_people_is_small() -> None:
    places = {"huiskamers"}
    for document in IN_TIME:
        for row in records(*document, "indicator"):
            if row["unit"] == "number" and row["id"] not in places:
                assert all(value == "-" or value >= 5 for value in row["values"].values())
        assert all(one["value"] >= 5 for one in records(*document, "figure"))
