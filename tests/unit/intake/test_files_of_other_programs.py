"""PDF, Word and workbooks: the text that a reader would see, and a clear word where there is none."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pytest
import typst

from noaber.intake.documents.errors import Unreadable
from noaber.intake.documents.files import read_file, text_of

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CHAPTER = r"""
#set page(paper: "a4", header: [Programmabegroting 2026 · gemeente Esdoornveld],
  footer: context align(center, counter(page).display()))
#set text(size: 10pt, hyphenate: false)
#set par(justify: true)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 14pt)
= Programma 4 Samen leven
#lorem(0)De gemeente Esdoornveld telt 31.204 inwoners en wil dat iedereen mee kan doen aan het leven in
het dorp, ook wie weinig geld heeft of wie zorg nodig heeft van een ander.
== Wat willen we bereiken?
- Inwoners weten de weg naar hulp te vinden
== Wat gaan we daarvoor doen?
- Het loket wordt op donderdagavond geopend voor iedereen die overdag werkt, en op zaterdag in de
  bibliotheek waar ook de formulieren liggen
- In de wijk starten drie inloopuren
== Hoe meten we dat?
#table(columns: (3fr, 1fr, 1fr, 1.4fr, 1.6fr), stroke: none, inset: (x: 6pt, y: 5pt),
  [Indicator], [2023], [2024], [Streefwaarde 2026], [Bron],
  [Bezoekers van het loket op de donderdagavond en de zaterdag], [1.204], [1.377], [1.600], [gemeente],
  [Inwoners die het loket kennen], [41%], [44%], [60%], [burgerpeiling])
#pagebreak()
== Wat mag het kosten?
Bedragen x € 1.000
#table(columns: (3fr, 1fr, 1fr, 1fr), stroke: none, inset: 5pt, align: (left, right, right, right),
  [], [Rekening 2024], [Begroting 2025], [Begroting 2026],
  [Lasten], [812], [845], [870], [Baten], [40], [38], [38], [Saldo], [-772], [-807], [-832])
#pagebreak()
Slot van het hoofdstuk.
#pagebreak()
Bijlage bij het hoofdstuk.
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("pdf") / "chapter.typ"
    source.write_text(CHAPTER, "utf-8")
    return bytes(typst.compile(str(source)))


def said(content: bytes, name: str) -> str:
    """Why the file is refused, or that it was read; anything else that is raised fails the test."""
    try:
        read_file(content, name)
    except Unreadable as error:
        return str(error)
    return f"{name}: gelezen"


def docx(body: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'officeDocument" Target="word/document.xml"/></Relationships>',
        )
        packed.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
    return made.getvalue()


def paragraph(text: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    told = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{told}</w:tbl>"


def workbook(change=lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Lasten en baten"
    for row in (
        ("Bedragen x € 1.000", None, None),
        ("Programma Samen leven", "Begroting 2025", "Begroting 2026"),
        ("Lasten", 8450, 8705.4),
        ("Baten", 38, 38),
        ("Saldo", -8412, -8667.4),
    ):
        sheet.append(row)
    for cell in (*sheet["B"][2:], *sheet["C"][2:]):
        cell.number_format = "#,##0"
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_pdf_gives_its_goals_efforts_indicators_and_money(pdf: bytes) -> None:
    text, found = read_file(pdf, "hoofdstuk.pdf")
    assert found.document.programme == "Samen leven"
    assert [one.text for one in found.goals][1:] == ["Inwoners weten de weg naar hulp te vinden"]
    assert [one.text for one in found.efforts] == [
        "Het loket wordt op donderdagavond geopend voor iedereen die overdag werkt, en op zaterdag in de "
        "bibliotheek waar ook de formulieren liggen",
        "In de wijk starten drie inloopuren",
    ]
    assert [(one.name, [value.value for value in one.values]) for one in found.indicators] == [
        ("Bezoekers van het loket op de donderdagavond en de zaterdag", [1204, 1377, 1600]),
        ("Inwoners die het loket kennen", [41, 44, 60]),
    ]
    assert [one.eur for one in found.finance] == [
        812000, 845000, 870000, 40000, 38000, 38000, -772000, -807000, -832000,
    ]  # fmt: skip
    assert all(text[slice(*one.span)].strip("-") for one in found.finance)


def test_each_page_has_its_number_and_running_heads_are_told_once(pdf: bytes) -> None:
    text = text_of(pdf, "hoofdstuk.pdf")
    assert [line for line in text.splitlines() if line.startswith("[")] == [
        f"[bladzijde {number}]" for number in (1, 2, 3, 4)
    ]
    assert text.count("gemeente Esdoornveld") == 2  # the running head, and the sentence
    assert "\n2\n" not in text


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_pdf_that_was_cut_off_is_refused_with_a_sentence(pdf: bytes, keep: float) -> None:
    cut = pdf[: int(len(pdf) * keep)]
    assert said(cut, "half.pdf").startswith("half.pdf: ")


def test_a_locked_pdf_says_what_to_do(pdf: bytes) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Unreadable, match="wachtwoord"):
        read_file(made.getvalue(), "dicht.pdf")


def test_a_scan_says_that_it_has_no_text(tmp_path: Path) -> None:
    source = tmp_path / "scan.typ"
    source.write_text("#rect(width: 10cm, height: 10cm)", "utf-8")
    with pytest.raises(Unreadable, match="scan"):
        read_file(bytes(typst.compile(str(source))), "scan.pdf")


def test_a_word_document_gives_heads_lists_and_tables() -> None:
    content = docx(
        paragraph("Programma 4 Samen leven", "Heading1")
        + paragraph("Wat willen we bereiken?", "Heading2")
        + paragraph("Inwoners weten de weg naar hulp te vinden", "Heading3")
        + paragraph("Hoe meten we dat?", "Heading2")
        + table(("Indicator", "2023", "2024"), ("Bezoekers van het loket", "1.204", "1.377"))
    )
    _, found = read_file(content, "hoofdstuk.docx")
    assert [one.text for one in found.goals] == [
        "Samen leven",
        "Inwoners weten de weg naar hulp te vinden",
    ]
    assert [value.value for value in found.indicators[0].values] == [1204, 1377]


def test_a_workbook_shows_numbers_as_its_sheet_does() -> None:
    def more(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Vormen")
        for value, form in (
            (0.4567, "0.0%"), (1234567, "#,##0,"), (12.5, "€ #,##0.00"), (2024, "General"),
            (0.1 + 0.2, "General"), (1234, "0"), (True, "General"),
        ):  # fmt: skip
            sheet.append((value,))
            sheet.cell(sheet.max_row, 1).number_format = form
        book.create_sheet("Verborgen").sheet_state = "hidden"
        book["Verborgen"].append(("geheim",))

    text, found = read_file(workbook(more), "geld.xlsx")
    assert [one.eur for one in found.finance] == [
        8450000, 8705000, 38000, 38000, -8412000, -8667000,
    ]  # fmt: skip
    assert text.split("# Vormen")[1].split() == [
        "45,7%", "1.235", "€", "12,50", "2024", "0,3", "1234", "Ja",
    ]  # fmt: skip
    assert "geheim" not in text


def test_a_document_that_unpacks_to_more_than_memory_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(Unreadable, match="uitgepakt"):
        text_of(made.getvalue(), "bom.docx")


@pytest.mark.parametrize("name", ["hoofdstuk.docx", "geld.xlsx"])
def test_a_damaged_document_is_refused_with_a_sentence(name: str) -> None:
    content = docx(paragraph("Doel")) if name.endswith("docx") else workbook()
    for at in range(0, len(content), max(1, len(content) // 60)):
        broken = content[:at] + b"\0\0\0\0" + content[at + 4 :]
        assert said(broken, name).startswith(f"{name}: ")
