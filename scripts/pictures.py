"""Take the pictures that the docs show, of the demo's real pages, into docs/pictures."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
TWENTERAND = "twenterand-2022-jaarstukken-sociaal-domein"
NOABERSTAD = "noaberstad-2025-jaarstukken-sociaal-domein"
# Name, the publication, the page in it, and the size of the window.
PICTURES = {
    "programme.png": (NOABERSTAD, "index.html", 1280, 1400),
    "indicator.png": (
        TWENTERAND,
        "indicator/aantal-personen-die-uitgestroomd-zijn-naar-werk/index.html",
        1280,
        1080,
    ),
    "money.png": (NOABERSTAD, "geld/index.html", 1280, 1500),
    "promises.png": (NOABERSTAD, "beloofd/index.html", 1280, 1000),
    "taakvelden.png": (NOABERSTAD, "geld/taakvelden/index.html", 1280, 1300),
    "neighbours.png": (NOABERSTAD, "andere-gemeenten/index.html", 1280, 1100),
    "evidence.png": (NOABERSTAD, "herkomst/geld-jeugd/index.html", 1280, 1000),
    "phone.png": (NOABERSTAD, "index.html", 390, 844),
}


def main() -> None:
    """Publish the demo into a fresh folder and photograph it for the docs."""
    with tempfile.TemporaryDirectory() as home:
        photograph(published(Path(home)), ROOT / "docs/pictures")


def published(home: Path) -> Path:
    """The folder of the demo's publications, made in `home`."""
    environment = {**os.environ, "NOABER_HOME": str(home)}
    noaber = Path(sys.executable).parent / "noaber"
    done = [noaber, "demo", "--no-serve"]
    subprocess.run(done, env=environment, check=True, stdout=subprocess.DEVNULL)
    return home / "publications"


def photograph(publications: Path, into: Path) -> None:
    """One picture for each entry of PICTURES."""
    into.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("NOABER_CHROMIUM", "/usr/bin/chromium"), args=flags
        )
        for name, (key, path, width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((publications / key / path).as_uri())
            page.evaluate("document.fonts.ready.then(() => true)")
            page.screenshot(path=into / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
