"""Orphans: what hangs on nothing in the chain from goal to effort, money and measurement.

One finding per kind, with all names in it: they are mended together.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.values import called, texts
from noaber.intake.documents.audit.words import counted, finding, listed
from noaber.intake.documents.reading import CheckItem, GoalItem, IndicatorItem, Span

_LEAST, _EXCEPTION = 3, 3  # so many of a kind, of which one in so many is an exception
_LEAVES = ("goal", "subgoal")


def goal_without_outcome_indicator(case: Case) -> Iterator[CheckItem]:
    """Every goal has an indicator that tells whether residents are better off.

    It may stand at the goal or anywhere below it. An indicator of which no kind is stated may be one
    of outcome, and one that hangs at the theme, or at a subgoal directly below it, may belong to any
    goal of the theme: then nothing is said. Silent where the document has no indicators, and of a
    printed chapter where more than a few goals have none: then its layout does not say what belongs
    to what.

    Why: without an outcome nobody can tell whether the goal is reached.
    Law: BBV 8: what the programme wants to achieve and how it is measured.
    Prevents: a goal that is only counted in activities.
    """
    indicators = case.reading.indicators
    if not indicators or any(one.goal is None for one in indicators):
        return
    measured = [one for one in indicators if one.kind in (None, "outcome")]
    covered = {node for one in measured for node in case.above(one.goal)}
    shared = {theme for one in measured if (theme := _shared_by(case, one)) is not None}
    alone = [
        goal
        for goal in _goals(case)
        if goal.id not in covered and shared.isdisjoint(case.above(goal.id))
    ]
    if _tells(case, len(alone), len(_goals(case))):
        yield from _said(
            "doel heeft geen effectindicator",
            "doelen hebben geen effectindicator",
            "Waaraan is te zien of ze bereikt zijn?",
            [(goal.text, goal.span) for goal in alone],
        )


def indicator_without_source(case: Case) -> Iterator[CheckItem]:
    """Every indicator names its source.

    Why: a figure without a source cannot be checked or repeated.
    Law: BBV 25 and its ministerial rule for the prescribed indicators; for the others convention.
    Prevents: a series that nobody can continue when its maker leaves.
    """
    measured = [
        one
        for one in case.reading.indicators
        if (one.values or not case.text) and not one.measure  # its own facts are its source
    ]
    alone = [one for one in measured if not (one.source or "").strip(" -–—.")]
    if _tells(case, len(alone), len(measured)):
        yield from _said(
            "indicator noemt geen bron",
            "indicatoren noemen geen bron",
            "Wie levert deze cijfers?",
            [(one.name, one.span) for one in alone],
        )


def effort_without_goal(case: Case) -> Iterator[CheckItem]:
    """Every effort serves a goal, a theme or a programme line.

    Silent of a printed chapter, whose layout need not say which goal is meant.

    Why: an effort without a goal cannot be judged by what it brings about.
    Law: BBV 8: what the municipality will do to reach its goals.
    Prevents: work that goes on because it always did.
    """
    if not case.text:
        yield from _said(
            "inspanning dient geen doel",
            "inspanningen dienen geen doel",
            "Waarvoor worden ze gedaan?",
            [(one.name, one.span) for one in _efforts(case) if not one.serves],
        )


def theme_with_money_without_goal(case: Case) -> Iterator[CheckItem]:
    """A theme that carries money has a goal.

    Silent where the document has no goals at all, and of a printed chapter, in which a head over text
    is a theme.

    Why: money without a goal cannot be accounted for but by the euro.
    Law: BBV 8: goals, efforts and costs per programme.
    Prevents: a heading of the cost table that the goal tree forgot.
    """
    below = {
        node for goal in case.reading.goals if goal.kind in _LEAVES for node in case.above(goal.id)
    }
    themes = [goal for goal in case.reading.goals if goal.kind == "theme"]
    alone = [one for one in themes if one.id in case.money.names and one.id not in below]
    if below and not case.text:
        yield from _said(
            "thema heeft geld maar geen doel",
            "thema's hebben geld maar geen doel",
            "Wat wil de gemeente ermee bereiken?",
            [(one.text, one.span) for one in alone],
        )


def goal_without_effort(case: Case) -> Iterator[CheckItem]:
    """For every goal something is done.

    An effort at the goal, below it, or at the theme above it will do. Silent where no effort of the
    document names a goal, and of a printed chapter, whose layout need not say which goal is meant.

    Why: a goal for which nothing is done is a wish.
    Law: BBV 8.
    Prevents: a goal that stayed in the text after its last effort ended.
    """
    served = {node for one in _efforts(case) for node in one.serves if node in case.goals}
    covered = {above for node in served for above in case.above(node)}
    tops = {node for node in served if case.goals[node].kind == "programme"}
    alone = [
        goal
        for goal in _goals(case)
        if goal.id not in covered and served.isdisjoint(case.above(goal.id))
    ]
    if served and not tops and not case.text:
        yield from _said(
            "doel heeft geen inspanning",
            "doelen hebben geen inspanning",
            "Wat doet de gemeente ervoor?",
            [(goal.text, goal.span) for goal in alone],
        )


@dataclass(frozen=True, slots=True)
class _Effort:
    """An effort by its name, with the goals and lines that it serves."""

    name: str
    serves: tuple[str, ...]
    span: Span


def _efforts(case: Case) -> list[_Effort]:
    """Efforts as a text lists them and as records keep them."""
    printed = [
        _Effort(one.text, (one.goal,) if one.goal else (), one.span) for one in case.reading.efforts
    ]
    kept = [
        _Effort(called(one), (*texts(one, "goals"), *texts(one, "programme_lines")), one.span)
        for one in case.records("effort")
    ]
    return printed + kept


def _goals(case: Case) -> list[GoalItem]:
    return [goal for goal in case.reading.goals if goal.kind == "goal"]


def _shared_by(case: Case, indicator: IndicatorItem) -> str | None:
    """The theme whose goals may all be measured by this indicator; None where it has its own goal."""
    way = list(case.above(indicator.goal))
    kinds = [case.goals[node].kind for node in way]
    return way[kinds.index("theme")] if "theme" in kinds and "goal" not in kinds else None


def _tells(case: Case, alone: int, among: int) -> bool:
    """Whether what hangs on nothing says something: of a printed chapter only where it is the exception."""
    return not case.text or (among >= _LEAST and alone * _EXCEPTION <= among)


def _said(one: str, more: str, question: str, named: list[tuple[str, Span]]) -> Iterator[CheckItem]:
    if named:
        yield finding(
            "orphan",
            f"{counted(len(named), one, more)}: {listed(name for name, _ in named)}. {question}",
            [span for _, span in named],
        )
