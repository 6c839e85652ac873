"""A price list to what its rows state, with every mistake in it by row, column and value."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from noaber.intake.documents.errors import IntakeError, Unreadable
from noaber.intake.supply.checking import assume_contracts, mistakes_between
from noaber.intake.supply.columns import (
    OF_CONTRACT,
    REQUIRED,
    Column,
    Mistake,
    Place,
    PriceRow,
    column_of,
    head_of,
)
from noaber.intake.supply.rows import Cells, row_of
from noaber.intake.supply.sheets import Sheet, sheets_of
from noaber.vocabulary.names import normalise

_HEADS_WITHIN = 20  # rows of a sheet: above the heads may stand a title
_FEW = 4  # heads that make a row the one with the heads


@dataclass(frozen=True, slots=True)
class PriceList:
    """What the rows state; the heads that were not read; how many rows were of another municipality."""

    rows: tuple[PriceRow, ...]
    unread: tuple[str, ...] = ()
    elsewhere: int = 0


class BadPriceList(IntakeError):
    """A price list with mistakes: all of them at once, by row."""

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        """Sort the mistakes by place; `name` is the file as the sender knows it."""
        self.mistakes = tuple(sorted(mistakes))
        super().__init__(*(f"{name}: {one.sentence}" for one in self.mistakes))


def read_prices(content: bytes, name: str, municipality: Sequence[str] = ()) -> PriceList:
    """The rows of a CSV or workbook; of several municipalities those that go by one of these names.

    Raises Unreadable where the file is no such list, and BadPriceList with all mistakes in it.
    """
    found = [_table(number, one, name) for number, one in enumerate(sheets_of(content, name))]
    tables = [one for one in found if one is not None]
    if not tables:
        needed = ", ".join(f"'{head_of(one)}'" for one in REQUIRED)
        raise Unreadable(
            f"{name}: de koppen zijn niet gevonden; zet boven de kolommen minstens {needed} en 'tarief'"
        )
    ours = {normalise(one) for one in municipality}
    rows = assume_contracts([row for table in tables for row in table.read(ours)])
    mistakes = [one for table in tables for one in table.mistakes]
    mistakes += mistakes_between(rows)
    if mistakes:
        raise BadPriceList(name, mistakes)
    elsewhere = sum(table.elsewhere for table in tables)
    if not rows:
        raise Unreadable(
            f"{name}: geen van de {elsewhere} rijen is van deze gemeente"
            if elsewhere
            else f"{name}: onder de koppen staat niets"
        )
    unread = dict.fromkeys(head for table in tables for head in table.unread)
    return PriceList(tuple(rows), tuple(unread), elsewhere)


@dataclass
class _Table:
    """The rows below the heads of one sheet; `columns` says of a field where it stands and its head."""

    sheet: int
    name: str
    columns: dict[str, tuple[int, str]]
    rows: Sequence[tuple[int, tuple[str, ...]]]
    width: int
    unread: list[str]
    mistakes: list[Mistake] = field(default_factory=list)
    elsewhere: int = 0

    def read(self, ours: set[str]) -> list[PriceRow]:
        """What the rows state, of this municipality where the table says of which they are."""
        made = []
        for number, texts in self.rows:
            found = Cells(Place(self.sheet, self.name, number), texts, self.columns, self.mistakes)
            if any(texts[self.width :]):
                found.wrong("", "er staan meer cellen dan er koppen zijn")
                continue
            whose = normalise(found.text("municipality"))
            if whose and ours and whose not in ours:
                self.elsewhere += 1
            elif (row := row_of(found)) is not None:
                made.append(row)
        return made


def _table(number: int, sheet: Sheet, file: str) -> _Table | None:
    """The table of a sheet; None where it has no heads. Raises Unreadable for heads that do not do."""
    for at, (_, heads) in enumerate(sheet.rows[:_HEADS_WITHIN]):
        columns = [column_of(head) for head in heads]
        if sum(one is not None for one in columns) < _FEW:
            continue
        _hold_whole(columns, heads, file)
        known = {one.field: (i, heads[i]) for i, one in enumerate(columns) if one is not None}
        return _Table(
            number, sheet.name, known, sheet.rows[at + 1 :], len(heads), _unread(columns, heads)
        )
    return None


def _unread(columns: Sequence[Column | None], heads: Sequence[str]) -> list[str]:
    return [head for head, one in zip(heads, columns, strict=True) if head and one is None]


def _hold_whole(columns: Sequence[Column | None], heads: Sequence[str], file: str) -> None:
    """Raise Unreadable where a column is missing or there twice."""
    fields = [one.field for one in columns if one is not None]
    twice = next((one for one in fields if fields.count(one) > 1), None)
    if twice is not None:
        raise Unreadable(f"{file}: er zijn twee kolommen voor '{head_of(twice)}'; haal er een weg")
    missing = [one for one in REQUIRED if one not in fields]
    if "price" not in fields and "cents" not in fields:
        missing.append("price")
    if any(one in fields for one in OF_CONTRACT):
        missing += [one for one in OF_CONTRACT if one not in fields]
    if missing:
        unknown = ", ".join(f"'{one}'" for one in _unread(columns, heads))
        lacking = ", ".join(f"'{head_of(one)}'" for one in missing)
        raise Unreadable(
            f"{file}: deze kolommen ontbreken: {lacking}"
            + (f"; niet herkend: {unknown}" if unknown else "")
            + ". Een kolom mag leeg zijn, maar moet er staan"
        )
