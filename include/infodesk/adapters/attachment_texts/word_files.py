"""The words of a .docx: body, tables, headers, footers, notes, comments and deleted passages."""

from collections.abc import Iterator

from lxml import etree

from infodesk.adapters.attachment_texts.packages import Package
from infodesk.reviewing.checking.files import FilePiece, Rows

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What readers do not see at first glance is in the file all the same, and goes out with it.
_SIDE_PARTS = (
    ("word/header", "页眉"),
    ("word/footer", "页脚"),
    ("word/footnotes", "脚注"),
    ("word/endnotes", "尾注"),
    ("word/comments.", "批注"),
)


def word_pieces(package: Package) -> Iterator[FilePiece]:
    """Yield the pieces of a document. Raises CannotRead."""
    root = package.xml("word/document.xml")
    if root is not None:
        lines: list[str] = []
        tables: list[Rows] = []
        _walk(root, lines, tables)
        yield FilePiece(place="", text="\n".join(lines), tables=tuple(tables))
        deleted = "\n".join(_texts(root, f"{_W}delText"))
        if deleted:
            yield FilePiece(place="修订中删去的文字", text=deleted)
    for beginning, place in _SIDE_PARTS:
        for name in package.names(beginning, ".xml"):
            part = package.xml(name)
            if part is not None and (text := _paragraphs(part)):
                yield FilePiece(place=place, text=text)


def _walk(element: etree._Element, lines: list[str], tables: list[Rows]) -> None:
    for child in element:
        if child.tag == f"{_W}p":
            if text := _paragraph(child):
                lines.append(text)
        elif child.tag == f"{_W}tbl":
            rows = [_row(row) for row in child.iterchildren(f"{_W}tr")]
            lines.extend(line for row in rows if (line := "\t".join(filter(None, row))))
            width = max((len(row) for row in rows), default=0)
            tables.append([row + [""] * (width - len(row)) for row in rows])
        elif isinstance(child.tag, str):
            _walk(child, lines, tables)


def _row(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iterchildren(f"{_W}tc"):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        width = span.get(f"{_W}val", "1") if span is not None else "1"
        cells.append(" ".join(_paragraph(p) for p in cell.iter(f"{_W}p")).strip())
        cells.extend(
            [""] * (min(int(width), 60) - 1 if width.isdecimal() and len(width) < 4 else 0)
        )
    return cells


def _paragraphs(root: etree._Element) -> str:
    return "\n".join(filter(None, (_paragraph(p) for p in root.iter(f"{_W}p"))))


def _paragraph(paragraph: etree._Element) -> str:
    nodes = paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr")
    return "".join((node.text or "") if node.tag == f"{_W}t" else " " for node in nodes).strip()


def _texts(root: etree._Element, tag: str) -> Iterator[str]:
    return (node.text for node in root.iter(tag) if node.text)
