"""What other documents say of the same: figures printed elsewhere, promises, errata, the region."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from noaber.desk.figures import Figures
from noaber.judgement.comparable import Series, likeness, refusal
from noaber.judgement.promises import Mention, fate_of_effort, fate_of_name
from noaber.measures.results import Result
from noaber.publication.edition import (
    EffortStatus,
    Elsewhere,
    Figure,
    IndicatorPage,
    Mended,
    Neighbour,
    OtherDocument,
    Promise,
    RegionLine,
    SaidIn,
)
from noaber.register.outline import Outline, OutlineIndicator, OutlineRecord
from noaber.vocabulary.money import Stage
from noaber.vocabulary.names import normalise
from noaber.vocabulary.periods import Period, parse_period

_ORDER = ("framework_memo", "budget", "interim_report", "annual_accounts", "other")
LOOKS_BACK = frozenset({"interim_report", "annual_accounts"})
ALIKE = 0.6  # two names of which this share of words is the same may mean the same


@dataclass(frozen=True, slots=True)
class Beside:
    """Another document with its stored results; `figures` makes figures of them."""

    outline: Outline
    results: Sequence[Result]
    figures: Figures


def described(outline: Outline) -> OtherDocument:
    """A document as an edition beside it names it."""
    return OtherDocument(
        outline.key,
        outline.municipality,
        outline.kind,
        outline.kind_label,
        outline.year,
        outline.title,
        outline.status_label,
    )


def in_order(documents: Iterable[Beside]) -> list[Beside]:
    """Documents by year, and within a year from budget to accounts."""
    return sorted(documents, key=lambda one: (one.outline.year, _ORDER.index(one.outline.kind)))


# -- the same figure elsewhere


def elsewhere(
    mine: Mapping[str, Result], year: int, others: Sequence[Beside], same: Mapping[str, str]
) -> Mapping[str, tuple[Elsewhere, ...]]:
    """What other documents of this municipality print for figures of this one, by id of the figure.

    `mine` holds the results that are shown, by the id of their figure; `year` is that of the document.
    `same` names what an older path became, where a person confirmed it.
    """
    found: dict[tuple[object, ...], list[tuple[Beside, Result]]] = {}
    for other in in_order(others):
        for result in other.results:
            if _settled(result, other.outline.year):
                found.setdefault(_key(result, same), []).append((other, result))
    return {
        name: tuple(
            Elsewhere(other.outline.key, other.figures.of(printed), _agrees(result, printed))
            for other, printed in found[_key(result, same)]
        )
        for name, result in mine.items()
        if _key(result, same) in found and _settled(result, year)
    }


def _settled(result: Result, year: int) -> bool:
    """Whether another document must print the same: what was counted, and what the council adopted.

    A budget for a year ahead is replaced by the budget of that year, a revised budget and a forecast
    move on within it: there another number is no difference.
    """
    if result.stage == Stage.ORIGINAL:
        return result.period_start.year == year
    return result.indicator is not None or result.stage == Stage.ACTUAL


def _key(result: Result, same: Mapping[str, str]) -> tuple[object, ...]:
    return (
        result.measure,
        newest(result.indicator, same),
        newest(result.theme, same),
        result.stage,
        result.recurrence,
        result.cause,
        result.taakveld_wide,
        result.taakveld_group,
        result.taakveld,
        result.period_start,
        result.period_end,
    )


def newest(path: str | None, same: Mapping[str, str]) -> str | None:
    """What a path is called today."""
    seen: set[str] = set()
    while path is not None and path in same and path not in seen:
        seen.add(path)
        path = same[path]
    return path


def _agrees(one: Result, other: Result) -> bool | None:
    if one.value is None or other.value is None:
        return None if (one.word or "") == (other.word or "") == "" else one.word == other.word
    return one.value == other.value


# -- promises


def chain(mine: Outline, others: Sequence[Beside]) -> list[Outline]:
    """The documents that a promise runs through, this one last; this one alone where there is no other.

    Accounts and interim reports are held against the documents of their own year, a budget against
    the last word of the year before that was known when it was decided on.
    """
    rank = _ORDER.index(mine.kind)
    ordered = [one.outline for one in in_order(others) if not _later(one.outline, mine)]
    if mine.kind in LOOKS_BACK:
        before = [one for one in ordered if one.year == mine.year and _ORDER.index(one.kind) < rank]
    else:
        before = [one for one in ordered if one.year == mine.year - 1][-1:]
    return [*before, mine]


def _later(one: Outline, mine: Outline) -> bool:
    """Whether a document was decided on after this one: what came later was not promised before."""
    return bool(one.decided_on and mine.decided_on and one.decided_on > mine.decided_on)


def promises(documents: Sequence[Outline], same: Mapping[str, str]) -> tuple[Promise, ...]:
    """What became of the efforts, goals and indicators of these documents in the last of them."""
    if len(documents) < 2:
        return ()
    return (*_efforts(documents), *_goals(documents, same), *_indicators(documents, same))


def _efforts(documents: Sequence[Outline]) -> Iterator[Promise]:
    mine = documents[-1]
    found: dict[str, dict[str, OutlineRecord]] = {}
    for document in documents:
        for record in document.records:
            if record.section == "effort":
                name = normalise(str(record.values.get("name", "")))
                found.setdefault(name, {})[document.key] = record
    for records in found.values():
        mentions = [_mention(records.get(one.key)) for one in documents]
        fate = fate_of_effort(mentions, mine.kind in LOOKS_BACK)
        if fate is not None:
            latest = records[next(one.key for one in reversed(documents) if one.key in records)]
            here = records.get(mine.key)
            yield Promise(
                "effort",
                str(latest.values.get("name", "")),
                fate,
                f"effort:{here.id}" if here else "",
                tuple(
                    SaidIn(one.key, said.status, _words(records.get(one.key), said), said.named)
                    for one, said in zip(documents, mentions, strict=True)
                ),
                mentions[-1].reason,
            )


def _mention(record: OutlineRecord | None) -> Mention:
    if record is None:
        return Mention(False)
    log = sorted(
        record.entries.get("status", ()),
        key=lambda one: parse_period(str(one.values.get("on"))).start,
    )
    if not log:
        return Mention(True)
    last = log[-1].values
    return Mention(True, EffortStatus(str(last.get("status"))), str(last.get("reason") or ""))


def _words(record: OutlineRecord | None, said: Mention) -> str:
    return said.reason or (str(record.values.get("next_step") or "") if record else "")


def _goals(documents: Sequence[Outline], same: Mapping[str, str]) -> Iterator[Promise]:
    worded = [
        {
            newest(node.path, same): node.text
            for node in document.nodes
            if node.kind in ("goal", "subgoal")
        }
        for document in documents
    ]
    yield from _named("goal", documents, worded)


def _indicators(documents: Sequence[Outline], same: Mapping[str, str]) -> Iterator[Promise]:
    worded = [
        {newest(one.path, same): one.name for one in document.indicators} for document in documents
    ]
    yield from _named("indicator", documents, worded)


def _named(
    kind: str, documents: Sequence[Outline], worded: Sequence[Mapping[str | None, str]]
) -> Iterator[Promise]:
    paths = list(dict.fromkeys(path for words in worded for path in words))
    for path in paths:
        *before, now = [words.get(path) for words in worded]
        fate = fate_of_name(before, now)
        if fate is None:
            continue
        name = now or next(one for one in reversed(before) if one is not None)
        said = tuple(
            SaidIn(one.key, None, words.get(path) or "", path in words)
            for one, words in zip(documents, worded, strict=True)
        )
        yield Promise(kind, name, fate, path or "" if now is not None else "", said)


# -- other municipalities


def region(
    pages: Sequence[IndicatorPage], mine: Outline, others: Sequence[Beside]
) -> tuple[RegionLine, ...]:
    """Each indicator beside the likest of each other municipality, and whether they compare."""
    made = []
    chosen = _one_a_municipality(mine, others)
    for page, row in zip(pages, mine.indicators, strict=True):
        known = [one.period for one in page.points if one.figure.value is not None]
        period = max(known, key=lambda one: parse_period(one).start, default="")
        broken = frozenset(one.after for one in page.breaks if one.after)
        series = Series(row.name, row.unit, row.source, frozenset(known), broken)
        for other in chosen if period else ():
            likest = _likest(row, other.outline.indicators)
            if likest is not None:
                line = _region_line(page, series, period, likest, other)
                if line is not None:
                    made.append(line)
    return tuple(made)


def _one_a_municipality(mine: Outline, others: Sequence[Beside]) -> list[Beside]:
    """Of each municipality the document nearest in kind and year."""

    def distance(one: Beside) -> tuple[int, bool]:
        return abs(one.outline.year - mine.year), one.outline.kind != mine.kind

    best: dict[str, Beside] = {}
    for one in in_order(others):
        name = one.outline.municipality
        if name not in best or distance(one) < distance(best[name]):
            best[name] = one
    return [best[name] for name in sorted(best)]


def _likest(row: OutlineIndicator, others: Sequence[OutlineIndicator]) -> OutlineIndicator | None:
    ranked = [(likeness(row.name, one.name), one) for one in others]
    alike, best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return best if alike >= ALIKE else None


def _region_line(
    page: IndicatorPage, series: Series, period: str, likest: OutlineIndicator, other: Beside
) -> RegionLine | None:
    results = {
        str(Period(r.period_start, r.period_end)): r
        for r in other.results
        if r.indicator == likest.path
    }
    if not results:
        return None
    known = frozenset(name for name, r in results.items() if r.value is not None)
    broken = frozenset(after for _, after, _ in likest.breaks if after)
    theirs = Series(likest.name, likest.unit, likest.source, known, broken)
    shown = period if period in results else max(results, key=lambda one: parse_period(one).start)
    why = refusal(series, theirs, period)
    figure = None if why else other.figures.of(results[shown])
    return RegionLine(page.id, Neighbour(other.outline.key, likest.name, shown, figure), why)


# -- errata


def mended(
    mine: Outline, pages: Sequence[IndicatorPage], others: Sequence[Beside]
) -> tuple[Mended, ...]:
    """Each erratum beside what a later document prints, where it names an indicator and a period."""
    made = []
    for record in mine.records:
        if record.section != "erratum":
            continue
        about = str(record.values.get("about", ""))
        today = _today(about, mine, pages, others)
        made.append(
            Mended(
                f"erratum:{record.id}",
                about,
                str(record.values.get("printed", "")),
                str(record.values.get("correct", "")),
                today[0] if today else None,
                today[1] if today else "",
            )
        )
    return tuple(made)


def _today(
    about: str, mine: Outline, pages: Sequence[IndicatorPage], others: Sequence[Beside]
) -> tuple[Figure, str] | None:
    wanted = normalise(about)
    page = next((one for one in pages if wanted.startswith(normalise(one.name))), None)
    if page is None:
        return None
    rest = wanted.removeprefix(normalise(page.name)).strip()
    period = rest or str(mine.year)
    rank = (mine.year, _ORDER.index(mine.kind))
    for other in reversed(in_order(others)):
        if (other.outline.year, _ORDER.index(other.outline.kind)) <= rank:
            break
        for result in other.results:
            if (
                result.indicator == page.id
                and str(Period(result.period_start, result.period_end)) == period
                and result.value is not None
            ):
                return other.figures.of(result), other.outline.key
    return None
