"""The first screen of an edition: five questions of a council member, answered in a few sentences.

What was decided and what became of it; are residents better off; what was allowed and spent; why, and
what is not explained; how sure is it, and what is asked of the council.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from noaber.desk.beside import LOOKS_BACK
from noaber.desk.money import (
    ACTUAL,
    DIFFERENCE,
    FORECAST,
    ONE_OFF,
    ORIGINAL,
    REVISED,
    Column,
    FigureOf,
    Money,
)
from noaber.judgement.attainment import Movement, Standing
from noaber.judgement.outcome import Outcome, outcome
from noaber.judgement.promises import Fate
from noaber.measures.results import Result
from noaber.publication.design.formats import day_text
from noaber.publication.design.words import ARITHMETIC
from noaber.publication.edition import (
    CheckLine,
    EffortPage,
    EffortStatus,
    Explanation,
    Figure,
    HeadlineLine,
    IndicatorPage,
    Promise,
    Register,
)
from noaber.register.outline import Outline
from noaber.vocabulary.grades import Grade

NAMED = 3  # so many names fit in a sentence; the page behind it has them all


class Answer:
    """An answer in the making: sentences, and the figures that stand in them."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._said: list[str] = []
        self._figures: list[Figure] = []

    def say(self, sentence: str, *figures: Figure) -> None:
        """Add a sentence; each '{}' in it is the next of the figures."""
        for figure in figures:
            sentence = sentence.replace("{}", f"{{{len(self._figures)}}}", 1)
            self._figures.append(figure)
        self._said.append(sentence)

    def line(self, question: str, target: str) -> HeadlineLine:
        """The line with what was said."""
        return HeadlineLine(question, " ".join(self._said), tuple(self._figures), target)


def headlines(
    outline: Outline,
    indicators: Sequence[IndicatorPage],
    efforts: Sequence[EffortPage],
    explanations: Sequence[Explanation],
    money: Money,
    figure_of: FigureOf,
    promises: Sequence[Promise],
    checks: Sequence[CheckLine],
    registers: Sequence[Register],
) -> tuple[HeadlineLine, ...]:
    """The lines in the order in which they are asked; a line without an answer says so."""
    return (
        _decided(outline, efforts, promises),
        _better_off(outline, indicators),
        _spent(outline, money, figure_of),
        *_why(outline, money, figure_of, explanations),
        _sure(outline, indicators, checks, registers),
    )


# -- what did we decide, and what became of it?

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


def _decided(
    outline: Outline, efforts: Sequence[EffortPage], promises: Sequence[Promise]
) -> HeadlineLine:
    question = "Wat besloten we, en wat werd ervan?"
    answer = Answer()
    goals = [node for node in outline.nodes if node.kind in ("goal", "subgoal")]
    answer.say(f"{_capital(count(goals, 'doel', 'doelen'))}." if goals else "Geen doelen genoemd.")
    kept = [one for one in promises if one.kind == "effort"]
    if kept:
        _fates(answer, kept)
        return answer.line(question, "promises")
    if not efforts:
        answer.say("Het document noemt geen inspanningen.")
        return answer.line(question, "goals")
    answer.say(f"{_capital(count(efforts, 'inspanning', 'inspanningen'))}: {_states(efforts)}.")
    return answer.line(question, "efforts")


def _fates(answer: Answer, promises: Sequence[Promise]) -> None:
    by = {fate: [one for one in promises if one.fate is fate] for fate in Fate}
    promised = [one for one in promises if one.fate is not Fate.ADDED]
    kept = [one.said[-1].status for one in by[Fate.KEPT]]
    told = [word.format(kept.count(state)) for state, word in _BECAME if state in kept]
    if by[Fate.CHANGED]:
        told.append(f"{len(by[Fate.CHANGED])} anders gelopen")
    if by[Fate.UNTOLD]:
        told.append(f"bij {len(by[Fate.UNTOLD])} staat niet hoe het ermee is")
    many = count(promised, "eerder genoemde inspanning", "eerder genoemde inspanningen")
    answer.say(f"Van {many}: {', '.join(told) or 'geen enkele komt terug'}.")
    if by[Fate.CHANGED]:
        answer.say(f"Anders liep het bij {_names(by[Fate.CHANGED])}.")
    if by[Fate.SILENT]:
        answer.say(f"Niets meer staat er over {_names(by[Fate.SILENT])}.")
    if by[Fate.ADDED]:
        answer.say(f"Nieuw {_is(by[Fate.ADDED])} {_names(by[Fate.ADDED])}.")


def _states(efforts: Sequence[EffortPage]) -> str:
    states = [effort.status for effort in efforts]
    return ", ".join(word.format(states.count(state)) for state, word in _BECAME if state in states)


# -- are residents better off?


def _better_off(outline: Outline, indicators: Sequence[IndicatorPage]) -> HeadlineLine:
    question = "Zijn inwoners beter af?"
    answer = Answer()
    outcomes = [one for one in indicators if one.kind == "outcome"]
    outputs = [one for one in indicators if one.kind == "output"]
    rest = [one for one in indicators if one.kind not in ("outcome", "output")]
    if not indicators:
        answer.say("Dat is niet te zien: het document heeft geen indicatoren.")
        return answer.line(question, "goals")
    if outline.kind not in LOOKS_BACK or not any(
        _measured(one, outline.year) for one in indicators
    ):
        _ahead(answer, outline, indicators)
        return answer.line(question, "goals")
    if outcomes:
        answer.say(
            f"Over wat inwoners merken {_gaan(outcomes)} "
            f"{count(outcomes, 'indicator', 'indicatoren')}: {_standings(outcomes)}."
        )
    elif outputs:
        answer.say(
            "Dat is niet te zien: geen enkele indicator gaat over wat inwoners ervan merken."
        )
    if outputs:
        answer.say(
            f"Over wat er gedaan is {_gaan(outputs)} er {len(outputs)}: {_standings(outputs)}."
        )
    if rest and not (outcomes or outputs):
        answer.say(
            f"Het document zegt bij {count(rest, 'indicator', 'indicatoren')} niet of het gaat om wat "
            f"inwoners merken of om wat er gedaan is: {_standings(rest)}."
        )
    if not outcomes and not outputs:
        answer.say(_moved(indicators))
    answer.say(_unmeasured(outline, outcomes or (indicators if not outputs else [])))
    return answer.line(question, "goals")


def _measured(page: IndicatorPage, year: int) -> bool:
    return any(
        point.period.startswith(str(year))
        and (point.figure.value is not None or point.figure.label)
        for point in page.points
    )


def _ahead(answer: Answer, outline: Outline, indicators: Sequence[IndicatorPage]) -> None:
    """A document that looks ahead has no outcome yet: it says what it will be known by."""
    outcomes = [one for one in indicators if one.kind == "outcome"]
    aimed = [one for one in indicators if one.target or one.targets]
    answer.say(
        f"Dat moet nog blijken, uit {count(indicators, 'indicator', 'indicatoren')}"
        + (f", waarvan {len(outcomes)} over wat inwoners ervan merken." if outcomes else ".")
    )
    answer.say(
        f"Bij {len(aimed)} staat wat de gemeente wil bereiken."
        if aimed
        else "Nergens staat hoever de gemeente wil komen."
    )
    answer.say(_unmeasured(outline, outcomes or indicators))


_ALL = {
    Standing.ATTAINED: "allemaal gehaald",
    Standing.NOT_ATTAINED: "geen enkele gehaald",
    Standing.CANNOT_TELL: "bij geen enkele is te zeggen of hij is gehaald",
    Standing.LAPSED: "allemaal vervallen",
    Standing.NO_TARGET_SET: "bij geen enkele is een streefwaarde afgesproken",
}


def _standings(pages: Sequence[IndicatorPage]) -> str:
    standings = [page.statement.standing for page in pages]
    if len(set(standings)) == 1 and len(pages) > 1:
        return _ALL[standings[0]]
    words = (
        (Standing.ATTAINED, "{} gehaald"),
        (Standing.NOT_ATTAINED, "{} niet gehaald"),
        (Standing.CANNOT_TELL, "bij {} niet te zeggen"),
        (Standing.LAPSED, "{} vervallen"),
        (Standing.NO_TARGET_SET, "bij {} is niets afgesproken"),
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


def _unmeasured(outline: Outline, measures: Sequence[IndicatorPage]) -> str:
    goals = [node for node in outline.nodes if node.kind in ("goal", "subgoal")]
    parents = {node.path: node.parent for node in outline.nodes}
    kinds = {node.path: node.kind for node in outline.nodes}
    covered: set[str] = set()
    for page in measures:  # a goal is measured too where a goal under it is
        path: str | None = page.goal_id
        while path and path not in covered:
            covered.add(path)
            path = parents.get(path)
    # An indicator at a theme may belong to any goal of it: of those goals nothing is said.
    shared = {page.goal_id for page in measures if kinds.get(page.goal_id or "") == "theme"}
    bare = [
        goal
        for goal in goals
        if goal.path not in covered and shared.isdisjoint(_above(goal.path, parents))
    ]
    outcome_known = any(page.kind == "outcome" for page in measures)
    what = "geen indicator voor wat inwoners merken" if outcome_known else "geen enkele indicator"
    if not goals:
        return ""
    return (
        f"Bij {len(bare)} van de {count(goals, 'doel', 'doelen')} staat {what}."
        if bare
        else "Niet bij elke indicator staat bij welk doel hij hoort."
        if shared
        else "Bij elk doel staat een indicator."
    )


def _above(path: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """A node and all that it hangs under."""
    at: str | None = path
    while at is not None:
        yield at
        at = parents.get(at)


# -- what was allowed, and what was spent?


_COST = {
    "budget": "Wat mag het kosten?",
    "interim": "Wat mag het kosten, en wat gaat het kosten?",
}


def _spent(outline: Outline, money: Money, figure_of: FigureOf) -> HeadlineLine:
    question = _COST.get(outline.kind, "Wat mocht het kosten, en wat kostte het?")
    answer = Answer()

    def of(kind: str, column: Column) -> Result | None:
        return money.get(kind, None, column)

    if of("expense", ACTUAL) and of("expense", REVISED):
        _account(answer, of, figure_of)
    elif forecast := of("expense", FORECAST):
        allowed = of("expense", REVISED)
        if allowed:
            answer.say(
                "De verwachting is {} aan lasten; na wijziging is {} toegestaan.",
                figure_of(forecast),
                figure_of(allowed),
            )
        else:
            answer.say("De verwachting is {} aan lasten.", figure_of(forecast))
        if (income := of("income", FORECAST)) and (result := of("financial_result", FORECAST)):
            answer.say(
                "De verwachte baten zijn {}; het verwachte resultaat na reserves is {}.",
                figure_of(income),
                figure_of(result),
            )
    elif planned := of("expense", ORIGINAL):
        income, result = of("income", ORIGINAL), of("financial_result", ORIGINAL)
        answer.say(f"Voor {outline.year} zijn de lasten begroot op {{}}.", figure_of(planned))
        if income and result:
            answer.say(
                "De baten zijn {}; na reserves is het resultaat {}.",
                figure_of(income),
                figure_of(result),
            )
    else:
        answer.say(
            "Het document heeft geen begroting naast de rekening."
            if of("expense", ACTUAL)
            else "Dit document noemt geen bedragen voor het hele programma."
        )
        return answer.line(question, "")
    return answer.line(question, "money")


def _account(
    answer: Answer, of: Callable[[str, Column], Result | None], figure_of: FigureOf
) -> None:
    allowed, spent, over = of("expense", REVISED), of("expense", ACTUAL), of("expense", DIFFERENCE)
    if allowed and spent and over:
        words = {
            Outcome.WORSE: "{} meer",
            Outcome.BETTER: "{} minder",
            Outcome.EQUAL: "precies dat, {} verschil",
        }[outcome(over.measure, over.value or Decimal(0))]
        answer.say(
            "De raad stond na wijziging {} aan lasten toe; het werd {}, " + words + ".",
            *(figure_of(one) for one in (allowed, spent, over)),
        )
    asked, received = of("income", REVISED), of("income", ACTUAL)
    if asked and received:
        answer.say(
            "Aan baten was {} begroot en kwam {} binnen.", figure_of(asked), figure_of(received)
        )
    before, after = of("balance", DIFFERENCE), of("financial_result", DIFFERENCE)
    if before and after:
        answer.say(
            f"Vergeleken met de begroting is het saldo voor reserves {_side(before)} en het resultaat "
            f"erna {_side(after)}.",
            figure_of(before),
            figure_of(after),
        )
    if one_off := of("expense", ONE_OFF):
        answer.say("Van de lasten is {} eenmalig.", figure_of(one_off))


def _side(result: Result) -> str:
    words = {Outcome.BETTER: "beter", Outcome.WORSE: "slechter", Outcome.EQUAL: "gelijk"}
    return f"{{}} ({words[outcome(result.measure, result.value or Decimal(0))]})"


# -- why, and what is not explained?


def _why(
    outline: Outline, money: Money, figure_of: FigureOf, explanations: Sequence[Explanation]
) -> tuple[HeadlineLine, ...]:
    """What the document gives as causes; no line for a budget, which has nothing to explain yet."""
    question = "Waardoor, en wat is niet uitgelegd?"
    if not explanations and not money.plain("balance_difference", None):
        return ()
    answer = Answer()
    if not explanations:
        answer.say("Het document noemt bij geen enkel verschil een oorzaak met een bedrag.")
        return (answer.line(question, "money"),)
    wholes = [one for one in explanations if not one.part_of]
    answer.say(f"Het document noemt {count(wholes, 'verschil', 'verschillen')} met een uitleg.")
    left, gross = money.plain("unexplained", None), money.plain("unexplained_gross", None)
    if left:
        if gross and gross.value != abs(left.value or 0):
            answer.say(
                "Niet uitgelegd blijft {} als mee- en tegenvallers tegen elkaar wegvallen; per thema "
                "geteld is het {}.",
                figure_of(left),
                figure_of(gross),
            )
        else:
            answer.say("Niet uitgelegd blijft {}.", figure_of(left))
    return (answer.line(question, "why"),)


# -- how sure is it, and what is asked of the council?


def _sure(
    outline: Outline,
    indicators: Sequence[IndicatorPage],
    checks: Sequence[CheckLine],
    registers: Sequence[Register],
) -> HeadlineLine:
    question = "Hoe zeker is dit, en wat wordt de raad gevraagd?"
    answer = Answer()
    answer.say(_adds_up(checks))
    sourced = [one for one in indicators if one.source]
    if indicators:
        answer.say(
            f"{len(sourced)} van de {count(indicators, 'indicator', 'indicatoren')} "
            f"{'noemt' if len(sourced) == 1 else 'noemen'} een bron."
        )
    if indicators and not any(
        point.figure.grade in (Grade.AUDITED, Grade.EQUAL_TO_IV3)
        for page in indicators
        for point in page.points
    ):
        answer.say("Geen enkel cijfer daarvan is door een accountant gecontroleerd.")
    answer.say(_asked(outline, registers))
    return answer.line(question, "checks")


def _adds_up(checks: Sequence[CheckLine]) -> str:
    off = [one for one in checks if one.status == "off"]
    wrong = [one for one in off if one.rule in ARITHMETIC and not one.accepted_by]
    accepted = [one for one in off if one.accepted_by]
    asked = len(off) - len(wrong) - len(accepted)
    if not checks:
        return "Er viel niets na te rekenen."
    sums = [one for one in checks if one.rule in ARITHMETIC]
    if not sums:
        told = "Er waren geen sommen om na te rekenen."
    elif wrong:
        told = f"Van {count(sums, 'som', 'sommen')} {_klopt(wrong)} niet."
    else:
        told = f"{'De enige som klopt' if len(sums) == 1 else f'Alle {len(sums)} sommen kloppen'}."
    if asked:
        told += f" Er {'is 1 vraag' if asked == 1 else f'zijn {asked} vragen'} aan de schrijver."
    if accepted:
        told += f" {len(accepted)} {'is' if len(accepted) == 1 else 'zijn'} met een reden aanvaard."
    return told


def _klopt(wrong: Sequence[CheckLine]) -> str:
    return "klopt er 1" if len(wrong) == 1 else f"kloppen er {len(wrong)}"


def _asked(outline: Outline, registers: Sequence[Register]) -> str:
    """What the council is asked: to adopt what is not adopted, and to decide on the result."""
    found = {one.section: one.items for one in registers}
    kept = found.get("result_appropriation", ())
    undecided = [one for one in kept if not any(said.head == "besluit" for said in one.said)]
    # Of what was printed elsewhere nobody here knows how far it came, unless its file says so.
    open_still = outline.status == "offered" or (outline.is_new and outline.status != "adopted")
    asked = ["dit stuk vast te stellen"] if open_still else []
    if undecided:
        asked.append(
            f"te besluiten over {count(undecided, 'bestemming', 'bestemmingen')} van het resultaat"
        )
    if not asked and outline.status == "adopted":
        by = f" op {day_text(outline.decided_on.isoformat())}" if outline.decided_on else ""
        return f"De raad heeft dit stuk{by} vastgesteld."
    if not asked:
        return "Het document zegt niet of de raad het heeft vastgesteld."
    return f"De raad wordt gevraagd {' en '.join(asked)}."


# -- words


def count(items: Sequence[object], one: str, many: str) -> str:
    """'1 doel', '25 doelen'."""
    return f"{len(items)} {one if len(items) == 1 else many}"


def _names(promises: Sequence[Promise]) -> str:
    shown = [f"‘{one.name}’" for one in promises[:NAMED]]
    rest = len(promises) - NAMED
    if rest > 0:
        return f"{', '.join(shown)} en nog {'één' if rest == 1 else rest}"
    return " en ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _is(promises: Sequence[Promise]) -> str:
    return "is" if len(promises) == 1 else "zijn"


def _gaan(pages: Sequence[IndicatorPage]) -> str:
    return "gaat" if len(pages) == 1 else "gaan"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
