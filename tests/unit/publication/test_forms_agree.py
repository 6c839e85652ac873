"""One edition, three forms: the site, the PDF and the data show the same figures."""

import csv
import re
from pathlib import Path

import pytest

from noaber.publication.design.formats import figure_text
from noaber.publication.edition import Edition
from noaber.publication.paper import for_paper
from noaber.publication.pdf import render_pdf
from noaber.publication.site import render_site
from noaber.publication.soundness import figures
from tests.unit.publication.pdf_reading import text
from tests.unit.publication.sample import sample_edition

SPACE = re.compile(r"[\s\u00a0\u00ad\u200b]+")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return sample_edition()


@pytest.fixture(scope="module")
def site(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_site(edition, tmp_path_factory.mktemp("vormen") / "uit").out


def squeezed(words: str) -> str:
    return SPACE.sub("", words)


def test_the_site_shows_every_figure_as_the_edition_has_it(edition: Edition, site: Path) -> None:
    shown = squeezed("".join(path.read_text("utf-8") for path in site.rglob("*.html")))
    for figure in figures(edition):
        assert squeezed(figure_text(figure)) in shown, figure.id


def test_the_paper_shows_every_figure_but_what_is_the_same_elsewhere(
    edition: Edition, tmp_path: Path
) -> None:
    render_pdf(edition, tmp_path / "uitgave.pdf")
    shown = squeezed(text(tmp_path / "uitgave.pdf"))
    less = for_paper(edition)
    assert len(list(figures(less))) < len(list(figures(edition)))
    for figure in figures(less):
        bare = squeezed(figure_text(figure, bare=figure.unit == "eur"))
        assert bare in shown, figure.id


def test_the_data_holds_every_value_as_the_edition_has_it(edition: Edition, site: Path) -> None:
    known = {figure.id: figure for figure in figures(edition)}
    seen = 0
    for path in (site / "data").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("figure"):
                    figure = known[row["figure"]]
                    value = "" if figure.value is None else f"{figure.value:f}"
                    assert (row["value"], row["word"], row["gap"]) == (
                        value,
                        figure.label,
                        figure.gap,
                    )
                    assert row["grade"] == figure.grade
                    seen += 1
    assert seen >= len(known) / 2
