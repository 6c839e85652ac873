"""Reads a written site back: its links, anchors and texts. Used by several tests."""

from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

VOID = {"meta", "link", "img", "br", "hr", "input"}
SVG = {"svg", "path", "circle", "line", "rect", "text", "title", "desc"}


class Page(HTMLParser):
    """One page: where it links to, which anchors it has, which elements it uses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.handlers += [name for name in given if name.startswith("on")]
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("href", "src"):
            if name in given:
                self.links.append((given.get("class", ""), given[name]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()


# The one page that has scripts, and which: it finds what is typed, and says so where it can't.
SEARCH = "zoeken/index.html"
SEARCH_SCRIPTS = ["../assets/search-index.js", "../assets/search.js"]


def asks_for_scripts(path: str, page: Page) -> bool:
    """Whether a page runs anything but the search of its own site."""
    asked = [link for _, link in page.links if link.endswith(".js")]
    inline = page.tags.count("script") != len(asked)
    return inline or asked != (SEARCH_SCRIPTS if path == SEARCH else [])


def read_site(out: Path) -> dict[str, Page]:
    """The pages of a site by their path in it."""
    return {
        path.relative_to(out).as_posix(): Page(path.read_text("utf-8"))
        for path in sorted(out.rglob("*.html"))
    }


def dead_links(out: Path) -> list[str]:
    """Links that lead nowhere: no such file, no such anchor, or out of the site."""
    pages = read_site(out)
    dead = []
    for path, page in pages.items():
        for _, link in page.links:
            file, _, anchor = link.partition("#")
            target = normpath(join(dirname(path), file)) if file else path
            if target.startswith("..") or "://" in link or not (out / target).is_file():
                dead.append(f"{path}: {link}")
            elif anchor and anchor not in pages[target].ids:
                dead.append(f"{path}: {link} (no such anchor)")
    return dead
