"""Why a value is not there. Unknown stays unknown, and says why."""

from enum import StrEnum


class Gap(StrEnum):
    """The reason that a value is missing; a missing value is never zero."""

    NOT_PRINTED = "not_printed"
    NOT_READABLE = "not_readable"
    NOT_A_NUMBER = "not_a_number"
    NO_FACTS = "no_facts"
    ZERO_DENOMINATOR = "zero_denominator"
    NOT_UNIQUE = "not_unique"
    NOT_APPLICABLE = "not_applicable"
    NOT_OFFICIAL = "not_official"
    NOT_DELIVERED = "not_delivered"
    NO_POPULATION = "no_population"
    NOT_COMPARABLE = "not_comparable"
    TOO_FEW = "too_few"

    @property
    def dutch(self) -> str:
        """The reason as a reader sees it."""
        return _DUTCH[self]


_DUTCH = {
    Gap.NOT_PRINTED: "niet vermeld in het document",
    Gap.NOT_READABLE: "niet leesbaar",
    Gap.NOT_A_NUMBER: "geen getal",
    Gap.NO_FACTS: "geen gegevens",
    Gap.ZERO_DENOMINATOR: "gedeeld door nul",
    Gap.NOT_UNIQUE: "meer dan één waarde vermeld",
    Gap.NOT_APPLICABLE: "niet van toepassing",
    Gap.NOT_OFFICIAL: "bestond dat jaar niet",
    Gap.NOT_DELIVERED: "niet aangeleverd",
    Gap.NO_POPULATION: "geen bevolkingscijfer",
    Gap.NOT_COMPARABLE: "niet te vergelijken",
    Gap.TOO_FEW: "te weinig mensen om te tonen",
}
