"""The tables of a body as grids of cells."""

from collections.abc import Iterator, Sequence

from lxml import html as lxml_html

MOST_COLUMNS = 60  # a wider table is layout, or an attack on the loops below


def body_tables(root: lxml_html.HtmlElement) -> Iterator[Sequence[Sequence[str]]]:
    """Yield each innermost table as rows of equal columns.

    A cell over several rows or columns gives its words once; the places it covers are empty.
    """
    for table in root.iter("table"):
        if table.find(".//table") is None:
            yield _grid(table)


def _grid(table: lxml_html.HtmlElement) -> list[list[str]]:
    covered: dict[tuple[int, int], str] = {}
    rows: list[list[str]] = []
    for y, row in enumerate(table.iter("tr")):
        x = 0
        for cell in row.iterchildren("td", "th"):
            while (y, x) in covered:
                x += 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for dy in range(height):
                for dx in range(width):
                    covered[y + dy, x + dx] = ""
            covered[y, x] = " ".join(cell.text_content().split())
            x += width
            if x > MOST_COLUMNS:
                return []
        rows.append([])
    width = max((x for _, x in covered), default=-1) + 1
    return [[covered.get((y, x), "") for x in range(width)] for y in range(len(rows))]


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return (
        min(int(value), MOST_COLUMNS)
        if value.isdecimal() and value.strip("0") and len(value) < 4
        else 1
    )
