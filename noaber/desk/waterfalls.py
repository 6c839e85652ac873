"""From budget to outcome in steps: by theme, before and after reserves, and by cause."""

from collections.abc import Iterable, Iterator

from noaber.desk.money import FigureOf, Money
from noaber.publication.design.words import CAUSES
from noaber.publication.edition import Cause, Step, Waterfall
from noaber.register.outline import Outline
from noaber.vocabulary.names import slug

REST = "Niet verklaard"


def waterfalls(outline: Outline, money: Money, figure_of: FigureOf) -> tuple[Waterfall, ...]:
    """The waterfalls of the programme and of each theme that has more than one step to show."""
    root = outline.nodes[0]
    made = [
        _by_theme(outline, money, figure_of, "balance_difference", "Voor reserves, per thema"),
        _by_theme(
            outline, money, figure_of, "financial_result_difference", "Na reserves, per thema"
        ),
        _by_cause(root.path, None, "Per oorzaak", money, figure_of),
        *(
            _by_cause(node.path, node.path, node.text, money, figure_of)
            for node in outline.nodes
            if node.kind == "theme"
        ),
    ]
    return tuple(one for one in made if one is not None)


def _by_theme(
    outline: Outline, money: Money, figure_of: FigureOf, measure: str, title: str
) -> Waterfall | None:
    steps = [
        Step("step", node.text, figure_of(result), node.path)
        for node in outline.nodes
        if node.kind == "theme" and (result := money.plain(measure, node.path))
    ]
    before = measure == "balance_difference"
    return _waterfall(outline.nodes[0].path, title, steps, money, figure_of, measure, before, None)


def _by_cause(
    node: str, theme: str | None, title: str, money: Money, figure_of: FigureOf
) -> Waterfall | None:
    steps = list(_causes(theme, money, figure_of))
    rest = money.plain("unexplained", theme)
    if not steps or rest is None:
        return None
    if rest.value:
        steps.append(Step("rest", REST, figure_of(rest)))
    return _waterfall(node, title, steps, money, figure_of, "balance_difference", True, theme)


def _causes(theme: str | None, money: Money, figure_of: FigureOf) -> Iterator[Step]:
    for cause in Cause:
        if result := money.plain("explained_by_cause", theme, cause.value):
            yield Step("step", _capital(CAUSES[cause]), figure_of(result))


def _waterfall(
    node: str,
    title: str,
    steps: Iterable[Step],
    money: Money,
    figure_of: FigureOf,
    measure: str,
    before: bool,
    theme: str | None,
) -> Waterfall | None:
    whole, steps = money.plain(measure, theme), tuple(steps)
    if whole is None or len(steps) < 2:
        return None
    end = "Beter dan begroot" if (whole.value or 0) >= 0 else "Slechter dan begroot"
    return Waterfall(
        node, slug(f"verschil {title}"), title, (*steps, Step("end", end, figure_of(whole))), before
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
