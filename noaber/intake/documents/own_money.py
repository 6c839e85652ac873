"""The cost table in the own format: columns and rows to amounts as they are printed."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from noaber.intake.documents import keys, shapes
from noaber.intake.documents.reading import AmountItem
from noaber.intake.documents.shapes import Findings
from noaber.intake.documents.toml_places import Path
from noaber.vocabulary.names import squeeze

# Kinds whose amounts have one sign in a table, save for corrections.
ONE_SIGN = {"expense": "lasten", "income": "baten"}


def against_the_rest(finance: Iterable[AmountItem], meant: Collection[str] = ()) -> set[str]:
    """The ids of expenses and incomes with another sign than most of their kind.

    Differences have any sign and are left out, as are the corrections that are `meant`. Where both
    signs are as frequent, none is odd.
    """
    signed = [
        (item.id, item.kind, item.eur > 0)
        for item in finance
        if item.kind in ONE_SIGN
        and item.stage != "difference"
        and item.eur
        and item.id not in meant
    ]
    count = Counter((kind, above) for _, kind, above in signed)
    return {
        identity for identity, kind, above in signed if count[kind, above] < count[kind, not above]
    }


class Money:
    """Makes amounts of rows and columns that fit their shape."""

    def __init__(
        self, findings: Findings, themes: Mapping[str, str], lines: dict[str, int]
    ) -> None:
        """`themes` are names by id; the printed lines of amounts are added to `lines`."""
        self.findings = findings
        self.themes = themes
        self.lines = lines
        self.columns: dict[str, dict[str, Any]] = {}

    def read(self, raw: Mapping[str, Any]) -> tuple[AmountItem, ...]:
        """The amounts, row by row."""
        money = self.findings.fit(raw, shapes.MONEY, ("money",), "[money]")
        for at, table in enumerate(money.get("columns", [])):
            path: Path = ("money", "columns", at)
            column = self.findings.fit(table, shapes.COLUMN, path, "een kolom van [money]")
            self.findings.claim([(path, column)], set(self.columns))
            self.columns[column.get("id", "")] = column
        found: list[AmountItem] = []
        meant: set[str] = set()
        paths: dict[str, Path] = {}
        for at, table in enumerate(money.get("row", [])):
            path = ("money", "row", at)
            row = self.findings.fit(table, shapes.ROW, path, "[[money.row]]")
            self._heading(path, row)
            for column_id, eur in row.get("amounts", {}).items():
                inner = (*path, "amounts", column_id)
                if self._fits(inner, column_id, eur):
                    item = self._item(f"F{len(found) + 1}", row, column_id, eur, inner)
                    found.append(item)
                    paths[item.id] = inner
                    if row.get("correction"):
                        meant.add(item.id)
        odd = against_the_rest(found, meant)
        for item in found:
            if item.id in odd:
                self._odd_sign(paths[item.id], item)
        return tuple(found)

    def _heading(self, path: Path, row: Mapping[str, Any]) -> None:
        if "heading" in row:
            self.findings.refer((*path, "heading"), row["heading"], self.themes, "thema")
            if "printed_heading" in row:
                self.findings.add(
                    (*path, "printed_heading"),
                    "een rij heeft 'heading' of 'printed_heading', niet allebei",
                )

    def _fits(self, path: Path, column: str, eur: Any) -> bool:
        """Whether the amount is one in euros under a known column."""
        heads = {one: str(table.get("head", one)) for one, table in self.columns.items()}
        if not self.findings.refer(path, column, heads, "kolom", "amounts"):
            return False
        wrong = keys.euros_wrong(eur, self.findings.written(path))
        if wrong is not None:
            self.findings.add(path, f"bedrag bij '{column}': {wrong}")
        return wrong is None

    def _odd_sign(self, path: Path, item: AmountItem) -> None:
        sign, others = ("een min", "zonder min") if item.eur < 0 else ("geen min", "met een min")
        self.findings.add(
            path,
            f"deze {ONE_SIGN[item.kind]} hebben {sign}, terwijl de meeste in de tabel {others} "
            "staan; draai het teken om, of zet 'correction = true' bij de rij als het er zo staat",
        )

    def _item(
        self, identity: str, row: Mapping[str, Any], column_id: str, eur: int | float, path: Path
    ) -> AmountItem:
        column = self.columns[column_id]
        if "printed_line" in row:
            self.lines[identity] = row["printed_line"]
        printed = row.get("printed_heading")
        year = column.get("year", self.findings.year)
        return AmountItem(
            id=identity,
            heading=self.themes.get(row.get("heading", ""), squeeze(printed) if printed else None),
            line=squeeze(row.get("line", "")),
            kind=row.get("kind", "other"),
            column=squeeze(column.get("head", "")),
            stage=row.get("stage", column.get("stage")),
            year=None if year == keys.UNKNOWN else year,
            eur=eur,
            favourable=row.get("favourable"),
            span=self.findings.where.value(path),
            taakveld=row.get("taakveld"),
            category=row.get("category"),
            party=row.get("party"),
            recurrence=column.get("recurrence"),
        )
