"""The report of a check over several documents, as a page and as rows."""

import csv
import io
from datetime import date

from noaber.publication.report import FileReport, Finding, Report, report_page, report_rows

ODD = Finding("direction", "'Gestegen' <b>?", 3, 1204, "=HYPERLINK(1)")
REPORT = Report(
    date(2026, 11, 26),
    (
        FileReport("a.pdf", "Zorg", "Almelo", "account", 2021, 54, 7, 1, (ODD,), (("goals", 5),)),
        FileReport("b.txt", checks=0),
        FileReport("c.pdf", refused=("c.pdf: dit is een scan",)),
    ),
)


def test_the_page_stands_alone_and_tells_of_every_file() -> None:
    page = report_page(REPORT)
    assert "1 vraag aan de schrijvers van 2 documenten" in page
    assert "Zorg, Jaarstukken 2021, Almelo" in page
    assert "c.pdf: dit is een scan" in page
    assert "bladzijde 3, regel 1.204" in page
    assert "niets na te rekenen" in page
    assert "<b>" not in page  # what a document says is words
    assert "src=" not in page
    assert "@font-face" not in page


def test_the_rows_open_in_a_spreadsheet_without_formulas() -> None:
    rows = list(csv.reader(io.StringIO(report_rows(REPORT).lstrip("\ufeff")), delimiter=";"))
    assert rows[0][0] == "bestand"
    assert [row[0] for row in rows[1:]] == ["a.pdf", "c.pdf"]
    assert rows[1][5:9] == ["stijging of daling", "3", "1204", "'=HYPERLINK(1)"]
    assert rows[2][5] == "niet gelezen"


def test_an_empty_report_says_so() -> None:
    assert "Er is geen document gelezen" in report_page(Report(date(2026, 1, 1), ()))
