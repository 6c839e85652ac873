"""How much longer publishing takes than typst and Jinja2 alone for the same pages.

Each round is a fresh process, so that nothing is warm; both sides of a ratio are timed in the same
round, in turn. Prints medians. Usage: python -m scripts.bench_publish [edition.json]
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROUNDS = 7
GOALS = {"pdf": 1.2, "site": 1.5}


def main() -> None:
    """Run the rounds and print the ratios beside their goals."""
    if len(sys.argv) > 1 and sys.argv[1] in ("pdf", "site"):
        print(json.dumps({"pdf": pdf, "site": site}[sys.argv[1]](sys.argv[2])))
        return
    for what, goal in GOALS.items():
        rounds = [_round(what, "first" if at % 2 else "last") for at in range(ROUNDS)]
        ratio = statistics.median(one["ours"] / one["bare"] for one in rounds)
        ours, bare = (statistics.median(one[key] for one in rounds) for key in ("ours", "bare"))
        print(
            f"{what}: {ratio:.2f} x bare (goal {goal}); {ours:.3f} s against {bare:.3f} s; "
            f"{rounds[0]['pages']} pages, {rounds[0]['bytes']:,} bytes; {ROUNDS} rounds"
        )


def _round(what: str, order: str) -> dict[str, Any]:
    """One of each side, each in a process of its own."""
    names = ("ours", "bare") if order == "first" else ("bare", "ours")
    found: dict[str, Any] = {}
    for name in names:
        done = subprocess.run(
            [sys.executable, "-m", "scripts.bench_publish", what, name],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        found |= json.loads(done.stdout)
    return found


def _edition(times: int) -> Any:
    """The fictional edition, its indicators so many times over."""
    from dataclasses import replace

    from tests.unit.publication.sample import sample_edition

    edition = sample_edition()
    more = [
        replace(one, id=f"{one.id}-{at}", slug=f"{one.slug}-{at}", goal_id="meedoen")
        for at in range(times)
        for one in edition.indicators
    ]
    return replace(edition, indicators=(*edition.indicators, *more))


def pdf(side: str) -> dict[str, float]:
    """The whole of `render_pdf`, or typst alone with the same template and data."""
    from noaber.publication.pdf import compiled, paper_json, render_pdf

    edition = _edition(2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.pdf"
        if side == "ours":
            start = time.perf_counter()
            report = render_pdf(edition, path)
            took = time.perf_counter() - start
            return {"ours": took, "pages": report.pages, "bytes": report.bytes}
        data = paper_json(edition)
        start = time.perf_counter()
        path.write_bytes(compiled(data))
        return {"bare": time.perf_counter() - start}


def site(side: str) -> dict[str, float]:
    """The whole of `render_site` for some 400 pages, or Jinja2 alone for the same bytes.

    Jinja2 alone: one compiled template that goes over the elements of a page, each with its tag and its
    text as a variable that is escaped, and writes the files; no edition, no book, no data.
    """
    from jinja2 import DictLoader, Environment

    from noaber.publication.site import render_site

    edition = _edition(25)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "site"
        warm = render_site(edition, out)  # the templates are compiled once, for any number of pages
        files = {one: (out / one).read_bytes() for one in warm.files}
        if side == "ours":
            start = time.perf_counter()
            report = render_site(edition, Path(folder) / "ours")
            took = time.perf_counter() - start
            size = sum(len(body) for body in files.values())
            return {"ours": took, "pages": report.pages, "bytes": size}
        parts = {one: _parts(body.decode()) for one, body in files.items() if one.endswith(".html")}
        rest = {one: body for one, body in files.items() if one not in parts}
        text = "{% for tag, text in parts %}{{ tag|safe }}{{ text }}{% endfor %}"
        page = Environment(loader=DictLoader({"page": text}), autoescape=True).get_template("page")
        for one, some in parts.items():
            assert page.render(parts=some).encode() == files[one], one
        bare = Path(folder) / "bare"
        start = time.perf_counter()
        for one, some in parts.items():
            _write(bare / one, page.render(parts=some).encode())
        for one, body in rest.items():
            _write(bare / one, body)
        return {"bare": time.perf_counter() - start}


def _parts(text: str) -> list[tuple[str, str]]:
    """Each tag of a page with the text behind it, unescaped where escaping gives the same back."""
    from html import unescape

    from markupsafe import Markup, escape

    found = []
    for tag, said in re.findall(r"(<[^>]+>)([^<]*)", text):
        plain = unescape(said)
        found.append((tag, plain if str(escape(plain)) == said else Markup(said)))  # noqa: S704
    return found


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


if __name__ == "__main__":
    main()
