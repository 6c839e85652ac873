"""Early signals of arrears: who is reported by whom, who is reached, and how it ended; as facts and as DDAS
0.9.

The words (partners, channels, results, statuses) are those of DDAS and stand in the parameters.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.simulation.calendar import as_date, day
from noaber.simulation.chance import Flags, Ints, choose
from noaber.simulation.income import happen
from noaber.simulation.people import People
from noaber.simulation.rows import Record, Told, Words
from noaber.simulation.setting import Register, Setting

NEVER_REACHED = "Definitief geen contact kunnen krijgen"
PARTS_OF_DAY = ("Ochtend", "Middag", "Avond")


@dataclass(frozen=True, slots=True)
class Signals:
    """Signals as columns, the cases of those that were taken up, and the attempts to reach people.

    Of a signal: person, day, number of the partner, euros of arrears, and why it was not taken up (-1 where
    it was). Of a case: row of the signal, whether the person was reached, number of the result, day on which
    it was closed. Of an attempt: row of the case, day, number of the channel, part of the day, whether the
    person was reached.
    """

    person: Ints
    on: Ints
    partner: Ints
    arrears: Ints
    why_not: Ints
    case: Ints
    reached: Flags
    result: Ints
    closed: Ints
    attempt: Ints
    tried: Ints
    channel: Ints
    part_of_day: Ints
    success: Flags


def arise(setting: Setting, people: People) -> Signals:
    """Signals from partners since the law, before it from a pilot with landlords, and what was done about
    them.
    """
    given, window = setting.given.raw["signals"], setting.window
    stream = setting.chance.stream("signals")
    since = day(given["since"])
    counts = {
        year: given["per_1000"] / 1000 * setting.inhabitants * setting.level
        * (1.0 if day(f"{year}-01-01") >= since else given["pilot"])
        for year in window.told_years
    }  # fmt: skip
    person, on = happen(setting, people, "signals", counts, (18, 90))
    count, partners = len(on), list(given["partners"])
    partner = np.where(
        on >= since, choose(stream, list(given["partners"].values()), count), partners.index("Huur")
    )
    medians, spreads = np.array([given["arrears"][name] for name in partners]).T
    euros = medians[partner] * np.exp(spreads[partner] * stream.normal(0, 1, count))
    why_not = np.where(
        stream.random(count) < given["not_taken_up"],
        choose(stream, list(given["why_not"].values()), count), -1,
    )  # fmt: skip
    case = np.flatnonzero(why_not < 0)
    attempts = np.minimum(5, 1 + stream.poisson(given["attempts"] - 1, len(case)))
    reached = stream.random(len(case)) < given["reached"]
    attempt = np.repeat(np.arange(len(case)), attempts)
    turn = np.arange(len(attempt)) - np.repeat(np.cumsum(attempts) - attempts, attempts)
    tried = on[case][attempt] + 3 + turn * 9 + stream.integers(0, 8, len(attempt))
    result = np.where(
        reached, choose(stream, list(given["results"].values()), len(case)), len(given["results"])
    )
    return Signals(
        person, on, partner, np.maximum(25, euros).astype(np.int64), why_not, case, reached, result,
        on[case] + 10 + attempts * 12 + stream.integers(0, 20, len(case)), attempt, tried,
        choose(stream, list(given["channels"].values()), len(attempt)),
        choose(stream, [0.45, 0.40, 0.15], len(attempt)),
        reached[attempt] & (turn == attempts[attempt] - 1),
    )  # fmt: skip


def results(setting: Setting) -> tuple[str, ...]:
    """The final results of a case."""
    return (*setting.given.raw["signals"]["results"], NEVER_REACHED)


def tell(setting: Setting, who: Register, of: Signals) -> list[Told]:
    """Signals, attempts and closed cases as events."""
    given, window = setting.given.raw["signals"], setting.window
    seen = np.flatnonzero(of.tried <= window.end)
    over = np.flatnonzero(of.closed <= window.end)
    signal = of.case[of.attempt]
    return [
        Told("event", len(of.on), {
            "kind": "signal", "record": Record(setting.kind("signal"), np.arange(len(of.on))),
            "known_on": of.on, **who.who(of.person), "law": "debt", "happened_on": of.on,
            "outcome": Words(("declined", "accepted"), (of.why_not < 0).astype(np.int64)),
            "reason": Words(tuple(given["partners"]), of.partner),
        }),
        Told("event", len(seen), {
            "kind": "contact_attempt", "record": Record(setting.kind("contact_attempt"), seen),
            "known_on": of.tried[seen], **who.who(of.person[signal][seen]), "law": "debt",
            "happened_on": of.tried[seen],
            "outcome": Words(("not_reached", "reached"), of.success[seen].astype(np.int64)),
            "reason": Words(tuple(given["channels"]), of.channel[seen]),
            "days_taken": (of.tried - of.on[signal])[seen],
        }),
        Told("event", len(over), {
            "kind": "exit", "record": Record(setting.kind("signal_case"), over),
            "known_on": of.closed[over], **who.who(of.person[of.case][over]), "law": "debt",
            "happened_on": of.closed[over], "reason": Words(results(setting), of.result[over]),
            "outcome": Words(("not_reached", "reached"), of.reached[over].astype(np.int64)),
            "days_taken": (of.closed - of.on[of.case])[over],
        }),
    ]  # fmt: skip


def deliveries(setting: Setting, people: People, of: Signals) -> dict[int, dict[str, Any]]:
    """What a municipality delivers by DDAS about each year: its signals, and the cases that came of them.

    Residents are told by their day of birth alone: DDAS asks for no more, and they don't exist.
    """
    return {year: _delivery(setting, people, of, year) for year in setting.window.told_years}


def _delivery(setting: Setting, people: People, of: Signals, year: int) -> dict[str, Any]:
    first, last = day(f"{year}-01-01"), day(f"{year}-12-31")
    rows = np.flatnonzero((of.on >= first) & (of.on <= last))
    case_of = {int(signal): at for at, signal in enumerate(of.case.tolist())}
    bounds = np.searchsorted(of.attempt, np.arange(len(of.case) + 1))
    cases = [case_of[row] for row in rows.tolist() if row in case_of]
    told: dict[str, Any] = {
        "teller": 1, "gemeentecode": setting.code,
        "aanleverende_organisatie": {"naam": f"Gemeente {setting.code}"},
        "vroegsignalen": [_signal(setting, people, of, row) for row in rows.tolist()],
        "vroegsignaalzaken": [
            _case(setting, of, at, range(int(bounds[at]), int(bounds[at + 1])), last) for at in cases
        ],
    }  # fmt: skip
    return {
        "startdatumLevering": str(as_date(first)), "einddatumLevering": str(as_date(last)),
        "aanleverdatumEnTijd": f"{year + 1}-01-20T09:00:00Z",
        "codeGegevensleverancier": "NOABER-SIMULATIE", "leveringen": [told],
    }  # fmt: skip


def _signal(setting: Setting, people: People, of: Signals, row: int) -> dict[str, Any]:
    given = setting.given.raw["signals"]
    told: dict[str, Any] = {
        "ID": f"S{row}", "crisissignaal": False, "warmeOverdracht": row % 11 == 0,
        "bedrag": int(of.arrears[row]), "ontstaansdatum": str(as_date(of.on[row] - 35)),
        "signaaldatum": str(as_date(of.on[row])),
        "signaalpartner": {"type": list(given["partners"])[of.partner[row]]},
        "client": {"Geboortedatum": str(as_date(people.birth[of.person[row]]))},
    }  # fmt: skip
    # There is no word for a signal that was taken up: then the case tells.
    if of.why_not[row] >= 0:
        told["status"] = list(given["why_not"])[of.why_not[row]]
    return told


def _case(setting: Setting, of: Signals, at: int, attempts: range, last: int) -> dict[str, Any]:
    signal, channels = int(of.case[at]), list(setting.given.raw["signals"]["channels"])
    told: dict[str, Any] = {
        "matchingsdatum": str(as_date(of.on[signal] + 1)),
        "datum_opgepakt": str(as_date(of.on[signal] + 2)), "vroegsignalen": [{"ID": f"S{signal}"}],
        "contactpogingen": [
            {
                "soort": channels[of.channel[one]], "bereikt": bool(of.success[one]),
                "datum": str(as_date(of.tried[one])),
                "dagdeel": PARTS_OF_DAY[of.part_of_day[one]],
            }
            for one in attempts if of.tried[one] <= last
        ],
    }  # fmt: skip
    # An open case has no result.
    if of.closed[at] <= last:
        told["resultaat"] = results(setting)[of.result[at]]
    return told
