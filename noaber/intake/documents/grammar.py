"""The layout words of `grammar.toml`, in the form in which the reader asks for them."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

from noaber.intake.documents.reading import AmountKind, AmountStage, DocumentKind, EffortStatus
from noaber.vocabulary.names import normalise

Words = frozenset[str]
Tense = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class TableWords:
    """The words of indicator tables, lower case."""

    source: Words
    target: Words
    actual: Words
    label: Words
    yes: Words
    no: Words
    status: Words
    nothing: Words
    baseline: Words
    units: Words


@dataclass(frozen=True, slots=True)
class CostWords:
    """The words of cost tables, lower case."""

    begin: Words
    weak: Words
    filler: Words
    total: Words
    thousand: tuple[str, ...]
    million: tuple[str, ...]
    favourable: Words
    unfavourable: Words
    stages: tuple[tuple[AmountStage, tuple[Words, ...]], ...]
    lines: tuple[tuple[AmountKind, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The wording of footnotes that tell of a break in a series, normalised."""

    start: tuple[str, ...]
    counting: Words
    unsaid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The wording of sentences that repeat a figure of the cost table, lower case."""

    lower: Words
    higher: Words
    than: tuple[str, ...]
    balance: tuple[str, ...]
    result: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutlineWords:
    """The words that divide a chapter and name what stands under them, normalised or as patterns."""

    programme: tuple[str, ...]
    theme: tuple[str, ...]
    ambition: tuple[str, ...]
    goal: tuple[str, ...]
    subgoal: tuple[str, ...]
    navigation: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    whole: tuple[str, ...]
    lists: str
    steps: str
    menu: frozenset[str]
    refers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountWords:
    """Words of counting: numbers written out, and nouns that are no counted thing."""

    numbers: dict[str, int]
    measures: Words
    before: Words


@dataclass(frozen=True, slots=True)
class Grammar:
    """All layout words."""

    column: dict[str, Words]
    abbreviations: dict[str, str]
    kinds: tuple[tuple[AmountKind, Words], ...]
    forecast: Words
    heads: Words
    indicators: Words
    outline: OutlineWords
    status: tuple[tuple[EffortStatus, tuple[str, ...]], ...]
    counts: CountWords
    direction: dict[str, Words]
    table: TableWords
    cost: CostWords
    notes: NoteWords
    sentence: SentenceWords
    questions: tuple[tuple[Tense, tuple[str, ...]], ...]
    documents: tuple[tuple[DocumentKind, Words], ...]
    doing: Words
    measuring: Words
    languages: dict[str, Words]
    content: Words


@cache
def grammar() -> Grammar:
    """The words that ship with the reader; read once."""
    data = tomllib.loads(resources.files(__package__).joinpath("grammar.toml").read_text("utf-8"))
    table, sentence = data["table"], data["sentence"]
    outline = data["outline"]
    return Grammar(
        abbreviations=dict(data["abbreviations"]),
        column={role: frozenset(map(normalise, words)) for role, words in data["column"].items()},
        kinds=tuple((cast(AmountKind, one), _lower(words)) for one, words in data["kinds"].items()),
        forecast=_lower(data["heads"]["forecast"]),
        heads=_lower(data["heads"]["other"]),
        indicators=frozenset(map(normalise, data["heads"]["indicators"])),
        outline=OutlineWords(
            **{
                key: tuple(outline[key])
                for key in ("programme", "theme", "ambition", "goal", "subgoal")
            },
            navigation=tuple(map(normalise, outline["navigation"])),
            sections=tuple((one["of"], tuple(one["patterns"])) for one in data["section"]),
            whole=tuple(outline["whole"]),
            lists=outline["lists"],
            steps=outline["steps"],
            menu=frozenset(outline["menu"]),
            refers=tuple(outline["refers"]),
        ),
        status=tuple(
            (cast(EffortStatus, one["status"]), tuple(one["words"])) for one in data["status"]
        ),
        direction={way: frozenset(words) for way, words in data["direction"].items()},
        counts=CountWords(
            numbers=dict(data["counts"]["numbers"]),
            measures=_lower(data["counts"]["measures"]),
            before=_lower(data["counts"]["before"]),
        ),
        table=TableWords(**{key: _lower(words) for key, words in table.items()}),
        cost=_cost(data),
        notes=NoteWords(
            start=tuple(map(normalise, data["break"]["from"])),
            counting=_lower(data["break"]["counting"]),
            unsaid=tuple(map(normalise, data["break"]["unsaid"])),
        ),
        sentence=SentenceWords(
            lower=_lower(sentence["lower"]),
            higher=_lower(sentence["higher"]),
            **{key: tuple(sentence[key]) for key in ("than", "balance", "result", "whole")},
        ),
        questions=tuple((cast(Tense, q["tense"]), tuple(q["stems"])) for q in data["question"]),
        documents=tuple(
            (cast(DocumentKind, kind["kind"]), _lower(kind["words"])) for kind in data["document"]
        ),
        doing=_lower(outline["doing"]),
        measuring=_lower(outline["measuring"]),
        languages={code: _lower(words) for code, words in data["language"].items()},
        content=_lower(data["content"]["words"]),
    )


def _cost(data: dict[str, Any]) -> CostWords:
    cost = data["cost"]
    sets = ("begin", "weak", "filler", "total", "favourable", "unfavourable")
    return CostWords(
        **{key: _lower(cost[key]) for key in sets},
        thousand=tuple(cost["thousand"]),
        million=tuple(cost["million"]),
        stages=tuple((s["stage"], tuple(map(_lower, s["sets"]))) for s in data["stage"]),
        lines=tuple((line["kind"], tuple(line["words"])) for line in data["line"]),
    )


def _lower(words: Iterable[str]) -> Words:
    return frozenset(word.lower() for word in words)
