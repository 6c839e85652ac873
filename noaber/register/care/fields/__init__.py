"""The one field map of care: the standard's words on one side, plain values and rows on the other.

One module for each part of a message, both ways: from a message's tables to values with their place,
and from values to the tree that is written. Dates and whole numbers come as such; what is absent is
None in a message and an empty text in a value. No other module of care speaks the standard's words.
"""

from noaber.register.care.fields.heads import (
    AMSTERDAM,
    CLAIM,
    CLAIM_ANSWER,
    FORTH_OF,
    GOOD,
    GRANTED,
    NO_REMARK,
    NOT_JUDGED,
    RETURN_OF,
    STANDARD_OF,
    UNFIT,
    Head,
    Place,
    first_day,
    head,
    header_place,
    header_tree,
)

__all__ = [
    "AMSTERDAM",
    "CLAIM",
    "CLAIM_ANSWER",
    "FORTH_OF",
    "GOOD",
    "GRANTED",
    "NOT_JUDGED",
    "NO_REMARK",
    "RETURN_OF",
    "STANDARD_OF",
    "UNFIT",
    "Head",
    "Place",
    "first_day",
    "head",
    "header_place",
    "header_tree",
]
