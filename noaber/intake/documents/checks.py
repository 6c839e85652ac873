"""Checks: what a document says of itself, recomputed from its own amounts.

Pure functions on Readings. The signs and the rounding are those of the table: signs by its own
arithmetic (`signs`), rounding by how exact its sums turn out to be. A table whose balances all hold
to the euro is held to that; one whose totals are a euro off here and there gets that euro.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from noaber.intake.documents.equations import Books, Equation, books
from noaber.intake.documents.ledger import Place
from noaber.intake.documents.reading import CheckItem, Reading, Span
from noaber.intake.documents.sentences import sentences
from noaber.intake.documents.suspects import Suspect, find_suspects
from noaber.intake.documents.tokens import plain
from noaber.vocabulary.money import from_cents
from noaber.vocabulary.numbers import format_number


def check(reading: Reading, text: str = "") -> tuple[CheckItem, ...]:
    """The money checks of a reading, in the order of the table; none where it has no amounts.

    `text` is the text that was read; without it no sentence is held against the table. In each
    check `expected` is recomputed and `found` is printed, in euros with the signs of the source.
    `tolerance` is what rounding explains in this table. `spans` are the places: the printed amount
    first and then what it was recomputed from, but before all others the amount that is probably
    wrong, where one explains everything.
    """
    if not reading.finance:
        return ()
    made = books(reading.finance, tuple(sentences(text)))
    return audit(made, [place.cents for place in made.places])


def all_checks(
    reading: Reading,
    text: str = "",
    today: date | None = None,
    others: Sequence[Reading] = (),
    is_new: bool = False,
) -> tuple[CheckItem, ...]:
    """The arithmetic of the printed tables, and then what an audit of the whole document finds.

    `others` are documents of the same municipality; `text` is that of a printed chapter, none for
    the own format; `is_new` says that nothing of the document is public yet.
    """
    # Imported here: the audit asks the arithmetic which amounts are proven by it.
    from noaber.intake.documents.audit import audit as audit_of

    return (*check(reading, text), *audit_of(reading, today, others, text, is_new))


def audit(made: Books, cents: Sequence[int]) -> tuple[CheckItem, ...]:
    """The checks of `made` with these amounts (cents) in its places."""
    equations = _credible(made.equations, cents)
    tolerances = _tolerances(equations, cents)
    failing = [one for one in equations if not _holds(one, cents, tolerances)]
    suspects = {
        one.target: found
        for group, found in find_suspects(failing, equations, cents, tolerances)
        for one in group
    }
    return tuple(
        _ok(one, made, cents, tolerances)
        if _holds(one, cents, tolerances)
        else _off(one, made, cents, tolerances, suspects[one.target])
        for one in equations
    )


def _credible(equations: Sequence[Equation], cents: Sequence[int]) -> list[Equation]:
    """The equations, without rules that the table plainly does not follow.

    A kind of sum that holds in none of several columns is not what the table prints there. The rows
    under a heading may also be a choice ('of which'): their sum must hold in half of the columns
    with amounts, or, with one such column, hold mostly under the other headings.
    """
    held: dict[tuple[str, str], list[bool]] = {}
    claims: dict[str, list[bool]] = {}
    for one in equations:
        close = abs(one.residual(cents)) <= one.bound
        if one.claim is None:
            held.setdefault((one.rule, one.how), []).append(close)
        elif any(cents[cell] for cell in one.cells):
            claims.setdefault(one.claim, []).append(close)
    believed = {claim: _believed(claim, claims) for claim in claims}
    return [
        one
        for one in equations
        if (
            believed.get(one.claim, True)
            if one.claim is not None
            else any(held[one.rule, one.how]) or len(held[one.rule, one.how]) == 1
        )
    ]


def _believed(claim: str, claims: Mapping[str, Sequence[bool]]) -> bool:
    """Whether the sum holds in half of its columns; a lone column follows the other claims."""
    mine = claims[claim]
    if any(mine) or len(mine) > 1:
        return 2 * sum(mine) >= len(mine)
    others = [close for name, found in claims.items() if name != claim for close in found]
    return 2 * sum(others) > len(others)


def _tolerances(equations: Sequence[Equation], cents: Sequence[int]) -> dict[str, int]:
    """How exact each family of sums is in this table, in cents.

    The largest residual of the family, after leaving out as many as one single amount can spoil: so
    that no wrong digit widens the tolerance by which it would be judged. Never more than the bound
    of the sum itself; a family too small to tell gets that bound.
    """
    families: dict[str, list[Equation]] = {}
    for one in equations:
        families.setdefault(one.family, []).append(one)
    return {name: _tolerance(family, cents) for name, family in families.items()}


def _tolerance(family: Sequence[Equation], cents: Sequence[int]) -> int:
    spoiled: dict[int, int] = {}
    for one in family:
        for cell in set(one.cells):
            spoiled[cell] = spoiled.get(cell, 0) + 1
    residuals = sorted(abs(one.residual(cents)) for one in family)
    kept = residuals[: len(residuals) - max(spoiled.values())]
    return kept[-1] if kept else max(one.bound for one in family)


def _holds(one: Equation, cents: Sequence[int], tolerances: Mapping[str, int]) -> bool:
    return abs(one.residual(cents)) <= min(tolerances[one.family], one.bound)


def _ok(
    one: Equation, made: Books, cents: Sequence[int], tolerances: Mapping[str, int]
) -> CheckItem:
    residual = abs(one.residual(cents))
    ending = "klopt" if residual == 0 else f"afgerond, {_euro(residual)} euro verschil"
    return _item(one, made, cents, tolerances, ending, ())


def _off(
    one: Equation,
    made: Books,
    cents: Sequence[int],
    tolerances: Mapping[str, int],
    suspects: Sequence[Suspect],
) -> CheckItem:
    ending = f"{_euro(abs(one.residual(cents)))} euro verschil, meer dan afronding verklaart"
    if suspects:
        ending += f"; {_accuse(suspects, made.places, cents)}"
    first = tuple(made.places[suspect.cell].span for suspect in suspects)
    return _item(one, made, cents, tolerances, ending, first, status_off=True)


def _accuse(suspects: Sequence[Suspect], places: Sequence[Place], cents: Sequence[int]) -> str:
    """The sentence that names the one amount, or the few, that would explain everything."""
    named = [
        f"{places[one.cell].label}: met {_euro(one.cents)} in plaats van {_euro(cents[one.cell])}"
        for one in suspects
    ]
    if len(named) == 1:
        return f"waarschijnlijk staat de fout in {named[0]} klopt alles"
    shown = "; of ".join(named[:3])
    return f"de fout kan op {len(named)} plaatsen staan, alles klopt bijvoorbeeld in {shown}"


def _item(
    one: Equation,
    made: Books,
    cents: Sequence[int],
    tolerances: Mapping[str, int],
    ending: str,
    first: tuple[Span, ...],
    status_off: bool = False,
) -> CheckItem:
    expected, found = one.expected(cents), cents[one.target]
    places = dict.fromkeys((*first, *(made.places[cell].span for cell in one.cells)))
    return CheckItem(
        rule=one.rule,
        status="off" if status_off else "ok",
        expected=_number(expected),
        found=_number(found),
        message=f"{one.subject}: {one.how} {_euro(expected)}, vermeld staat {_euro(found)}: {ending}",
        spans=tuple(places),
        tolerance=_number(min(tolerances[one.family], one.bound)),
    )


def _number(cents: int) -> int | float:
    return cents // 100 if cents % 100 == 0 else plain(Decimal(cents) / 100)


def _euro(cents: int) -> str:
    return format_number(from_cents(cents))
