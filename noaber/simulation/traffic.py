"""The messages of municipality and providers about care: who is allocated what, starts, stops, requests and
claims.

Of a municipality its first part is told in messages, and as many clients of it as there are numbers for
tests: a BSN in them is of the range that is kept for that, so that it is nobody's. Claims can be told from
2021 on (CS100).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from noaber.intake.messages.long_claims import spare_bsns
from noaber.simulation.calendar import FAR, as_date, day, month_of, month_start
from noaber.simulation.care import DECEASED, MOVED_AWAY, OF_AGE, PLANNED
from noaber.simulation.chance import Flags, Ints, choose
from noaber.simulation.claims import CREDIT, Claims
from noaber.simulation.part import Part
from noaber.simulation.plan import FIRST_CLAIMS, Place

SINCE = day(f"{FIRST_CLAIMS}-01-01")
STANDARDS = {"wmo": "iwmo", "youth": "ijw"}
_NAMES = (
    "Aarsman", "Berkhof", "Dorresteijn", "Elzinga", "Groenewoud", "Haverkate", "Klaassenberg",
    "Lansink", "Meulenbelt", "Nijkamper", "Oosterveld", "Pierik", "Rensink", "Scholtenhuis",
    "Terwel", "Veldkamper", "Wolterink", "Zandbelt",
)  # fmt: skip
_STREETS = (
    "Beekpad", "Dorpsweg", "Esweg", "Hazelaarstraat", "Kerkpad", "Lindelaan", "Molenweg",
    "Parallelweg", "Schoolpad", "Veldstraat",
)  # fmt: skip
_UNITS = {
    "hour": "04", "half_day": "16", "day_and_night": "14", "item": "82", "item_of_effort": "84",
}  # fmt: skip
_REFERRERS = {
    "municipality": "01", "gp": "02", "youth_doctor": "03", "certified_institution": "04",
    "specialist": "05", "self": "06", "court": "08",
}  # fmt: skip
# Why delivery stopped, by reason of the care: as JZ588 and WMO588 have it.
_STOPS = {
    "wmo": {PLANNED: "19", 1: "19", 2: "21", 3: "22", 4: "23", MOVED_AWAY: "31", DECEASED: "02"},
    "youth": {
        PLANNED: "31", 1: "31", 2: "32", 3: "33", 4: "34", MOVED_AWAY: "35", DECEASED: "02",
        OF_AGE: "31",
    },
}  # fmt: skip
_OTHERWISE = {"wmo": "19", "youth": "31"}

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message: folder and name of the file, standard, number and contents."""

    folder: str
    name: str
    standard: str
    number: str
    tree: Tree


@dataclass(slots=True)
class Planted:
    """The faults that were put in, each where it stands and what it breaks."""

    faults: list[dict[str, str]] = field(default_factory=list)

    def note(self, fault: str, rule: str, file: str, reference: str) -> None:
        """One more fault."""
        self.faults.append({"fault": fault, "rule": rule, "file": file, "reference": reference})


def numbers() -> Ints:
    """All numbers of the range for tests that pass the eleven test, in order."""
    return np.array([int(bsn) for bsn in spare_bsns()])


class Traffic:
    """All messages of one part, in order of kind."""

    def __init__(self, place: Place, part: Part) -> None:
        self.place, self.part, self.planted = place, part, Planted()
        self.given, self.care, self.people = part.setting.given, part.care, part.people
        self.stream = part.setting.chance.stream("messages")
        self.bsn = self._clients()
        provisions = self.given.provisions
        self.laws = [one.law for one in provisions]
        self.providers = part.supply.provider(self.care.provision, self.care.luck)
        told = (self.bsn[self.care.person] > 0) & ~self.care.budget
        told &= (self.care.end >= max(SINCE, part.setting.window.start)) & (
            self.care.start <= part.setting.window.end
        )
        self.rows = np.flatnonzero(told)

    def _clients(self) -> Ints:
        """A number for everybody who has care in kind, as far as they reach; 0 for the others."""
        bsn, free = np.zeros(len(self.people), np.int64), numbers()
        care, window = self.care, self.part.setting.window
        since = max(SINCE, window.start)
        clients = np.unique(
            care.person[~care.budget & (care.end >= since) & (care.start <= window.end)]
        )
        self.clients = len(clients)
        told = clients[: len(free)]
        bsn[told] = free[: len(told)]
        return bsn

    def messages(self) -> Iterator[Sent]:
        """Requests, allocations, starts, stops and claims."""
        yield from self._requests()
        yield from (self._allocation(int(row)) for row in self.rows)
        yield from self._starts_and_stops()
        yield from self._claims()

    def told(self) -> dict[str, Any]:
        """For the ground truth: how many clients there are in messages, and every fault."""
        return {
            "municipality": self.place.code, "part": 1, "clients": self.clients,
            "clients_in_messages": int((self.bsn > 0).sum()), "claims_since": str(as_date(SINCE)),
            "faults": self.planted.faults,
        }  # fmt: skip

    # What all messages have alike.

    def _header(self, sender: str, receiver: str, name: str, on: int) -> Tree:
        return {
            "Afzender": sender, "Ontvanger": receiver,
            "BerichtIdentificatie": {"Identificatie": name, "Dagtekening": as_date(on)},
        }  # fmt: skip

    def _agb(self, row: int) -> str:
        return self.part.supply.codes[self.providers[row]]

    def _number(self, row: int) -> int:
        return self.part.setting.part * 1_000_000 + row

    def _person(self, row: int, full: bool) -> Tree:
        at = int(self.care.person[row])
        name: Tree = {"Geslachtsnaam": {"Achternaam": _NAMES[at * 7 % len(_NAMES)]}}
        name["Voorletters"] = chr(65 + at % 26)
        if full:
            name["NaamGebruik"] = "1"
        return {
            "Bsn": str(self.bsn[at]), "Geboortedatum": {"Datum": as_date(self.people.birth[at])},
            "Geslacht": "2" if self.people.sex[at] else "1", "Naam": name,
        }  # fmt: skip

    def _address(self, row: int) -> Tree:
        household = int(self.people.household[self.care.person[row]])
        area = int(self.people.area[self.care.person[row]])
        letters = chr(65 + household % 24) + chr(66 + household // 24 % 20)
        return {
            "Soort": "01",
            "Adres": {
                "Huis": {"Huisnummer": 1 + household % 300},
                "Postcode": f"{1000 + self.place.number % 80 * 100 + area}{letters}",
                "Straatnaam": _STREETS[household // 300 % len(_STREETS)],
                "Plaatsnaam": self.place.name, "LandCode": "NL",
            },
        }  # fmt: skip

    def _product(self, row: int) -> Tree:
        one = self.given.provisions[self.care.provision[row]]
        return {"Categorie": one.category, "Code": one.code}

    def _extent(self, row: int) -> Tree:
        one = self.given.provisions[self.care.provision[row]]
        often = "6" if one.once else "4" if one.monthly else "2"
        return {
            "Volume": int(self.care.allocated[row]), "Eenheid": self._unit(row), "Frequentie": often
        }  # fmt: skip

    def _unit(self, row: int) -> str:
        one = self.given.provisions[self.care.provision[row]]
        return _UNITS[one.unit]

    def _sent(self, row: int, folder: str, number: str, name: str, tree: Tree) -> Sent:
        standard = STANDARDS[self.laws[self.care.provision[row]]]
        return Sent(
            folder, f"{standard}-{number}-{self._agb(row)}-{name}.xml", standard, number, tree
        )

    # The kinds of messages.

    def _past_door(self, row: int) -> bool:
        first = self.care.generation[row] == 0
        return bool(first and self.part.needs.past_door[self.care.request[row]])

    def _requests(self) -> Iterator[Sent]:
        """A provider asks for what a doctor, court or institution referred a youngster for (315)."""
        roads = list(self.given.raw["front_door"]["referrers"]["youth"])
        needs, care = self.part.needs, self.care
        for row in self.rows.tolist():
            asked = int(needs.day[care.request[row]])
            if not self._past_door(row) or asked < SINCE:
                continue
            name, code = f"V{self._number(row)}", self.place.code
            product = {
                "ReferentieAanbieder": f"R{self._number(row)}", "Product": self._product(row),
                "ToewijzingIngangsdatum": as_date(care.start[row]),
                "ToewijzingEinddatum": as_date(self.care.end[row]), "Omvang": self._extent(row),
                "Verwijzer": self._referrer(roads[needs.referrer[care.request[row]]], row),
            }  # fmt: skip
            yield self._sent(row, _from(asked), "315", name, {
                "Header": self._header(self._agb(row), code, name, asked),
                "Client": {
                    **self._person(row, False),
                    "AangevraagdeProducten": {"AangevraagdProduct": [product]},
                },
            })  # fmt: skip

    def _referrer(self, road: str, row: int) -> Tree:
        kind = _REFERRERS[road]
        if kind in ("02", "03", "05"):
            return {"Type": kind, "ZorgverlenerCode": f"{98_000_000 + row % 997:08d}"}
        return {"Type": kind, **({"Naam": "Instelling voor jeugd"} if kind in ("04", "08") else {})}

    def _allocation(self, row: int) -> Sent:
        decided = int(self.care.decided[row])
        product: Tree = {
            "ToewijzingNummer": self._number(row), "Product": self._product(row),
            "Toewijzingsdatum": as_date(decided), "Toewijzingstijd": f"{8 + row % 9:02d}:{row % 60:02d}:00",
            "Ingangsdatum": as_date(self.care.start[row]),
            "Einddatum": as_date(self.care.end[row]), "Omvang": self._extent(row),
        }  # fmt: skip
        if self._past_door(row) and self.part.needs.day[self.care.request[row]] >= SINCE:
            product["ReferentieAanbieder"] = f"R{self._number(row)}"
        name = f"T{self._number(row)}"
        return self._sent(row, "to_providers", "301", name, {
            "Header": self._header(self.place.code, self._agb(row), name, decided + 1),
            "Client": {
                **self._person(row, True),
                "Contactgegevens": {"Contact": [self._address(row)]},
                "ToegewezenProducten": {"ToegewezenProduct": [product]},
            },
        })  # fmt: skip

    def _starts_and_stops(self) -> Iterator[Sent]:
        care, end = self.care, self.part.setting.window.end
        missing = self.stream.random(len(care)) < self._faults()["stop_missing"]
        for row in self.rows.tolist():
            began = int(care.delivered_from[row])
            if began == FAR or began > end:
                continue
            yield self._start(row, began)
            if care.end[row] <= end:
                stop = self._stop(row, began)
                if missing[row]:
                    file = f"{stop.folder}/{stop.name}"
                    self.planted.note("stop_missing", "OP272", file, str(self._number(row)))
                else:
                    yield stop

    def _start(self, row: int, began: int) -> Sent:
        name, on = f"S{self._number(row)}", began + 1 + row % 5
        product = {**self._key(row, began), "StatusAanlevering": "1"}
        return self._sent(row, _from(on), "305", name, {
            "Header": self._header(self._agb(row), self.place.code, name, on),
            "Client": {**self._person(row, False), "StartProducten": {"StartProduct": [product]}},
        })  # fmt: skip

    def _stop(self, row: int, began: int) -> Sent:
        last = int(self.care.end[row])
        name, on = f"E{self._number(row)}", last + 1 + row % 5
        law = self.laws[self.care.provision[row]]
        product = {
            **self._key(row, began),
            "RedenBeeindiging": _STOPS[law].get(int(self.care.reason[row]), _OTHERWISE[law]),
            "Einddatum": as_date(last), "StatusAanlevering": "1",
        }  # fmt: skip
        return self._sent(row, _from(on), "307", name, {
            "Header": self._header(self._agb(row), self.place.code, name, on),
            "Client": {**self._person(row, False), "StopProducten": {"StopProduct": [product]}},
        })  # fmt: skip

    def _key(self, row: int, began: int) -> Tree:
        return {
            "ToewijzingNummer": self._number(row), "Product": self._product(row),
            "ToewijzingIngangsdatum": as_date(self.care.start[row]), "Begindatum": as_date(began),
        }  # fmt: skip

    def _claims(self) -> Iterator[Sent]:
        """One claim for each provider and month of arrival, about the month before it and what came late."""
        claims, known = self.part.claims, self.part.setting.window.known
        allocated = np.isin(claims.care, self.rows)
        told = np.flatnonzero(allocated & (claims.first >= SINCE) & (claims.arrived <= known))
        lines = claims.take(told)
        faults = self._plant(lines)
        arrived, provider = month_of(lines.arrived), self.providers[lines.care]
        order = np.lexsort((lines.number, self.care.person[lines.care], arrived, provider))
        keys = np.stack([provider[order], arrived[order]], axis=1)
        bounds = np.flatnonzero((np.diff(keys, axis=0) != 0).any(1)) + 1
        for rows in np.split(order, bounds) if len(order) else ():
            yield self._claim(lines, rows, faults, int(arrived[rows[0]]))

    def _faults(self) -> Mapping[str, float]:
        faults: Mapping[str, float] = self.given.raw["providers"]["faults"]
        return faults

    def _plant(self, lines: Claims) -> Ints:
        """The number of the fault of each line: 0 for none, then in the order of the parameters."""
        shares = self._faults()
        kinds = ("volume_exceeded", "wrong_price", "after_end", "unknown_allocation")
        drawn = choose(
            self.stream,
            [1 - sum(shares[k] for k in kinds), *(shares[k] for k in kinds)],
            len(lines),
        )
        # A line that is taken back later stays as it was; and one ends too late only where it could have
        # ended sooner.
        month_end = month_start(lines.month + 1) - 1
        sooner: Flags = lines.last < month_end
        drawn[(drawn == 3) & ~sooner] = 0
        return np.where(np.isin(lines.number, lines.of) | (lines.of >= 0), 0, drawn)

    def _claim(self, lines: Claims, rows: Ints, faults: Ints, arrived: int) -> Sent:
        row = int(lines.care[rows[0]])
        name = f"D{self.part.setting.part:02d}{arrived:04d}{self.providers[row]:04d}"
        on, folder = int(lines.arrived[rows].max()), _from(int(month_start(np.array([arrived]))[0]))
        sent = self._sent(row, folder, "323", name, {})
        clients: list[Tree] = []
        total, last = 0, -1
        for at in rows.tolist():
            line, cents = self._line(lines, at, int(faults[at]), f"{sent.folder}/{sent.name}")
            person = int(self.care.person[lines.care[at]])
            if person != last:
                clients.append({"Bsn": str(self.bsn[person]), "Prestaties": {"Prestatie": []}})
                last = person
            clients[-1]["Prestaties"]["Prestatie"].append(line)
            total += cents
        if self.stream.random() < self._faults()["sum_differs"]:
            self.planted.note("sum_differs", "TR358", f"{sent.folder}/{sent.name}", name)
            total += 100
        period = month_start(np.array([arrived - 1, arrived]))
        sent.tree.update({
            "Header": self._header(self._agb(row), self.place.code, name, on),
            "Declaratie": {
                "DeclaratieNummer": name, "DeclaratiePeriode": _period(period[0], period[1] - 1),
                "DeclaratieDagtekening": as_date(on),
                "TotaalIngediendBedrag": {"TotaalBedrag": abs(total), "DebetCredit": _sign(total)},
                "Clienten": {"Client": clients},
            },
        })  # fmt: skip
        return sent

    def _line(self, lines: Claims, at: int, fault: int, file: str) -> tuple[Tree, int]:
        row, volume, price = int(lines.care[at]), int(lines.volume[at]), int(lines.price[at])
        number, last = self._number(row), int(lines.last[at])
        reference = _reference(int(lines.number[at]))
        if fault == 1:
            volume = int(self.care.allocated[row]) * 31 + 10
            self.planted.note("volume_exceeded", "TR321", file, reference)
        elif fault == 2:
            price += 137
            self.planted.note("wrong_price", "TR418", file, reference)
        elif fault == 3:
            last = int(month_start(np.array([lines.month[at] + 1]))[0]) - 1
            self.planted.note("after_end", "TR308", file, reference)
        elif fault == 4:
            number += 500_000_000
            self.planted.note("unknown_allocation", "TR338", file, reference)
        credit = lines.sign[at] == CREDIT
        references: Tree = {"ReferentieNummer": reference}
        if credit:
            references["VorigReferentieNummer"] = _reference(int(lines.of[at]))
        cents = volume * price * int(lines.sign[at])
        one = self.given.provisions[self.care.provision[row]]
        return {
            "ProductReferentie": references, "ToewijzingNummer": number,
            "ProductCategorie": one.category, "ProductCode": one.code,
            "ProductPeriode": _period(int(lines.first[at]), last), "GeleverdVolume": volume,
            "Eenheid": self._unit(row), "ProductTarief": price,
            "IngediendBedrag": {"Bedrag": abs(cents), "DebetCredit": _sign(cents)},
        }, cents  # fmt: skip


def _reference(number: int) -> str:
    return f"P{number}"


def _sign(cents: int) -> str:
    return "C" if cents < 0 else "D"


def _period(first: int, last: int) -> Tree:
    return {"Begindatum": as_date(first), "Einddatum": as_date(last)}


def _from(on: int) -> str:
    return f"from_providers/{as_date(on).year}"
