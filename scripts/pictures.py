"""Take the pictures that the docs show, of the demo's real pages, into docs/pictures."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
DOCUMENT = "twenterand-2022-jaarstukken-sociaal-domein"
PICTURES = {
    "programme.png": ("index.html", 1280, 1400),
    "indicator.png": (
        "indicator/aantal-personen-die-uitgestroomd-zijn-naar-werk/index.html",
        1280,
        1080,
    ),
}


def main() -> None:
    """Publish the demo into a fresh folder and photograph it."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "NOABER_HOME": home}
        noaber = Path(sys.executable).parent / "noaber"
        subprocess.run([noaber, "demo", "--no-serve"], env=environment, check=True)
        site = Path(home) / "publications" / DOCUMENT
        photograph(site)


def photograph(site: Path) -> None:
    """One picture for each entry of PICTURES."""
    (ROOT / "docs/pictures").mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("NOABER_CHROMIUM", "/usr/bin/chromium"), args=flags
        )
        for name, (path, width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((site / path).as_uri())
            page.screenshot(path=ROOT / "docs/pictures" / name)
            print(f"docs/pictures/{name}")
        browser.close()


if __name__ == "__main__":
    main()
