"""Results: better before reserves is not better after them."""

from collections.abc import Iterator
from dataclasses import dataclass

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.words import better, finding
from noaber.intake.documents.reading import CheckItem, Span


@dataclass(frozen=True, slots=True)
class _Difference:
    """How much better than the budget, in cents, before and after reserve movements."""

    before: int
    after: int
    spans: tuple[Span, ...]

    @property
    def turns(self) -> bool:
        """Whether the sign turns round, and not by next to nothing: at least a tenth is left."""
        smallest, largest = sorted((abs(self.before), abs(self.after)))
        return self.before * self.after < 0 and 10 * smallest >= largest

    @property
    def far_apart(self) -> bool:
        largest = max(abs(self.before), abs(self.after))
        return self.turns or 2 * abs(self.before - self.after) > largest


def result_before_and_after_reserves(case: Case) -> Iterator[CheckItem]:
    """The difference with the budget is told before and after reserves, where the two part.

    Said when the sign turns round, for the programme or for a theme, or when reserves take or give
    more than half of the programme's difference. This is information, not an error: its status is ok.

    Why: a sum that is put into a reserve is not left over, and a sum taken out of one is not earned.
    Law: BBV 17 and 27; the balance of income and expenses and the result are two lines.
    Prevents: 'better' in a headline for what is worse once the reserves have moved.
    """
    if case.kind != "account" or not case.money.knows_reserves:
        return
    whole = _difference(case, None)
    themes = {
        name: found
        for theme, name in case.money.names.items()
        if (found := _difference(case, theme)) is not None and found.turns
    }
    if whole is None or not (whole.far_apart or themes):
        return
    said = "".join(
        f" {name}: {better(one.before)} vóór, {better(one.after)} na reserves."
        for name, one in themes.items()
    )
    yield finding(
        "result",
        f"Ten opzichte van de begroting na wijziging is het saldo vóór reserves "
        f"{better(whole.before)} en het resultaat na reserves {better(whole.after)}.{said}",
        (*whole.spans, *(span for one in themes.values() for span in one.spans)),
        status="ok",
    )


def _difference(case: Case, theme: str | None) -> _Difference | None:
    money, year = case.money, case.year
    actual, allowed = (money.balance(theme, stage, year) for stage in ("actual", "revised"))
    moved, planned = (money.at(theme, "reserve", stage, year) for stage in ("actual", "revised"))
    if actual is None or allowed is None or moved is None or planned is None:
        return None
    before = actual.cents - allowed.cents
    after = before - (moved.cents - planned.cents)
    return _Difference(before, after, (*actual.spans, *allowed.spans, *moved.spans, *planned.spans))
