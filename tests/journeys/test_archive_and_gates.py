"""One zip that opens by a double click, and publications that are held back until they are ready."""

import zipfile

import pytest

from noaber.app.accessibility import one_of_each_kind
from tests.journeys.command import DEMO, KEY, noaber
from tests.unit.publication.site_reading import dead_links

DRAFT = """
format = "noaber-programme"
version = 1

[document]
municipality = "Noaberstad"
kind = "budget"
year = 2026
programme = "Jeugd en gezin"
title = "Begroting 2026, Jeugd en gezin"

[[theme]]
id = "jeugd"
name = "Jeugd"

[[goal]]
id = "veilig"
parent = "jeugd"
kind = "goal"
name = "Het aantal meldingen daalt tot onder x%"

[[indicator]]
id = "verblijf"
goal = "veilig"
name = "Jongeren in een instelling"
unit = "number"
values = { 2024 = 3 }
"""
DRAFT_KEY = "noaberstad-2026-begroting-jeugd-en-gezin"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def test_the_demo_in_one_zip_opens_from_a_folder(home, tmp_path):
    archive = tmp_path / "demo.zip"
    told = noaber(home, "demo", "--no-serve", "--zip", archive, check=0).stdout
    assert "begin bij index.html" in told
    with zipfile.ZipFile(archive) as made:
        made.extractall(tmp_path / "uit")
        names = made.namelist()
    assert names[0] == "index.html"
    front = (tmp_path / "uit" / "index.html").read_text("utf-8")
    assert f'href="{KEY}/index.html"' in front
    assert 'href="/' not in front  # nothing of a server
    assert dead_links(tmp_path / "uit") == []
    assert (tmp_path / "uit" / KEY / "uitgave.pdf").read_bytes().startswith(b"%PDF")
    again = tmp_path / "again.zip"
    noaber(home, "demo", "--no-serve", "--zip", again, check=0)
    assert again.read_bytes() == archive.read_bytes()


def test_a_draft_waits_until_it_is_filled_in_or_accepted(tmp_path):
    (tmp_path / "draft.toml").write_text(DRAFT)
    home, out = tmp_path / "home", tmp_path / "site"
    noaber(home, "load", tmp_path / "draft.toml", check=0)
    told = noaber(home, "publish", DRAFT_KEY, "--out", out, check=1).stderr
    assert "niet ingevuld" in told
    assert "x%" in told
    assert "kleine aantallen" in told
    assert not out.exists()
    asked = noaber(home, "accept", DRAFT_KEY, check=0).stdout.splitlines()
    small = next(line.split(".")[0] for line in asked if "Kleine aantallen" in line)
    noaber(
        home, "accept", DRAFT_KEY, small, "--reason", "Ouders akkoord", "--by", "griffie", check=0
    )
    told = noaber(home, "publish", DRAFT_KEY, "--out", out, check=1).stderr
    assert "kleine aantallen" not in told
    (tmp_path / "draft.toml").write_text(DRAFT.replace("x%", "5%"))
    noaber(home, "load", tmp_path / "draft.toml", check=0)
    noaber(home, "publish", DRAFT_KEY, "--out", out, check=0)
    page = (out / "controles" / "index.html").read_text("utf-8")
    assert "Ouders akkoord" in page
    assert "griffie" in page


@pytest.mark.browser
def test_a_page_of_each_kind_is_looked_at_before_it_goes_out(tmp_path, chromium):
    noaber(tmp_path, "load", DEMO, check=0)
    done = noaber(tmp_path, "publish", KEY, "--out", tmp_path / "site", check=0, look=True)
    assert done.stderr == ""
    kinds = {path.relative_to(tmp_path / "site").parts[0] for path in one_of_each_kind(tmp_path / "site")}  # fmt: skip
    assert {"index.html", "thema", "doel", "indicator", "inspanning", "geld", "herkomst"} <= kinds


@pytest.mark.browser
def test_a_page_that_axe_rejects_or_that_runs_off_is_named(tmp_path, chromium):
    from noaber.app.accessibility import rejected

    page = tmp_path / "index.html"
    page.write_text('<html><body><img src="x.png"><p style="width:3000px">breed</p></body></html>')
    found = rejected(tmp_path, [page], chromium)
    assert any("image-alt" in one for one in found)
    assert any("breder dan de pagina" in one for one in found)
    assert all(one.startswith("index.html (") for one in found)


def test_without_a_browser_it_is_said_that_nobody_looked(home, tmp_path):
    done = noaber(home, "publish", KEY, "--out", tmp_path / "site", check=0)
    assert "niet in een browser bekeken" in done.stderr
    quiet = noaber(home, "publish", KEY, "--out", tmp_path / "site", "--no-look", check=0)
    assert quiet.stderr == ""
    assert "0 bestanden zijn nieuw" in quiet.stdout


def test_a_theme_is_chosen_by_name_or_file_and_an_unknown_one_is_refused(home, tmp_path):
    noaber(home, "publish", KEY, "--out", tmp_path / "site", "--theme", "veen", check=0)
    assert "#8a3324" in (tmp_path / "site/assets/theme.css").read_text()
    told = noaber(home, "publish", KEY, "--out", tmp_path / "site", "--theme", "paars", check=1)
    assert "geen thema" in told.stderr
