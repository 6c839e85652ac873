"""Codes of the year and grey cells: does every post stand where an amount may stand?"""

from collections.abc import Iterator

from noaber.intake.iv3.delivery import (
    BUDGET,
    PERIODS,
    TABLES,
    Delivery,
    Finding,
    Post,
    pointer,
    shown,
)
from noaber.intake.iv3.shape import row_keys
from noaber.vocabulary.iv3.lists import (
    AXES,
    FIRST_YEAR,
    LAST_YEAR,
    ListName,
    codes,
    grey,
    known_year,
    years_of,
)
from noaber.vocabulary.taakvelden import normalise_code, span

_RULES: dict[ListName, str] = {
    "taakveld": "DF001",
    "expense_category": "DF002",
    "income_category": "DF002",
    "balance_code": "DF003",
    "balance_moment": "DF004",
    "key_figure": "DF005",
    "policy_indicator": "DF006",
    "reported_period": "DF007",
}
_WORDS: dict[ListName, str] = {
    "taakveld": "taakveld",
    "expense_category": "lastencategorie",
    "income_category": "batencategorie",
    "balance_code": "balanscode",
    "balance_moment": "balansmoment (standper)",
    "key_figure": "kengetal",
    "policy_indicator": "beleidsindicator",
    "reported_period": "verslagperiode",
}
_OTHER_SIDE: dict[ListName, ListName] = {
    "expense_category": "income_category",
    "income_category": "expense_category",
}


def check_codes(delivery: Delivery) -> tuple[Finding, ...]:
    """Every code that its year does not know, with the years that do, and every grey cell used."""
    head = tuple(_head(delivery))
    year = delivery.head.year
    if delivery.head.level != "Gemeente" or not known_year(year):
        return head
    found = list(head)
    for table in TABLES:
        row_list, column_list = AXES[table]
        row_key, column_key = row_keys(table)
        for index, post in enumerate(delivery.table(table)):
            row = _unknown(row_list, post.row, year, table, index, row_key)
            column = _unknown(column_list, post.column, year, table, index, column_key)
            found += [finding for finding in (row, column) if finding]
            if not row and not column and post.cents:
                found += _grey(post, year, index)
    return (*found, *_figures(delivery))


def _head(delivery: Delivery) -> Iterator[Finding]:
    head = delivery.head
    if head.level != "Gemeente":
        yield Finding(
            "SF888",
            "/metadata/overheidslaag",
            f"Dit is een levering van de overheidslaag {shown(head.level)}; alleen de codelijsten van "
            "gemeenten zijn bekend, dus codes en controles zijn niet getoetst.",
        )
    elif head.municipality is None:
        yield Finding(
            "SF004",
            "/metadata/overheidsnummer",
            f"'{shown(head.number)}' is geen gemeentenummer; geef de vier cijfers van het CBS, met of "
            "zonder 06 ervoor.",
        )
    if not known_year(head.year):
        yield Finding(
            "SF888",
            "/metadata/boekjaar",
            f"Van boekjaar {head.year} is geen codelijst bekend (wel van {FIRST_YEAR} tot en met "
            f"{LAST_YEAR}), dus codes en controles zijn niet getoetst.",
        )
    if (head.status == "Begroting") != (head.period == BUDGET):
        yield Finding(
            "STATUS",
            "/metadata/status",
            f"De status is {head.status}, maar periode {head.period} is {PERIODS[head.period]}; "
            "verbeter een van beide.",
            wrong=False,
        )


def _unknown(
    name: ListName, code: str, year: int, table: str, index: int, key: str
) -> Finding | None:
    if code in codes(name, year):
        return None
    return Finding(
        _RULES[name],
        pointer("data", table, index, key),
        f"{table}, regel {index + 1}: '{shown(code)}' is in {year} geen {_WORDS[name]}; "
        f"{_advice(name, code, year)}.",
    )


def _advice(name: ListName, code: str, year: int) -> str:
    """What the code is, where it is anything: of other years, of the other side, spelled differently."""
    other = _OTHER_SIDE.get(name)
    if other and code in codes(other, year):
        return f"het is een {_WORDS[other]}: zet het bedrag in de andere tabel"
    years = years_of(name, code)
    if years:
        return f"de code is van {span(years)}: kies de codes van {year}"
    if name == "taakveld":
        if code in codes("main_taakveld", year):
            return "het is een hoofdtaakveld: lever per taakveld"
        meant = normalise_code(code, year)
        if meant in codes(name, year):
            return f"bedoeld is misschien {meant}: schrijf de code zo"
        if meant and years_of(name, meant):
            return f"{meant} is van {span(years_of(name, meant))}: kies de codes van {year}"
    return "de code staat in geen enkel jaar in de officiële lijst"


def _grey(post: Post, year: int, index: int) -> list[Finding]:
    if post.column not in grey(post.table, year).get(post.row, ()):
        return []
    row_list, column_list = AXES[post.table]
    row, column = codes(row_list, year)[post.row], codes(column_list, year)[post.column]
    return [
        Finding(
            "GRIJS",
            pointer("data", post.table, index),
            f"{post.table}, regel {index + 1}: op {_WORDS[row_list]} {row.code} ({row.name}) mag in "
            f"{year} geen bedrag staan in {_WORDS[column_list]} {column.code} ({column.name}); dat is "
            "een grijze cel. Boek het op een andere categorie of een ander veld.",
        )
    ]


def _figures(delivery: Delivery) -> Iterator[Finding]:
    counters: dict[str, int] = {}
    for figure in delivery.figures:
        table = "kengetallen" if figure.kind == "key_figure" else "beleidsindicatoren"
        key = "kengetal" if figure.kind == "key_figure" else "beleidsindicator"
        index = counters.get(table, 0)
        counters[table] = index + 1
        coded: tuple[tuple[ListName, str, str], ...] = (
            (figure.kind, figure.code, key),
            ("reported_period", figure.period, "verslagperiode"),
        )
        for name, code, place in coded:
            found = _unknown(name, code, delivery.head.year, table, index, place)
            if found:
                yield found
