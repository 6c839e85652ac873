"""A municipality as a whole: the ledger and the budget, subsidies, what partners supply, contracts and
prices.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.simulation.calendar import Window, day, month_start
from noaber.simulation.chance import Chance, Floats, Ints
from noaber.simulation.fields import Fields, taakvelden
from noaber.simulation.parameters import LAWS, Parameters
from noaber.simulation.plan import Order, Place
from noaber.simulation.rows import MISSING, Cell, Record, Told, Words
from noaber.simulation.supply import PARTS_ALIKE, Supply, price_level

INCOME_FIELD: Fields = ("6.3",) * 3
WORK_FIELD: Fields = ("6.5",) * 3
PREVENTION_FIELD: Fields = ("6.1",) * 3
ACCESS: Fields = ("6.2", "6.2", "6.21")
OWN_CONTRIBUTIONS: Fields = ("6.71", "6.71d", "6.714")
OVERHEAD_THEME = "access"


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the ledger: theme, kind of amount, taakveld by division, cents by month."""

    name: str
    theme: str
    kind: str
    field: Fields
    cents: Ints


def accounts(
    given: Parameters, order: Order, place: Place, spent: Ints, paid: Mapping[str, Floats]
) -> list[Account]:
    """What is booked each month: care as claimed, benefits and schemes, staff; and the income against it."""
    window, money = order.window, given.raw["money"]
    level = np.array([price_level(given, year) for year in window.told_years]).repeat(12)
    made = []
    for law in LAWS:
        provisions = given.of_law(law)
        for field in sorted({given.provisions[at].taakveld for at in provisions}):
            rows = [at for at in provisions if given.provisions[at].taakveld == field]
            name = f"care_{law}_{field[0]}_{field[1]}_{field[2]}"
            made.append(Account(name, law, "expense", field, spent[rows].sum(0)))
    work = {"activation", "wage_subsidy", "sheltered_work"}
    for name, cents in paid.items():
        if not cents.any():
            continue
        field = WORK_FIELD if name in work else INCOME_FIELD
        total = np.rint(cents * level).astype(np.int64)
        made.append(Account(name, "participation", "expense", field, total))
    a_month = np.rint(money["overhead_cents"] * place.inhabitants * level / 12).astype(np.int64)
    made.append(Account("access", OVERHEAD_THEME, "expense", ACCESS, a_month))
    wmo = spent[given.of_law("wmo")].sum(0)
    own = np.rint(wmo * money["own_contribution_share"]).astype(np.int64)
    made.append(Account("own_contributions", "wmo", "income", OWN_CONTRIBUTIONS, own))
    benefits = np.zeros(window.years * 12)
    for one in made:
        benefits += one.cents if one.name in given.raw["benefits"] else 0
    grant = np.rint(benefits * money["benefit_grant_share"]).astype(np.int64)
    made.append(Account("benefit_grant", "participation", "income", INCOME_FIELD, grant))
    return made


def tell(
    given: Parameters, order: Order, place: Place, spent: Ints, paid: Mapping[str, Floats]
) -> list[Told]:
    """Ledger, budget, subsidies and supplied figures of a municipality as facts."""
    booked = accounts(given, order, place, spent, paid)
    stream = Chance(order.seed, place.number, PARTS_ALIKE).stream("budget")
    return [
        _ledger(order.window, booked),
        *(_budget(given, order.window, booked, stage, stream) for stage in ("original", "revised")),
        _subsidies(given, order, place),
        _supplied(given, order, place),
    ]


def _lines(
    record: str, booked: list[Account], rows: Ints, years: Ints, cents: Ints
) -> dict[str, Cell]:
    return {
        "record": Record(record, np.arange(len(rows))),
        "theme": Words(tuple(one.theme for one in booked), rows),
        "amount_kind": Words(tuple(one.kind for one in booked), rows),
        "product": Words(tuple(one.name for one in booked), rows),
        "recurrence": "undivided", "basis": "booked", "plan_year": years, "cents": cents,
        **taakvelden([one.field for one in booked], rows, years),
    }  # fmt: skip


def _ledger(window: Window, booked: list[Account]) -> Told:
    months = window.years * 12
    rows = np.repeat(np.arange(len(booked)), months)
    month = np.tile(np.arange(months) + (window.first_year - 1970) * 12, len(booked))
    cents = np.concatenate([one.cents for one in booked])
    filled = np.flatnonzero(cents)
    rows, month, cents = rows[filled], month[filled], cents[filled]
    start, end = month_start(month), month_start(month + 1) - 1
    return Told("amount", len(rows), {
        "kind": "booking", "origin": "ledger", "stage": "actual", "known_on": end + 20,
        **_lines("booking", booked, rows, month // 12 + 1970, cents),
        "period_start": start, "period_end": end,
    })  # fmt: skip


def _budget(
    given: Parameters, window: Window, booked: list[Account], stage: str,
    stream: np.random.Generator,
) -> Told:  # fmt: skip
    """What was allowed for the year: not far from what was spent, by theme as the parameters say."""
    rows = np.repeat(np.arange(len(booked)), window.years)
    years = np.tile(np.array(window.told_years), len(booked))
    actual = np.concatenate([one.cents.reshape(window.years, 12).sum(1) for one in booked])
    near = np.array([given.raw["money"][stage].get(one.theme, 1.0) for one in booked])[rows]
    spread = 0.05 if stage == "original" else 0.025
    guess = near * np.exp(stream.normal(0, spread, len(rows)))
    cents = np.rint(actual * guess / 100_000).astype(np.int64) * 100_000
    adopted = "{}-11-08" if stage == "original" else "{}-07-05"
    shift = 1 if stage == "original" else 0
    known = np.array([day(adopted.format(year - shift)) for year in years], np.int64)
    return Told("amount", len(rows), {
        "kind": "budget_line", "origin": "ledger", "stage": stage, "known_on": known,
        **_lines(f"budget_{stage}", booked, rows, years, cents),
    })  # fmt: skip


def partners(given: Parameters) -> dict[str, str]:
    """Partners that get a subsidy, and for what."""
    found = {one["partner"]: name for name, one in given.raw["general"].items()}
    found |= {
        one["partner"]: name for name, one in given.raw["interventions"].items() if name != "source"
    }
    return found


def _subsidies(given: Parameters, order: Order, place: Place) -> Told:
    names = list(partners(given))
    stream = Chance(order.seed, place.number, PARTS_ALIKE).stream("subsidies")
    share = stream.dirichlet(np.full(len(names), 4.0))
    years = np.tile(np.array(order.window.told_years), len(names))
    rows = np.repeat(np.arange(len(names)), order.window.years)
    level = np.array([price_level(given, int(year)) for year in years])
    total = given.raw["money"]["subsidies_cents"] * place.inhabitants
    cents = np.rint(total * share[rows] * level / 10_000).astype(np.int64) * 10_000
    return Told("amount", len(rows), {
        "kind": "subsidy", "origin": "registered", "record": Record("subsidy", np.arange(len(rows))),
        "known_on": np.array([day(f"{year - 1}-12-10") for year in years], np.int64),
        "provider": Words(tuple(names), rows), "theme": "prevention", "stage": "commitment",
        "amount_kind": "expense", "recurrence": "recurring", "basis": "booked",
        "plan_year": years, "cents": cents,
        **taakvelden([PREVENTION_FIELD], np.zeros(len(rows), np.int64), years),
    })  # fmt: skip


def _supplied(given: Parameters, order: Order, place: Place) -> Told:
    stream = Chance(order.seed, place.number, PARTS_ALIKE).stream("supplied")
    rows = [
        *_figures(given, order, place, stream),
        *(_level(name, one, year, given, stream)
          for name, one in given.raw["national"].items() if name != "source"
          for year in order.window.told_years),
    ]  # fmt: skip
    column = {
        name: np.array([row[name] for row in rows])
        for name in ("value", "scale", "n", "spread", "year", "name", "unit")
    }
    names, units = np.unique(column["name"]), ("number", "percent")
    national = np.isin(column["name"], list(given.raw["national"]))
    # Partners tell of a year in the next; national sources half a year later.
    later = np.where(national, 197, 45)
    first = np.array([day(f"{year}-01-01") for year in column["year"]], np.int64)
    last = np.array([day(f"{year}-12-31") for year in column["year"]], np.int64)
    return Told("supplied", len(rows), {
        "kind": "actual", "origin": "supplied", "record": Record("supplied", np.arange(len(rows))),
        "known_on": last + later,
        "indicator": Words(
            tuple(f"simulation/{name}" for name in names), np.searchsorted(names, column["name"])
        ),
        "period_start": first, "period_end": last, "value": column["value"],
        "unit": Words(units, (column["unit"] == "percent").astype(np.int64)),
        "scale": column["scale"], "n": column["n"], "spread": column["spread"],
    })  # fmt: skip


Row = dict[str, Any]


def _figures(
    given: Parameters, order: Order, place: Place, stream: np.random.Generator
) -> Iterator[Row]:
    """Counts by partners, for as many inhabitants as there are; means with n and spread; shares as they are."""
    for name, one in given.raw["supplied"].items():
        if name == "source":
            continue
        for year in order.window.told_years:
            passed = year - given.raw["reference_year"]
            if "level" in one:
                yield _level(name, one, year, given, stream)
            elif "mean" in one:
                n = max(5, round(given.per_reference(one["n"], place.inhabitants)))
                mean = one["mean"] + one["sd"] / np.sqrt(n) * stream.normal()
                yield _row(name, year, round(mean, 1), one, 1) | {"n": n, "spread": one["sd"]}
            else:
                mean = given.per_reference(one["value"], place.inhabitants)
                mean *= np.exp(one["change"] * passed + one["spread"] * stream.normal())
                yield _row(name, year, float(round(mean)), one, 0)


def _level(
    name: str, one: Mapping[str, Any], year: int, given: Parameters, stream: np.random.Generator
) -> Row:
    passed = year - given.raw["reference_year"]
    value = one["level"] + one["change"] * passed + one["spread"] * stream.normal()
    value = min(max(value, 0.0), 100.0) if one["unit"] == "percent" else max(value, 0.0)
    return _row(name, year, round(value, 1), one, 1)


def _row(name: str, year: int, value: float, one: Mapping[str, Any], scale: int) -> Row:
    return {
        "name": name, "year": year, "value": value, "unit": one["unit"], "scale": scale,
        "n": MISSING, "spread": np.nan,
    }  # fmt: skip


def contracts(
    place: Place, supply: Supply, given: Parameters, window: Window
) -> Iterator[list[str]]:
    """Rows of contracts.csv: who may deliver what, with the price of each year."""
    for provider, code in enumerate(supply.codes):
        for at in np.flatnonzero(supply.prices[provider, :, 0]):
            one = given.provisions[at]
            for year in window.told_years:
                cents = int(supply.prices[provider, at, year - supply.first_year])
                yield [
                    place.code, code, supply.names[provider], one.law, one.category, one.code,
                    one.dutch, one.unit, f"{year}-01-01", f"{year}-12-31", str(cents),
                ]  # fmt: skip


CONTRACT_HEAD = [
    "municipality", "provider", "name", "law", "product_category", "product", "dutch",
    "volume_unit", "valid_from", "valid_to", "price_cents",
]  # fmt: skip
