"""What becomes of requests and care as facts: reports, talks, plans, decisions, waiting, allocations,
deliveries, claims.
"""

from dataclasses import dataclass

import numpy as np

from noaber.simulation.calendar import FAR, year_of_month
from noaber.simulation.care import DECEASED, LONGER, MOVED_AWAY, OF_AGE, REASONS, Care
from noaber.simulation.chance import Flags, Ints
from noaber.simulation.claims import Claims, cents
from noaber.simulation.fields import taakvelden
from noaber.simulation.front_door import (
    CUSTOM,
    LADDER,
    REFUSED,
    UNDECIDED,
    WITHDRAWN,
    Requests,
)
from noaber.simulation.needs import Needs
from noaber.simulation.parameters import LAWS
from noaber.simulation.rows import MISSING, Cell, Record, Told, Words
from noaber.simulation.setting import Register, Setting
from noaber.simulation.supply import Supply

TERM_TALK, TERM_DECISION = {"wmo": 42, "youth": 56}, {"wmo": 56, "youth": 56}


@dataclass(frozen=True, slots=True)
class Door:
    """Everything that happened at the front door of one part."""

    setting: Setting
    who: Register
    needs: Needs
    requests: Requests

    def tell(self) -> list[Told]:
        """Events and waiting that lie in the window."""
        return [
            self._reports(), self._talks(), self._plans(), *self._decisions(), self._waiting(),
        ]  # fmt: skip

    def seen(self, days: Ints) -> Flags:
        """Which days lie in the window."""
        return (days >= self.setting.window.start) & (days <= self.setting.window.end)

    def _about(self, rows: Ints) -> dict[str, Cell]:
        return {
            **self.who.who(self.needs.person[rows]), "law": Words(LAWS, self.needs.law[rows]),
            "referrer": self.referrers(rows),
        }  # fmt: skip

    def referrers(self, rows: Ints) -> Words:
        """By which road each need came."""
        roads = self.setting.given.raw["front_door"]["referrers"]
        words = tuple(name for law in LAWS for name in roads[law])
        shift = np.array([0, len(roads[LAWS[0]])])
        return Words(words, self.needs.referrer[rows] + shift[self.needs.law[rows]])

    def _term(self, terms: dict[str, int], rows: Ints) -> Ints:
        return np.array([terms[law] for law in LAWS])[self.needs.law[rows]]

    def _event(self, kind: str, rows: Ints, days: Ints, more: dict[str, Cell]) -> Told:
        return Told("event", len(rows), {
            "kind": kind, "record": Record(self.setting.kind(kind), rows),
            "known_on": days[rows], **self._about(rows), "happened_on": days[rows], **more,
        })  # fmt: skip

    def _reports(self) -> Told:
        rows = np.flatnonzero(self.seen(self.needs.day))
        return self._event("support_request", rows, self.needs.day, {})

    def _talks(self) -> Told:
        talk = self.requests.talk
        rows = np.flatnonzero(self.seen(talk))
        taken = talk[rows] - self.needs.day[rows]
        return self._event(
            "assessment", rows, talk,
            {"days_taken": taken, "term_days": self._term(TERM_TALK, rows)},
        )  # fmt: skip

    def _plans(self) -> Told:
        plan = self.requests.talk + 6
        rows = np.flatnonzero((self.requests.talk < FAR) & self.seen(plan))
        layer = self.requests.layer[rows]
        return self._event("support_plan", rows, plan, {"layer": Words(LADDER, layer)})

    def _decisions(self) -> list[Told]:
        result, decided = self.requests.result, self.requests.decided
        asked = np.where(self.needs.past_door, self.needs.day, self.requests.talk + 6)
        asks = np.flatnonzero((result != UNDECIDED) & (asked < FAR) & self.seen(asked))
        custom: dict[str, Cell] = {"care_provision": "custom", "layer": LADDER[CUSTOM]}
        applications = self._event("application", asks, asked, custom)
        refused = np.flatnonzero((result == REFUSED) & self.seen(decided))
        negative = self._event(
            "decision", refused, decided,
            {
                **custom, "outcome": "refused",
                "days_taken": decided[refused] - self.needs.day[refused],
                "term_days": self._term(TERM_DECISION, refused),
            },
        )  # fmt: skip
        return [applications, negative]

    def _waiting(self) -> Told:
        """From the report to the decision, or to the talk where none is asked for; who still waits has no
        last day.
        """
        needs, requests, window = self.needs, self.requests, self.setting.window
        decides = requests.result != UNDECIDED
        end = np.where(decides, requests.decided, requests.talk)
        rows = np.flatnonzero(~needs.past_door & self.setting.told(needs.day, end))
        over = end[rows] <= window.end
        reason = np.select([requests.result == WITHDRAWN, requests.result == REFUSED], [1, 2], 0)
        return Told("episode", len(rows), {
            "kind": "waiting", "record": Record(self.setting.kind("waiting"), rows),
            "known_on": needs.day[rows], **self._about(rows), "started_on": needs.day[rows],
            "ended_on": np.where(over, end[rows], FAR),
            "end_reason": Words(
                ("started", "withdrawn", "refused"), np.where(over, reason[rows], -1)
            ),
            "term_days": np.where(
                decides[rows], self._term(TERM_DECISION, rows), self._term(TERM_TALK, rows)
            ),
        })  # fmt: skip


@dataclass(frozen=True, slots=True)
class CareFacts:
    """Care of one part as facts: awards as decisions, entitlements, allocations, deliveries and claim lines."""

    door: Door
    care: Care
    supply: Supply

    def tell(self, claims: Claims) -> list[Told]:
        """Everything that lies in the window."""
        return [
            self._awards(), self._entitlements(), self._allocations(), self._deliveries(),
            self._waits_for_care(), self._claims(claims),
        ]  # fmt: skip

    def _about(self, rows: Ints) -> dict[str, Cell]:
        given, care = self.door.setting.given, self.care
        provision = care.provision[rows]
        words = {
            name: tuple(getattr(one, name) for one in given.provisions)
            for name in ("category", "code", "law")
        }
        return {
            **self.door.who.who(care.person[rows]),
            "referrer": self.door.referrers(care.request[rows]),
            "law": Words(words["law"], provision), "care_provision": "custom", "layer": "custom",
            "product_category": Words(words["category"], provision),
            "product": Words(words["code"], provision),
        }  # fmt: skip

    def provider(self, rows: Ints) -> Words:
        """Who delivers; nobody where it is a personal budget."""
        care = self.care
        number = self.supply.provider(care.provision[rows], care.luck[rows])
        return Words(self.supply.codes, np.where(care.budget[rows], -1, number))

    def _volume(self, rows: Ints) -> dict[str, Cell]:
        given, provision = self.door.setting.given, self.care.provision[rows]
        units = tuple(one.unit for one in given.provisions)
        often = np.array([2 if one.once else int(one.monthly) for one in given.provisions])
        return {
            "volume": self.care.allocated[rows], "volume_unit": Words(units, provision),
            "frequency": Words(("per_week", "per_month", "total"), often[provision]),
        }  # fmt: skip

    def _awards(self) -> Told:
        """One decision for each award, also for one that extends."""
        setting, care = self.door.setting, self.care
        rows = np.flatnonzero(self.door.seen(care.decided))
        asked = self.door.needs.day[care.request[rows]]
        first = care.generation[rows] == 0
        laws = self.door.needs.law[care.request[rows]]
        term = np.array([TERM_DECISION[law] for law in LAWS])[laws]
        return Told("event", len(rows), {
            "kind": "decision", "record": Record(setting.kind("award"), rows),
            "known_on": care.decided[rows], **self._about(rows), "happened_on": care.decided[rows],
            "outcome": "granted", "reason": Words(("first", "extension"), np.where(first, 0, 1)),
            "days_taken": np.where(first, care.decided[rows] - asked, MISSING),
            "term_days": np.where(first, term, MISSING),
        })  # fmt: skip

    def _episode(
        self, kind: str, rows: Ints, start: Ints, end: Ints, more: dict[str, Cell]
    ) -> Told:
        setting, care = self.door.setting, self.care
        over = end[rows] <= setting.window.end
        return Told("episode", len(rows), {
            "kind": kind, "record": Record(setting.kind(kind), rows),
            "known_on": np.minimum(care.decided[rows], start[rows]), **self._about(rows),
            "started_on": start[rows], "ended_on": np.where(over, end[rows], FAR),
            "end_reason": Words(REASONS, np.where(over, care.reason[rows], -1)), **more,
        })  # fmt: skip

    def _entitlements(self) -> Told:
        """The right itself: in kind and as a personal budget alike."""
        rows = np.flatnonzero(self.door.setting.told(self.care.start, self.care.end))
        return self._episode(
            "entitlement", rows, self.care.start, self.care.end, self._volume(rows)
        )

    def _allocations(self) -> Told:
        """What is allocated to a provider; nothing for a personal budget."""
        care = self.care
        rows = np.flatnonzero(self.door.setting.told(care.start, care.end) & ~care.budget)
        more: dict[str, Cell] = {**self._volume(rows), "provider": self.provider(rows)}
        return self._episode("allocation", rows, care.start, care.end, more)

    def _deliveries(self) -> Told:
        """One delivery from the first day of care to the last, also over an extension by the same provider."""
        care = self.care
        began = (care.delivered_from < FAR) & ~care.budget
        rows = np.flatnonzero(began & self.door.setting.told(care.delivered_from, care.end))
        return self._episode(
            "delivery", rows, care.delivered_from, care.end, {"provider": self.provider(rows)}
        )

    def _waits_for_care(self) -> Told:
        """Awarded and not begun yet; ended where care began or the award was over before."""
        setting, care = self.door.setting, self.care
        fresh = (care.generation == 0) & ~care.budget
        end = np.where(care.delivered_from < FAR, care.delivered_from, care.end)
        rows = np.flatnonzero(fresh & setting.told(care.start, end))
        over = end[rows] <= setting.window.end
        began = care.delivered_from[rows] < FAR
        lost = np.isin(care.reason[rows], (DECEASED, MOVED_AWAY, OF_AGE, LONGER))
        reason = np.where(began, 0, np.where(lost, 1, 2))
        return Told("episode", len(rows), {
            "kind": "waiting", "record": Record(setting.kind("waiting_for_care"), rows),
            "known_on": care.decided[rows], **self._about(rows), "provider": self.provider(rows),
            "started_on": care.start[rows], "ended_on": np.where(over, end[rows], FAR),
            "end_reason": Words(("started", "other", "withdrawn"), np.where(over, reason, -1)),
        })  # fmt: skip

    def _claims(self, claims: Claims) -> Told:
        """Claim lines that had arrived on the day on which everything is looked at; a credit is negative."""
        setting = self.door.setting
        lines = claims.take(np.flatnonzero(claims.arrived <= setting.window.known))
        about = self._about(lines.care)
        year = year_of_month(lines.month)
        provisions = setting.given.provisions
        units = tuple(one.unit for one in provisions)
        provision = self.care.provision[lines.care]
        fields = [one.taakveld for one in provisions]
        return Told("amount", len(lines), {
            "kind": "claim_line", "origin": "claim",
            "record": Record(setting.kind("claim"), lines.number), "known_on": lines.arrived,
            **about, "provider": self.provider(lines.care), "theme": Words(LAWS, self._law(provision)),
            "amount_kind": "expense", "stage": "actual", "recurrence": "undivided",
            "basis": "booked", "plan_year": year, "cents": cents(lines),
            "period_start": lines.first, "period_end": lines.last,
            "volume": lines.volume * lines.sign, "volume_unit": Words(units, provision),
            "price_cents": lines.price, **taakvelden(fields, provision, year),
        })  # fmt: skip

    def _law(self, provision: Ints) -> Ints:
        laws = np.array([LAWS.index(one.law) for one in self.door.setting.given.provisions])
        return laws[provision]
