"""A batch of a file as rows of a fact: every column converted, every row that does not fit left out."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from noaber.facts import converting
from noaber.facts.columns import Column
from noaber.facts.converting import Convert, Converted, Unfit
from noaber.facts.mapping import PERIOD, BadMapping, Field, FileMapping
from noaber.facts.rejecting import Rejected, impossible
from noaber.vocabulary.bsn import is_bsn
from noaber.vocabulary.numbers import parse_number

_SEALED = ("person", "household")
# A column of nine-digit numbers that nearly all pass the test of a BSN holds BSNs: by chance one in
# eleven does.
_BSN_SHARE, _BSN_SEEN = 0.9, 20
_NUMBER = r"(^\d{8}$)|((^|\D)\d{9}(\D|$))"


def bare(text: str) -> str:
    """The nine digits within a text, or eight that have lost their zero."""
    found = re.search(r"(?<!\d)\d{9}(?!\d)", text)
    return found[0] if found else text.zfill(9)


def without_blank(numbers: pa.Array, batch: pa.RecordBatch) -> tuple[pa.Array, pa.RecordBatch]:
    """A batch without lines on which nothing stands: those are no rows."""
    filled = pa.array([False] * batch.num_rows)
    for column in batch.columns:
        filled = pc.or_(filled, pc.not_equal(column, ""))
        if filled.true_count == batch.num_rows:
            return numbers, batch
    return numbers.filter(filled), batch.filter(filled)


class Rows:
    """The conversion of one file by one mapping."""

    def __init__(
        self,
        mapping: FileMapping,
        file: str,
        keys: Callable[[str], Any],
        known_on: date,
        rejected: Rejected,
    ) -> None:
        self._mapping, self._file, self._rejected = mapping, file, rejected
        self._keys, self._known_on = keys, known_on
        self._constants = self._read_constants()
        self._converted = {
            name: Converted(self._kind(name), self._convert(name, field), field.empty)
            for name, field in mapping.columns.items()
            if name not in (*_SEALED, PERIOD, "record")
        }
        self._sealed: dict[tuple[str, str], Converted] = {}
        self._nines: dict[str, list[int]] = {}

    def _column(self, name: str) -> Column:
        return self._mapping.table.column(name)

    def _kind(self, name: str) -> pa.DataType:
        return self._column(name).type

    def _convert(self, name: str, field: Field) -> Convert:
        return converting.converter(self._column(name), field)

    def _read_constants(self) -> dict[str, Any]:
        found, wrong = {}, []
        for name, text in self._mapping.constants.items():
            if name == PERIOD:
                found["period_start"] = converting.read_period_start(text)
                found["period_end"] = converting.read_period_end(text)
                continue
            try:
                found[name] = converting.constant(self._column(name), text)
            except Unfit as error:
                wrong.append(f"{name}: {error}")
        if wrong:
            raise BadMapping(wrong)
        return found

    def convert(self, numbers: pa.Array, batch: pa.RecordBatch) -> pa.Table:
        """The rows of a batch that are facts; the others are told to the list of rejected ones."""
        made: dict[str, Any] = {}
        wrong: list[tuple[int, str, str]] = []
        for name, one in self._converted.items():
            made[name], bad = one(batch[self._mapping.columns[name].source])
            wrong += [(at, name, why) for at, why in bad]
        self._period(batch, made, wrong)
        self._scale(batch, made)
        size = batch.num_rows
        for name, value in self._constants.items():
            made.setdefault(name, pa.repeat(pa.scalar(value, self._kind(name)), size))
        self._seal(batch, made, wrong)
        self._own(numbers, batch, made, size)
        table = pa.table({
            name: made[name] if name in made else pa.nulls(size, self._kind(name))
            for name in self._mapping.table.schema.names
        })  # fmt: skip
        self._watch(batch)
        return self._kept(table, numbers, wrong)

    def _period(
        self, batch: pa.RecordBatch, made: dict[str, Any], wrong: list[tuple[int, str, str]]
    ) -> None:
        if field := self._mapping.columns.get(PERIOD):
            texts = batch[field.source]
            start = Converted(pa.date32(), converting.read_period_start, field.empty)
            end = Converted(pa.date32(), converting.read_period_end, field.empty)
            made["period_start"], bad = start(texts)
            made["period_end"], _ = end(texts)
            wrong += [(at, "period_start", why) for at, why in bad]

    def _scale(self, batch: pa.RecordBatch, made: dict[str, Any]) -> None:
        """How many decimals a supplied value was written with."""
        field = self._mapping.columns.get("value")
        if (
            self._mapping.table.name == "supplied"
            and field
            and "scale" not in self._mapping.columns
        ):
            scale = Converted(pa.int16(), lambda text: _scale_of(text), field.empty)
            made["scale"] = pc.fill_null(scale(batch[field.source])[0], 0)

    def _seal(
        self, batch: pa.RecordBatch, made: dict[str, Any], wrong: list[tuple[int, str, str]]
    ) -> None:
        """Identifiers become pseudonyms with the keys of the municipality that each row is of."""
        for name in _SEALED:
            field = self._mapping.columns.get(name)
            if field is None:
                continue
            texts, places = batch[field.source], made["municipality"]
            sealed = pa.nulls(batch.num_rows, pa.string())
            for code in pc.unique(places).drop_null().to_pylist():
                mine = pc.fill_null(pc.equal(places, code), False)
                values, bad = self._sealer(name, field, code)(pc.if_else(mine, texts, ""))
                sealed = pc.coalesce(sealed, values)
                wrong += [(at, name, why) for at, why in bad]
            made[name] = sealed

    def _sealer(self, name: str, field: Field, code: str) -> Converted:
        if (name, code) not in self._sealed:
            convert = converting.pseudonymiser(name, field, self._keys(code))
            self._sealed[name, code] = Converted(pa.string(), convert, field.empty)
        return self._sealed[name, code]

    def _own(
        self, numbers: pa.Array, batch: pa.RecordBatch, made: dict[str, Any], size: int
    ) -> None:
        """What the import itself says of each row: its record, where it stands, when it was known."""
        rows = numbers.cast(pa.string())
        names = self._mapping.table.schema.names
        if "record" in names:
            field = self._mapping.columns.get("record")
            if field:
                key = pc.utf8_trim_whitespace(batch[field.source])
                empty = pa.scalar(None, pa.string())
                key = pc.if_else(pc.equal(key, ""), empty, key)
                made["record"] = pc.binary_join_element_wise(f"{self._mapping.name}:", key, "")
            else:
                made["record"] = pc.binary_join_element_wise(
                    f"{self._mapping.name}:{self._file}:", rows, ""
                )
        made["evidence"] = pc.binary_join_element_wise(f"{self._file} rij ", rows, "")
        known = pa.scalar(self._known_on, pa.date32())
        made["known_on"] = pc.fill_null(made.get("known_on", pa.nulls(size, pa.date32())), known)
        if "plan_year" in names and "plan_year" not in made and "period_start" in made:
            made["plan_year"] = pc.year(made["period_start"]).cast(pa.int16())

    def _kept(
        self, table: pa.Table, numbers: pa.Array, wrong: list[tuple[int, str, str]]
    ) -> pa.Table:
        told = {(at, name) for at, name, _ in wrong}
        for column in self._mapping.table.columns:
            for at in self._empty(table, column):
                if (at, column.name) not in told:
                    wrong.append((at, column.name, "is leeg"))
        for name, why, mask in impossible(self._mapping.table, table):
            for at in pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist():
                wrong.append((at, name, why))
        if not wrong:
            return table
        for at, name, why in sorted(wrong):
            self._rejected.add(self._file, numbers[at].as_py(), self._called(name), why)
        bad = sorted({at for at, _, _ in wrong})
        self._rejected.count(len(bad))
        keep = pa.array([True] * table.num_rows).to_numpy(zero_copy_only=False).copy()
        keep[bad] = False
        return table.filter(pa.array(keep))

    def _empty(self, table: pa.Table, column: Column) -> list[int]:
        values = table[column.name]
        if not values.null_count or (column.nullable and not column.needed_by):
            return []
        empty = pc.is_null(values)
        if column.nullable:
            needed = pa.array([one.value for one in column.needed_by], pa.string())
            empty = pc.and_(empty, pc.is_in(table["origin"], value_set=needed))
        return list(pc.indices_nonzero(empty).to_pylist())

    def _called(self, name: str) -> str:
        """A column as the file calls it, where it comes from the file."""
        columns: Mapping[str, Field] = self._mapping.columns
        field = columns.get(name) or (columns.get(PERIOD) if name.startswith("period_") else None)
        return field.source if field else name

    def _watch(self, batch: pa.RecordBatch) -> None:
        """Count, in columns that are written as they are, what looks like a BSN."""
        for name, field in self._mapping.columns.items():
            if name in _SEALED or not pa.types.is_string(self._kind_of(name)) or field.values:
                continue
            texts = pc.utf8_trim_whitespace(batch[field.source])
            whole = texts.filter(pc.match_substring_regex(texts, _NUMBER))[:2000].to_pylist()
            seen = self._nines.setdefault(field.source, [0, 0])
            seen[0] += len(whole)
            seen[1] += sum(is_bsn(bare(one)) for one in whole)
        self.hold()

    def _kind_of(self, name: str) -> pa.DataType:
        return pa.date32() if name == PERIOD else self._kind(name)

    def hold(self, at_least: int = _BSN_SEEN) -> None:
        """Raise BadMapping where a column that would be written as it is holds BSNs."""
        held = [
            source
            for source, (seen, passed) in self._nines.items()
            if seen >= at_least and passed >= _BSN_SHARE * seen
        ]
        if held:
            raise BadMapping(
                f"in de kolom '{source}' staan burgerservicenummers; die worden nooit bewaard: koppel haar "
                "alleen aan person"
                for source in held
            )

    def finish(self) -> None:
        """The last look, for a file of a few rows: three numbers that all pass are no chance."""
        self.hold(at_least=3)


def _scale_of(text: str) -> int:
    try:
        return parse_number(text).scale
    except ValueError:
        return 0
