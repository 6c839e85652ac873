"""Each measure of the library by an example: a small table of facts in, the expected value out.

The facts hold what should count and what just should not: one day too late, another law, the same person
twice. These are the tests of the definitions (test_library.py), and the examples of the handbook.
"""

from tests.spec.measures import examples_care  # noqa: F401  (fills EXAMPLES)
from tests.spec.measures.example import (
    ASSISTANCE,
    EXAMPLES,
    PW,
    WMO,
    YOUTH,
    Example,
    begins,
    ends,
    happens,
    runs,
    share,
    stands,
)
from tests.spec.measures.facts import booking, claim, episode, event, inhabitants, score, supplied

# Declaraties
_CLAIMS = [
    claim("a", "2022-01", 100, 2, **WMO, product="01A01", volume_unit="hour"),
    claim("a", "2022-12", 50, 1, **WMO, product="01A01", volume_unit="hour"),
    claim("b", "2022-06", 300, 3, **YOUTH, product="45A04", volume_unit="hour"),
    claim("b", "2022-07", -20, 0, **YOUTH, product="45A04", volume_unit="hour"),
    claim("c", "2022-07", 20, None, **YOUTH, product="54A02", volume_unit="item"),
    claim("d", "2021-12", 999, 9, **WMO, product="01A01", volume_unit="hour"),
]
EXAMPLES["wmo_claimed"] = Example(_CLAIMS, 150)
EXAMPLES["youth_claimed"] = Example(_CLAIMS, 300)
EXAMPLES["youth_claim_persons"] = Example(_CLAIMS, 2)
EXAMPLES["youth_claimed_per_person"] = Example(_CLAIMS, 150)
EXAMPLES["care_claimed_per_inhabitant"] = Example([*_CLAIMS, inhabitants(2022, 40, 60)], "7.50")
EXAMPLES["care_volume"] = Example(_CLAIMS, {"hour": 6}, by="volume_unit")
EXAMPLES["care_price"] = Example(_CLAIMS, {"01A01": 50, "45A04": "93.33"}, by="product")
_PRICES = [
    claim("a", "2021-03", 100, 10, product="01A01", volume_unit="hour"),
    claim("b", "2021-03", 90, 3, product="07A02", volume_unit="half_day"),
    claim("a", "2022-03", 180, 15, product="01A01", volume_unit="hour"),
    claim("c", "2022-03", 70, 1, product="08A01", volume_unit="item"),
]
# 01A01: 5 hours more at 10 euros; 07A02 gone, 08A01 new. Then 15 hours at 2 euros more.
EXAMPLES["care_volume_effect"] = Example(_PRICES, 50 - 90 + 70)
EXAMPLES["care_price_effect"] = Example(_PRICES, 30)

# De administratie
for _kind, _sums in (("expense", {"actual": 130, "revised": 120}), ("income", {"actual": 10})):
    EXAMPLES[f"ledger_{_kind}"] = Example(
        [
            booking("wmo", "expense", "actual", 2022, 100),
            booking("youth", "expense", "actual", 2022, 30),
            booking("wmo", "expense", "revised", 2022, 120),
            booking("wmo", "income", "actual", 2022, 10),
            booking("wmo", "expense", "actual", 2021, 999),
        ],
        _sums,
        by="stage",
    )

# Werk en inkomen
stands("benefit_units", 2, "benefit", **ASSISTANCE, other=[{"product": "wage_subsidy"}])
EXAMPLES["benefit_units"].facts.append(
    episode("benefit", "partner", "2022-06-01", **ASSISTANCE, household="h-a")
)
runs("benefit_persons", 2, "benefit", **ASSISTANCE, other=[{"product": "wage_subsidy"}])
stands(
    "benefit_older_unemployed", 2, "benefit", **PW, product="older_unemployed",
    other=[{"product": "participation_act"}],
)  # fmt: skip
runs(
    "wage_subsidies", 2, "benefit", **PW, product="wage_subsidy",
    other=[{"product": "participation_act"}],
)  # fmt: skip
begins("benefit_inflow", 3, "benefit", **ASSISTANCE, other=[{"product": "wage_subsidy"}])
ends("benefit_outflow", 3, "benefit", **ASSISTANCE, other=[{"product": "wage_subsidy"}])
ends(
    "benefit_to_work", 2, "benefit", **ASSISTANCE, end_reason="to_work",
    other=[{"end_reason": "to_study"}],
)  # fmt: skip
# Three spells ended for work, of two persons, and one for study.
EXAMPLES["benefit_to_work_share"] = Example(EXAMPLES["benefit_to_work"].facts, "50.0")
runs(
    "activation_trajectories", 3, "trajectory", product="activation",
    other=[{"product": "debt_help"}],
)  # fmt: skip
stands(
    "sheltered_work", 2, "trajectory", product="sheltered_work", other=[{"product": "activation"}]
)
for _measure, _product, _expected in (
    ("special_assistance", "special_assistance", 3),
    ("income_supplements", "income_supplement", 3),
    ("study_allowances", "study_allowance", 2),
    ("participation_scheme_users", "participation_scheme", 2),
    ("youth_sport_fund_users", "youth_sport_fund", 2),
    ("school_packages", "school_package", 2),
):
    happens(
        _measure, _expected, "decision", **PW, product=_product, outcome="granted",
        other=[{"outcome": "refused"}, {"product": "something_else"}],
    )  # fmt: skip

# Schulden, veiligheid
DEBT = {"law": "debt"}
happens("debt_signals", 3, "signal", **DEBT, other=[{"law": "safety"}])
share(
    "debt_signals_taken_up",
    "50.0",
    [
        event("signal", person, "2022-03-01", **DEBT, outcome=outcome)
        for person, outcome in [("a", "accepted"), ("b", "declined"), ("c", None)]
    ],
)
share(
    "debt_contact",
    "25.0",
    [
        event("contact_attempt", person, "2022-03-01", **DEBT, outcome=outcome)
        for person, outcome in [
            ("a", "not_reached"), ("a", "reached"), ("b", "not_reached"), ("b", "not_reached"),
        ]
    ],
)  # fmt: skip
happens("debt_requests", 3, "support_request", **DEBT, other=[WMO])
runs("debt_trajectories", 3, "trajectory", **DEBT, other=[PW])
stands("debt_arrangements", 2, "debt_arrangement", other=[{"kind": "trajectory"}])
happens("evictions_avoided", 3, "eviction_avoided", other=[{"kind": "crisis"}])
happens("safety_reports", 3, "safety_report", other=[{"kind": "crisis"}])
happens("crises", 3, "crisis", other=[{"kind": "safety_report"}])

# Algemene voorzieningen, interventies
runs("general_users", 2, "general_provision", other=[{"kind": "intervention"}])
for _measure, _product in (
    ("carers_supported", "caregiver_support"),
    ("client_support_users", "client_support"),
    ("social_work_households", "social_work"),
):
    runs(_measure, 2, "general_provision", product=_product, other=[{"product": "other_thing"}])
runs("intervention_participants", 2, "intervention", other=[{"kind": "trajectory"}])
begins("intervention_started", 3, "intervention", other=[{"kind": "trajectory"}])
for _measure, _kind in (
    ("quality_of_life_change", "quality_of_life"),
    ("self_reliance_change", "self_reliance"),
    ("family_functioning_change", "family_functioning"),
):
    EXAMPLES[_measure] = Example(
        [
            score(_kind, "a", "2021-11-01", "before", 5),
            score(_kind, "a", "2022-05-01", "after", 8),
            score(_kind, "b", "2022-01-01", "before", 6),
            score(_kind, "b", "2022-06-01", "after", "6.5"),
            score(_kind, "c", "2022-01-01", "before", 2),
            score(_kind, "d", "2022-01-01", "before", 2, "vragenlijst"),
            score(_kind, "d", "2022-06-01", "after", 9, "rapportcijfer"),
            score(_kind, "e", "2022-06-01", "before", 1),
            score(_kind, "e", "2023-02-01", "after", 9),
        ],
        "1.75",
    )
EXAMPLES["quality_of_life_before"] = Example(
    [
        score("quality_of_life", "a", "2022-01-01", "before", 5),
        score("quality_of_life", "b", "2022-01-01", "before", "5.5"),
        score("quality_of_life", "b", "2022-06-01", "after", 8),
        score("self_reliance", "c", "2022-01-01", "before", 1),
    ],
    "5.25",
)

# Vergelijkingen
EXAMPLES["wmo_persons_change"] = Example(
    [
        episode("entitlement", "a", "2021-03-01", "2021-06-01", **WMO),
        episode("entitlement", "b", "2022-03-01", **WMO),
        episode("entitlement", "c", "2022-03-01", **WMO),
        episode("entitlement", "d", "2022-03-01", **WMO),
    ],
    2,
)
EXAMPLES["youth_claimed_growth"] = Example(
    [claim("a", "2021-03", 80, **YOUTH), claim("a", "2022-03", 90, **YOUTH)], "12.5"
)
_ALMELO = {"municipality": "0141"}
EXAMPLES["youth_beside_region"] = Example(
    [
        episode("entitlement", "a", "2022-03-01", **YOUTH, birth_year=2010),
        episode("entitlement", "b", "2022-03-01", **YOUTH, birth_year=2010, **_ALMELO),
        episode("entitlement", "c", "2022-03-01", **YOUTH, birth_year=2010, **_ALMELO),
        inhabitants(2022, 12, 100),
        inhabitants(2022, 12, 100, **_ALMELO),
    ],
    "-5.0",
)
EXAMPLES["wmo_area_beside_municipality"] = Example(
    [
        episode("entitlement", "a", "2022-03-01", **WMO, area="Noord"),
        episode("entitlement", "b", "2022-03-01", **WMO, area="Zuid"),
        episode("entitlement", "c", "2022-03-01", **WMO, area="Zuid"),
        inhabitants(2022, 40, 100, area="Noord"),
        inhabitants(2022, 40, 100, area="Zuid"),
    ],
    {"Noord": "-5.0", "Zuid": "5.0"},
    by="area",
)

# Eigen telling naast de landelijke bron
_TEN = [inhabitants(2022, age, 10) for age in (5, 12, 17, 18, 40, 70)]
EXAMPLES["own_benefits"] = Example(
    [
        episode("benefit", "a", "2022-03-01", **ASSISTANCE, birth_year=1980),
        episode("benefit", "b", "2022-03-01", **ASSISTANCE, birth_year=2005),
        episode("benefit", "c", "2022-03-01", "2022-11-30", **ASSISTANCE, birth_year=1980),
        *_TEN,
    ],
    "333.3",
)
EXAMPLES["own_reintegration"] = Example(
    [
        episode("trajectory", "a", "2022-03-01", product="activation"),
        episode("trajectory", "b", "2022-03-01", product="sheltered_work"),
        episode("trajectory", "c", "2022-03-01", product="debt_help"),
        *_TEN,
    ],
    "666.7",
)
for _measure, _category, _expected in (
    ("own_youth_care", "45", "6.7"),
    ("own_youth_protection", "48", "6.67"),
    ("own_youth_probation", "47", "6.67"),
):
    EXAMPLES[_measure] = Example(
        [
            episode("entitlement", "a", "2022-03-01", **YOUTH, product_category=_category, birth_year=2005),
            episode("entitlement", "a", "2022-04-01", **YOUTH, product_category=_category, birth_year=2005),
            episode("entitlement", "b", "2022-03-01", **YOUTH, product_category=_category, birth_year=2010),
            episode("entitlement", "c", "2022-03-01", **YOUTH, product_category="47" if _category != "47" else "48", birth_year=2006),
            episode("entitlement", "d", "2022-03-01", **YOUTH, product_category=_category, birth_year=1990),
            *(_TEN if _category == "47" else [inhabitants(2022, 10, 30)]),
        ],
        _expected,
    )  # fmt: skip
EXAMPLES["own_wmo"] = Example(
    [
        episode("entitlement", "a", "2022-03-01", **WMO),
        episode("entitlement", "a", "2022-05-01", **WMO),
        inhabitants(2022, 40, 80),
    ],
    125,
)


def beside(measure, national, expected, unit="number"):
    """An own count beside the national one: the difference is shown, neither takes the other's place."""
    EXAMPLES[f"{measure}_beside_bbv"] = Example(
        [
            *EXAMPLES[f"own_{measure}"].facts,
            supplied(f"bbv_{measure}", 2022, national, unit=unit, document=None, origin="supplied"),
        ],
        expected,
    )


beside("benefits", 300, "33.3")
beside("reintegration", 600, "66.7")
beside("youth_care", "6.5", "0.2", "percent")
beside("youth_protection", 7, "-0.33", "percent")
beside("youth_probation", 6, "0.67", "percent")
beside("wmo", 120, 5)
