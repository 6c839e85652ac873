"""A web page as text: one block a paragraph, one line a table row, its cells with tabs between them.

The text is what spans speak of. Heads keep their level as '#' marks, list items get a bullet, a
small raised figure becomes a raised character. A cell that spans columns is followed by empty
cells; a cell that spans rows leaves its place in the rows below empty.
"""

import re
from html.parser import HTMLParser

_SILENT = frozenset(
    {"script", "style", "nav", "footer", "template", "noscript", "svg", "title", "head"}
)
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "ul", "ol", "dl", "table", "caption", "form",
        "blockquote", "figure", "figcaption", "details", "summary", "aside", "body", "html", "hr", "pre",
    }
)  # fmt: skip
_LINES = frozenset({"li", "dt", "dd", "tr", "br"})
_HEADS = {f"h{level}": level for level in range(1, 7)}
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "embed"}
)
_RAISED = str.maketrans("0123456789*", "⁰¹²³⁴⁵⁶⁷⁸⁹*")
_LETTERS = dict(zip("abcde", "ᵃᵇᶜᵈᵉ", strict=True))  # of a note; more letters are words
_WIDEST = 60  # columns a cell can span; a page that says more is wrong
_DEEPEST = 400  # tables in tables; a page that goes deeper is no page

Cell = tuple[str, int, int]


class _Table:
    """The rows of one table; `below` holds how many rows a cell above still covers, by column.

    `layout` says that it only puts things in their place: its cells are text.
    """

    def __init__(self, layout: bool = False) -> None:
        self.layout = layout
        self.rows: list[str] = []
        self.row: list[str] | None = None
        self.below: list[int] = []
        self.span = (1, 1)

    def open_row(self) -> None:
        self.close_row()
        self.row = []
        self._covered()

    def _covered(self) -> None:
        """Leave the places empty that a cell of an earlier row covers."""
        if self.row is None:
            return
        while len(self.row) < len(self.below) and self.below[len(self.row)] > 0:
            self.below[len(self.row)] -= 1
            self.row.append("")

    def cell(self, text: str) -> None:
        if self.row is None:
            self.open_row()
        assert self.row is not None
        columns, rows = self.span
        for at in range(columns):
            place = len(self.row)
            self.below += [0] * (place + 1 - len(self.below))
            self.below[place] = rows - 1
            self.row.append(text if at == 0 else "")
        self._covered()

    def close_row(self) -> None:
        if self.row is not None and any(self.row):
            self.rows.append("\t".join(self.row).rstrip("\t"))
        self.row = None


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.line: list[str] = []
        self.silent: list[str] = []
        self.tables: list[_Table] = []
        self.cells: list[list[str]] = []
        self.raised = 0
        self.lists = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent:
            if tag == self.silent[-1] and tag not in _VOID:
                self.silent.append(tag)
            return
        if tag in _SILENT or _hidden(dict(attrs)):
            if tag not in _VOID:
                self.silent.append(tag)
        elif tag == "sup":
            self.raised += 1
        elif tag == "table" and len(self.tables) < _DEEPEST:
            self._unfold()
            self._break(2)
            self.tables.append(_Table(dict(attrs).get("role") == "presentation"))
        elif tag in ("td", "th", "tr") and self.tables and self.tables[-1].layout:
            self._break(2)
        elif tag == "tr" and self.tables:
            self._close_cell()
            self.tables[-1].open_row()
        elif tag in ("td", "th") and self.tables:
            self._close_cell()
            self.tables[-1].span = _span(dict(attrs))
            self.cells.append([])
        elif tag in _HEADS:
            self._unfold()
            self._break(2)
            self._write("#" * _HEADS[tag] + " ")
        elif tag == "li" and self.cells:
            self.cells[-1].append(" • ")
        elif tag == "li":
            self._break(1)
            self._write("  " * max(0, self.lists - 1) + "• ")
        elif tag in _BLOCKS:
            self._break(1 if tag in ("ul", "ol") and self.lists else 2)
            self.lists += tag in ("ul", "ol")
        elif tag in _LINES:
            self._break(1)

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        if tag == "sup":
            self.raised = max(0, self.raised - 1)
        elif tag in ("td", "th", "tr") and self.tables and self.tables[-1].layout:
            self._break(2)
        elif tag in ("td", "th"):
            self._close_cell()
        elif tag == "tr" and self.tables:
            self._close_cell()
            self.tables[-1].close_row()
        elif tag == "table" and self.tables:
            self._close_table()
        elif tag in _BLOCKS or tag in _HEADS:
            self.lists = max(0, self.lists - (tag in ("ul", "ol")))
            self._break(1 if tag in ("ul", "ol") and self.lists else 2)
        elif tag in _LINES:
            self._break(1)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            raised = _LETTERS.get(data.strip()) or data.translate(_RAISED)
            self._write(raised if self.raised else data)

    def _write(self, text: str) -> None:
        (self.cells[-1] if self.cells else self.line).append(text)

    def _break(self, lines: int) -> None:
        """End the line; in a cell that is only a space, since a row is one line."""
        if self.cells:
            self.cells[-1].append(" ")
            return
        whole = "".join(self.line)
        text = " ".join(whole.split())
        if text.startswith("•"):
            text = whole[: len(whole) - len(whole.lstrip())].replace("\n", "") + text
        self.line = []
        if any(char not in "#• " for char in text):
            self.out.append(text)
        if lines > 1 and self.out and self.out[-1]:
            self.out.append("")

    def _unfold(self) -> None:
        """A head or a table in a cell: the tables around it hold no rows but a whole page."""
        if not self.cells:
            return
        held = ["".join(cell) for cell in self.cells]
        self.cells = []
        for table in self.tables:
            if table.layout:
                continue
            table.close_row()
            self.out += [*table.rows, ""]
            table.rows, table.layout = [], True
        for text in held:
            self.line = [text]
            self._break(2)

    def _close_cell(self) -> None:
        if self.cells and self.tables:
            self.tables[-1].cell(" ".join("".join(self.cells.pop()).split()))

    def _close_table(self) -> None:
        if self.tables[-1].layout:
            self.tables.pop()
            self._break(2)
            return
        self._close_cell()
        table = self.tables.pop()
        table.close_row()
        if self.cells:  # a table in a cell: its rows are words of that cell
            self.cells[-1].append(" ".join(table.rows).replace("\t", " "))
            return
        self._break(2)
        self.out += [*table.rows, ""]

    def text(self) -> str:
        """The text of what was fed, open tables closed."""
        self.close()
        while self.tables:
            self._close_table()
        self._break(1)
        return "\n".join(self.out).strip("\n") + "\n"


def _span(attrs: dict[str, str | None]) -> tuple[int, int]:
    return _count(attrs.get("colspan"), _WIDEST), _count(attrs.get("rowspan"), 5000)


def _count(value: str | None, most: int) -> int:
    return min(int(value), most) if value and re.fullmatch(r"[1-9][0-9]{0,4}", value.strip()) else 1


def _hidden(attrs: dict[str, str | None]) -> bool:
    """What the page itself keeps from the reader, and its cookie bar."""
    style = (attrs.get("style") or "").replace(" ", "").lower()
    return (
        "hidden" in attrs
        or "display:none" in style
        or attrs.get("role") in ("dialog", "navigation", "alertdialog")
    )


def is_markup(text: str) -> bool:
    """Whether the text is a web page: it begins as one, or closes a table or a paragraph."""
    start = text[:2000].lstrip().lower()
    return start.startswith(("<!doctype html", "<html")) or bool(
        start.startswith("<")
        and re.search(r"</(?:p|div|table|body|h[1-6]|li)>", text[:200_000], re.I)
    )


def plain_text(text: str) -> str:
    """The text of a web page. Never raises: what is no markup is words."""
    page = _Page()
    page.feed(text)
    return page.text()
