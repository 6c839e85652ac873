"""Looks at published pages as axe does, before they take their place, where a browser is at hand.

The browser and axe are an extra (`requirements/dev.in`): a server that publishes may do without, and
then says that nobody looked.
"""

import os
from collections.abc import Sequence
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS = (320, 1280)


def browser_path() -> str | None:
    """Where Chromium is, by NOABER_CHROMIUM or in Debian's place; None where there is none to use."""
    path = os.environ.get("NOABER_CHROMIUM", CHROMIUM)
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
    except ImportError:
        return None
    return path if Path(path).is_file() else None


def one_of_each_kind(folder: Path) -> list[Path]:
    """A page of every kind: the first of each folder of pages."""
    kinds: dict[str, Path] = {}
    for page in sorted(folder.rglob("*.html")):
        parts = page.relative_to(folder).parts
        kinds.setdefault(parts[0] if len(parts) > 2 else str(page.relative_to(folder)), page)
    return list(kinds.values())


def rejected(folder: Path, pages: Sequence[Path], browser: str) -> list[str]:
    """What axe rejects on these pages, or runs off them, at both widths; one Dutch sentence each."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    found: list[str] = []
    axe = Axe()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        page = opened.new_page()
        for path in pages:
            name = path.relative_to(folder).as_posix()
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(path.resolve().as_uri())
                page.evaluate(
                    "document.querySelectorAll('details').forEach(one => one.open = true)"
                )
                for one in axe.run(page).response["violations"]:
                    places = ", ".join(str(node["target"][0]) for node in one["nodes"][:3])
                    found.append(f"{name} ({width} px): {one['help']} ({one['id']}: {places})")
                over = page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                if over > 0:
                    found.append(
                        f"{name} ({width} px): de inhoud is {over} px breder dan de pagina"
                    )
        opened.close()
    return found
