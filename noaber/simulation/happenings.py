"""Crises and the like, and provisions open to all."""

import numpy as np

from noaber.simulation.calendar import FAR
from noaber.simulation.chance import pick
from noaber.simulation.front_door import LADDER, Requests
from noaber.simulation.income import happen
from noaber.simulation.needs import Needs
from noaber.simulation.parameters import by_age
from noaber.simulation.rows import Record, Told, Words
from noaber.simulation.setting import Register, Setting


def crises(setting: Setting, who: Register) -> list[Told]:
    """Crises, evictions that were avoided, reports to the safety network, objections."""
    told = []
    for name, one in setting.given.raw["happenings"].items():
        if name == "source":
            continue
        a_year = one["per_1000"] / 1000 * setting.inhabitants * setting.level
        counts = dict.fromkeys(setting.window.told_years, a_year)
        person, on = happen(setting, who.people, name, counts, (0, 100))
        told.append(
            Told("event", len(on), {
                "kind": one["kind"], "record": Record(setting.kind(name), np.arange(len(on))),
                "known_on": on, **who.who(person), "law": one["law"], "happened_on": on,
            })
        )  # fmt: skip
    return told


def general(setting: Setting, who: Register) -> list[Told]:
    """Provisions open to all that partners run for people they know."""
    return [_general(setting, who, name, one) for name, one in setting.given.raw["general"].items()]


def _general(setting: Setting, who: Register, name: str, one: dict) -> Told:  # type: ignore[type-arg]
    stream, window = setting.chance.stream(f"general {name}"), setting.window
    days = one["months"] * 30.44
    # In a year are those who begin in it and those who are there when it begins.
    a_year = setting.count(one["in_year"]) / (1 + days / 365.25)
    first = window.start - round(3 * days)
    age = who.people.age_on((window.start + window.end) // 2)
    weights = by_age(one["ages"])[age.clip(0)] * (age >= 0) * np.sqrt(who.people.vulnerability)
    # Who was not here yet, or no longer, is drawn as well and left out: so many more are drawn.
    more = weights.sum() / max(1e-9, float((weights * who.people.here(first, window.end)).sum()))
    person = pick(stream, weights, a_year * more * (window.end - first) / 365.25)
    start = first + stream.integers(0, window.end - first + 1, len(person))
    end = start + np.maximum(7, stream.gamma(3.0, days / 3.0, len(person))).astype(np.int64)
    end = np.minimum(end, who.people.left[person])
    here = np.maximum(who.people.entered[person], who.people.birth[person]) <= start
    rows = np.flatnonzero((start <= end) & setting.told(start, end) & here)
    over = end[rows] <= window.end
    return Told("episode", len(rows), {
        "kind": "general_provision", "record": Record(setting.kind(name), rows),
        "known_on": start[rows], **who.who(person[rows]), "care_provision": "general",
        "layer": "general", "product": name, "provider": one["partner"],
        "started_on": start[rows], "ended_on": np.where(over, end[rows], FAR),
        "end_reason": Words(("as_planned",), np.where(over, 0, -1)),
    })  # fmt: skip


def referred(setting: Setting, who: Register, needs: Needs, requests: Requests) -> Told:
    """Who was led from the front door to a provision open to all, and household help that became one."""
    stream, window = setting.chance.stream("referred"), setting.window
    rows = np.flatnonzero((requests.layer == LADDER.index("general")) & (requests.talk < FAR))
    start = requests.talk[rows] + stream.integers(3, 30, len(rows))
    converted = requests.converted[rows]
    days = np.where(converted, 700, 150)
    end = start + np.maximum(14, stream.gamma(2.5, days / 2.5)).astype(np.int64)
    end = np.minimum(end, who.people.left[needs.person[rows]])
    keep = (start <= end) & setting.told(start, end)
    rows, start, end, converted = rows[keep], start[keep], end[keep], converted[keep]
    over = end <= window.end
    return Told("episode", len(rows), {
        "kind": "general_provision", "record": Record(setting.kind("referred"), rows),
        "known_on": start, **who.who(needs.person[rows]), "care_provision": "general",
        "layer": "general", "referrer": "municipality",
        "product": Words(("neighbourhood_support", "laundry_service"), converted.astype(np.int64)),
        "law": Words(("wmo", "youth"), needs.law[rows]), "started_on": start,
        "ended_on": np.where(over, end, FAR),
        "end_reason": Words(("as_planned",), np.where(over, 0, -1)),
    })  # fmt: skip
