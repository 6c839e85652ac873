"""Each kind of page of the published site in a real browser, narrow and wide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from noaber.publication.design.theming import house_theme
from noaber.publication.site import render_site
from tests.unit.publication.sample import sample_edition
from tests.unit.publication.test_site import empty, named

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
KINDS = {
    "programme": "index.html",
    "theme": "thema/werk-en-inkomen/index.html",
    "theme with causes": "thema/jeugd/index.html",
    "goal": "doel/inwoners-kunnen-rondkomen/index.html",
    "goal without anything": "doel/schulden-zijn-op-tijd-in-beeld/index.html",
    "indicator with targets": "indicator/jeugdhulp/index.html",
    "money": "geld/index.html",
    "taakvelden": "geld/taakvelden/index.html",
    "promises": "beloofd/index.html",
    "other documents": "andere-documenten/index.html",
    "other municipalities": "andere-gemeenten/index.html",
    "programme line": "programmalijnen/samen-dichtbij/index.html",
    "agreement": "afspraken/akkoord-tegen-armoede/index.html",
    "errata": "errata/index.html",
    "search": "zoeken/index.html",
    "data": "data/index.html",
    "evidence in another document": "herkomst/elders-voorbeeldstad-2022-begroting/index.html",
    "indicator with a break": "indicator/uitstroom/index.html",
    "indicator of yes and no": "indicator/meldpunt/index.html",
    "evidence of money": "herkomst/geld-sociaal-domein/index.html",
    "evidence that is computed": "herkomst/in-het-kort/index.html",
    "efforts by status": "inspanningen/index.html",
    "effort": "inspanning/gezinscoach/index.html",
    "explanations": "verklaringen/index.html",
    "register of money": "geld-in-het-kort/index.html",
    "register": "afspraken/index.html",
    "a to z": "a-z/index.html",
    "evidence of a register": "herkomst/register-reserves/index.html",
    "findings": "controles/index.html",
    "how to read": "hoe-leest-u/index.html",
}
WIDTHS = (320, 1280)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sites")
    edition = sample_edition()
    render_site(edition, folder / "nl")
    render_site(edition, folder / "en", "en")
    render_site(edition, folder / "veen", theme=house_theme("veen"))
    render_site(empty(edition), folder / "leeg")
    render_site(named(edition, "Onafgebrokenlang" * 60), folder / "lang")
    return folder


def opened(browser: Browser, path: Path, width: int, scheme: str = "light") -> Page:
    """The page with its folded parts open and its typefaces in."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def overflow(page: Page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def problems(page: Page) -> str:
    results = Axe().run(page)
    return results.generate_report() if results.violations_count else ""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_page_is_accessible_and_fits(
    browser: Browser, sites: Path, kind: str, width: int
) -> None:
    page = opened(browser, sites / "nl" / KINDS[kind], width)
    assert problems(page) == ""
    assert overflow(page) <= 0
    page.close()


@pytest.mark.parametrize("theme", ["nl", "veen"])
@pytest.mark.parametrize(
    "kind",
    ["programme", "indicator with targets", "evidence of money", "explanations", "money", "search"],
)
def test_a_dark_page_is_as_readable(browser: Browser, sites: Path, kind: str, theme: str) -> None:
    page = opened(browser, sites / theme / KINDS[kind], 1280, "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 27, 28)"
    assert problems(page) == ""
    page.close()


@pytest.mark.parametrize("kind", ["programme", "indicator with targets", "money", "promises"])
def test_a_page_in_the_second_theme_is_accessible(browser: Browser, sites: Path, kind: str) -> None:
    page = opened(browser, sites / "veen" / KINDS[kind], 320)
    accent = page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--noaber-accent')"
    )
    assert accent.strip() == "#8a3324"
    assert problems(page) == ""
    assert overflow(page) <= 0
    page.close()


def found(page: Page, words: str) -> list[str]:
    page.fill("#zoekwoord", words)
    return page.eval_on_selector_all(
        "[data-found-list] a", "all => all.map(one => one.textContent)"
    )


def test_search_finds_by_a_part_of_a_word_without_accents_and_leads_there(
    browser: Browser, sites: Path
) -> None:
    page = opened(browser, sites / "nl" / "zoeken/index.html", 320)
    assert found(page, "EEN loket")[0] == "Eén loket voor alle vragen"
    assert found(page, "jeugdhulp")[0].startswith("Totaal aantal jeugdhulp")
    assert "gevonden" in page.inner_text("[role=status]")
    assert found(page, "qqqq") == []
    assert "Niets gevonden" in page.inner_text("[role=status]")
    assert found(page, "   ") == []
    assert found(page, "taalmaatjes") == ["Taalmaatjes"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inspanning/taalmaatjes/index.html")
    page.go_back()
    assert page.input_value("#zoekwoord") == "taalmaatjes"  # what was typed is still there
    assert problems(page) == ""
    page.close()


def test_without_javascript_search_leads_to_the_list_from_a_to_z(
    browser: Browser, sites: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sites / "nl" / "zoeken/index.html").as_uri())
    assert not page.is_visible("#zoekwoord")
    assert "werkt alleen met JavaScript" in page.inner_text("main")
    page.click("noscript a")
    assert page.url.endswith("a-z/index.html")
    context.close()


@pytest.mark.parametrize(
    "kind",
    [
        "programme",
        "indicator with a break",
        "money",
        "promises",
        "other municipalities",
        "effort",
        "explanations",
        "register of money",
    ],
)
def test_an_english_page_is_accessible(browser: Browser, sites: Path, kind: str) -> None:
    page = opened(browser, sites / "en" / KINDS[kind], 320)
    assert problems(page) == ""
    assert overflow(page) <= 0
    page.close()


def test_an_edition_with_nothing_in_it_is_accessible(browser: Browser, sites: Path) -> None:
    page = opened(browser, sites / "leeg" / "index.html", 320)
    assert problems(page) == ""
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_names_without_a_space_break_no_page(browser: Browser, sites: Path, width: int) -> None:
    for path in [*sorted((sites / "lang").rglob("*.html"))[::5], sites / "lang" / "index.html"]:
        page = opened(browser, path, width)
        assert overflow(page) <= 0, path
        page.close()


def test_the_typefaces_of_the_theme_are_used(browser: Browser, sites: Path) -> None:
    page = opened(browser, sites / "nl" / "index.html", 1280)
    loaded = page.evaluate(
        "[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family)"
    )
    assert {name.strip('"') for name in loaded} == {"Source Sans 3", "Source Serif 4"}
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"Source Serif 4"'
    )
    page.close()


def test_a_figure_leads_to_its_evidence_and_back(browser: Browser, sites: Path) -> None:
    page = opened(browser, sites / "nl" / KINDS["indicator with a break"], 1280)
    page.get_by_role("link", name="116 – waar komt dit vandaan?").first.click()
    assert page.locator(":target").inner_text().startswith("116")
    page.get_by_role("link", name="Terug naar de cijfers").click()
    assert page.locator("h1").inner_text() == "Aantal inwoners dat uitstroomt naar werk"
    page.close()


def test_the_skip_link_is_the_first_stop_and_comes_into_view(browser: Browser, sites: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 600})
    page.goto((sites / "nl" / "index.html").as_uri())
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Direct naar de inhoud")
    assert link.evaluate(
        "one => one === document.activeElement && one.getBoundingClientRect().top >= 0"
    )
    page.close()


def test_a_printed_page_opens_what_is_folded(browser: Browser, sites: Path) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 900})
    page.goto((sites / "nl" / "index.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
    page.emulate_media(media="print")
    assert (
        page.locator(".tree__name").first.evaluate("one => one.getBoundingClientRect().height") > 0
    )
    assert not page.locator(".masthead__nav").is_visible()
    page.close()
