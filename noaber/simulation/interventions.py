"""Interventions of which the effect is known: who takes part, in which arm, and what is measured of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.simulation.calendar import FAR, day
from noaber.simulation.chance import Chance, Flags, Floats, Ints, pick
from noaber.simulation.needs import Needs
from noaber.simulation.parameters import by_age
from noaber.simulation.people import People
from noaber.simulation.rows import Record, Told, Words
from noaber.simulation.setting import Register, Setting

MOMENTS = ("before", "after", "follow_up")
FOLLOW_UP_DAYS = 270


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes part in one intervention, or is compared with who does: person, day of entry, last day, whether
    treated, and the scores by moment (NaN where nothing was measured) with their days."""

    name: str
    person: Ints
    start: Ints
    end: Ints
    treated: Flags
    scores: Floats
    days: Ints


def take_part(setting: Setting, people: People) -> list[Taking]:
    """Everybody who takes part, by intervention."""
    given = setting.given.raw["interventions"]
    return [
        _one(setting, people, name, one) for name, one in given.items() if isinstance(one, dict)
    ]


def _one(setting: Setting, people: People, name: str, one: Mapping[str, Any]) -> Taking:
    stream = setting.chance.stream(f"intervention {name}")
    begin = max(setting.window.start, day(one["from"]))
    length = setting.window.end - begin + 1
    age = people.age_on(begin + length // 2)
    weights = by_age(one["ages"])[age.clip(0)] * (age >= 0) * np.sqrt(people.vulnerability)
    arms = 1 if one["design"] == "none" else 2
    expected = one["starts"] / 1000 * setting.inhabitants * max(0, length) / 365.25 * arms
    # Nobody takes part twice in the same.
    person = np.unique(pick(stream, weights, expected))
    person = person[stream.permutation(len(person))]
    start = begin + stream.integers(0, max(1, length), len(person))
    here = (people.entered[person] <= start) & (people.left[person] > start)
    person, start = person[here], start[here]
    order = np.lexsort((person, start))
    person, start = person[order], start[order]
    vulnerability = people.vulnerability[person]
    own = one["level"] + one["spread"] * stream.normal(0, 1, len(person))
    own -= 0.25 * (np.minimum(vulnerability, 4) - 1)
    before = own - one["low_entry"] + one["noise"] * stream.normal(0, 1, len(person))
    treated = _arms(stream, one["design"], before)
    scores, days = _measured(stream, one, own, before, treated, start)
    seen = (days <= setting.window.end) & (days < people.left[person][:, None])
    length_days = round(one["months"] * 30.44)
    end = np.minimum(start + length_days - 1, people.left[person])
    return Taking(name, person, start, end, treated, np.where(seen, scores, np.nan), days)


def _arms(stream: np.random.Generator, design: str, before: Floats) -> Flags:
    if design == "none":
        return np.ones(len(before), bool)
    if design == "random":
        return stream.random(len(before)) < 0.5
    # Who scores better at the start is likelier to take part: by what was measured, and nothing else.
    better = before - before.mean() if len(before) else before
    return stream.random(len(before)) < 1 / (1 + np.exp(-0.8 * better))


def _measured(
    stream: np.random.Generator, one: Mapping[str, Any], own: Floats, before: Floats,
    treated: Flags, start: Ints,
) -> tuple[Floats, Ints]:  # fmt: skip
    count = len(own)
    noise = one["noise"] * stream.normal(0, 1, (2, count))
    gain = (one["effect"] + 0.3 * stream.normal(0, 1, count)) * treated
    after = own + one["drift"] + gain + noise[0]
    later = own + one["drift"] + gain * one["kept"] + noise[1]
    scores = np.stack([before, after, later], axis=1)
    kept = stream.random((2, count)) < np.array([[one["after"]], [one["follow_up"]]])
    scores[~kept[0], 1] = np.nan
    scores[~(kept[0] & kept[1]), 2] = np.nan
    ends = start + round(one["months"] * 30.44)
    days = np.stack(
        [start, ends + stream.integers(0, 21, count), ends + FOLLOW_UP_DAYS + stream.integers(0, 45, count)],
        axis=1,
    )  # fmt: skip
    return np.clip(np.round(scores, 1), 0, 10), days


def prevented(
    chance: Chance, given: Mapping[str, Any], needs: Needs, taking: list[Taking]
) -> Flags:
    """Which needs do not arise, because who would have them was treated in the year before."""
    made = np.zeros(len(needs), bool)
    for one in taking:
        less = given[one.name]["fewer_needs"]
        if not less or not one.treated.any():
            continue
        since = np.full(int(max(needs.person.max(initial=0), one.person.max())) + 1, FAR)
        since[one.person[one.treated]] = one.start[one.treated]
        passed = needs.day - since[needs.person]
        within = (passed > 0) & (passed <= 365)
        made |= within & (chance.stream(f"prevented {one.name}").random(len(needs)) < less)
    return made


def tell(setting: Setting, who: Register, taking: list[Taking]) -> list[Told]:
    """Episodes of who is treated, and scores of all; who is compared with stands under a path of its own."""
    told: list[Told] = []
    for one in taking:
        given = setting.given.raw["interventions"][one.name]
        rows = np.flatnonzero(one.treated)
        kind = setting.kind(f"intervention.{one.name}")
        end = np.where(one.end[rows] <= setting.window.end, one.end[rows], FAR)
        common = {"provider": given["partner"], "care_provision": "general", "layer": "general"}
        told.append(
            Told("episode", len(rows), {
                "kind": "intervention", "record": Record(kind, rows), "known_on": one.start[rows],
                **who.who(one.person[rows]), **common, "effort": path(one.name),
                "started_on": one.start[rows], "ended_on": end,
                "end_reason": Words(("as_planned",), np.where(end < FAR, 0, -1)),
            })
        )  # fmt: skip
        told.append(_scores(setting, who, one, given, kind))
    return told


def _scores(
    setting: Setting, who: Register, one: Taking, given: Mapping[str, Any], kind: str
) -> Told:
    row, moment = np.nonzero(~np.isnan(one.scores))
    day_of = one.days[row, moment]
    paths = (path(one.name), comparison(one.name))
    return Told("score", len(row), {
        "kind": given["kind"], "record": Record(f"score.{kind}", row * 3 + moment),
        "known_on": day_of, **who.who(one.person[row]), "provider": given["partner"],
        "effort": Words(paths, np.where(one.treated[row], 0, 1)), "measured_on": day_of,
        "instrument": given["instrument"], "moment": Words(MOMENTS, moment),
        "value": one.scores[row, moment],
        "episode": Record(kind, np.where(one.treated[row], row, -1)),
    })  # fmt: skip


def path(name: str) -> str:
    """The lasting path of an intervention."""
    return f"simulation/{name}"


def comparison(name: str) -> str:
    """The path of those with whom its participants are compared."""
    return f"simulation/{name}/comparison"


def truth(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What is known of an intervention, because it was put in."""
    one = given[name]
    return {
        "effort": path(name),
        "comparison": None if one["design"] == "none" else comparison(name),
        "instrument": one["instrument"],
        "design": one["design"],
        "effect_after": one["effect"],
        "effect_follow_up": round(one["effect"] * one["kept"], 6),
        "drift_without_it": one["drift"],
        "low_on_entry": one["low_entry"],
        "change_before_to_after_of_treated": round(
            one["effect"] + one["drift"] + one["low_entry"], 6
        ),
        "needs_prevented_in_the_year_after_entry": one["fewer_needs"],
        "cost_cents_each": one["cost_cents"],
    }
