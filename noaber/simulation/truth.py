"""The ground truth beside the data: what was put in on purpose, so that what is found can be judged."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from noaber.simulation.interventions import truth as of_intervention
from noaber.simulation.parameters import Parameters
from noaber.simulation.plan import Order, Place

FORMAT = 1


def ground_truth(
    given: Parameters, order: Order, places: Sequence[Place],
    known: Sequence[Sequence[Mapping[str, Any]]], messages: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    """Everything that is known because it was made so. `known` is by municipality and part."""
    raw = given.raw
    return {
        "format": FORMAT,
        "order": {
            "inhabitants": order.inhabitants, "first_year": order.first_year, "years": order.years,
            "seed": order.seed, "municipalities": order.municipalities,
        },
        "municipalities": [
            {
                "code": place.code, "name": place.name, "inhabitants": place.inhabitants,
                "parts": len(place.parts), "level_of_needs": round(place.level, 6),
            }
            for place in places
        ],
        "interventions": {
            name: {**of_intervention(raw["interventions"], name), "persons": _arms(places, known, name)}
            for name in raw["interventions"] if name != "source"
        },
        "series_breaks": [
            {
                "what": "extensions in youth care are awards and entitlements of their own from this day on",
                "law": "youth", "facts": ["episode.entitlement", "episode.allocation", "event.decision"],
                "from": raw["front_door"]["registration_change"],
            },
            {
                "what": "washing and ironing takes over part of new household help",
                "law": "wmo", "product": "laundry_service", "from": raw["conversion"]["from"],
                "share": raw["conversion"]["share"],
            },
            {
                "what": "early signals come from all partners named in the law; before it from a pilot",
                "law": "debt", "facts": ["event.signal"], "from": raw["signals"]["since"],
            },
        ],
        "growth_of_needs_a_year": raw["course"]["growth"],
        "needs_put_off": raw["course"]["needs_put_off"],
        "care_put_off": raw["course"]["care_put_off"],
        "prices": raw["prices"]["index"],
        "capacity_of_talks": raw["front_door"]["capacity"],
        "waiting_for_a_talk": {
            place.code: _waiting(order, parts) for place, parts in zip(places, known, strict=True)
        },
        "change_of_benefits_a_year": {
            name: one["change"] for name, one in raw["benefits"].items()
        },
        "claims_arrive_after_months": raw["claims"]["arrives_after"],
        "claims_corrected": raw["claims"]["corrected"],
        "messages": list(messages),
    }  # fmt: skip


def _arms(
    places: Sequence[Place], known: Sequence[Sequence[Mapping[str, Any]]], name: str
) -> dict[str, dict[str, int]]:
    return {
        place.code: {
            "treated": sum(part["arms"][name][0] for part in parts),
            "compared": sum(part["arms"][name][1] for part in parts),
        }
        for place, parts in zip(places, known, strict=True)
    }


def _waiting(order: Order, parts: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    total = np.sum([part["waiting"] for part in parts], axis=0)
    first = np.datetime64(f"{order.first_year}-01", "M")
    return {str(first + at): int(count) for at, count in enumerate(total)}
