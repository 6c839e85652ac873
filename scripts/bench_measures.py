# ruff: noqa: S608, E501, B023 -- the queries are fixed text, and laid out to be read
"""How fast measures are: the library's indicators over a country, against a query written by hand for each.

Makes 20 million lines of claims and 3 million episodes in 345 municipalities and five years, as a
snapshot holds them, a file a municipality. Both sides read the same files in the same run, in turn; the outcomes have to be equal. Then
single indicators of single municipalities. Ratios are what counts: seconds depend on the machine.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from noaber.facts.snapshot import Snapshot
from noaber.facts.store import Store
from noaber.facts.tables import TABLES
from noaber.measures.definition import shipped
from noaber.measures.engine import Question, run
from noaber.measures.periods import Asked

ROUNDS = 5
FIRST, LAST = 2018, 2022
ALL_YEARS = Asked("year", FIRST, LAST)
PLACES = 345

# Sums of money are never rounded.
EXACT = ("wmo_claimed", "youth_claimed")

# What somebody would write who needs this one number, by municipality and year.
YEARS = f"(SELECT unnest(range({FIRST}, {LAST + 1})) AS year)"
DAYS = "make_date(year, 1, 1) AND make_date(year, 12, 31)"
RUNNING = f"""episode JOIN {YEARS} ON started_on <= make_date(year, 12, 31)
    AND (ended_on IS NULL OR ended_on >= make_date(year, 1, 1))"""
STANDING = f"""episode JOIN {YEARS} ON started_on <= make_date(year, 12, 31)
    AND (ended_on IS NULL OR ended_on >= make_date(year, 12, 31))"""
BY_HAND = {
    "wmo_persons": f"""SELECT municipality, year, count(DISTINCT person) FROM {RUNNING}
        WHERE kind = 'entitlement' AND law = 'wmo' GROUP BY ALL""",
    "wmo_persons_at_end": f"""SELECT municipality, year, count(DISTINCT person) FROM {STANDING}
        WHERE kind = 'entitlement' AND law = 'wmo' GROUP BY ALL""",
    "wmo_inflow": f"""SELECT municipality, year(started_on) AS year, count(*) FROM episode
        WHERE kind = 'entitlement' AND law = 'wmo' AND year BETWEEN {FIRST} AND {LAST} GROUP BY ALL""",
    "wmo_outflow": f"""SELECT municipality, year(ended_on) AS year, count(*) FROM episode
        WHERE kind = 'entitlement' AND law = 'wmo' AND year BETWEEN {FIRST} AND {LAST} GROUP BY ALL""",
    "wmo_duration": f"""SELECT municipality, year(ended_on) AS year, median(ended_on - started_on)
        FROM episode
        WHERE kind = 'entitlement' AND law = 'wmo' AND year BETWEEN {FIRST} AND {LAST} GROUP BY ALL""",
    "youth_persons": f"""SELECT municipality, year, count(DISTINCT person) FROM {RUNNING}
        WHERE kind = 'entitlement' AND law = 'youth' GROUP BY ALL""",
    "youth_entitlements": f"""SELECT municipality, year, count(*) FROM {RUNNING}
        WHERE kind = 'entitlement' AND law = 'youth' GROUP BY ALL""",
    "youth_with_stay": f"""SELECT municipality, year, count(DISTINCT person) FROM {RUNNING}
        WHERE kind = 'entitlement' AND law = 'youth' AND product_category IN ('43', '44') GROUP BY ALL""",
    "youth_by_gp": f"""SELECT municipality, year(started_on) AS year,
        round(100 * count(*) FILTER (referrer = 'gp') / count(*), 1) FROM episode
        WHERE kind = 'entitlement' AND law = 'youth' AND referrer IS NOT NULL
        AND year BETWEEN {FIRST} AND {LAST} GROUP BY ALL""",
    "households_three_provisions": f"""SELECT municipality, year, count(*) FROM (
        SELECT municipality, year, household FROM {STANDING}
        WHERE kind = 'entitlement' AND care_provision = 'custom' GROUP BY ALL
        HAVING count(DISTINCT product_category) >= 3) GROUP BY ALL""",
    "benefit_units": f"""SELECT municipality, year, count(DISTINCT household) FROM {STANDING}
        WHERE kind = 'benefit' AND law = 'participation' AND product = 'participation_act' GROUP BY ALL""",
    "wmo_claimed": f"""SELECT municipality, year(period_start) AS year, sum(cents) / 100 FROM amount
        WHERE origin = 'claim' AND law = 'wmo' AND year BETWEEN {FIRST} AND {LAST} GROUP BY ALL""",
    "youth_claimed": f"""SELECT municipality, year(period_start) AS year, sum(cents) / 100 FROM amount
        WHERE origin = 'claim' AND law = 'youth' AND year BETWEEN {FIRST} AND {LAST} GROUP BY ALL""",
    "youth_claim_persons": f"""SELECT municipality, year(period_start) AS year, count(DISTINCT person)
        FROM amount WHERE origin = 'claim' AND law = 'youth' AND year BETWEEN {FIRST} AND {LAST}
        GROUP BY ALL""",
    "care_volume": f"""SELECT municipality, volume_unit, year(period_start) AS year, sum(volume) FROM amount
        WHERE origin = 'claim' AND volume IS NOT NULL AND year BETWEEN {FIRST} AND {LAST} GROUP BY ALL""",
    "care_price": f"""SELECT municipality, product, volume_unit, year(period_start) AS year,
        sum(cents) / 100 / sum(volume) FROM amount
        WHERE origin = 'claim' AND volume IS NOT NULL AND year BETWEEN {FIRST} AND {LAST} GROUP BY ALL""",
}  # fmt: skip


def main() -> None:
    """Make the country, time both sides, print ratios; end with an error where outcomes differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=20_000_000)
    parser.add_argument("--episodes", type=int, default=3_000_000)
    parser.add_argument("--keep", type=Path, help="folder in which to keep the country")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="noaber-bench-"))
    try:
        if not (folder / "episode").exists():
            took = timed(lambda: make(folder, given.claims, given.episodes))
            print(
                f"made {given.claims:,} claim lines and {given.episodes:,} episodes in {took:.0f} s"
            )
        snapshot = Snapshot("bench", folder, {}, {"breaks": []})
        country(snapshot)
        one_municipality(snapshot)
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def timed(work: Callable[[], Any]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def country(snapshot: Snapshot) -> None:
    """All indicators, by municipality and year: each by hand, and the library at once."""
    store = Store(snapshot)
    question = Question(ALL_YEARS, ())
    definitions = [shipped()[name] for name in BY_HAND]
    ours: list[float] = []
    hand: dict[str, list[float]] = {name: [] for name in BY_HAND}
    ratios = []
    for number in range(ROUNDS):
        answers: dict[str, Any] = {}
        for name, text in BY_HAND.items():
            hand[name].append(
                timed(lambda name=name, text=text: answers.update({name: store.query(text)}))
            )
        found: list[Any] = []
        ours.append(timed(lambda: found.append(run(store, definitions, question)[0])))
        ratios.append(ours[-1] / sum(times[-1] for times in hand.values()))
        if number == 0:
            compare(found[0], answers)
    for name, times in hand.items():
        print(f"  {name:<30} by hand {statistics.median(times):6.2f} s")
    print(
        f"{len(BY_HAND)} indicators, {PLACES} municipalities, {LAST - FIRST + 1} years: by hand "
        f"{statistics.median(sum(one) for one in zip(*hand.values(), strict=True)):.2f} s, the library "
        f"{statistics.median(ours):.2f} s; ratio {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f}-{max(ratios):.2f}, {ROUNDS} rounds)"
    )
    store.close()


def compare(found: Any, answers: dict[str, Any]) -> None:
    """Hold that the library says what the queries by hand say. Raises SystemExit."""
    ours: dict[str, dict[Any, Decimal]] = {}
    for row in found.to_pylist():
        if row["value"] is not None and row["n"]:
            slices = [row[one] for one in ("product", "volume_unit") if row[one] is not None]
            at = (row["municipality"], *slices, row["period_start"].year)
            ours.setdefault(row["measure"], {})[at] = row["value"]
    for name, table in answers.items():
        theirs = {
            tuple(row[:-1]): row[-1]
            for row in zip(*(c.to_pylist() for c in table.columns), strict=True)
        }
        mine = ours.get(name, {})
        # A rounded outcome may lie half a last decimal off.
        room = 0.51 * float(shipped()[name].scale) if name not in EXACT else 0.001
        off = [
            at
            for at in theirs.keys() | mine.keys()
            if abs(float(theirs.get(at) or 0) - float(mine.get(at) or 0)) > room
        ]
        if off:
            at = off[0]
            raise SystemExit(
                f"{name}: {len(off)} differ; {at}: {theirs.get(at)} and {mine.get(at)}"
            )


def one_municipality(snapshot: Snapshot) -> None:
    """Any one indicator of one municipality, from a store that is open on it."""
    times: list[float] = []
    slowest: dict[str, float] = {}
    for code in ("0010", "0100", "0200"):
        store = Store(snapshot, code)
        for name in BY_HAND:
            definition = shipped()[name]
            question = Question(ALL_YEARS, ())
            run(store, [definition], question)
            took = [timed(lambda d=definition: run(store, [d], question)) for _ in range(ROUNDS)]
            times.append(statistics.median(took))
            slowest[name] = max(slowest.get(name, 0), times[-1])
        store.close()
    worst = max(slowest, key=lambda name: slowest[name])
    print(
        f"one indicator of one municipality: median {1000 * statistics.median(times):.1f} ms, slowest "
        f"{worst} {1000 * slowest[worst]:.1f} ms"
    )


def make(folder: Path, claims: int, episodes: int) -> None:
    """Facts in the shape of a snapshot, by arithmetic on row numbers: the same each time."""
    with tempfile.TemporaryDirectory() as scratch:
        db = duckdb.connect(config={"threads": 2, "memory_limit": "4GB", "temp_directory": scratch})
        people = max(episodes // 4, 1)
        db.execute(
            f"CREATE MACRO place(p) AS lpad(((p::BIGINT * 7919) % {PLACES} + 1)::VARCHAR, 4, '0')"
        )
        db.execute("CREATE MACRO mix(i, k) AS (hash(i * 31 + k) % 1000000)::INTEGER")
        write(db, folder, "episode", f"""
            SELECT *, CASE WHEN mix(i, 3) < 780000 THEN started_on + mix(i, 4) % 900 END AS ended_on
            FROM (SELECT i, mix(i, 0) * 7 % {people} AS p,
                (['entitlement','entitlement','allocation','delivery','benefit','waiting'])[mix(i, 1) % 6 + 1] AS kind,
                DATE '2016-01-01' + mix(i, 2) % 2555 AS started_on FROM range({episodes}) t(i))
            """, {
            "record": "'e' || i", "person": "'p' || p", "household": "'h' || (p * 5 // 11)",
            "municipality": "place(p)", "birth_year": "1930 + p % 90",
            "law": "CASE WHEN kind = 'benefit' THEN 'participation' WHEN p % 90 > 75 THEN 'youth' ELSE 'wmo' END",
            "care_provision": "'custom'", "area": "'area ' || p % 9",
            "product_category": "CASE WHEN p % 90 > 75 THEN (41 + mix(i, 5) % 12)::VARCHAR ELSE lpad((1 + mix(i, 5) % 15)::VARCHAR, 2, '0') END",
            "product": "CASE WHEN kind = 'benefit' THEN 'participation_act' ELSE (mix(i, 6) % 60)::VARCHAR END",
            "referrer": "CASE WHEN mix(i, 7) % 10 < 9 THEN (['gp','municipality','court','self'])[mix(i, 7) % 4 + 1] END",
            "end_reason": "CASE WHEN ended_on IS NOT NULL THEN 'as_planned' END", "known_on": "started_on + 10",
            "origin": "'registered'",
        }, "started_on")  # fmt: skip
        write(db, folder, "amount", f"""
            SELECT i, mix(i // 10, 0) * 7 % {people} AS p, 'expense' AS kind,
                (DATE '2018-01-01' + to_months((mix(i // 10, 1) % 51 + i % 10)::INTEGER))::DATE AS period_start
            FROM range({claims}) t(i)
            """, {
            "record": "'c' || i", "person": "'p' || p", "municipality": "place(p)", "birth_year": "1930 + p % 90",
            "law": "CASE WHEN p % 90 > 75 THEN 'youth' ELSE 'wmo' END", "amount_kind": "'expense'",
            "stage": "'actual'", "recurrence": "'undivided'", "basis": "'booked'", "plan_year": "year(period_start)",
            "cents": "2000 + mix(i, 2) % 90000", "volume": "1 + mix(i, 3) % 40", "volume_unit": "(['hour','half_day','item'])[p % 3 + 1]",
            "product": "(p % 60)::VARCHAR", "provider": "'a' || p % 400", "period_end": "last_day(period_start::DATE)",
            "known_on": "period_start + 20 + mix(i, 4) % 60", "origin": "'claim'",
        }, "period_start")  # fmt: skip
        for name in ("event", "score", "supplied", "population"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        db.close()


def write(
    db: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    source: str,
    told: dict[str, str],
    day: str,
) -> None:
    """Write a table in folders by municipality, every column of its schema in place."""
    made = {**told}
    columns = []
    for column in TABLES[name].columns:
        kind = str(column.type).replace("string", "VARCHAR").replace("date32[day]", "DATE")
        kind = (
            kind.replace("decimal128", "DECIMAL")
            .replace("int16", "SMALLINT")
            .replace("int32", "INTEGER")
            .replace("int64", "BIGINT")
        )
        own = made.get(column.name) or (
            column.name if column.name in ("kind", day, "ended_on") else None
        )
        if own is None or (own == "ended_on" and name != "episode"):
            own = "'bench'" if not column.nullable else "NULL"
        columns.append(f"({own})::{kind} AS {column.name}")
    (folder / name).mkdir(parents=True)
    db.execute(
        f"COPY (SELECT {', '.join(columns)}, {made['municipality']} AS m FROM ({source})"
        f" ORDER BY m) TO '{folder / name}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (m))"
    )


if __name__ == "__main__":
    main()
