"""One part of a municipality from beginning to end: people, needs, the front door, care, money and everything
else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from noaber.simulation import happenings, income, interventions, signals
from noaber.simulation.calendar import FAR, month_start
from noaber.simulation.care import Care, award
from noaber.simulation.care_facts import CareFacts, Door
from noaber.simulation.chance import Chance, Floats, Ints
from noaber.simulation.claims import Claims, by_month, claim
from noaber.simulation.front_door import Requests, handle
from noaber.simulation.needs import Needs, arise
from noaber.simulation.parameters import Parameters
from noaber.simulation.people import People, counted, settle
from noaber.simulation.plan import Order, Place
from noaber.simulation.rows import Told, Words
from noaber.simulation.setting import Setting, register
from noaber.simulation.supply import Supply, contract


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one part: who lives there, their care and claims, and everything as facts.

    `spent` is cents by provision and month of the window, `paid` cents by benefit or scheme and month.
    """

    setting: Setting
    people: People
    needs: Needs
    requests: Requests
    care: Care
    claims: Claims
    supply: Supply
    arrears: signals.Signals
    told: list[Told]
    spent: Ints
    paid: Mapping[str, Floats]
    known: Mapping[str, Any]


def simulate(given: Parameters, order: Order, place: Place, number: int) -> Part:
    """Simulate part `number` (from 1) of a municipality; a pure function of its arguments."""
    window, size = order.window, place.parts[number - 1]
    chance, areas = Chance(order.seed, place.number, number), place.areas(number, given)
    setting = Setting(given, chance, window, place.code, number, size, place.level)
    people = settle(given, chance, window, size, len(areas))
    who = register(setting, people, areas)
    taking = interventions.take_part(setting, people)
    needs = _without_prevented(setting, arise(given, chance, window, people, place.level), taking)
    requests = handle(given, chance, window, needs)
    care = award(given, chance, window, people, needs, requests)
    supply = contract(given, order.seed, place.number, window, place.inhabitants)
    claims = claim(given, chance, window, care, supply)
    door = Door(setting, who, needs, requests)
    benefits, paid = income.benefits(setting, who)
    schemes, also_paid = income.schemes(setting, who)
    arrears = signals.arise(setting, people)
    told = [
        *door.tell(), *CareFacts(door, care, supply).tell(claims),
        *interventions.tell(setting, who, taking), *benefits, *schemes,
        *income.debts(setting, who), *signals.tell(setting, who, arrears),
        *happenings.crises(setting, who), *happenings.general(setting, who),
        happenings.referred(setting, who, needs, requests), _population(setting, people, areas),
    ]  # fmt: skip
    arrived = claims.arrived <= window.known
    groups = np.where(arrived, care.provision[claims.care], -1)
    return Part(
        setting, people, needs, requests, care, claims, supply, arrears, told,
        by_month(claims, groups, len(given.provisions), window), {**paid, **also_paid},
        _known(setting, needs, requests, taking),
    )  # fmt: skip


def _without_prevented(setting: Setting, needs: Needs, taking: list[interventions.Taking]) -> Needs:
    """Needs that an intervention prevented are left out."""
    given = setting.given.raw["interventions"]
    keep = ~interventions.prevented(setting.chance, given, needs, taking)
    return Needs(*(getattr(needs, one.name)[keep] for one in fields(Needs)))


def _population(setting: Setting, people: People, areas: tuple[str, ...]) -> Told:
    cells = counted(people, setting.window)
    return Told("population", len(cells["day"]), {
        "area": Words(areas, cells["area"]), "age": cells["age"],
        "sex": Words(("male", "female"), cells["sex"]), "counted_on": cells["day"],
        "inhabitants": cells["count"], "known_on": cells["day"],
    })  # fmt: skip


def _known(
    setting: Setting, needs: Needs, requests: Requests, taking: list[interventions.Taking]
) -> dict[str, Any]:
    """Counts for the ground truth: arms, and who waits for a talk on the last day of each month."""
    window = setting.window
    months = np.arange(window.years * 12) + (window.first_year - 1970) * 12
    lasts = month_start(months + 1) - 1
    door = np.flatnonzero(~needs.past_door & (requests.talk < FAR))
    came, went = np.sort(needs.day[door]), np.sort(requests.talk[door])
    waiting = np.searchsorted(came, lasts, "right") - np.searchsorted(went, lasts, "right")
    return {
        "waiting": waiting,
        "arms": {
            one.name: (int(one.treated.sum()), int((~one.treated).sum())) for one in taking
        },
    }  # fmt: skip
