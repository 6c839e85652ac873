"""The first screen of an edition: questions a council member asks, each answered in one sentence."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from noaber.desk.money import COLUMNS, Money
from noaber.judgement.attainment import Movement, Standing
from noaber.judgement.outcome import Outcome, outcome
from noaber.measures.results import Result
from noaber.publication.edition import (
    Cause,
    EffortPage,
    EffortStatus,
    Explanation,
    Figure,
    HeadlineLine,
    IndicatorPage,
)
from noaber.register.outline import Outline

# The checks that add up; the others ask what a careful reader would ask.
ARITHMETIC = frozenset(
    {"balance", "total", "result", "difference", "text_against_table", "amendment"}
)
_REVISED, _ACTUAL, _DIFFERENCE = COLUMNS[1], COLUMNS[2], COLUMNS[3]


def headlines(
    outline: Outline,
    indicators: Sequence[IndicatorPage],
    efforts: Sequence[EffortPage],
    explanations: Sequence[Explanation],
    money: Money,
    figure_of: Mapping[int, Figure],
) -> tuple[HeadlineLine, ...]:
    """The lines in the order in which they are asked; a line without an answer says so."""
    return (
        _aims(outline, indicators),
        _done(efforts),
        _better_off(indicators),
        _spent(money, figure_of),
        _result(money, figure_of),
        *_why(explanations),
        _adds_up(outline),
    )


def _aims(outline: Outline, indicators: Sequence[IndicatorPage]) -> HeadlineLine:
    goals = [node for node in outline.nodes if node.kind in ("goal", "subgoal")]
    measured = {page.goal_id for page in indicators}
    parents = {node.path: node.parent for node in outline.nodes}
    covered = set(measured)
    for path in measured:  # a goal is measured too where a goal under it is
        while parents.get(path):
            path = parents[path] or ""
            covered.add(path)
    bare = [goal for goal in goals if goal.path not in covered]
    answer = f"{_count(goals, 'doel', 'doelen')}, gemeten met "
    answer += f"{_count(indicators, 'indicator', 'indicatoren')}. "
    answer += (
        f"Bij {_count(bare, 'doel', 'doelen')} staat geen enkele indicator."
        if bare
        else "Bij elk doel staat een indicator."
    )
    if not goals:
        answer = "Het document noemt geen doelen."
    return HeadlineLine("Wat wilde de gemeente bereiken?", answer, target="goals")


_BECAME = (
    (EffortStatus.FINISHED, "{} afgerond"),
    (EffortStatus.RUNNING, "{} in uitvoering"),
    (EffortStatus.PLANNED, "{} gepland"),
    (EffortStatus.NEW, "{} nieuw"),
    (EffortStatus.PAUSED, "{} stilgelegd"),
    (EffortStatus.STOPPED, "{} gestopt"),
    (EffortStatus.NOT_STARTED, "{} niet gestart"),
    (EffortStatus.MOVED, "{} verplaatst"),
    (EffortStatus.HANDED_OVER, "{} overgedragen"),
    (None, "bij {} staat geen stand"),
)


def _done(efforts: Sequence[EffortPage]) -> HeadlineLine:
    question = "Wat is er gedaan, en wat werd ervan?"
    if not efforts:
        return HeadlineLine(question, "Het document noemt geen inspanningen.")
    states = [effort.status for effort in efforts]
    became = ", ".join(
        word.format(states.count(state)) for state, word in _BECAME if state in states
    )
    answer = f"{_count(efforts, 'inspanning', 'inspanningen')}: {became}."
    return HeadlineLine(question, answer, target="efforts")


def _why(explanations: Sequence[Explanation]) -> tuple[HeadlineLine, ...]:
    """What the document gives as causes; no line where it explains nothing."""
    if not explanations:
        return ()
    wholes = [one for one in explanations if not one.part_of]
    unknown = [one for one in explanations if one.cause is Cause.UNKNOWN]
    answer = f"Het document noemt {_count(wholes, 'verschil', 'verschillen')} met een uitleg."
    if unknown:
        answer += f" Bij {_count(unknown, 'bedrag', 'bedragen')} zegt het niet waardoor."
    return (HeadlineLine("Waardoor kwam dat?", answer, target="why"),)


def _better_off(indicators: Sequence[IndicatorPage]) -> HeadlineLine:
    question = "Is het gelukt?"
    if not indicators:
        return HeadlineLine(question, "Het document bevat geen indicatoren.", target="goals")
    standings = [page.statement.standing for page in indicators]
    aimed = len(standings) - standings.count(Standing.NO_TARGET_SET)
    if not aimed:
        answer = "Dat is niet te zeggen: nergens staat een streefwaarde of een gewenste richting."
    else:
        answer = (
            f"Bij {aimed} van de {_count(indicators, 'indicator', 'indicatoren')} staat een "
            f"streefwaarde of gewenste richting: {_standings(standings)}."
        )
    return HeadlineLine(question, f"{answer} {_moved(indicators)}", target="goals")


def _standings(standings: Sequence[Standing]) -> str:
    words = (
        (Standing.ATTAINED, "{} gehaald"),
        (Standing.NOT_ATTAINED, "{} niet gehaald"),
        (Standing.CANNOT_TELL, "bij {} is het niet te zeggen"),
        (Standing.LAPSED, "{} vervallen"),
    )
    return ", ".join(
        word.format(standings.count(standing)) for standing, word in words if standing in standings
    )


def _moved(indicators: Sequence[IndicatorPage]) -> str:
    moves = [page.statement.movement for page in indicators]
    told = f"{moves.count(Movement.UP)} cijfers stegen, {moves.count(Movement.DOWN)} daalden"
    broken = moves.count(Movement.BROKEN)
    return (
        f"{told}; bij {broken} verhindert een trendbreuk de vergelijking." if broken else f"{told}."
    )


def _spent(money: Money, figure_of: Mapping[int, Figure]) -> HeadlineLine:
    question = "Wat mocht het kosten en wat kostte het?"
    allowed, spent, over = (
        money.get("expense", None, column) for column in (_REVISED, _ACTUAL, _DIFFERENCE)
    )
    if allowed is None or spent is None or over is None:
        return HeadlineLine(question, "Het document bevat geen begroting naast de rekening.")
    side = {
        Outcome.WORSE: "{2} meer dan de raad na wijziging had toegestaan",
        Outcome.BETTER: "{2} minder dan de raad na wijziging had toegestaan",
        Outcome.EQUAL: "precies wat de raad had toegestaan ({2} verschil)",
    }[outcome(over.measure, over.value or Decimal(0))]
    answer = "De raad stond {0} aan lasten toe. Het werd {1}: " + side + "."
    return HeadlineLine(question, answer, _figures(figure_of, allowed, spent, over), "money")


def _result(money: Money, figure_of: Mapping[int, Figure]) -> HeadlineLine:
    question = "Hoe kwam het uit, voor en na de reserves?"
    before = money.get("balance", None, _DIFFERENCE)
    after = money.get("financial_result", None, _DIFFERENCE)
    if before is None or after is None:
        return HeadlineLine(question, "Het document bevat geen resultaat naast de begroting.")
    answer = f"Voor mutaties in de reserves {_side(before, '{0}')} dan begroot na wijziging; erna "
    answer += f"{_side(after, '{1}')}."
    return HeadlineLine(question, answer, _figures(figure_of, before, after), "money")


def _side(result: Result, place: str) -> str:
    words = {Outcome.BETTER: "beter", Outcome.WORSE: "slechter", Outcome.EQUAL: "anders"}
    return f"{place} {words[outcome(result.measure, result.value or Decimal(0))]}"


def _adds_up(outline: Outline) -> HeadlineLine:
    question = "Klopt het document met zichzelf?"
    off = [finding for finding in outline.findings if finding.status == "off"]
    rounded = [
        finding
        for finding in outline.findings
        if finding.status == "ok" and finding.found != finding.expected
    ]
    if not outline.findings:
        return HeadlineLine(question, "Er viel niets na te rekenen.", target="checks")
    checks = _count(outline.findings, "controle", "controles")
    wrong = [finding for finding in off if finding.rule in ARITHMETIC]
    asked = len(off) - len(wrong)
    answer = f"{checks}: "
    answer += (
        f"{_count(wrong, 'som klopt', 'sommen kloppen')} niet." if wrong else "alle sommen kloppen."
    )
    if asked:
        answer += f" Er {'is 1 vraag' if asked == 1 else f'zijn {asked} vragen'} aan de schrijver."
    if rounded:
        answer += (
            f" {_count(rounded, 'getal verschilt', 'getallen verschillen')} alleen door afronding."
        )
    return HeadlineLine(question, answer, target="checks")


def _figures(figure_of: Mapping[int, Figure], *results: Result) -> tuple[Figure, ...]:
    return tuple(figure_of[id(result)] for result in results)


def _count(items: Sequence[object], one: str, many: str) -> str:
    return f"{len(items)} {one if len(items) == 1 else many}"
