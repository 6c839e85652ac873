"""The rows under a heading against the total that is printed under that same heading."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import resources
from itertools import pairwise

import pytest

from noaber.intake.documents.checks import check
from noaber.intake.documents.files import read_file
from noaber.intake.documents.reader import read_text
from noaber.intake.documents.reading import AmountItem, AmountKind, CheckItem, Reading

FOLDER = resources.files("noaber.app") / "demo"
FILES = [
    f"noaberstad-{year}-{kind}.toml"
    for year in (2024, 2025)
    for kind in ("budget", "interim", "account")
]
SAMPLE = 40
COLUMNS = ("Rekening", "Begroting", "Vorig jaar")
Printed = tuple[str, str, AmountKind, str | None, tuple[float, ...]]
HELP: tuple[Printed, ...] = (
    ("Hulp", "Hulpmiddelen", "expense", "6.60", (2113412.30, 2100000, 2050000)),
    ("Hulp", "Begeleiding", "expense", "6.712", (4074905.62, 4162500, 4080000)),
    ("Hulp", "Dagbesteding", "expense", "6.713", (1789260, 1790000, 1760000)),
    ("Hulp", "Totaal lasten", "expense", None, (7977577.92, 8052500, 7890000)),
    ("Hulp", "Eigen bijdragen", "income", "6.60", (90500, 90000, 85000)),
    ("Hulp", "Bijdrage wonen", "income", "6.811", (230000, 231000, 232000)),
    ("Hulp", "Totaal baten", "income", None, (320500, 321000, 317000)),
    ("Hulp", "Saldo", "balance", None, (7657077.92, 7731500, 7573000)),
)


def table(printed: Sequence[Printed]) -> Reading:
    """A reading with these amounts; each has its own place."""
    empty = read_text("Doel: Rust\n")
    finance = [
        (heading, line, kind, field, column, eur)
        for heading, line, kind, field, amounts in printed
        for column, eur in zip(COLUMNS, amounts, strict=False)
    ]
    return replace(
        empty,
        finance=tuple(
            AmountItem(
                id=f"F{at}",
                heading=heading,
                line=line,
                kind=kind,
                column=column,
                stage=None,
                year=2025,
                eur=eur,
                favourable=None,
                span=(10 * at, 10 * at + 9),
                taakveld=field,
            )
            for at, (heading, line, kind, field, column, eur) in enumerate(finance)
        ),
    )


def item(reading: Reading, line: str, column: str = COLUMNS[0]) -> AmountItem:
    (found,) = (one for one in reading.finance if (one.line, one.column) == (line, column))
    return found


def changed(reading: Reading, old: AmountItem, eur: float) -> Reading:
    finance = (replace(one, eur=eur) if one.id == old.id else one for one in reading.finance)
    return replace(reading, finance=tuple(finance))


def totals(reading: Reading) -> list[CheckItem]:
    return [one for one in check(reading) if one.rule == "total"]


def test_details_that_add_up_are_ok_and_show_their_places() -> None:
    reading = table(HELP)
    checks = check(reading)
    assert [(one.rule, one.status, one.tolerance) for one in checks] == [
        *[("balance", "ok", 0)] * 3,
        *[("total", "ok", 0)] * 6,
    ]
    first = totals(reading)[0]
    assert (first.expected, first.found) == (7977577.92, 7977577.92)
    assert "Hulp, Totaal lasten, Rekening: de 3 lasten onder dit kopje tellen op" in first.message
    lines = ("Totaal lasten", "Hulpmiddelen", "Begeleiding", "Dagbesteding")
    assert first.spans == tuple(item(reading, line).span for line in lines)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [("Hulpmiddelen", 2113142.30), ("Hulpmiddelen", 2113412.31), ("Eigen bijdragen", 95000)],
)
def test_a_wrong_digit_in_a_detail_is_pointed_at_to_the_cent(line: str, wrong: float) -> None:
    reading = table(HELP)
    old = item(reading, line)
    (off,) = (one for one in check(changed(reading, old, wrong)) if one.status == "off")
    assert off.rule == "total"
    assert old.span in off.spans


def test_the_one_swap_that_explains_it_is_named() -> None:
    reading = table(HELP)
    old = item(reading, "Hulpmiddelen")
    (off,) = (one for one in check(changed(reading, old, 2113142.30)) if one.status == "off")
    assert off.spans[0] == old.span
    assert "met 2.113.412,30 in plaats van 2.113.142,30 klopt alles" in off.message


@pytest.mark.parametrize("line", ["Totaal lasten", "Totaal baten"])
def test_a_wrong_total_is_named_by_its_details_and_its_balance(line: str) -> None:
    reading = table(HELP)
    old = item(reading, line)
    off = [one for one in check(changed(reading, old, old.eur + 3000)) if one.status == "off"]
    assert {one.rule for one in off} == {"balance", "total"}
    assert {one.spans[0] for one in off} == {old.span}


def test_a_balance_is_made_of_totals_and_not_of_their_details_too() -> None:
    reading = table(HELP)
    first = check(reading)[0]
    lines = ("Saldo", "Totaal lasten", "Totaal baten")
    assert first.rule == "balance"
    assert first.spans == tuple(item(reading, line).span for line in lines)


def test_a_total_without_the_word_is_known_by_its_missing_policy_field() -> None:
    bare = tuple((h, line.replace("Totaal", "Alle"), k, f, a) for h, line, k, f, a in HELP)
    reading = table(bare)
    assert len(totals(reading)) == 6
    assert {one.status for one in check(reading)} == {"ok"}
    assert len(check(reading)) == 9
    old = item(reading, "Dagbesteding")
    off = [one for one in check(changed(reading, old, 1798260)) if one.status == "off"]
    assert [one.rule for one in off] == ["total"]
    assert off[0].spans[0] == old.span


def test_a_row_that_only_lacks_its_policy_field_is_no_total() -> None:
    rows = (*HELP[:3], ("Hulp", "Overig", "expense", None, (1000, 2000, 3000)))
    assert check(table(rows)) == ()


def test_rows_that_are_a_choice_from_the_total_are_not_added_up() -> None:
    choice = (HELP[0], *HELP[3:])
    assert {one.status for one in check(table(choice))} == {"ok"}
    assert [one.found for one in totals(table(choice))] == [320500, 321000, 317000]


def test_one_column_is_judged_as_the_other_headings_are() -> None:
    other = tuple(("Zorg", line, kind, field, a) for _, line, kind, field, a in HELP)
    reading = table([(h, line, k, f, a[:1]) for h, line, k, f, a in (*HELP, *other)])
    old = reading.finance[0]
    (off,) = (one for one in check(changed(reading, old, 2113142.30)) if one.status == "off")
    assert off.spans[0] == old.span


# The files of the invented town.


@pytest.fixture(scope="module", params=FILES)
def town(request: pytest.FixtureRequest) -> tuple[str, str, Reading]:
    raw = (FOLDER / request.param).read_bytes()
    return (request.param, *read_file(raw, request.param))


def details(reading: Reading) -> list[AmountItem]:
    """The amounts in rows with a policy field, where their heading has a total of that kind."""
    with_total = {
        (one.heading, one.kind)
        for one in reading.finance
        if one.heading and one.line.startswith("Totaal")
    }
    return [
        one
        for one in reading.finance
        if one.taakveld is not None and (one.heading, one.kind) in with_total
    ]


def swaps(reading: Reading, text: str) -> Iterator[tuple[AmountItem, float]]:
    """Each detail with two neighbouring digits swapped, wherever that changes it."""
    for one in details(reading):
        printed = text[slice(*one.span)]
        at = [place for place, sign in enumerate(printed) if sign.isdigit()]
        for left, right in pairwise(at):
            digits = list(printed)
            digits[left], digits[right] = digits[right], digits[left]
            eur = float("".join(digits).replace("_", ""))
            if eur != one.eur:
                yield one, eur


def test_every_swap_in_a_detail_of_the_town_is_pointed_at(town: tuple[str, str, Reading]) -> None:
    name, text, reading = town
    assert {one.status for one in check(reading)} == {"ok"}
    every = list(swaps(reading, text))
    for old, eur in random.Random(name).sample(every, SAMPLE):
        off = [one for one in check(changed(reading, old, eur)) if one.status == "off"]
        assert any(old.span in one.spans for one in off), (old.heading, old.line, old.column, eur)


@pytest.mark.parametrize(
    ("name", "line", "eur", "wrong"),
    [
        ("noaberstad-2025-account.toml", "Eigen bijdragen hulpmiddelen", 90500, 95000),
        ("noaberstad-2025-account.toml", "Hulpmiddelen en diensten", 2113412.30, 2113142.30),
        ("noaberstad-2024-budget.toml", "Toegang en wijkteams", 3120000, 1320000),
    ],
)
def test_three_slips_in_details_of_the_town(name: str, line: str, eur: float, wrong: float) -> None:
    reading = read_file((FOLDER / name).read_bytes(), name)[1]
    old = next(one for one in reading.finance if (one.line, one.eur) == (line, eur))
    (off,) = (one for one in check(changed(reading, old, wrong)) if one.status == "off")
    assert off.rule == "total"
    assert old.span in off.spans
