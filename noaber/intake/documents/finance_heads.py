"""The head of a table of costs: whether a line is one, and its columns by the words in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from noaber.intake.documents.columns import in_full
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.reading import AmountKind, AmountStage
from noaber.intake.documents.tokens import AMOUNTS, Kind, Token, join
from noaber.vocabulary.names import normalise

MOST_COLUMNS = 12
_MOST_NAMES = 4  # words over the row names


@dataclass(frozen=True, slots=True)
class CostColumn:
    """One column: its head as printed, what it holds, and its year where the head names one."""

    head: str
    stage: AmountStage | None
    year: int | None
    kind: AmountKind | None = None


def is_head(tokens: Sequence[Token]) -> bool:
    """Whether every word is one that stands over columns, and at least one begins a column."""
    words = grammar().cost
    beside = [token.text for token in tokens]
    bare = [
        in_full(token.text.lower().strip("():€"), beside)
        for token in tokens
        if token.kind is Kind.WORD
    ]
    numbers = [token for token in tokens if token.kind in AMOUNTS and not token.year]
    if any(token.text.lstrip("€ ") not in ("1.000", "1000", "1", "1.000.000") for token in numbers):
        return False
    if _is_years(tokens, bare):
        return True
    known = _all_known(bare)
    if not known and sum(token.year is not None for token in tokens) > 1:
        first = next((i for i, word in enumerate(bare) if word in words.begin), len(bare))
        known = first <= _MOST_NAMES and _all_known(bare[first:])
    return known and any(word in words.begin and word != "saldo" for word in bare)


def _all_known(bare: Sequence[str]) -> bool:
    words = grammar().cost
    return all(word in words.begin or word in words.filler or not word for word in bare)


def _is_years(tokens: Sequence[Token], bare: Sequence[str]) -> bool:
    """Whether the line is a name over rows and then nothing but years."""
    years = [token for token in tokens if token.year]
    last = tokens[len(tokens) - len(years) :]
    names = normalise(" ".join(bare))
    label = names in grammar().column["label"] and grammar().indicators.isdisjoint(names.split())
    return len(years) > 1 and list(last) == years and (label or names.startswith("bedragen"))


def split_heads(tokens: Sequence[Token], width: int) -> tuple[CostColumn, ...]:
    """The head line cut into `width` columns; columns without a head where that cannot be done.

    Each column begins at a word that can begin one. Of all ways to cut, the best has the fewest
    strong words inside a column, and then the most different pairs of stage and year.
    """
    years = [token for token in tokens if token.year]
    begins = [at for at, token in enumerate(tokens) if _begins(token)]
    if not begins and len(years) == width:
        return tuple(CostColumn(token.text, None, int(token.year or 0)) for token in years)
    if not 0 < width <= len(begins) <= 2 * MOST_COLUMNS or width > MOST_COLUMNS:
        return tuple(CostColumn(f"kolom {at + 1}", None, None) for at in range(width))
    strong = {
        at
        for at in begins
        if in_full(tokens[at].text.lower(), ("2000",)) not in grammar().cost.weak
    }
    best: tuple[CostColumn, ...] = ()
    best_score = (-1, -1, -1)
    for cut, chosen in enumerate(combinations(begins[1:], width - 1)):
        if cut > 5000:
            break
        starts = (begins[0], *chosen)
        columns = tuple(
            _column(tokens[start:stop])
            for start, stop in zip(starts, (*chosen, len(tokens)), strict=True)
        )
        different = len({(column.stage, column.year) for column in columns if column.stage})
        dated = sum(column.year is not None for column in columns)
        score = (len(strong & set(starts)), different, dated)
        if score > best_score:
            best, best_score = columns, score
    return tuple(map(_remainder, best)) if any(column.stage for column in best) else best


def _remainder(column: CostColumn) -> CostColumn:
    """'Saldo' beside columns of stages is what they differ."""
    return replace(column, stage="difference") if column.head.lower() == "saldo" else column


def _begins(token: Token) -> bool:
    words = grammar().cost
    low = in_full(token.text.lower(), ("2000",))
    return token.kind is Kind.WORD and (low in words.begin or low in words.weak)


def _column(tokens: Sequence[Token]) -> CostColumn:
    words = {in_full(token.text.lower(), ("2000",)) for token in tokens}
    stage = next(
        (stage for stage, sets in grammar().cost.stages if any(one <= words for one in sets)), None
    )
    year = next((int(token.year) for token in tokens if token.year), None)
    return CostColumn(join(tuple(tokens)), stage, year)


def told_apart(columns: Sequence[CostColumn]) -> tuple[CostColumn, ...]:
    """'Begroot 2022' beside 'Primitief 2022' is the budget after changes; alone it is the one as adopted."""
    first = {one.year for one in columns if one.stage == "original" and _is_explicit(one)}
    return tuple(
        replace(one, stage="revised")
        if one.stage == "original" and one.year in first and not _is_explicit(one)
        else one
        for one in columns
    )


def _is_explicit(column: CostColumn) -> bool:
    """Whether the head says that the budget is the one before changes."""
    words = {in_full(word, ("2000",)) for word in normalise(column.head).split()}
    sets = next(sets for stage, sets in grammar().cost.stages if stage == "original")
    return any(one <= words for one in sets)
