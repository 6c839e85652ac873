"""The questions of the quality report, as queries over one table of one municipality.

Each gives (kind, rows, of how many, records of a few). The view is called `facts`. What has to lay rows
beside each other does so part by part, of rows that can only be met in the same part: {part} of {parts}.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from noaber.facts.tables import TABLES

_PERSONAL = frozenset({"episode", "event", "score"})


@dataclass(frozen=True, slots=True)
class Check:
    """One question: its name, the column it is about, what it says in Dutch, and the query."""

    name: str
    column: str
    dutch: str
    query: str


def _where(condition: str, among: str = "true") -> str:
    return (
        f"SELECT kind, count(*) FILTER ({condition}), count(*), "  # noqa: S608
        f"min(record, 5) FILTER ({condition}) "
        f"FROM facts WHERE {among} GROUP BY kind HAVING count(*) FILTER ({condition}) > 0 ORDER BY kind"
    )


def missing(name: str) -> Iterator[Check]:
    """Who, how old, under which law, which product: empty where other rows of that kind have it."""
    columns = TABLES[name].schema.names
    if "person" not in columns:
        return
    # An amount that is no claim is about no one.
    among = "true" if name in _PERSONAL else "origin = 'claim'"
    for column, dutch in (
        ("person", "geen persoon"),
        ("birth_year", "geen geboortejaar"),
        ("law", "geen wet"),
        ("area", "geen gebied"),
        ("product_category", "geen productcategorie"),
        ("product", "geen product"),
        ("provider", "geen aanbieder"),
    ):
        # A column that nobody fills is a choice; a person, and with one an age, is always missed.
        always = column == "person" or column == "birth_year"
        some = "" if always else f" AND count({column}) > 0"
        yield Check("missing", column, dutch, _where(f"{column} IS NULL", among).replace(
            " ORDER BY kind", f"{some} ORDER BY kind"
        ))  # fmt: skip


_IMPOSSIBLE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "episode": (
        ("ended_on", "het einde ligt vóór het begin", "ended_on < started_on"),
        ("birth_year", "geboren na het begin", "birth_year > year(started_on)"),
        ("birth_year", "ouder dan 115 jaar", "year(started_on) - birth_year > 115"),
        ("volume", "een negatief volume", "volume < 0"),
        ("started_on", "begint meer dan een jaar na de dag waarop het bekend werd",
         "started_on > known_on + 366"),
    ),
    "event": (
        ("happened_on", "gebeurd na de dag waarop het bekend werd", "happened_on > known_on"),
        ("birth_year", "geboren na de gebeurtenis", "birth_year > year(happened_on)"),
        ("birth_year", "ouder dan 115 jaar", "year(happened_on) - birth_year > 115"),
        ("days_taken", "een negatieve duur", "days_taken < 0"),
    ),
    "score": (
        ("measured_on", "gemeten na de dag waarop het bekend werd", "measured_on > known_on"),
        ("birth_year", "geboren na de meting", "birth_year > year(measured_on)"),
        ("birth_year", "ouder dan 115 jaar", "year(measured_on) - birth_year > 115"),
    ),
    "amount": (
        ("period_end", "het einde ligt vóór het begin", "period_end < period_start"),
        ("price_cents", "een negatieve prijs", "price_cents < 0"),
        ("birth_year", "geboren na de periode", "birth_year > year(period_end)"),
        ("period_start", "begint na de dag waarop het bekend werd",
         "origin = 'claim' AND period_start > known_on"),
    ),
    "supplied": (
        ("period_end", "het einde ligt vóór het begin", "period_end < period_start"),
        ("n", "een negatief aantal", "n < 0"),
        ("spread", "een negatieve spreiding", "spread < 0"),
    ),
}  # fmt: skip


def impossible(name: str) -> Iterator[Check]:
    """What cannot have been so."""
    for column, dutch, condition in _IMPOSSIBLE[name]:
        yield Check("impossible", column, dutch, _where(condition))


def overlapping(name: str) -> Iterator[Check]:
    """Two episodes of one kind at once, of the same person and product."""
    if name != "episode":
        return
    same = "kind, person, law, product_category, product, effort"
    query = f"""
        WITH laid AS (
            SELECT kind, record, started_on, max(coalesce(ended_on, DATE '9999-12-31')) OVER (
                PARTITION BY {same} ORDER BY started_on, record
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS busy_until
            FROM facts WHERE person IS NOT NULL AND hash(person) % {{parts}} = {{part}}
        )
        SELECT kind, count(*) FILTER (started_on <= busy_until), count(*),
               min(record, 5) FILTER (started_on <= busy_until)
        FROM laid GROUP BY kind ORDER BY kind
    """  # noqa: S608
    yield Check(
        "overlap", "started_on", "loopt samen met een andere van dezelfde persoon en hetzelfde product",
        query,
    )  # fmt: skip


def doubled(name: str) -> Iterator[Check]:
    """Rows that say the same, but for the place where it stands."""
    columns = TABLES[name].schema.names
    content = ", ".join(one for one in columns if one not in ("record", "evidence", "known_on"))
    kind, record = ("kind", "record") if "kind" in columns else ("''", "evidence")
    # What documents print is held against itself when they are checked.
    among = "origin <> 'printed'" if "origin" in columns else "true"
    # A hash of the contents first: only what shares one is laid side by side.
    query = f"""
        WITH hashed AS NOT MATERIALIZED (
            SELECT {kind} AS kind, {record} AS record, hash({content}) AS same
            FROM facts WHERE {among} AND hash({content}) % {{parts}} = {{part}}
        ),
        twice AS MATERIALIZED (SELECT same FROM hashed GROUP BY same HAVING count(*) > 1),
        again AS (
            SELECT kind, record FROM hashed WHERE same IN (FROM twice)
            QUALIFY row_number() OVER (PARTITION BY same ORDER BY record) > 1
        ),
        told AS (SELECT kind, count(*) AS rows, min(record, 5) AS few FROM again GROUP BY kind),
        counted AS (SELECT kind, count(*) AS n FROM hashed GROUP BY kind)
        SELECT kind, coalesce(told.rows, 0), n, told.few FROM counted LEFT JOIN told USING (kind) ORDER BY kind
    """  # noqa: S608
    yield Check("doubled", "", "zegt hetzelfde als een andere rij", query)


def monthly(name: str) -> str:
    """Counts by kind, origin and month, without the month in which the last was known and later."""
    day = {"amount": "period_start"}.get(name, TABLES[name].year_of)
    among = "origin = 'claim'" if name == "amount" else "origin <> 'printed'"
    return f"""
        WITH bounds AS (SELECT date_trunc('month', max(known_on)) AS last FROM facts),
        counted AS (
            SELECT kind, origin, date_trunc('month', {day}) AS month, count(*) AS n
            FROM facts WHERE {among} GROUP BY ALL
        ),
        span AS (SELECT kind, origin, min(month) AS first FROM counted GROUP BY ALL),
        months AS (
            SELECT kind, origin, unnest(generate_series(first, last, INTERVAL 1 MONTH))::DATE AS month
            FROM span, bounds
        )
        SELECT months.kind, months.origin, months.month, coalesce(n, 0)
        FROM months LEFT JOIN counted USING (kind, origin, month), bounds
        WHERE months.month < bounds.last ORDER BY ALL
    """  # noqa: S608
