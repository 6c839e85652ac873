"""Promises: dates that passed, money with a deadline, savings, and what stopped underway."""

import re
from collections.abc import Iterator
from datetime import date

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.prose import sentences
from noaber.intake.documents.audit.values import called, cents, period, text, texts, year
from noaber.intake.documents.audit.words import counted, euro, finding, listed
from noaber.intake.documents.reading import CheckItem, IndicatorItem, Record, ValueItem
from noaber.vocabulary.names import normalise

# 'In 2022 is ...', 'voor eind 2023', 'uiterlijk 2024'; not 'vanaf 2020', not 'sinds 2019'.
_BY = re.compile(
    r"^\W*in (?P<first>20[0-9]{2})\b|"
    r"\b(?:uiterlijk|voor|vóór|eind|ultimo)(?: (?:in|eind|per|op|het einde van|[0-9]{1,2} [a-z]+))*"
    r" (?P<by>20[0-9]{2})\b",
    re.IGNORECASE,
)
# 'wordt in de eerste helft van 2023 aangepast', 'gaat per 1 april 2023 van start'.
_STILL = re.compile(
    r"\b(?:wordt|worden|zal|zullen|gaat|gaan|komt|komen|start|starten|begint|beginnen|volgt|volgen|opent|openen|verwachten)"
    r"\b[^.;:,()]{0,60}?"
    r"\b(?:in|per|uiterlijk|voor|eind|begin|medio|ultimo|rond)\b[^.;:,()]{0,40}?(?<![0-9-])(?P<year>20[0-9]{2})(?![0-9/-])",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"^\W*(?:per|in|eind|begin|medio|uiterlijk"
    r"|vanaf)\b[^.;:,()]{0,25}?(?<![0-9-])(?P<year>20[0-9]{2})(?![0-9/-]) "
    r"(?:wordt|worden|zal|zullen|gaat|gaan|komt|komen|start|starten|opent|openen|volgt|volgen)\b",
    re.IGNORECASE,
)
# In accounts of the year itself only what is said as still to come is too late.
_AHEAD = re.compile(
    r"\b(?:zal|zullen|gaat|gaan|komt|komen|opent|openen|verwacht\w*|naar verwachting)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:sinds|vanaf|zou|zouden|was|waren|werd|werden|is|zijn|had|begroting|jaarrekening|cijfers|peiljaar)\b",
    re.IGNORECASE,
)
_ENDED = ("stopped", "finished", "moved", "handed_over")


def goal_date_passed(case: Case) -> Iterator[CheckItem]:
    """The year that a goal names has not passed without a word on whether it was reached.

    Looked at are goals that begin with 'In 2022' or say 'uiterlijk', 'voor' or 'eind 2022'. The year
    has passed when it lies before the document's own; or, in accounts, when it is that year and no
    indicator at or below the goal has a value for it.

    Why: a goal with a date is a promise, and the date is when it is kept or not.
    Law: BBV 25: accounts tell to what extent goals were reached.
    Prevents: 'In 2022 ...' copied into the budget of 2024.
    """
    late = [
        goal
        for goal in case.reading.goals
        if goal.kind in ("goal", "subgoal")
        and (by := _named_year(goal.text))
        and _passed(case, goal.id, by)
    ]
    if late:
        yield finding(
            "promise",
            f"{counted(len(late), 'doel noemt een jaar dat', 'doelen noemen een jaar dat')} voorbij "
            f"is in dit document van {case.year}: {listed(one.text for one in late)}. Is het bereikt?",
            [one.span for one in late],
        )


def target_year_passed(case: Case) -> Iterator[CheckItem]:
    """The last target of an indicator does not lie behind the document without a value beside it.

    Said where the period of its last target has ended and nothing was measured in or after it.

    Why: a target nobody measured is neither reached nor missed.
    Law: BBV 25.
    Prevents: targets that end in 2022 in the budget of 2024.
    """
    late = [one for one in case.reading.indicators if _unmeasured(case, one)]
    if late:
        yield finding(
            "promise",
            f"Bij {counted(len(late), 'indicator', 'indicatoren')} ligt de laatste streefwaarde in "
            f"een voorbije periode waarvoor geen realisatie staat: {listed(one.name for one in late)}. "
            "Wat werd het, en geldt er een nieuwe streefwaarde?",
            [one.span for one in late],
        )


def told_date_has_not_passed(case: Case) -> Iterator[CheckItem]:
    """What the text says is still to come does not lie in a year that is over.

    Of accounts and interim reports that is a year before their own; of a budget, which is written in
    the autumn before, a year before that. 'Zou in 2022' and what is told as past are left alone.

    Why: a plan for a year that is over was copied, or was not kept and nobody says so.
    Law: BBV 25.
    Prevents: 'de verordening wordt in 2023 aangepast' in the budget of 2025.
    """
    if not case.text or case.year is None:
        return
    limit = case.year - (1 if case.kind == "budget" else 0)
    late = [
        (said, match)
        for said in sentences(case)
        for pattern in (_STILL, _FIRST)
        for match in pattern.finditer(said.text)
        if not _TOLD.search(match[0])
        and (
            int(match["year"]) < limit
            or (case.kind == "account" and int(match["year"]) == limit and _AHEAD.search(match[0]))
        )
    ]
    late = list({said.span: (said, match) for said, match in late}.values())
    if late:
        yield finding(
            "promise",
            f"{counted(len(late), 'zin kondigt iets aan', 'zinnen kondigen iets aan')} voor een jaar "
            "dat voorbij is in "
            f"dit document van {case.year}: {listed(said.text[:140] for said, _ in late)}. Is het gebeurd?",
            [said.span for said, _ in late],
        )


def grant_past_its_deadline(case: Case) -> Iterator[CheckItem]:
    """A grant whose deadline has passed is spent, or the rest is named as repayable.

    Held against the day that the document describes. Silent where amount or spending is not stated.

    Why: what is not spent in time goes back to who gave it.
    Law: the grant's own rule; the account to the state by SiSa (Financiële-verhoudingswet 17a).
    Prevents: a remainder that is counted as a windfall and reclaimed a year later.
    """
    for grant in case.records("grant_received"):
        deadline, amount, spent = (
            period(grant.values.get("deadline")),
            cents(grant, "eur"),
            cents(grant, "spent"),
        )
        if deadline is None or amount is None or spent is None or not _ended(case, deadline.end):
            continue
        left = amount - spent - (cents(grant, "repayable") or 0)
        if left > 100 and not _accounted(case, grant, left):
            yield finding(
                "promise",
                f"{called(grant)}: van {euro(amount)} is {euro(spent)} besteed en de termijn liep tot "
                f"en met {deadline}; over {euro(left)} zegt het document niets. Moet dit terug, of is "
                "er uitstel?",
                (grant.span,),
                expected=amount,
                found=amount - left,
            )


def effort_waits_for_what_stopped(case: Case) -> Iterator[CheckItem]:
    """An effort does not wait for one that was stopped.

    Held against the last entry of each log. An effort that itself has ended waits for nothing.

    Why: what waits for something that stopped will not begin by itself.
    Law: none; the municipality's own planning.
    Prevents: six efforts that wait for a front door that was given up.
    """
    efforts = {one.id: one for one in case.records("effort")}
    for effort in efforts.values():
        if _status(effort) in _ENDED:
            continue
        for other in (efforts[one] for one in texts(effort, "waits_for") if one in efforts):
            if _status(other) == "stopped":
                after = efforts.get(_successor(other))
                ending = (
                    f"; opvolger is '{called(after)}'. Wacht zij daarop?" if after else ". Wat nu?"
                )
                yield finding(
                    "promise",
                    f"'{called(effort)}' wacht op '{called(other)}', en dat is gestopt{ending}",
                    (effort.span, other.span),
                )


def appropriation_of_last_year(case: Case) -> Iterator[CheckItem]:
    """What the council kept for this year out of last year's result comes back in this document.

    Silent on the purposes of which a name, purpose or explanation here shares most of its words.
    Those that name what was spent are held to their amount, unless an explanation, a claim or a new
    appropriation of the document is of exactly the remainder.

    Why: the council set money apart for a purpose, and asks next year what became of it.
    Law: Gemeentewet 198 and the council's decision on the result; BBV 27.
    Prevents: money set apart for loneliness that is neither spent nor given back.
    """
    if case.kind not in ("account", "interim"):
        return
    yield from _unspent(case)
    before = case.previous()
    said = [words for one in case.reading.records if (words := _words(_all_text(one)))]
    if before is None or not said or case.kind != "account":
        return
    gone = [
        one
        for one in before.records
        if one.section == "result_appropriation"
        and year(one) == case.year
        and (wanted := _words(called(one)))
        and not any(2 * len(wanted & words) > len(wanted) for words in said)
    ]
    if gone:
        names = [f"{called(one)} ({euro(cents(one, 'eur') or 0)})" for one in gone]
        yield finding(
            "promise",
            f"In {before.document.title} is geld bestemd voor {case.year} dat hier niet terugkomt: "
            f"{listed(names)}. Wat is ermee gedaan?",
            (),
            found=0,
            expected=sum(cents(one, "eur") or 0 for one in gone),
        )


def savings_come_true(case: Case) -> Iterator[CheckItem]:
    """A saving that was booked ahead is realised, or the document says why not.

    Said of accounts, for savings of that year or before: less than booked without a reason, or no
    outcome at all. One finding for all.

    Why: a saving in the budget that does not come is a loss that was planned.
    Law: BBV 28; the supervision of the province on real estimates (Gemeentewet 203).
    Prevents: a saving of 1,000,000 booked ahead that returns as a volume effect.
    """
    if case.kind != "account" or case.year is None:
        return
    late = []
    for one in case.records("savings_target"):
        booked, realised, due = cents(one, "booked"), cents(one, "realised"), year(one)
        missed = booked is not None and (realised is None or realised < booked)
        if missed and due is not None and due <= case.year and not text(one, "reason"):
            late.append((one, booked or 0, realised))
    if late:
        names = [f"{called(one)} ({_outcome(booked, realised)})" for one, booked, realised in late]
        known = [realised for _, _, realised in late if realised is not None]
        yield finding(
            "promise",
            f"{counted(len(late), 'taakstelling is', 'taakstellingen zijn')} ingeboekt en niet "
            f"(geheel) gehaald, zonder reden erbij: {listed(names)}. Wat komt ervoor in de plaats?",
            [one.span for one, _, _ in late],
            expected=sum(booked for _, booked, _ in late),
            found=sum(known) if len(known) == len(late) else None,
        )


def _outcome(booked: int, realised: int | None) -> str:
    came = "uitkomst niet vermeld" if realised is None else f"{euro(realised)} gehaald"
    return f"{euro(booked)} ingeboekt, {came}"


def _named_year(name: str) -> int | None:
    match = _BY.search(name)
    return int(match["first"] or match["by"]) if match else None


def _passed(case: Case, node: str, by: int) -> bool:
    if case.year is None:
        return False
    if by < case.year:
        return True
    return (
        by == case.year
        and case.kind == "account"
        and _ended(case, date(by, 12, 31))
        and not any(
            value.value is not None and (when := period(value.period)) and when.end.year == by
            for one in case.reading.indicators
            if node in case.above(one.goal)
            for value in one.values
            if value.kind == "actual"
        )
    )


def _ended(case: Case, end: date) -> bool:
    return case.as_of is not None and end <= case.as_of


def _unmeasured(case: Case, indicator: IndicatorItem) -> bool:
    targets = [end for one in indicator.values if one.kind == "target" and (end := _end(one))]
    actuals = [end for one in indicator.values if one.kind == "actual" and (end := _end(one))]
    if not targets or not _ended(case, max(targets)):
        return False
    if indicator.measure:  # what became of it is counted, not printed
        return False
    return not any(end >= max(targets) for end in actuals)


def _end(value: ValueItem) -> date | None:
    when = period(value.period)
    return when.end if when and value.value is not None else None


def _status(effort: Record) -> str:
    last = _last_entry(effort)
    return text(last, "status") if last else ""


def _successor(effort: Record) -> str:
    last = _last_entry(effort)
    return text(last, "successor") if last else ""


def _last_entry(effort: Record) -> Record | None:
    """The last entry of the log by its date; of several on one day the last one written."""
    dated = [
        (when.end, at, one)
        for at, one in enumerate(effort.entries.get("status", ()))
        if (when := period(one.values.get("on")))
    ]
    return max(dated, key=lambda entry: entry[:2])[2] if dated else None


def _unspent(case: Case) -> Iterator[CheckItem]:
    for one in case.records("result_appropriation"):
        amount, spent = cents(one, "eur"), cents(one, "spent")
        if year(one) != case.year or amount is None or spent is None or spent >= amount:
            continue
        if not _accounted(case, one, amount - spent):
            yield finding(
                "promise",
                f"{called(one)}: van de {euro(amount)} die voor {case.year} bestemd was is "
                f"{euro(spent)} besteed. Wat gebeurt er met de overige {euro(amount - spent)}?",
                (one.span,),
                expected=amount,
                found=spent,
            )


def _accounted(case: Case, about: Record, left: int) -> bool:
    """Whether the document names the remainder elsewhere: an explanation, a claim, an appropriation."""
    amounts = (cents(one, "eur") for one in case.reading.records if one is not about)
    return any(amount is not None and abs(abs(amount) - left) <= 100 for amount in amounts)


def _all_text(record: Record) -> str:
    return " ".join(value for value in record.values.values() if isinstance(value, str))


def _words(text_: str) -> frozenset[str]:
    """The words that carry meaning: five letters or more."""
    return frozenset(word for word in normalise(text_).split() if len(word) > 4)
