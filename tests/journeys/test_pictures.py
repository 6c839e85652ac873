"""The pictures in the docs are those of the real pages: taken anew, they look the same.

`make pictures` writes them; this test takes them into a folder of its own and compares. Browsers differ
in a hair, so what is compared is the picture in coarse squares.
"""

import base64
from pathlib import Path

import pytest

from scripts.pictures import PICTURES, photograph, published
from tests.journeys.test_site_pages import browser  # noqa: F401

pytestmark = pytest.mark.browser
DOCS = Path(__file__).parents[2] / "docs/pictures"
# Draws both pictures small and gives how far their squares differ at most, and at the mean.
COMPARE = """async ([one, other]) => {
  const small = async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = new OffscreenCanvas(24, 24).getContext("2d");
    canvas.drawImage(image, 0, 0, 24, 24);
    return [image.width, image.height, canvas.getImageData(0, 0, 24, 24).data];
  };
  const [a, b] = [await small(one), await small(other)];
  let sum = 0;
  for (let at = 0; at < a[2].length; at++) sum += Math.abs(a[2][at] - b[2][at]);
  return [a[0] === b[0] && a[1] === b[1], sum / a[2].length];
}"""


@pytest.fixture(scope="module")
def taken(tmp_path_factory, chromium):
    folder = tmp_path_factory.mktemp("pictures")
    photograph(published(tmp_path_factory.mktemp("home")), folder)
    return folder


def as_data(path):
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_in_the_docs_is_that_of_the_real_page(taken, browser, name):  # noqa: F811
    page = browser.new_page()
    same_size, mean = page.evaluate(COMPARE, [as_data(DOCS / name), as_data(taken / name)])
    page.close()
    assert same_size, "run 'make pictures' and commit the result"
    assert mean < 4, "run 'make pictures', look, and commit the result"


def test_another_picture_is_seen_to_be_another(taken, browser):  # noqa: F811
    one, other, *_ = (taken / name for name in PICTURES)
    page = browser.new_page()
    _, mean = page.evaluate(COMPARE, [as_data(one), as_data(other)])
    page.close()
    assert mean > 4


def test_the_docs_show_every_picture():
    texts = "".join(path.read_text("utf-8") for path in (DOCS.parents[1] / "README.md", *DOCS.parent.rglob("*.md")))  # fmt: skip
    assert [name for name in PICTURES if f"pictures/{name}" not in texts] == []
