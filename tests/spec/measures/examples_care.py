"""Examples of measures about care: Wmo, youth and the front door."""

from tests.spec.measures.example import (
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
from tests.spec.measures.facts import episode, event, inhabitants

# Wmo
happens(
    "wmo_awarded", 3, "decision", **WMO, outcome="granted",
    other=[{"outcome": "refused"}, {"law": "youth"}],
)  # fmt: skip
runs("wmo_persons", 2, "entitlement", **WMO, other=[YOUTH])
stands("wmo_persons_at_end", 2, "entitlement", **WMO, other=[YOUTH])
EXAMPLES["wmo_persons_at_start"] = Example(
    [
        episode("entitlement", "a", "2021-06-01", **WMO),
        episode("entitlement", "b", "2022-01-01", "2022-01-01", **WMO),
        episode("entitlement", "c", "2022-01-02", **WMO),
        episode("entitlement", "d", "2021-01-01", "2021-12-31", **WMO),
    ],
    2,
)
begins("wmo_inflow", 3, "entitlement", **WMO, other=[YOUTH])
EXAMPLES["wmo_through"] = Example(
    [
        episode("entitlement", "a", "2021-06-01", **WMO),
        episode("entitlement", "b", "2021-12-31", "2023-01-01", **WMO),
        episode("entitlement", "c", "2022-01-01", **WMO),
        episode("entitlement", "d", "2021-06-01", "2022-12-31", **WMO),
    ],
    2,
)
ends("wmo_outflow", 3, "entitlement", **WMO, other=[YOUTH])
EXAMPLES["wmo_per_1000"] = Example(
    [
        episode("entitlement", "a", "2022-03-01", **WMO),
        episode("entitlement", "b", "2022-03-01", **WMO),
        episode("entitlement", "b", "2022-04-01", **WMO),
        inhabitants(2022, 10, 100),
        inhabitants(2022, 80, 25),
        inhabitants(2021, 80, 900),
    ],
    "16.0",
)
EXAMPLES["wmo_duration"] = Example(
    [
        episode("entitlement", "a", "2022-01-01", "2022-01-11", **WMO),
        episode("entitlement", "b", "2021-12-31", "2022-01-30", **WMO),
        episode("entitlement", "c", "2022-02-01", "2022-02-21", **WMO),
        episode("entitlement", "d", "2022-02-01", **WMO),
    ],
    20,
)
EXAMPLES["households_three_provisions"] = Example(
    [
        *(
            episode(
                "entitlement", person, "2022-03-01", end, household=home,
                care_provision="custom", product_category=category,
            )
            for person, home, category, end in [
                ("a", "h1", "01", None), ("a", "h1", "02", None), ("b", "h1", "45", None),
                ("c", "h2", "01", None), ("c", "h2", "02", None), ("c", "h2", "07", "2022-11-30"),
                ("d", "h3", "01", None), ("d", "h3", "01", None), ("e", "h3", "02", None),
            ]
        )
    ],
    1,
)  # fmt: skip
EXAMPLES["households_two_laws"] = Example(
    [
        episode("entitlement", "a", "2022-03-01", **WMO, household="h1"),
        episode("benefit", "b", "2022-03-01", **PW, household="h1"),
        episode("entitlement", "c", "2022-03-01", **WMO, household="h2"),
        episode("entitlement", "d", "2022-03-01", **WMO, household="h2"),
        episode("trajectory", "d", "2022-03-01", **PW, household="h2"),
    ],
    1,
)

# Jeugdwet
runs("youth_persons", 2, "entitlement", **YOUTH, other=[WMO])
runs("youth_entitlements", 3, "entitlement", **YOUTH, other=[WMO])
begins("youth_inflow", 3, "entitlement", **YOUTH, other=[WMO])
ends("youth_outflow", 3, "entitlement", **YOUTH, other=[WMO])
ends(
    "youth_of_age", 2, "entitlement", **YOUTH, end_reason="of_age",
    other=[{"end_reason": "moved_away"}],
)  # fmt: skip
EXAMPLES["youth_per_1000"] = Example(
    [
        episode("entitlement", "a", "2022-03-01", **YOUTH, birth_year=2010),
        episode("entitlement", "b", "2022-03-01", **YOUTH, birth_year=2005),
        episode("entitlement", "c", "2022-03-01", **YOUTH, birth_year=2004),
        inhabitants(2022, 10, 150),
        inhabitants(2022, 17, 50),
        inhabitants(2022, 18, 1000),
    ],
    "10.0",
)
for _measure, _expected in (("youth_by_gp", "50.0"), ("youth_by_municipality", "25.0")):
    share(
        _measure,
        _expected,
        [
            episode("entitlement", person, "2022-03-01", **YOUTH, referrer=referrer)
            for person, referrer in [
                ("a", "gp"), ("a", "gp"), ("b", "municipality"), ("c", "court"), ("d", None),
            ]
        ],
    )  # fmt: skip
runs(
    "youth_with_stay", 2, "entitlement", **YOUTH, product_category="44",
    other=[{"product_category": "45"}, {"product_category": None}],
)  # fmt: skip

# Toegang
happens("support_requests", 3, "support_request", other=[{"kind": "application"}])
happens("support_request_households", 2, "support_request", other=[{"kind": "application"}])
happens("requests_again", 1, "support_request", other=[{"kind": "application"}])
share(
    "assessment_in_term",
    "66.7",
    [
        event("assessment", person, "2022-03-01", **WMO, days_taken=days, term_days=term)
        for person, days, term in [("a", 10, 42), ("b", 42, 42), ("c", 43, 42), ("d", 50, None)]
    ],
)
EXAMPLES["assessment_days"] = Example(
    [
        event("assessment", person, "2022-03-01", law=law, days_taken=days)
        for person, law, days in [
            ("a", "wmo", 10),
            ("b", "wmo", 42),
            ("c", "wmo", 20),
            ("d", "youth", 1),
        ]
    ],
    20,
)
share(
    "decision_in_term",
    "50.0",
    [
        event("decision", person, "2022-03-01", **WMO, days_taken=days, term_days=14)
        for person, days in [("a", 14), ("b", 15), ("c", None)]
    ],
)
EXAMPLES["decision_days"] = Example(
    [
        event("decision", person, "2022-03-01", **WMO, days_taken=days)
        for person, days in [("a", 10), ("b", 13), ("c", None)]
    ],
    "11.5",
)
share(
    "decisions_refused",
    "33.3",
    [
        event("decision", person, "2022-03-01", **WMO, outcome=outcome)
        for person, outcome in [("a", "granted"), ("b", "refused"), ("c", "granted"), ("d", None)]
    ],
)
share(
    "decisions_extended",
    "50.0",
    [
        event("decision", person, "2022-03-01", **YOUTH, reason=reason)
        for person, reason in [("a", "extension"), ("b", "first"), ("c", None)]
    ],
)
share(
    "plans_without_custom",
    "75.0",
    [
        event("support_plan", person, "2022-03-01", layer=layer)
        for person, layer in [
            ("a", "own_strength"), ("b", "network"), ("c", "general"), ("d", "custom"), ("e", None),
        ]
    ],
)  # fmt: skip
EXAMPLES["plans_by_layer"] = Example(
    [
        event("support_plan", person, "2022-03-01", layer=layer)
        for person, layer in [("a", "general"), ("b", "general"), ("c", "custom"), ("d", None)]
    ],
    {None: 4, "general": 2, "custom": 1},
    by="layer",
)
happens("objections", 3, "objection", other=[{"kind": "decision"}])
stands("waiting_for_decision", 2, "waiting", other=[{"care_provision": "custom"}])
EXAMPLES["waiting_too_long"] = Example(
    [
        episode("waiting", "a", "2022-12-17", term_days=14),
        episode("waiting", "b", "2022-12-16", term_days=14),
        episode("waiting", "c", "2022-12-01", "2022-12-30", term_days=14),
        episode("waiting", "d", "2022-12-01", term_days=14, care_provision="custom"),
    ],
    1,
)
EXAMPLES["waiting_elapsed"] = Example(
    [
        episode("waiting", "a", "2022-12-21"),
        episode("waiting", "b", "2022-12-11", "2023-02-01"),
        episode("waiting", "c", "2022-01-01", "2022-02-01"),
    ],
    15,
)
stands("waiting_for_care", 2, "waiting", care_provision="custom", other=[{"care_provision": None}])
_STARTED = {"care_provision": "custom", "end_reason": "started"}
EXAMPLES["waiting_care_days"] = Example(
    [
        episode("waiting", "a", "2022-01-01", "2022-01-11", **_STARTED),
        episode("waiting", "b", "2022-01-01", "2022-02-12", **_STARTED),
        episode("waiting", "c", "2022-01-01", "2022-02-20", **_STARTED),
        episode(
            "waiting", "d", "2022-01-01", "2022-01-02", **{**_STARTED, "end_reason": "withdrawn"}
        ),
    ],
    42,
)
share("waiting_care_in_term", "66.7", EXAMPLES["waiting_care_days"].facts)
