"""The PDF as a whole: its tags, its figures, its links, the same bytes, and what it survives."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from noaber.publication import pdf as pdf_module
from noaber.publication.design.formats import figure_text
from noaber.publication.design.theming import house_theme
from noaber.publication.edition import Edition
from noaber.publication.paper import clean
from noaber.publication.pdf import PdfReport, paper_json, render_pdf
from noaber.publication.site import PublicationError
from noaber.publication.soundness import figures
from tests.unit.publication.pdf_reading import elements, tags, text
from tests.unit.publication.sample import sample_edition
from tests.unit.publication.test_site import empty, named

MARKUP = '#panic("x") $x$ *vet* _schuin_ <b1> @b1 \\u{41} `ruw` // weg /* weg */ = kop - lijst [ ] { } ~ "'


@pytest.fixture(scope="module")
def edition() -> Edition:
    return sample_edition()


@pytest.fixture(scope="module")
def report(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> PdfReport:
    return render_pdf(edition, tmp_path_factory.mktemp("pdf") / "uitgave.pdf")


@pytest.fixture(scope="module")
def pdf(report: PdfReport) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(report.path) as opened:
        yield opened


def test_the_file_says_that_it_is_tagged_in_dutch_and_what_it_is_called(
    pdf: pikepdf.Pdf, edition: Edition
) -> None:
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert "/StructTreeRoot" in root
    assert str(root.Lang).lower().startswith("nl")
    assert root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == edition.title
        assert metadata["pdfuaid:part"] == "1"


def test_the_file_is_whole_and_reports_its_own_size(pdf: pikepdf.Pdf, report: PdfReport) -> None:
    assert not pdf.check_pdf_syntax()
    assert (report.pages, report.bytes) == (len(pdf.pages), report.path.stat().st_size)


def test_themes_and_goals_are_bookmarks(pdf: pikepdf.Pdf, edition: Edition) -> None:
    with pdf.open_outline() as outline:
        titles = [one.title for one in outline.root]
    themes = [node.name for node in edition.nodes if node.kind == "theme"]
    assert [title for title in titles if title in themes] == themes
    assert titles[0] == "Inhoud"
    assert titles[-1].startswith("Bijlage")


def test_every_table_has_heads_of_columns_and_of_rows(pdf: pikepdf.Pdf) -> None:
    for table in (one for one in elements(pdf) if one.S == "/Table"):
        scopes = [
            {str(attribute.get("/Scope")) for attribute in cell.get("/A", [])}
            for part in table.K
            for row in part.K
            for cell in row.K
            if cell.S == "/TH"
        ]
        assert any("/Column" in one for one in scopes)
        assert any("/Row" in one for one in scopes)


def test_every_chart_has_a_text_in_its_place(pdf: pikepdf.Pdf, edition: Edition) -> None:
    told = [str(one.Alt) for one in elements(pdf) if one.S == "/Figure"]
    assert len(told) == len(edition.indicators)
    assert all(
        any(one.startswith(f"Grafiek: {page.name}") for one in told) for page in edition.indicators
    )


def test_headings_go_down_one_level_at_a_time(pdf: pikepdf.Pdf) -> None:
    levels = [
        int(str(one.S)[2:])
        for one in elements(pdf)
        if str(one.S)[:2] == "/H" and str(one.S)[2:].isdigit()
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_figure_of_the_edition_is_on_a_page(report: PdfReport, edition: Edition) -> None:
    letters = text(report.path)
    missing = {
        said
        for figure in figures(edition)
        if (said := "".join(figure_text(figure, bare=True).split())) not in letters
    }
    assert missing == set()


def test_every_figure_leads_to_its_evidence(pdf: pikepdf.Pdf, edition: Edition) -> None:
    """A link per figure at least, and each link has a text for who can't see it."""
    links = [one for page in pdf.pages for one in page.get("/Annots", []) if one.Subtype == "/Link"]
    assert len(links) > len({figure.id for figure in figures(edition)})
    assert all("/Contents" in one for one in links)
    assert tags(pdf)["/Link"] + tags(pdf)["/Reference"] >= len(links) / 2


def test_the_same_edition_gives_the_same_bytes(
    report: PdfReport, edition: Edition, tmp_path: Path
) -> None:
    again = render_pdf(edition, tmp_path / "nog-eens.pdf")
    assert again.path.read_bytes() == report.path.read_bytes()


def test_markup_of_the_typesetter_in_a_name_is_only_letters(
    edition: Edition, tmp_path: Path
) -> None:
    path = render_pdf(named(edition, MARKUP), tmp_path / "x.pdf").path
    said = "".join(MARKUP.split()).replace('"', "").replace("'", "")
    assert said[:40] in text(path).replace('"', "").replace("\u200b", "")


@pytest.mark.parametrize(
    "name",
    ["a" * 1000, "een woord " * 12, "עברית \u202e العربية", "漢字 😀 \x00\ud800\ufffe", "", " ", "\u00ad\u200b"],
)  # fmt: skip
def test_any_name_is_set(edition: Edition, tmp_path: Path, name: str) -> None:
    report = render_pdf(named(edition, name), tmp_path / "x.pdf")
    assert report.pages > 5


def test_an_edition_with_nothing_in_it_is_set(edition: Edition, tmp_path: Path) -> None:
    assert render_pdf(empty(edition), tmp_path / "x.pdf").pages >= 3


def test_three_hundred_indicators_are_set(edition: Edition, tmp_path: Path) -> None:
    one = edition.indicators[0]
    many = tuple(replace(one, id=f"i{at}", slug=f"i{at}", goal_id="meedoen") for at in range(300))
    report = render_pdf(replace(edition, indicators=edition.indicators + many), tmp_path / "x.pdf")
    assert report.pages > 100


def test_a_series_of_one_point_and_an_amount_of_a_billion_are_set(
    edition: Edition, tmp_path: Path
) -> None:
    table = edition.money[0]
    row = table.rows[0]
    rich = replace(row.figures[0], value=Decimal(-12_345_678_901))
    changed = replace(
        edition,
        money=(replace(table, rows=(replace(row, figures=(rich, *row.figures[1:])), *table.rows[1:])), *edition.money[1:]),
        indicators=tuple(replace(one, points=one.points[-1:], breaks=()) for one in edition.indicators),
        headlines=(),
    )  # fmt: skip
    path = render_pdf(changed, tmp_path / "x.pdf").path
    assert "−12.345.678.901" in text(path)


def test_a_typeface_that_is_not_there_falls_back(edition: Edition, tmp_path: Path) -> None:
    theme = replace(house_theme(), text="Bestaat niet", heading="Ook niet")
    assert render_pdf(edition, tmp_path / "x.pdf", theme).pages > 5


def test_what_typst_refuses_is_one_sentence(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_module, "paper_json", lambda edition, theme: "{}")
    with pytest.raises(PublicationError, match="De PDF kan niet worden gemaakt: typst meldt"):
        render_pdf(edition, tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


def test_an_edition_that_does_not_hang_together_is_refused(
    edition: Edition, tmp_path: Path
) -> None:
    with pytest.raises(PublicationError, match="klopt niet in zichzelf"):
        render_pdf(replace(edition, evidence=()), tmp_path / "x.pdf")


def test_a_folder_in_the_way_is_said(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match="kan niet worden geschreven"):
        render_pdf(edition, tmp_path)


def test_the_data_holds_strings_and_numbers_only(edition: Edition) -> None:
    """Nothing in it is code: the template reads it with json() and never with eval()."""
    from importlib import resources

    folder = resources.files("noaber.publication.design") / "pdf"
    templates = [one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".typ")]
    assert not any(word in one for one in templates for word in ("eval(", "@preview", "mode:"))
    assert paper_json(edition).startswith("{")


def test_texts_lose_what_turns_or_hides_the_text_after_them() -> None:
    assert clean("a\u202eb\u2066c\x07d\u2028e") == "abc d e"
    assert "\u200b" in clean("x" * 40)
    assert clean("gewone tekst") == "gewone tekst"
