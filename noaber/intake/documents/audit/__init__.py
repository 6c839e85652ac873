"""Audit: what a careful controller finds in a document, beyond the arithmetic of its tables.

`rules` is the table of rules; `case` is what a rule may look at; each module holds the rules of one
subject.
"""

from collections.abc import Sequence
from datetime import date

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.rules import RULES
from noaber.intake.documents.reading import CheckItem, Reading


def audit(
    reading: Reading,
    today: date | None,
    others: Sequence[Reading] = (),
    text: str = "",
    is_new: bool = False,
) -> tuple[CheckItem, ...]:
    """What every rule finds in a document, in the order of the table.

    `today` is the day on which it is audited, where that is known; `others` are documents of the same
    municipality: the budget of the year, last year's accounts; see Case for `text` and `is_new`. A
    finding is worded as a fact and a question; one that only informs has status ok.
    """
    case = Case(reading, today, tuple(others), text, is_new)
    return tuple(found for rules in RULES.values() for rule in rules for found in rule(case))
