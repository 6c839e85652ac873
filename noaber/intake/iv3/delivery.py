"""What an Iv3 delivery says, as a record, and what is found wrong in it.

Source: CBS, Iv3 data schemas 1.0, 1.1, 2.0 and 2.1.1. The standard's own words stay where they are
codes of the standard (the names of the five tables); the rest is named in our words.
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from noaber.vocabulary.iv3.lists import Table

Version = Literal["1.0", "1.1", "2.0", "2.1.1"]
# The newest first: a file does not say its version, so it is read as the newest that it fits.
VERSIONS: tuple[Version, ...] = ("2.1.1", "2.0", "1.1", "1.0")
TABLES: tuple[Table, ...] = get_args(Table)
# In what unit the amounts of a file are. The schemas do not fix it: euros is the rule, thousands is how
# the older workbook was filled in, and how some programs still export.
Unit = Literal["eur", "thousand"]
FACTOR: dict[Unit, int] = {"eur": 1, "thousand": 1000}
FigureKind = Literal["key_figure", "policy_indicator"]
BUDGET, ACCOUNTS = 0, 5
PERIODS = {
    0: "begroting",
    1: "eerste kwartaal",
    2: "tweede kwartaal",
    3: "derde kwartaal",
    4: "vierde kwartaal",
    5: "jaarrekening",
}


@dataclass(frozen=True, slots=True)
class Head:
    """Who delivers what: layer of government, number, name, year, period (0-5), status, moment.

    `package`, `software` and `details_public` are None where the file does not say them; schema 1.0
    does not know them.
    """

    level: str
    number: str
    name: str
    year: int
    period: int
    status: str
    created: str
    details_public: bool | None = None
    package: str | None = None
    software: str | None = None

    @property
    def municipality(self) -> str | None:
        """The four digits of CBS: '0183' of '0183', 'GM0183' or '060183' (06 is: municipality)."""
        match = re.fullmatch(r"(?:GM|06(?=[0-9]{4}))?([0-9]{1,4})", self.number.strip())
        return match[1].zfill(4) if match else None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom CBS may ask about the delivery."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Post:
    """One amount of one cell: table, row (taakveld or balance code), column (category or moment)."""

    table: Table
    row: str
    column: str
    cents: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A financial key figure or policy indicator as delivered, value as text (schema 2)."""

    kind: FigureKind
    period: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark beside the amounts (schema 2)."""

    text: str
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One Iv3 delivery. Posts stand in the order of the tables, and within one as in the file."""

    version: Version
    head: Head
    contact: Contact
    posts: tuple[Post, ...]
    figures: tuple[Figure, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def table(self, name: Table) -> tuple[Post, ...]:
        """The posts of one table, in the order of the file."""
        return tuple(post for post in self.posts if post.table == name)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the rule, the place as a JSON pointer, and what to do about it.

    `rule` is the code of the standard where it has one (SF structure, DF code lists, PF controls).
    `wrong` is False for what only deserves attention.
    """

    rule: str
    place: str
    sentence: str
    wrong: bool = True


def pointer(*parts: object) -> str:
    """The JSON pointer (RFC 6901) of a place: '/data/lasten/3/bedrag'."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def shown(value: object, limit: int = 60) -> str:
    """A value from a file as a sentence may quote it: one line, cut off, always printable."""
    text = " ".join(str(value).split()).encode("utf-8", "replace").decode("utf-8")
    printable = "".join(sign if sign.isprintable() else "�" for sign in text)
    return printable if len(printable) <= limit else f"{printable[: limit - 1]}…"
