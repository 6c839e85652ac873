"""The desk as someone meets it: an account, the sign-in, and each screen in a real browser."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.command import noaber, serving
from tests.journeys.test_site_pages import browser, overflow, problems  # noqa: F401

pytestmark = pytest.mark.browser

PLAY = """
from noaber.app.ready import ready
ready()
from datetime import date
from noaber.app.demo_exchange import play_exchange
from noaber.guard.actor import SYSTEM
print(play_exchange(SYSTEM, date(2026, 5, 20)))
"""
NEW_PASSWORD = "een zin die alleen ik ken"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in which the exchange of the demo was played."""
    home = tmp_path_factory.mktemp("home")
    environment = {**os.environ, "NOABER_HOME": str(home)}
    subprocess.run(
        [sys.executable, "-c", PLAY], env=environment, check=True, stdout=subprocess.PIPE
    )
    return home


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[str]:
    with serving(home) as base:
        yield base


def made(home: Path, name: str, role: str, code: str = "9901") -> str:
    """A new account; its one-time password."""
    done = noaber(home, "user", "add", name, "--municipality", code, "--role", role, check=0)
    return re.findall(r"eenmalig wachtwoord: (\S+)", done.stdout)[0]


def signed_in(
    browser: Browser,  # noqa: F811
    served: str,
    home: Path,
    name: str,
    code: str = "9901",
) -> Page:
    """A page of a browser in which a new front-door worker signed in by the keyboard alone."""
    password = made(home, name, "front_door_worker", code)
    page = browser.new_context().new_page()
    page.goto(served + "/berichten/")
    page.focus("#veld-username")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/wachtwoord/")
    for field, value in (
        ("old_password", password),
        ("new_password1", NEW_PASSWORD),
        ("new_password2", NEW_PASSWORD),
    ):
        page.fill(f"#veld-{field}", value)
    page.keyboard.press("Enter")
    page.wait_for_url("**/berichten/")
    return page


@pytest.fixture(scope="module")
def worker(browser: Browser, served: str, home: Path) -> Page:  # noqa: F811
    return signed_in(browser, served, home, "consulent")


def first(page: Page, address: str, selector: str) -> str:
    """Where the first link leads that fits, on the page at that address."""
    page.goto(address)
    return page.eval_on_selector(selector, "one => one.href")


@pytest.fixture(scope="module")
def screens(worker: Page, served: str) -> dict[str, str]:
    """One address for each kind of screen."""
    page = worker
    box = first(page, f"{served}/berichten/", "main a[href*='/postbus/']")
    return {
        "sign-in": f"{served}/aanmelden/",
        "what waits": f"{served}/berichten/",
        "messages": box,
        "no messages": f"{box}?zoek=nergens",
        "all that waits": f"{box}wacht/",
        "a claim": first(page, f"{box}?soort=323&stand=accepted", "tbody th a"),
        "refused lines": first(page, f"{box}?soort=323", "tbody tr:nth-child(4) th a")
        + "?oordeel=rejected",
        "an allocation message": first(page, f"{box}?soort=301", "tbody th a"),
        "a request": first(page, f"{box}?soort=315", "tbody th a"),
        "a refusal": first(page, f"{box}?soort=319", "tbody th a"),
        "an answer to a claim": first(page, f"{box}?soort=325", "tbody th a"),
        "a stop": first(page, f"{box}?soort=307", "tbody th a"),
        "no message at all": first(page, f"{box}?stand=malformed", "tbody th a"),
        "allocations": f"{served}/toewijzingen/",
        "an allocation": first(page, f"{served}/toewijzingen/?nummer=4", "tbody th a"),
        "a removed allocation": first(page, f"{served}/toewijzingen/?nummer=7", "tbody th a"),
        "one client": f"{served}/toewijzingen/client/",
        "contracts": f"{served}/contracten/",
        "no contracts": f"{served}/contracten/?zoek=nergens",
        "no day": f"{served}/contracten/?dag=morgen",
        "a provider": first(page, f"{served}/contracten/", "tbody th a"),
        "a password": f"{served}/wachtwoord/",
        "not there": f"{served}/berichten/999999/",
    }


@pytest.mark.parametrize("width", [320, 1280])
def test_each_screen_is_accessible_and_fits(
    worker: Page, screens: dict[str, str], width: int
) -> None:
    worker.set_viewport_size({"width": width, "height": 900})
    found = {}
    for name, address in screens.items():
        worker.goto(address)
        found[name] = (problems(worker), max(overflow(worker), 0))
    assert {name: one for name, one in found.items() if one != ("", 0)} == {}


def test_each_screen_is_accessible_in_the_dark(worker: Page, screens: dict[str, str]) -> None:
    worker.emulate_media(color_scheme="dark")
    found = {}
    for name, address in screens.items():
        worker.goto(address)
        found[name] = problems(worker)
    worker.emulate_media(color_scheme="light")
    assert {name: one for name, one in found.items() if one} == {}


def test_a_screen_in_english_is_accessible_too(worker: Page, screens: dict[str, str]) -> None:
    worker.goto(screens["a claim"])
    worker.get_by_role("button", name="English").click()
    assert worker.evaluate("document.documentElement.lang") == "en"
    assert problems(worker) == ""
    worker.get_by_role("button", name="Nederlands").click()
    assert worker.evaluate("document.documentElement.lang") == "nl"


def test_the_demo_account_follows_a_refused_line_to_its_allocation_and_back(
    worker: Page, screens: dict[str, str]
) -> None:
    address = screens["refused lines"]
    worker.goto(address)
    assert worker.locator("tbody tr").count() >= 1
    assert worker.locator("tbody tr").first.get_by_text("afgewezen").is_visible()
    worker.locator("tbody tr a[href^='/toewijzingen/']").first.click()
    assert worker.title().startswith("Toewijzing")
    worker.locator("tbody .source a").first.click()
    assert "Declaratie" in worker.title()


def test_a_name_is_behind_a_button_and_gone_after_going_on(
    worker: Page, screens: dict[str, str]
) -> None:
    address = screens["an allocation"]
    worker.goto(address)
    worker.get_by_role("button", name="Toon naam en adres").click()
    assert worker.get_by_text("Dat u dit opende, staat in de verantwoording.").is_visible()
    assert not re.search(r"\d{9}", worker.url + worker.title())
    worker.goto(address)
    assert worker.get_by_role("button", name="Toon naam en adres").is_visible()


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(worker: Page, served: str) -> None:
    worker.goto(f"{served}/berichten/")
    worker.keyboard.press("Tab")
    assert worker.evaluate("document.activeElement.textContent") == "Direct naar de inhoud"
    worker.keyboard.press("Enter")
    assert worker.evaluate("document.activeElement.id") == "inhoud"


def test_on_paper_there_is_no_menu_and_no_form(worker: Page, screens: dict[str, str]) -> None:
    worker.goto(screens["a claim"])
    worker.emulate_media(media="print")
    assert not worker.locator(".masthead__nav").is_visible()
    assert not worker.locator(".sieve").is_visible()
    assert worker.locator("tbody tr").first.is_visible()
    worker.emulate_media(media="screen")


def test_a_stranger_gets_the_page_of_an_address_that_is_not_there(
    browser: Browser,  # noqa: F811
    screens: dict[str, str],
    served: str,
    home: Path,
) -> None:
    stranger = signed_in(browser, served, home, "buur", "0183")
    assert stranger.get_by_text("Er is nog geen postbus voor uw gemeente.").is_visible()
    for name in ("messages", "a claim", "an allocation"):
        assert stranger.goto(screens[name]).status == 404
        assert stranger.title().startswith("Deze pagina is er niet")


def test_who_looked_is_sealed_and_the_seals_hold(home: Path, worker: Page) -> None:
    sealed = noaber(home, "audit", "seal", check=0).stdout
    assert re.search(r"\d+ regels? verzegeld", sealed)
    assert re.search(r"zegel \d+: [0-9a-f]{64}", sealed)
    assert "0 regels wachten" in noaber(home, "audit", "check", check=0).stdout
    import sqlite3

    with sqlite3.connect(home / "audit.sqlite3") as trail:
        trail.execute("UPDATE audit_auditline SET actor = 'iemand anders' WHERE id = 1")
    trail.close()
    broken = noaber(home, "audit", "check", check=1)
    assert "onder zegel 1 is een regel veranderd" in broken.stderr


def test_accounts_are_listed_and_closed(home: Path) -> None:
    made(home, "tijdelijk", "contract_manager")
    listed = noaber(home, "user", "list", check=0).stdout
    assert "tijdelijk: 9901 contract_manager; nog nooit binnen" in listed
    noaber(home, "user", "close", "tijdelijk", check=0)
    assert "tijdelijk (gesloten)" in noaber(home, "user", "list", check=0).stdout
    assert '"open": false' in noaber(home, "user", "list", "--format", "json", check=0).stdout
    assert "geen account" in noaber(home, "user", "close", "niemand", check=1).stderr


def test_an_account_that_cannot_be_is_refused_in_words(home: Path) -> None:
    wrong = noaber(
        home, "user", "add", "een naam", "--municipality", "9901", "--role", "controller", check=1
    )
    assert "kan geen accountnaam zijn" in wrong.stderr
    nowhere = noaber(
        home, "user", "add", "j", "--municipality", "0000", "--role", "controller", check=1
    )
    assert "geen gemeente met CBS-code" in nowhere.stderr
