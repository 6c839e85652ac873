"""Residuals: what of a difference is not explained, in euros; and parts that should make a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.values import called, cents, text
from noaber.intake.documents.audit.words import better, counted, euro, finding
from noaber.intake.documents.reading import CheckItem, Record, Span

_THEMES = "thema's"


@dataclass(frozen=True, slots=True)
class _Residual:
    """One theme: its difference with the budget and what the document explains of it, in cents."""

    theme: str
    difference: int
    explained: int
    rounding: int
    spans: tuple[Span, ...]

    @property
    def left(self) -> int:
        """What is not explained."""
        return self.difference - self.explained

    def room(self, floor: int) -> int:
        """What may stay unexplained: the floor, a tenth of the difference, what rounding hides."""
        return max(floor, abs(self.difference) // 10, self.rounding)


def unexplained_difference(case: Case) -> Iterator[CheckItem]:
    """What is not explained of the difference of a theme with its budget, in euros.

    Difference: balance realised less allowed, better is positive. Explained: the explanations of that
    theme; parts of an explanation are not counted again. A document explains above a floor that it
    seldom states; the smallest amount that it explains anywhere is taken for it. Residuals below it
    are left alone, and so are those below a tenth of the difference, which are many small ones.
    Silent where the document has no explanations at all.

    Why: the reader should know how much of the difference nobody accounts for.
    Law: BBV 28 (analysis of the differences between budget and accounts).
    Prevents: a theme of whose setback no more than 56 percent is explained, unseen.
    """
    found = _residuals(case)
    floor = _floor(case)
    for one in found:
        room = one.room(floor)
        if abs(one.left) > room:
            yield finding(
                "residual",
                f"{case.name(one.theme)}: het saldo is {better(one.difference)} dan begroot, de "
                f"verklaringen tellen op tot {better(one.explained)}; {euro(abs(one.left))} is niet "
                f"verklaard (de kleinste verklaring in dit document is {euro(floor)}). Wat is de rest?",
                one.spans,
                expected=one.difference,
                found=one.explained,
                tolerance=room,
            )


def explained_share(case: Case) -> Iterator[CheckItem]:
    """What is not explained over all themes: gross beside net.

    Information beside the findings per theme: its status is ok.

    Why: an unexplained windfall and an unexplained setback hide each other in a net figure.
    Law: BBV 28.
    Prevents: 'all differences are explained' for a programme whose themes are each half explained.
    """
    found, floor = _residuals(case), _floor(case)
    if not any(abs(one.left) > one.room(floor) for one in found):
        return
    gross, net = sum(abs(one.left) for one in found), sum(one.left for one in found)
    difference = sum(one.difference for one in found)
    share = ""
    if difference:
        explained = sum(one.explained for one in found)
        share = f" Netto is {_percent(explained, difference)} procent van het verschil verklaard"
        shares = sorted(_percent(one.explained, one.difference) for one in found if one.difference)
        share += (
            f", per thema van {shares[0]} tot {shares[-1]} procent." if len(shares) > 1 else "."
        )
    yield finding(
        "explained_share",
        f"Over {counted(len(found), 'thema', _THEMES)} is {euro(gross)} niet verklaard; "
        f"voordelen en nadelen tegen elkaar weggestreept blijft daarvan {euro(abs(net))} over.{share}",
        tuple(span for one in found for span in one.spans),
        status="ok",
    )


def parts_make_the_whole(case: Case) -> Iterator[CheckItem]:
    """The parts of an explanation add up to it.

    Every figure may be rounded: to thousands, five hundreds, hundreds or tens, whichever all figures
    of the sum are multiples of, at most a thousand. Rounding explains half a step for each figure. A
    single part is an example, not a division, and is left alone. What only rounding explains is told
    with status ok.

    Why: a division that does not add up leaves out a cause, or has a wrong digit.
    Law: the sum itself.
    Prevents: 14.500 explained by 100.000 less 84.500.
    """
    explanations = case.records("explanation")
    for whole in explanations:
        parts = [one for one in explanations if _is_part(one, whole)]
        amounts = [cents(one, "eur") for one in parts]
        printed, known = cents(whole, "eur"), [one for one in amounts if one is not None]
        if printed is None or len(known) < 2 or len(known) < len(parts):
            continue
        yield from _decomposed(case, whole, printed, parts, known)


def _is_part(one: Record, whole: Record) -> bool:
    return whole.id not in ("", one.id) and text(one, "part_of") == whole.id


def _decomposed(
    case: Case, whole: Record, printed: int, parts: Sequence[Record], amounts: Sequence[int]
) -> Iterator[CheckItem]:
    total = sum(amounts)
    gap, room = abs(total - printed), _rounding((printed, *amounts))
    if gap == 0:
        return
    added = " en ".join(euro(one) for one in amounts)
    step = euro(_step((printed, *amounts)))
    ending = (
        f"afronding op {step} verklaart tot {euro(room)}"
        if gap <= room
        else f"afronding op {step} verklaart hooguit {euro(room)}. Welk bedrag klopt niet, of wat "
        "is de rest?"
    )
    yield finding(
        "decomposition",
        f"{case.name(text(whole, 'theme'))}, {called(whole)}: {added} tellen op tot {euro(total)}, "
        f"vermeld staat {euro(printed)}: {euro(gap)} verschil; {ending}",
        (whole.span, *(one.span for one in parts)),
        expected=total,
        found=printed,
        tolerance=room,
        status="ok" if gap <= room else "off",
    )


def _residuals(case: Case) -> list[_Residual]:
    """The themes with a difference; none where the document explains nothing or is no account."""
    top = _top_level(case)
    if case.kind != "account" or not top:
        return []
    found = []
    for theme in case.money.names:
        actual = case.money.balance(theme, "actual", case.year)
        allowed = case.money.balance(theme, "revised", case.year)
        if actual is None or allowed is None:
            continue
        mine = [(one, amount) for one, amount in top if text(one, "theme") == theme]
        found.append(
            _Residual(
                theme,
                actual.cents - allowed.cents,
                sum(amount for _, amount in mine),
                _rounding([amount for _, amount in mine]) + 2 * case.money.unit,
                (*actual.spans, *allowed.spans, *(one.span for one, _ in mine)),
            )
        )
    return found


def _top_level(case: Case) -> list[tuple[Record, int]]:
    """The explanations that are not a part of another one, with their amounts."""
    explanations = case.records("explanation")
    known = {one.id for one in explanations}
    return [
        (one, amount)
        for one in explanations
        if text(one, "part_of") not in known and (amount := cents(one, "eur")) is not None
    ]


def _floor(case: Case) -> int:
    return min((abs(amount) for _, amount in _top_level(case) if amount), default=0)


def _step(amounts: Sequence[int]) -> int:
    """What the amounts (cents) are rounded to: the largest usual step that all are multiples of."""
    steps = (100_000, 50_000, 10_000, 1_000, 100)
    return next((step for step in steps if all(one % step == 0 for one in amounts)), 1)


def _rounding(amounts: Sequence[int]) -> int:
    return _step(amounts) * len(amounts) // 2


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole)
