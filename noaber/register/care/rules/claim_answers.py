"""Rules over answers to claims (325). The standard has no return message for them: findings only."""

from collections.abc import Collection, Mapping

from noaber.register.care.rules.registry import rule
from noaber.register.care.rules.values import Line


@rule(
    "TR337",
    "",
    "dit antwoord hoort bij geen declaratiebericht dat hier is verstuurd",
    "this answer belongs to no claim that was sent from here",
)
def tr337(identification: object, sent: Collection[object]) -> bool:
    """TR337: the answer names identification and date of a claim that was sent."""
    return identification in sent


@rule(
    "TR376",
    "",
    "het declaratienummer is niet dat van de declaratie",
    "the claim number is not that of the claim",
)
def tr376(number: str, sent: str) -> bool:
    """TR376: the answer names the number of the claim that it answers."""
    return number == sent


@rule(
    "TR371",
    "",
    "de schemaversie is niet die van de declaratie",
    "the schema version is not that of the claim",
)
def tr371(versions: Mapping[str, str], sent: Mapping[str, str]) -> bool:
    """TR371: the answer repeats the schema versions of the claim."""
    return dict(versions) == dict(sent)


@rule(
    "TR366",
    "9366",
    "deze regel komt in de declaratie niet voor",
    "this line does not occur in the claim",
)
def tr366(line: Line, sent: Line | None) -> bool:
    """TR366: a refused line is one of the claim, by its reference number."""
    return sent is not None


@rule(
    "TR367",
    "9367",
    "deze regel is anders dan in de declaratie",
    "this line differs from the claim",
)
def tr367(line: Line, sent: Line) -> bool:
    """TR367: a refused line is repeated as it was claimed."""
    return line == sent
