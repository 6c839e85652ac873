"""Every screen of the demo's exchange that a link leads to: none is dead, none holds a BSN."""

import re
from collections import Counter
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest

from noaber.app.demo_exchange import SEED, TOWN, play_exchange
from noaber.app.demo_people import people
from noaber.guard.actor import SYSTEM
from noaber.intake.messages.long_claims import spare_bsns
from tests.unit.desk.accounts import browser_of

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "audit"])]

# Sorting the other way leads to ever new addresses of the same screens.
SORTED = re.compile(r"[?&]op=-?(?!number\b)\w+")


class Page(HTMLParser):
    """The addresses and ids of a page, and its level-one headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.links.append(unescape(value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name in ("for", "aria-labelledby", "aria-describedby"):
                self.labels.append(value or "")


def test_no_link_is_dead_no_id_is_there_twice_and_no_page_holds_a_bsn() -> None:
    play_exchange(SYSTEM, date(2026, 5, 20))
    worker = browser_of("consulent", "front_door_worker", TOWN, "Noaberstad")
    waiting = ["/berichten/", "/toewijzingen/", "/contracten/"]
    seen, bsns = set(), set(spare_bsns())
    kinds: Counter[str] = Counter()
    while waiting:
        address = waiting.pop()
        if address in seen or SORTED.search(address):
            continue
        seen.add(address)
        answer = worker.get(address)
        text = answer.content.decode()
        assert answer.status_code == 200, address
        assert not bsns & set(re.findall(r"\d{9}", text + address)), address
        kinds[re.sub(r"\d+", "0", address.partition("?")[0])] += 1
        if answer["Content-Type"].startswith("text/csv"):
            continue
        page = Page(text)
        assert max(Counter(page.ids).values()) == 1, address
        assert set(page.labels) <= set(page.ids), address
        for link in page.links:
            path, _, anchor = link.partition("#")
            if anchor and not path:
                assert anchor in page.ids, f"{link} on {address}"
            elif path.startswith("?"):
                waiting.append(address.partition("?")[0] + path)
            elif path.startswith(("/berichten/", "/toewijzingen/", "/contracten/")):
                waiting.append(path)
    assert kinds["/berichten/0/"] > 200
    assert kinds["/toewijzingen/0/"] >= 36
    assert kinds["/berichten/postbus/0/"] > 3
    assert kinds["/contracten/aanbieder/0/"] == 2
    assert kinds["/contracten/lijst/0.csv"] == 1


def test_the_people_of_the_demo_do_not_exist() -> None:
    import random

    made = people(random.Random(SEED), 18)
    assert {one.client.bsn for one in made} <= set(spare_bsns())
    assert len({one.client.bsn for one in made}) == 18
