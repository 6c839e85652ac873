"""Every page of every publication of the demo, as axe sees it, narrow and wide. Long: `make test-full`."""

import pytest

from noaber.app.accessibility import browser_path, rejected
from tests.journeys.command import noaber
from tests.needs import missing

pytestmark = [pytest.mark.browser, pytest.mark.full]


@pytest.fixture(scope="module")
def publications(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    noaber(home, "demo", "--no-serve", check=0)
    return home / "publications"


def keys():
    """The publications by the order of their names; what they are is known once they are made."""
    return range(14)


@pytest.mark.parametrize("number", keys())
def test_axe_finds_nothing_on_any_page_of_a_publication(publications, number):
    browser = browser_path()
    if browser is None:
        missing("Chromium", "Install it with `make browser`.")
    folders = sorted(path for path in publications.iterdir() if path.is_dir())
    assert len(folders) == len(keys())
    folder = folders[number]
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 20
    assert rejected(folder, pages, browser) == []
