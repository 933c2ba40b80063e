"""The words of a body without its tags: what checks read and what offsets count in."""

import re
from html.parser import HTMLParser

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl",
    "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot",
    "thead", "tr", "ul",
})
# fmt: on
CELLS = frozenset(("td", "th"))
UNSEEN = frozenset(("script", "style", "template", "head"))

_BLANKS = re.compile(r"[ \t\r\n\f\v\xa0]+")


def plain_text(html: str) -> str:
    """Return the text of a sanitised HTML fragment as a reader meets it.

    Each block is a line, cells of a table row are separated by tabs, runs of blanks are one space,
    entities are characters. Text on both sides of an inline tag stays joined.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = ("".join(line).strip(" \t\u3000") for line in reader.lines)
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self._unseen_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in UNSEEN:
            self._unseen_depth += 1
        self._break_at(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._break_at(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen_depth = max(0, self._unseen_depth - 1)
        self._break_at(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen_depth:
            self.lines[-1].append(_BLANKS.sub(" ", data))

    def _break_at(self, tag: str) -> None:
        if tag in BLOCKS:
            self.lines.append([])
        elif tag in CELLS and self.lines[-1] and self.lines[-1][-1] != "\t":
            self.lines[-1].append("\t")
