"""The open data: every table says what its columns mean, in words, in CSVW and in DCAT."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

from noaber.publication.catalogue import LICENCE, csvw, dcat
from noaber.publication.data import TABLES, data_files, files
from noaber.publication.edition import Edition
from noaber.publication.site import render_site
from noaber.publication.soundness import figures
from tests.unit.publication.sample import sample_edition
from tests.unit.publication.test_site import empty

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return sample_edition()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_table_has_the_columns_that_it_declares(edition: Edition) -> None:
    written = dict(data_files(edition))
    assert set(written) == {one.path for one in files(edition)}
    for table in TABLES:
        found = rows(written[table.path])
        assert list(found[0]) == [column.name for column in table.columns], table.path
        assert all(column.meaning for column in table.columns)
        for row in found:
            assert None not in row, table.path  # no row is longer than the head
            for column in table.columns:
                if column.type == "decimal" and row[column.name]:
                    Decimal(row[column.name])


def test_an_empty_table_is_not_offered(edition: Edition) -> None:
    assert [one.path for one in files(empty(edition))] == ["data/edition.json"]


def test_every_figure_of_the_edition_is_in_the_data(edition: Edition) -> None:
    found = {row["figure"] for path, text in data_files(edition) if path.endswith("csv") for row in rows(text) if row.get("figure")}  # fmt: skip
    headlines = {figure.id for line in edition.headlines for figure in line.figures}
    today = {one.today.id for one in edition.mended if one.today}
    assert {figure.id for figure in figures(edition)} - headlines - today <= found


def test_the_tables_are_described_as_csvw(edition: Edition) -> None:
    described = csvw(edition)
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    tables = {table["url"]: table for table in described["tables"]}
    written = {path.removeprefix("data/"): text for path, text in data_files(edition)}
    assert set(tables) == {name for name in written if name.endswith(".csv")}
    for name, table in tables.items():
        head = next(csv.reader(io.StringIO(written[name])))
        assert [column["titles"] for column in table["tableSchema"]["columns"]] == head
        assert {column["datatype"] for column in table["tableSchema"]["columns"]} <= {"string", "decimal", "integer"}  # fmt: skip


# The library's own parser of JSON-LD still uses what it has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_the_dataset_is_described_as_dcat(edition: Edition) -> None:
    base = "https://voorbeeldstad.example/jaarstukken/data/dcat.jsonld"
    graph = rdflib.Graph().parse(data=json.dumps(dcat(edition, "uitgave.pdf")), format="json-ld", base=base)  # fmt: skip
    (dataset,) = graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    assert str(dataset) == "https://voorbeeldstad.example/jaarstukken/index.html"
    for wanted in (DCT.title, DCT.description, DCT.publisher, DCT.license, DCT.identifier, DCT.language, DCT.accessRights, DCAT.theme, DCAT.contactPoint):  # fmt: skip
        assert graph.value(dataset, wanted) is not None, wanted
    assert graph.value(dataset, DCT.license) == rdflib.URIRef(LICENCE)
    offered = {str(graph.value(one, DCAT.downloadURL)) for one in graph.objects(dataset, DCAT.distribution)}  # fmt: skip
    assert "https://voorbeeldstad.example/jaarstukken/uitgave.pdf" in offered
    assert "https://voorbeeldstad.example/jaarstukken/data/money.csv" in offered


def test_what_the_catalogue_offers_is_there(edition: Edition, tmp_path: Path) -> None:
    render_site(edition, tmp_path / "uit", paper=b"%PDF-1.7")
    told = json.loads((tmp_path / "uit/data/dcat.jsonld").read_text("utf-8"))
    for one in told["dcat:distribution"]:
        assert (tmp_path / "uit/data" / one["dcat:downloadURL"]["@id"]).is_file()
