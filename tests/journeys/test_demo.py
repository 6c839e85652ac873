"""`make demo` as a newcomer meets it: the real programme, published and served."""

import csv
import io
import json
import re
import urllib.error
import urllib.request
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import urldefrag

import pytest

from tests.journeys.command import KEY, noaber, serving
from tests.journeys.test_site_pages import browser, opened, overflow, problems  # noqa: F401

PAGES = {
    "programme": "index.html",
    "theme": "thema/jeugd/index.html",
    "goal": "doel/financieel-zelfredzame-inwoners/index.html",
    "money": "geld/index.html",
    "indicator with a break": "indicator/aantal-personen-die-uitgestroomd-zijn-naar-werk/index.html",
    "indicator with a bare number as target": "indicator/totaal-aantal-jeugdhulpvoorzieningen/index.html",
    "evidence of an indicator": "herkomst/indicator-beschut-werk/index.html",
    "evidence of money": "herkomst/geld-programma-sociaal-domein/index.html",
    "efforts by status": "inspanningen/index.html",
    "explanations": "verklaringen/index.html",
    "register of money": "geld-in-het-kort/index.html",
    "a to z": "a-z/index.html",
    "findings": "controles/index.html",
    "how to read": "hoe-leest-u/index.html",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    noaber(home, "demo", "--no-serve", check=0)
    return home


@pytest.fixture(scope="module")
def site(home):
    return home / "publications" / KEY


class _Links(HTMLParser):
    """The addresses and the anchors of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "href" and value:
                self.links.add(value)
            if name == "id":
                self.anchors.add(value)


def test_no_link_is_dead_and_every_figure_leads_to_an_anchor_that_is_there(site):
    pages = {path.resolve(): _Links(path.read_text("utf-8")) for path in site.rglob("*.html")}
    assert len(pages) > 90
    for path, page in pages.items():
        for link in page.links:
            if link.startswith(("http:", "https:")):
                continue
            address, anchor = urldefrag(link)
            target = (path.parent / address).resolve() if address else path
            assert target.is_file(), f"{link} on {path}"
            if anchor:
                assert anchor in pages[target].anchors, f"{link} on {path}"


def test_the_first_screen_says_what_the_account_comes_down_to(site):
    text = re.sub(r"<[^>]+>|\s", "", (site / "index.html").read_text("utf-8"))
    text = text.replace("&nbsp;", "").replace("\u00a0", "")
    for figure in ("54.328.245", "54.617.195", "288.950", "1.412.815", "181.697"):
        assert figure in text


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", PAGES)
def test_each_kind_of_real_page_is_accessible_and_fits(browser, site, kind, width):  # noqa: F811
    page = opened(browser, site / PAGES[kind], width)
    assert problems(page) == ""
    assert overflow(page) <= 0
    page.close()


COUNTED = "noaberstad-2025-jaarstukken-kerncijfers-sociaal-domein"
COUNTED_PAGES = {
    "beside what is printed": "indicator/clienten-met-maatwerk-wmo-per-10-000-inwoners/index.html",
    "with its parts": "indicator/inwoners-met-een-maatwerkvoorziening-wmo/index.html",
    "a share with its margin": "indicator/jeugdhulp-na-verwijzing-door-de-huisarts/index.html",
    "evidence": "herkomst/indicator-jeugdhulp-na-verwijzing-door-de-huisarts/index.html",
}


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", COUNTED_PAGES)
def test_pages_of_own_counts_are_accessible_and_fit(browser, home, kind, width):  # noqa: F811
    page = opened(browser, home / "publications" / COUNTED / COUNTED_PAGES[kind], width)
    assert problems(page) == ""
    assert overflow(page) <= 0
    page.close()


def test_what_is_published_is_what_the_measures_say_of_the_town(home):
    """The counts of the site beside those of the command on the same snapshot: each one the same."""
    text = (home / "publications" / COUNTED / "data/counts.csv").read_text("utf-8")
    told = [row for row in csv.DictReader(io.StringIO(text)) if row["what"] == "counted"]
    names = sorted({row["figure"].split("/")[1] for row in told})
    assert len(names) > 15
    done = noaber(home, "measure", *names, "--municipality", "9901", "--period", "2021..2025",
                  "--by", "", "--format", "json", check=0)  # fmt: skip
    counted = {}
    for line in done.stdout.splitlines():
        row = json.loads(line)
        counted[row["measure"], row["period_start"][:4]] = row.get("value")
    whole = [row for row in told if not row["by"] and row["value"]]
    assert len(whole) > 80
    for row in whole:
        name = row["figure"].split("/")[1]
        assert Decimal(row["value"]) == Decimal(counted[name, row["period"]]), row["figure"]
    parts = [
        row
        for row in told
        if row["by"] == "gebied" and row["figure"].split("/")[1] == "wmo_persons"
    ]
    assert len(parts) > 5


def test_no_small_number_of_people_leaves_with_the_town(home):
    text = (home / "publications" / COUNTED / "data/counts.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    people = (
        "wmo_persons",
        "youth_with_stay",
        "waiting_too_long",
        "youth_entitlements",
        "evictions_avoided",
    )
    shown = [
        row for row in rows if row["figure"].split("/")[1] in people and row["what"] == "counted"
    ]
    assert not [row for row in shown if row["value"] and 0 < Decimal(row["value"]) < 5]
    hidden = [row for row in rows if row["gap"] == "te weinig mensen om te tonen"]
    assert hidden
    assert not [row for row in hidden if row["value"] or row["rows"] or row["low"] or row["high"]]


@pytest.fixture(scope="module")
def served(home):
    """The demo's installation behind a port of its own."""
    with serving(home) as base:
        yield base


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.url, answer.read().decode()


def test_the_front_page_lists_the_publication_and_leads_to_it(served):
    _, _, page = fetch(served)
    assert f"/publicaties/{KEY}/" in page
    status, _, programme = fetch(f"{served}/publicaties/{KEY}/")
    assert status == 200
    assert "Sociaal Domein" in programme
    assert fetch(f"{served}/publicaties/{KEY}/thema/jeugd")[1].endswith("/thema/jeugd/")
    assert fetch(f"{served}/vormgeving/noaber.css")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nergens",
        "/publicaties/nergens/",
        f"/publicaties/{KEY}/../../secrets.toml",
        f"/publicaties/{KEY}/..%2f..%2fsecrets.toml",
        f"/publicaties/{KEY}/%2e%2e/%2e%2e/register.sqlite3",
        "/vormgeving/../environment.py",
        f"/publicaties/{KEY}//etc",
        f"/publicaties/{KEY}/{'a' * 400}",
        f"/vormgeving/{'a' * 400}",
    ],
)
def test_what_is_not_published_is_not_there(served, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetch(served + path)
    assert refused.value.code == 404
    assert "Deze pagina is er niet" in refused.value.read().decode()
    refused.value.close()


def test_a_damaged_publication_does_not_take_the_front_page_with_it(home, served):
    damaged = home / "publications" / "damaged"
    (damaged / "data").mkdir(parents=True)
    (damaged / "noaber-site.json").write_text("{}")
    (damaged / "data" / "edition.json").write_text("{")
    assert f"/publicaties/{KEY}/" in fetch(served)[2]


def test_another_name_gets_a_dutch_page(served):
    asked = urllib.request.Request(served, headers={"Host": "example.org"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=10)
    assert refused.value.code == 400
    assert "Dit adres hoort hier niet" in refused.value.read().decode()
    refused.value.close()


def test_a_port_that_is_taken_is_said(home, served):
    port = served.rpartition(":")[2]
    assert "bezet" in noaber(home, "serve", "--port", port, check=1).stderr


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", "/nergens"])
def test_the_pages_of_the_installation_are_accessible(browser, served, path):  # noqa: F811
    for width in (320, 1280):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(served + path)
        assert problems(page) == ""
        assert overflow(page) <= 0
        page.close()
