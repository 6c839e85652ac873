"""A site as a whole: links, escaping, the same bytes, and what is refused or survives."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from noaber.judgement.attainment import Attainment, Movement, Standing
from noaber.publication import site
from noaber.publication.design.theming import house_theme
from noaber.publication.edition import Edition, GoalNode, IndicatorPage, Note
from noaber.publication.site import MARKER, PublicationError, render_site
from noaber.publication.soundness import faults, figures
from tests.unit.publication.sample import sample_edition
from tests.unit.publication.site_reading import SEARCH, asks_for_scripts, dead_links, read_site

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=y> {{ 7*7 }} עברית \u202e &amp;"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return sample_edition()


@pytest.fixture(scope="module")
def out(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "uit"
    render_site(edition, folder)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def empty(edition: Edition) -> Edition:
    return replace(
        edition,
        headlines=(),
        nodes=(),
        indicators=(),
        money=(),
        checks=(),
        evidence=(),
        efforts=(),
        explanations=(),
        registers=(),
        waterfalls=(),
        documents=(),
        elsewhere={},
        promises=(),
        region=(),
        mended=(),
    )


def named(edition: Edition, name: str) -> Edition:
    """The edition with that text in every place that holds a name."""
    return replace(
        edition, municipality=name, programme=name, title=name, status=name, kind_label=name, published_on=name, snapshot=name,
        headlines=tuple(replace(line, question=f"{name} {at}", answer=name.replace("{", "(") + line.answer) for at, line in enumerate(edition.headlines)),
        nodes=tuple(replace(node, name=name) for node in edition.nodes),
        indicators=tuple(replace(one, name=name, slug=name, source=name, definition=name, target=name, unit=name, notes=(Note("1", name),), statement=replace(one.statement, why=name)) for one in edition.indicators),
        money=tuple(replace(table, title=name, slug=name, columns=(name,) * len(table.columns), printed_signs=name, rows=tuple(replace(row, label=name) for row in table.rows)) for table in edition.money),
        checks=tuple(replace(check, message=name, rule=name, places=(name,)) for check in edition.checks),
        efforts=tuple(replace(one, name=name, slug=name, next_step=name, leads=(name,), partners=(name,), log=tuple(replace(line, reason=name, moved_to=name) for line in one.log)) for one in edition.efforts),
        explanations=tuple(replace(one, about=name, recurrence=name, counterpart=name) for one in edition.explanations),
        registers=tuple(replace(reg, items=tuple(replace(item, name=name, said=tuple(replace(said, head=name, words=(name,) if said.words else ()) for said in item.said)) for item in reg.items)) for reg in edition.registers),
        waterfalls=tuple(replace(one, title=name, slug=name, steps=tuple(replace(step, label=name) for step in one.steps)) for one in edition.waterfalls),
        documents=tuple(replace(one, municipality=name + str(at), kind_label=name, title=name, status=name) for at, one in enumerate(edition.documents)),
        promises=tuple(replace(one, name=name, said=tuple(replace(said, words=name) for said in one.said)) for one in edition.promises),
        region=tuple(replace(one, neighbour=replace(one.neighbour, name=name), refusal=one.refusal and (name or "omdat")) for one in edition.region),
        mended=tuple(replace(one, about=name, printed=name, correct=name) for one in edition.mended),
        evidence=tuple(replace(one, file_title=name, locator=name, supplier=name, reason=name, measure_sentence=name, query=name) for one in edition.evidence),
    )  # fmt: skip


def test_no_link_is_dead_and_every_anchor_is_there(out: Path) -> None:
    assert dead_links(out) == []


def test_every_figure_links_to_its_own_evidence(out: Path, edition: Edition) -> None:
    ids = {figure.id for figure in figures(edition)}
    pages = read_site(out)
    anchors = {
        link.partition("herkomst/")[2]
        for page in pages.values()
        for kind, link in page.links
        if kind == "figure__link"
    }
    proofs = sum(
        name.startswith("cijfer-") and not name.endswith("-kop")
        for page in pages.values()
        for name in page.ids
    )
    assert all("#cijfer-" in one for one in anchors)
    assert proofs == len(ids) == len(anchors)


def test_every_figure_on_a_page_has_its_grade_beside_it(out: Path) -> None:
    for path in sorted(out.rglob("*.html")):
        text = path.read_text("utf-8")
        figures = text.count('class="figure__link"') - text.count(
            '<span class="figure figure--gap"><a'
        )
        assert figures <= text.count('<svg class="grade"'), path


def test_anchors_are_unique_on_each_page(out: Path) -> None:
    for path, page in read_site(out).items():
        assert len(page.ids) == len(set(page.ids)), path


def test_each_page_has_one_heading_of_the_first_rank(out: Path) -> None:
    for path in out.rglob("*.html"):
        assert path.read_text("utf-8").count("<h1 ") == 1, path


def test_the_same_edition_gives_the_same_bytes(out: Path, edition: Edition, tmp_path: Path) -> None:
    render_site(sample_edition(), tmp_path / "again")
    assert bytes_of(tmp_path / "again") == bytes_of(out)


def test_the_report_names_every_file(edition: Edition, tmp_path: Path) -> None:
    report = render_site(edition, tmp_path / "uit")
    assert sorted(report.files) == sorted(bytes_of(report.out))
    assert report.pages == len(list(report.out.rglob("*.html")))
    assert report.figures == len({figure.id for figure in figures(edition)})


def test_markup_in_any_text_stays_text(edition: Edition, tmp_path: Path) -> None:
    render_site(named(edition, HOSTILE), tmp_path / "uit")
    assert dead_links(tmp_path / "uit") == []
    for path, page in read_site(tmp_path / "uit").items():
        assert not asks_for_scripts(path, page), path
        assert "img" not in page.tags, path
        assert not page.handlers, path
    assert "{{ 7*7 }}" in (tmp_path / "uit" / "controles" / "index.html").read_text("utf-8")


def test_a_thousand_characters_in_every_name_are_rendered(edition: Edition, tmp_path: Path) -> None:
    render_site(named(edition, "x" * 1000), tmp_path / "uit")
    assert dead_links(tmp_path / "uit") == []


def test_addresses_never_leave_the_folder(edition: Edition, tmp_path: Path) -> None:
    render_site(named(edition, "../../../etc"), tmp_path / "diep" / "uit")
    assert [path.name for path in tmp_path.iterdir()] == ["diep"]
    assert [path.name for path in (tmp_path / "diep").iterdir()] == ["uit"]


def test_an_edition_with_nothing_in_it_says_so(edition: Edition, tmp_path: Path) -> None:
    render_site(empty(edition), tmp_path / "uit")
    text = (tmp_path / "uit" / "index.html").read_text("utf-8")
    assert "geen samenvatting" in text
    assert "geen doelen" in text
    assert "geen tabel met geld" in text
    assert "geen controles" in text
    assert dead_links(tmp_path / "uit") == []


def test_three_hundred_indicators_and_one_without_a_figure_are_rendered(
    edition: Edition, tmp_path: Path
) -> None:
    bare = IndicatorPage(
        "leeg",
        "leeg",
        "Leeg",
        "number",
        "ander",
        "",
        "",
        "",
        (),
        (),
        (),
        Attainment(Standing.CANNOT_TELL, Movement.UNKNOWN, "Geen cijfer."),
    )
    many = tuple(replace(bare, id=f"i{at}", goal_id="aed") for at in range(300))
    report = render_site(
        replace(edition, indicators=(*edition.indicators, bare, *many)), tmp_path / "uit"
    )
    assert report.pages > 330
    assert dead_links(report.out) == []
    assert "Indicatoren zonder doel" in (report.out / "index.html").read_text("utf-8")


def test_the_data_say_the_same_and_run_no_formula(edition: Edition, tmp_path: Path) -> None:
    evil = replace(
        edition, indicators=tuple(replace(one, name="=HYPERLINK(1)") for one in edition.indicators)
    )
    render_site(evil, tmp_path / "uit")
    data = json.loads((tmp_path / "uit" / "data" / "edition.json").read_text("utf-8"))
    assert data["money"][0]["rows"][0]["figures"][2]["value"] == "54617194"
    assert "'=HYPERLINK" in (tmp_path / "uit" / "data" / "indicators.csv").read_text("utf-8")
    assert ",54617194," in (tmp_path / "uit" / "data" / "money.csv").read_text("utf-8")


def test_english_pages_mark_the_contents_as_dutch(edition: Edition, tmp_path: Path) -> None:
    render_site(edition, tmp_path / "uit", "en")
    text = (tmp_path / "uit" / "index.html").read_text("utf-8")
    assert '<html lang="en"' in text
    assert (
        '<h1 class="utrecht-heading-1 opening__title" lang="nl" dir="auto">Sociaal domein</h1>'
        in text
    )
    assert "Goals and indicators" in text
    assert "Figures are written the Dutch way" in text
    assert dead_links(tmp_path / "uit") == []


def test_a_language_that_is_not_there_is_refused(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match="nl, en"):
        render_site(edition, tmp_path / "uit", "fy")


def test_a_folder_with_something_else_is_left_alone(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "mijn.txt").write_text("van mij")
    with pytest.raises(PublicationError, match="geen site van Noaber"):
        render_site(edition, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mijn.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "uit").write_text("")
    with pytest.raises(PublicationError, match="is een bestand"):
        render_site(edition, tmp_path / "uit")


def test_an_empty_folder_and_an_older_site_are_replaced_whole(
    edition: Edition, tmp_path: Path
) -> None:
    out = tmp_path / "uit"
    out.mkdir()
    render_site(edition, out)
    (out / "oud.html").write_text("oud")
    render_site(edition, out)
    assert not (out / "oud.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["uit"]


def test_a_run_that_breaks_off_leaves_the_old_site_whole(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "uit"
    render_site(edition, out)
    before = bytes_of(out)

    def breaks_off(edition: Edition) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(site, "data_files", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        render_site(empty(edition), out)
    assert bytes_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["uit"]


def test_a_run_killed_between_the_two_renames_is_put_right_by_the_next(
    edition: Edition, tmp_path: Path
) -> None:
    out = tmp_path / "uit"
    render_site(edition, out)
    out.rename(tmp_path / ".uit-vorige")
    with pytest.raises(PublicationError):
        render_site(replace(edition, nodes=()), out)
    render_site(edition, out)
    assert (out / MARKER).is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["uit"]


def test_a_design_that_was_never_built_is_said(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = house_theme()
    monkeypatch.setattr(site.resources, "files", lambda package: tmp_path)
    with pytest.raises(PublicationError, match="make setup"):
        render_site(edition, tmp_path / "uit", theme=theme)


def test_all_that_does_not_hang_together_is_said_at_once(edition: Edition) -> None:
    table = edition.money[0]
    broken = replace(
        edition,
        evidence=edition.evidence[1:],
        nodes=(*edition.nodes, GoalNode("a", "goal", "A", "b"), GoalNode("b", "goal", "B", "a"), GoalNode("c", "goal", "C", "weg", ("weg",), ("weg",))),
        money=(replace(table, node_id="weg", columns=("Een",), difference=7),),
        headlines=(replace(edition.headlines[0], answer="{3}", target="weg"),),
    )  # fmt: skip
    said = "\n".join(faults(broken))
    for word in (
        "bewijs",
        "hangt onder zichzelf",
        "hangt onder 'weg'",
        "noemt indicator 'weg'",
        "hoort bij 'weg'",
        "4 cijfers bij 1 kolommen",
        "kolom met verschil",
        "noemt een cijfer {3}",
        "leidt naar 'weg'",
    ):
        assert word in said
    with pytest.raises(PublicationError, match="klopt niet in zichzelf"):
        render_site(broken, Path("nergens"))


def test_a_figure_that_says_nothing_is_refused(edition: Edition) -> None:
    first = edition.indicators[0]
    silent = replace(
        first,
        points=(replace(first.points[0], figure=replace(first.points[0].figure, value=None)),),
    )
    assert any(
        "geen waarde, geen woord en geen reden" in fault
        for fault in faults(replace(edition, indicators=(silent, *edition.indicators[1:])))
    )


def test_the_sample_closes(edition: Edition) -> None:
    assert faults(edition) == ()
    result = edition.money[0].rows[4].figures
    assert (result[1].value, result[2].value, result[3].value) == (
        Decimal(-35_495_464),
        Decimal(-35_313_767),
        Decimal(181_697),
    )


def test_the_site_asks_no_other_host_and_runs_no_script_but_its_search(out: Path) -> None:
    for path in [*out.rglob("*.html"), *out.rglob("*.css"), *out.rglob("*.js")]:
        text = path.read_text("utf-8")
        assert "http" not in text.replace("http-equiv", ""), path
    for name, page in read_site(out).items():
        assert not asks_for_scripts(name, page), name
    assert "<noscript>" in (out / SEARCH).read_text("utf-8")


def test_the_style_sheet_brings_every_token_that_it_needs(out: Path) -> None:
    text = (out / "assets" / "noaber.css").read_text("utf-8")
    for token in (
        "--utrecht-heading-1-font-size",
        "--basis-text-font-size-3xl",
        "--noaber-accent",
        "--utrecht-table-cell-padding-block-start",
    ):
        assert f"{token}:" in text
    for font in (out / "assets" / "fonts").glob("*.woff2"):
        assert f'url("fonts/{font.name}")' in text
    assert len(text) < 150_000
