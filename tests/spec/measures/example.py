"""What an example of a measure is, and ways to make the ones that are alike."""

from dataclasses import dataclass, field

from tests.spec.measures.facts import episode, event


@dataclass(frozen=True)
class Example:
    """Facts, and by slice the value that a measure gives in 2022.

    `expected` holds the value of the municipality, or values by the slice named in `by`. What only
    makes room around it (facts of other years, so that a zero is a zero) is in `around`.
    """

    facts: list
    expected: object
    by: str = ""
    period: str = "2022"
    around: list = field(default_factory=list)


EXAMPLES = {}


def beside_the_point(make, kind, match, other, *days):
    """Facts that are like those that count but for what `other` says of each."""
    for number, one in enumerate(other):
        told = {**match, **one}
        yield make(told.pop("kind", kind), f"e{number}", *days, **told)


def runs(measure, expected, kind, *, other, **match):
    """A measure of episodes that run in 2022: of a and b (b twice); what else is in `other`."""
    EXAMPLES[measure] = Example(
        [
            episode(kind, "a", "2021-06-01", **match),
            episode(kind, "b", "2022-01-01", "2022-03-31", **match),
            episode(kind, "b", "2022-07-01", "2022-12-31", **match),
            episode(kind, "c", "2020-01-01", "2021-12-31", **match),
            episode(kind, "d", "2023-01-01", **match),
            *beside_the_point(episode, kind, match, other, "2022-02-01"),
        ],
        expected,
    )


def stands(measure, expected, kind, *, other, **match):
    """A measure of episodes on the last day of 2022: a and b are in it, and b for the second time."""
    EXAMPLES[measure] = Example(
        [
            episode(kind, "a", "2021-06-01", **match),
            episode(kind, "b", "2022-01-01", "2022-03-31", **match),
            episode(kind, "b", "2022-07-01", "2022-12-31", **match),
            episode(kind, "c", "2022-01-01", "2022-12-30", **match),
            episode(kind, "d", "2023-01-01", **match),
            *beside_the_point(episode, kind, match, other, "2022-02-01"),
        ],
        expected,
    )


def begins(measure, expected, kind, *, other, **match):
    """A measure of episodes that began in 2022: those of a (twice) and b."""
    EXAMPLES[measure] = Example(
        [
            episode(kind, "a", "2022-01-01", "2022-02-01", **match),
            episode(kind, "a", "2022-05-01", **match),
            episode(kind, "b", "2022-12-31", **match),
            episode(kind, "c", "2021-12-31", **match),
            episode(kind, "d", "2023-01-01", **match),
            *beside_the_point(episode, kind, match, other, "2022-02-01"),
        ],
        expected,
    )


def ends(measure, expected, kind, *, other, **match):
    """A measure of episodes that ended in 2022: those of a (twice) and b."""
    EXAMPLES[measure] = Example(
        [
            episode(kind, "a", "2021-01-01", "2022-01-01", **match),
            episode(kind, "a", "2022-05-01", "2022-06-30", **match),
            episode(kind, "b", "2022-05-01", "2022-12-31", **match),
            episode(kind, "c", "2021-05-01", "2021-12-31", **match),
            episode(kind, "d", "2022-05-01", **match),
            *beside_the_point(episode, kind, match, other, "2022-02-01", "2022-03-01"),
        ],
        expected,
    )


def happens(measure, expected, kind, *, other, **match):
    """A measure of events in 2022: those of a (twice) and b."""
    EXAMPLES[measure] = Example(
        [
            event(kind, "a", "2022-01-01", **match),
            event(kind, "a", "2022-05-01", **match),
            event(kind, "b", "2022-12-31", **match),
            event(kind, "c", "2021-12-31", **match),
            event(kind, "d", "2023-01-01", **match),
            *beside_the_point(event, kind, match, other, "2022-02-01"),
        ],
        expected,
    )


def share(measure, expected, made):
    """A measure of a share: `made` are the facts of 2022."""
    EXAMPLES[measure] = Example(made, expected)


WMO, YOUTH = {"law": "wmo"}, {"law": "youth"}
PW = {"law": "participation"}
ASSISTANCE = {**PW, "product": "participation_act"}
