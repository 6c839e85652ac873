"""The language of the rules: what it can say, and that unknown stays unknown."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.intake.messages.description import release
from noaber.intake.messages.expressions import Rows, WrongExpression, compile_expression
from noaber.intake.messages.keys import hashes
from noaber.intake.messages.kleene import compare_years_before
from noaber.intake.messages.message import Message, arrow_schema

JW323 = release().message("ijw", "323")


def _rows(**values: list[Any]) -> Rows:
    """Claim lines of two clients with these values; other elements absent."""
    count = len(next(iter(values.values())))
    tables = {}
    for shape in JW323.tables:
        schema = arrow_schema(shape)
        number = count if shape.name == "Prestatie" else 1
        columns = {name: pa.nulls(number, schema.field(name).type) for name in schema.names}
        columns["_parent"] = pa.array([0] * number, pa.int32())
        tables[shape.name] = columns
    for name, column in values.items():
        path = name.replace("__", ".")
        tables["Prestatie"][path] = pa.array(column, tables["Prestatie"][path].type)
    tables["Client"]["Bsn"] = pa.array(["999900006"])
    header = tables["Header"]["BerichtIdentificatie.Dagtekening"].type
    tables["Header"]["BerichtIdentificatie.Dagtekening"] = pa.array([date(2026, 2, 28)], header)
    made = {s.name: pa.Table.from_pydict(tables[s.name], arrow_schema(s)) for s in JW323.tables}
    return Rows(Message(JW323, made), "Prestatie")


def _says(text: str, rows: Rows) -> list[bool | None]:
    made = compile_expression(text)(rows)
    return list(made.to_pylist())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Eenheid = 83", [True, False, None]),
        ("Eenheid != 83", [False, True, None]),
        ("Eenheid filled", [True, True, False]),
        ("Eenheid empty", [False, False, True]),
        ("Eenheid in {83, 84}", [True, False, None]),
        ("not Eenheid in {83, 84}", [False, True, None]),
        ("GeleverdVolume > 10", [False, True, True]),
        ("GeleverdVolume = IngediendBedrag.Bedrag", [True, False, None]),
        ("Eenheid = 83 or GeleverdVolume > 10", [True, True, True]),
        ("Eenheid = 83 and GeleverdVolume <= 10", [True, False, False]),
        ("ProductPeriode filled", [True, True, False]),
        ("ProductPeriode.Begindatum >= 2026-01-01", [True, False, None]),
        (
            "ProductPeriode.Begindatum >= Header.BerichtIdentificatie.Dagtekening - 5 years",
            [True, False, None],
        ),
        ("Client.Bsn passes elfproef", [True, True, True]),
        ("ProductCode matches /[0-9]{2}A[0-9]{2}/", [True, False, None]),
        ("(Eenheid = 83 or Eenheid = 04) and not ProductCode filled", [False, False, None]),
    ],
)
def test_an_expression_says(text: str, said: list[bool | None]) -> None:
    rows = _rows(
        Eenheid=["83", "04", None],
        GeleverdVolume=[7, 11, 12],
        IngediendBedrag__Bedrag=[7, 12, None],
        ProductCode=["45A01", "x45A01", None],
        ProductPeriode__Begindatum=[date(2026, 1, 1), date(2021, 2, 27), None],
    )
    assert _says(text, rows) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Eenheid",
        "Eenheid =",
        "Eenheid in {83",
        "Eenheid ~ 3",
        "Eenheid = 83 extra",
        "(Eenheid = 83",
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(WrongExpression):
        compile_expression(text)


def test_an_element_that_the_class_does_not_have_is_refused() -> None:
    with pytest.raises(WrongExpression, match="Prestatie has no Einddatum"):
        _says("Einddatum filled", _rows(Eenheid=["83"]))


TEXTS = st.one_of(st.none(), st.text("ab0é", max_size=5))


@given(st.lists(st.tuples(TEXTS, TEXTS, st.one_of(st.none(), st.integers(-3, 3))), max_size=30))
def test_rows_have_the_same_key_where_they_are_the_same(rows: list[tuple[Any, Any, Any]]) -> None:
    columns = [
        pa.chunked_array([pa.array([row[0] for row in rows], pa.string())]),
        pa.chunked_array([pa.array([row[1] for row in rows], pa.string())]),
        pa.chunked_array([pa.array([row[2] for row in rows], pa.int64())]),
    ]
    keys = hashes(columns).tolist()
    assert len(set(keys)) == len(set(rows))
    assert len(set(zip(keys, rows, strict=True))) == len(set(rows))


def test_keys_differ_for_millions_of_numbers_that_look_alike() -> None:
    made = pa.chunked_array([pa.array([f"RN{n:09}" for n in range(500_000)])])
    assert len(set(hashes([made]).tolist())) == 500_000
    assert len(set(hashes([made.slice(1000, 7), made.slice(5, 7)]).tolist())) == 7


def test_years_before_29_february_end_on_the_28th() -> None:
    rows = _rows(ProductPeriode__Einddatum=[date(2023, 2, 28), date(2023, 2, 27), None])
    leap = pa.array([date(2028, 2, 29)] * 3)
    column = rows.column("ProductPeriode.Einddatum")
    assert compare_years_before(">=", column, leap, 5).to_pylist() == [True, False, None]
    lists = (column.to_pylist(), leap.to_pylist())
    assert compare_years_before(">=", *lists, 5) == [True, False, None]
