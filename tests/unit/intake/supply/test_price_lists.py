"""Price lists as contract managers keep them, and what is said of every mistake in one."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from noaber.intake.documents.errors import IntakeError
from noaber.intake.supply import sheets
from noaber.intake.supply.columns import NO_NUMBER
from noaber.intake.supply.reading import BadPriceList, read_prices

HEADS = [
    "AGB-code",
    "Aanbieder",
    "Wet",
    "Contractnummer",
    "Contract vanaf",
    "Contract tot en met",
    "Productcategorie",
    "Productcode",
    "Productnaam",
    "Eenheid",
    "Tarief",
    "Tarief vanaf",
    "Tarief tot en met",
]
GOOD = {
    "AGB-code": "42420001", "Aanbieder": "De Brug", "Wet": "Jeugdwet", "Contractnummer": "C1",
    "Contract vanaf": "1-1-2025", "Contract tot en met": "31-12-2028", "Productcategorie": "45",
    "Productcode": "45A04", "Productnaam": "begeleiding", "Eenheid": "uur", "Tarief": "61,20",
    "Tarief vanaf": "1-1-2026", "Tarief tot en met": "",
}  # fmt: skip


def table(*rows: dict[str, str], heads=HEADS, separator=";") -> bytes:
    """A CSV of rows that differ from the good one."""
    lines = [separator.join(heads)]
    for row in rows:
        cells = [(GOOD | row).get(head, "") for head in heads]
        lines.append(separator.join(f'"{one}"' if separator in one else one for one in cells))
    return "\r\n".join(lines).encode()


def workbook(*rows: list, title="Tarieven") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mistakes(content: bytes) -> list[str]:
    with pytest.raises(BadPriceList) as caught:
        read_prices(content, "t.csv")
    return [one.sentence for one in caught.value.mistakes]


def refused(content: bytes, **options) -> str:
    with pytest.raises(IntakeError) as caught:
        read_prices(content, "t.csv", **options)
    return str(caught.value)


def test_a_row_is_read_to_codes_days_and_cents() -> None:
    (row,) = read_prices(table({}), "t.csv").rows
    assert (row.provider_code, row.provider_name, row.law) == ("42420001", "De Brug", "youth")
    assert (row.contract, row.contract_days) == ("C1", (date(2025, 1, 1), date(2028, 12, 31)))
    assert (row.category, row.product, row.product_name) == ("45", "45A04", "begeleiding")
    assert (row.unit, row.cents, row.days) == ("04", 6120, (date(2026, 1, 1), None))
    assert str(row.place) == "rij 2"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_separator_and_encoding_of_a_spreadsheet_is_read(separator, encoding) -> None:
    text = table({"Aanbieder": "Zorgcoöperatie Twente"}, separator=separator).decode()
    (row,) = read_prices(text.encode(encoding), "t.csv").rows
    assert (row.provider_name, row.cents) == ("Zorgcoöperatie Twente", 6120)


def test_heads_may_be_written_otherwise_and_stand_below_a_title() -> None:
    heads = [f" {head.upper()} ".replace("-", " ").replace("TOT EN MET", "t/m") for head in HEADS]
    text = b"Tarievenlijst 2026;;;\r\n\r\n" + table({}).replace(
        ";".join(HEADS).encode(), ";".join(heads).encode()
    )
    (row,) = read_prices(text, "t.csv").rows
    assert (row.cents, row.place.row) == (6120, 4)


def test_a_workbook_is_read_with_numbers_and_days_as_cells() -> None:
    values = [
        42420001, "De Brug", "Wmo", "C1", datetime(2025, 1, 1), None, 2,  # noqa: DTZ001 - as a cell has it
        "02A03", "begeleiding", "04",
        61.2, date(2026, 1, 1), "31-12-9999",
    ]  # fmt: skip
    (row,) = read_prices(workbook(["Tarieven"], HEADS, values), "t.xlsx").rows
    assert (row.provider_code, row.category, row.unit, row.cents) == ("42420001", "02", "04", 6120)
    assert row.contract_days == (date(2025, 1, 1), None)
    assert row.days == (date(2026, 1, 1), None)
    assert str(row.place) == "blad 'Tarieven', rij 3"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("04", "04"), ("4", "04"), ("Uur", "04"), ("per uur", "04"), ("uren", "04"), ("04 Uur", "04"),
        ("minuut", "01"), ("Etmaal", "14"), ("dagdeel", "16"), ("Dagdeel (4 uur)", "16"),
        ("Stuks (output)", "82"), ("stuks (inspanning)", "84"), ("hour", "04"), ("half_day", "16"),
    ],
)  # fmt: skip
def test_a_unit_goes_by_its_code_or_its_name(told, code) -> None:
    assert read_prices(table({"Eenheid": told}), "t.csv").rows[0].unit == code


def test_a_category_goes_by_its_code_or_its_name() -> None:
    told = ("45", "Jeugdhulp ambulant", "45 Jeugdhulp ambulant")
    for one in told:
        assert read_prices(table({"Productcategorie": one}), "t.csv").rows[0].category == "45"


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("AGB-code", "4242001", "is geen AGB-code van acht cijfers; staat de kolom op Tekst"),
        ("AGB-code", "4242000A", "is geen AGB-code van acht cijfers"),
        ("AGB-code", "", "deze cel is leeg"),
        ("Wet", "Participatiewet", "schrijf Wmo of Jeugdwet"),
        ("Wet", "", "deze cel is leeg"),
        ("Contractnummer", "", "deze cel is leeg"),
        ("Contractnummer", "C" * 41, "hooguit 40 tekens"),
        ("Contract vanaf", "", "vul ook 'Contract vanaf' in"),
        ("Contract tot en met", "31-12-2024", "ligt voor de eerste dag, 01-01-2025"),
        ("Productcategorie", "02", "staat niet in de lijst van productcategorieën; kies uit 31"),
        ("Productcode", "45A045", "hooguit 5 tekens"),
        ("Productcode", "", "deze cel is leeg"),
        ("Eenheid", "dag", "is geen eenheid van de standaard; kies uit 01 Minuut, 04 Uur"),
        ("Eenheid", "stuks", "82 Stuks (output)"),
        ("Eenheid", "", "deze cel is leeg"),
        ("Tarief", "-61,20", "is negatief"),
        ("Tarief", "61.20", "schrijf decimalen met een komma ('61,20')"),
        ("Tarief", "61,205", "meer dan twee decimalen"),
        ("Tarief", "gratis", "is geen getal"),
        ("Tarief", "n.v.t.", "is geen tarief"),
        ("Tarief", "< 60", "is geen tarief"),
        ("Tarief", "60%", "is geen tarief"),
        ("Tarief", "1.000.000", "is te hoog"),
        ("Tarief", "", "deze cel is leeg"),
        ("Tarief vanaf", "", "deze cel is leeg"),
        ("Tarief vanaf", "2026", "is geen datum"),
        ("Tarief vanaf", "31-2-2026", "is geen dag die bestaat"),
        ("Tarief vanaf", "1-1-0206", "klopt het jaartal?"),
        ("Tarief vanaf", "31-12-9999", "is geen eerste dag"),
        ("Tarief tot en met", "31-12-2025", "ligt voor de eerste dag"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_row_column_and_value(column, value, sentence) -> None:
    told = mistakes(table({"Productcode": "45A01"}, {column: value}))
    assert sentence in told[0], told
    assert value[:41] in told[0]
    where = "Contract tot en met" if column == "Contract vanaf" else column
    assert told[0].startswith(f"rij 3, kolom '{where}'")


def test_a_price_that_holds_on_no_day_of_its_contract_is_a_mistake() -> None:
    (told,) = mistakes(table({"Tarief vanaf": "1-1-2029"}))
    assert "valt buiten het contract, dat loopt van 01-01-2025 t/m 31-12-2028" in told


def test_every_mistake_of_a_file_is_told_at_once() -> None:
    told = mistakes(
        table({"AGB-code": "1", "Tarief": "-1"}, {"Eenheid": "week", "Wet": "Wlz"}, {"Tarief": "x"})
    )
    assert [one.split(",")[0] for one in told] == ["rij 2", "rij 2", "rij 3", "rij 3", "rij 4"]


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ({}, "deze rij staat ook al op rij 2"),
        ({"Tarief": "62,00"}, "op rij 2 staat voor dezelfde dagen ook een tarief"),
        ({"Tarief vanaf": "1-7-2026"}, "op rij 2 staat voor dezelfde dagen ook een tarief"),
        ({"Tarief vanaf": "1-7-2025"}, "op rij 2 staat voor dezelfde dagen ook een tarief"),
        ({"Productcode": "45A05", "Productnaam": "x", "Aanbieder": "De Brugge"}, "heet 'De Brug' op rij 2"),
        ({"Eenheid": "minuut", "Productnaam": "hulp"}, "heet 'begeleiding' op rij 2"),
        ({"Eenheid": "minuut", "Contract vanaf": "1-1-2024"}, "heeft overal dezelfde dagen"),
    ],
)  # fmt: skip
def test_rows_are_held_against_each_other(second, sentence) -> None:
    (told,) = mistakes(table({}, second))
    assert sentence in told
    assert told.startswith("rij 3, kolom '")


def test_a_thousand_times_the_same_row_is_told_once_for_each() -> None:
    assert len(mistakes(table(*[{}] * 1000))) == 999


def test_prices_that_follow_each_other_or_differ_in_unit_or_contract_are_fine() -> None:
    found = read_prices(
        table(
            {"Tarief vanaf": "1-1-2025", "Tarief tot en met": "31-12-2025"},
            {},
            {"Eenheid": "minuut"},
            {"Contractnummer": "C2"},
            {"AGB-code": "42420002", "Aanbieder": "Stroom"},
        ),
        "t.csv",
    )
    assert len(found.rows) == 5


def test_a_row_may_state_a_provider_a_contract_or_a_product_alone() -> None:
    empty = dict.fromkeys(HEADS, "")
    provider = {"AGB-code": "42420009", "Aanbieder": "Nieuw"}
    contract = {**provider, "Wet": "Wmo", "Contractnummer": "W9", "Contract vanaf": "1-1-2026"}
    product = {"Wet": "Wmo", "Productcategorie": "02", "Productcode": "02A09", "Eenheid": "euro"}
    found = read_prices(table(empty | provider, empty | contract, empty | product), "t.csv").rows
    assert [(one.provider_code, one.contract, one.product) for one in found] == [
        ("42420009", "", ""), ("42420009", "W9", ""), ("", "", "02A09"),
    ]  # fmt: skip
    assert all(one.days is None for one in found)


def test_what_is_claimed_in_euros_has_no_price() -> None:
    (row,) = read_prices(table({"Eenheid": "euro", "Tarief": "", "Tarief vanaf": ""}), "t.csv").rows
    assert (row.unit, row.cents, row.days) == ("83", None, None)


def test_a_bsn_that_stands_there_by_mistake_is_not_repeated() -> None:
    told = mistakes(table({"AGB-code": "999900006"}, {"Tarief": "van 999900006"}))
    assert "999900006" not in " ".join(told)
    assert "*********" in told[0]


def test_a_list_without_columns_for_contracts_has_one_for_each_provider_and_law() -> None:
    heads = [one for one in HEADS if not one.startswith("Contract")]
    rows = read_prices(
        table(
            {"Tarief tot en met": "31-12-2026"},
            {"Tarief vanaf": "1-1-2027", "Tarief tot en met": "31-12-2027"},
            {"AGB-code": "42420002", "Aanbieder": "Stroom"},
            heads=heads,
        ),
        "t.csv",
    ).rows
    assert {one.contract for one in rows} == {NO_NUMBER}
    first, other = (date(2026, 1, 1), date(2027, 12, 31)), (date(2026, 1, 1), None)
    assert [one.contract_days for one in rows] == [first, first, other]
    assert all(one.assumed for one in rows)


def test_rows_of_another_municipality_are_left_out_and_counted() -> None:
    heads = ["Gemeente", *HEADS]
    rows = ({"Gemeente": "Tubbergen"}, {"Gemeente": "1700"}, {"Gemeente": "0183", "Tarief": "x"})
    found = read_prices(table(*rows, heads=heads), "t.csv", ("1700", "Twenterand"))
    assert (len(found.rows), found.elsewhere) == (1, 2)
    none = refused(table(rows[0], heads=heads), municipality=("1700", "Twenterand"))
    assert "geen van de 1 rijen is van deze gemeente" in none


def test_a_column_that_is_not_known_is_named() -> None:
    assert read_prices(table({}, heads=[*HEADS, "Opmerking"]), "t.csv").unread == ("Opmerking",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is leeg"),
        (b" \r\n ", "is leeg"),
        (b"\0\1\2", "geen tekst en geen werkblad"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "oud Excel-bestand"),
        (b"PK\x03\x04 kapot", "geen heel Excel-bestand"),
        (b"Beste lezer,\r\nhierbij de tarieven.", "de koppen zijn niet gevonden"),
        (table(), "onder de koppen staat niets"),
        (table({}, heads=HEADS[:-1]), "ontbreken: 'tarief tot en met'"),
        (table({}, heads=[*HEADS[:-1], "Tarief tot"]), "niet herkend: 'Tarief tot'"),
        (table({}, heads=[one for one in HEADS if one != "Contract vanaf"]), "'contract vanaf'"),
        (table({}, heads=[*HEADS, "prijs"]), "twee kolommen voor 'tarief'"),
        (table({"Aanbieder": '"De Brug'}), "aanhalingsteken"),
        (table({}) + b";;x", "meer cellen dan er koppen zijn"),
    ],
)
def test_what_is_no_price_list_is_refused_in_one_sentence(content, sentence) -> None:
    told = refused(content)
    assert sentence in told
    assert told.startswith("t.csv")
    assert "\n" not in told


def test_rows_far_below_without_anything_in_them_do_no_harm(monkeypatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    book = Workbook()
    for at, row in enumerate([HEADS, list(GOOD.values())]):
        for column, value in enumerate(row, 1):
            book.active.cell(1 + at * 50, column, value)
    book.active.cell(5000, 40, "")
    book.active.cell(5001, 40, " ")
    book.save(out := io.BytesIO())
    assert [row.place.row for row in read_prices(out.getvalue(), "t.xlsx").rows] == [51]
    told = refused(table({}, {"Eenheid": "minuut"}, {"Eenheid": "etmaal"}))
    assert "meer dan 3 rijen" in told


def test_half_a_workbook_is_refused() -> None:
    whole = workbook(HEADS, list(GOOD.values()))
    assert "is geen heel Excel-bestand" in refused(whole[: len(whole) // 2])
    with zipfile.ZipFile(io.BytesIO(whole)) as packed, zipfile.ZipFile(out := io.BytesIO(), "w") as broken:  # fmt: skip
        for name in packed.namelist():
            broken.writestr(name, packed.read(name)[:80])
    assert "beschadigd of niet heel" in refused(out.getvalue())
