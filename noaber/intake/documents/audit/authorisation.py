"""Authorisation: the council allows expenses per programme; spending above it is said."""

from collections.abc import Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.words import better, euro, finding
from noaber.intake.documents.reading import CheckItem


def expenses_within_what_was_allowed(case: Case) -> Iterator[CheckItem]:
    """The expenses of the programme are not above what the council allowed after amendments.

    One finding for the programme, with the themes in its message: the council allows per programme.
    It is said as well when the balance is better, because income that came in does not allow
    spending. Only of accounts: half-way a year nothing is over yet.

    Why: spending above the budget is unlawful as to the budget unless the council covers it
    afterwards, so the reader must see the amount and its cover.
    Law: Gemeentewet 189 (3); BBV 28; Kadernota rechtmatigheid of the Commissie BBV.
    Prevents: a better balance that hides expenses 289,000 above what was allowed.
    """
    money, year = case.money, case.year
    actual = money.at(None, "expense", "actual", year)
    allowed = money.at(None, "expense", "revised", year)
    if case.kind != "account" or actual is None or allowed is None:
        return
    above = actual.cents - allowed.cents
    if above <= money.unit:
        return
    yield finding(
        "authorisation",
        f"De lasten zijn {euro(above)} hoger dan de raad na wijziging toestond "
        f"({euro(actual.cents)} tegen {euro(allowed.cents)}){_balance(case)}.{_themes(case)} "
        "Dit is onrechtmatig ten opzichte van de begroting, tenzij het gedekt is: welk besluit of "
        "welke dekking hoort hierbij?",
        (*actual.spans, *allowed.spans),
        expected=allowed.cents,
        found=actual.cents,
        tolerance=money.unit,
    )


def _balance(case: Case) -> str:
    realised = case.money.balance(None, "actual", case.year)
    allowed = case.money.balance(None, "revised", case.year)
    if realised is None or allowed is None or realised.cents == allowed.cents:
        return ""
    gap = realised.cents - allowed.cents
    return f", {'al is' if gap > 0 else 'en ook is'} het saldo {better(gap)}"


def _themes(case: Case) -> str:
    """The themes whose expenses were above their budget, as information."""
    said = []
    for theme, name in case.money.names.items():
        actual = case.money.at(theme, "expense", "actual", case.year)
        allowed = case.money.at(theme, "expense", "revised", case.year)
        if actual and allowed and actual.cents - allowed.cents > case.money.unit:
            said.append(f"{name} {euro(actual.cents - allowed.cents)}")
    return f" Hoger waren: {', '.join(said)}." if said else ""
