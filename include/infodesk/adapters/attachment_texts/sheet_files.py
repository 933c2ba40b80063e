"""The words of an .xlsx, sheet by sheet, the hidden ones too."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from infodesk.adapters.attachment_texts.limits import CannotRead, Limits
from infodesk.adapters.attachment_texts.packages import Package
from infodesk.reviewing.checking.files import FilePiece, FileTrouble

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COLUMN = re.compile(r"[A-Z]{1,3}")
MOST_COLUMNS = 200


def sheet_pieces(package: Package, limits: Limits) -> Iterator[FilePiece]:
    """Yield the sheets of a workbook. Raises CannotRead."""
    workbook = package.xml("xl/workbook.xml")
    if workbook is None:
        return
    words = _shared_words(package)
    targets = _targets(package)
    for sheet in workbook.iter(f"{_S}sheet"):
        root = package.xml(targets.get(sheet.get(_R, ""), ""))
        if root is None:
            continue
        rows = _rows(root, words, limits)
        hidden = "隐藏的" if sheet.get("state", "visible") != "visible" else ""
        yield FilePiece(
            place=f"{hidden}工作表“{sheet.get('name', '')}”",
            text="\n".join(line for row in rows if (line := "\t".join(filter(None, row)))),
            tables=(rows,),
        )
    for name in package.names("xl/comments", ".xml"):
        root = package.xml(name)
        if root is not None:
            yield FilePiece(place="批注", text="\n".join(_words(c) for c in root.iter(f"{_S}text")))


def _shared_words(package: Package) -> list[str]:
    root = package.xml("xl/sharedStrings.xml")
    return [] if root is None else [_words(item) for item in root.iterchildren(f"{_S}si")]


def _words(item: etree._Element) -> str:
    """Return the words of a string; readings of characters (rPh) are no part of it."""
    readings = {node for reading in item.iter(f"{_S}rPh") for node in reading.iter(f"{_S}t")}
    words = (node.text or "" for node in item.iter(f"{_S}t") if node not in readings)
    return "".join(words).replace("\n", " ")


def _targets(package: Package) -> dict[str, str]:
    root = package.xml("xl/_rels/workbook.xml.rels")
    found = {}
    for relation in root if root is not None else ():
        target = relation.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found[relation.get("Id", "")] = full
    return found


def _rows(root: etree._Element, words: list[str], limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in root.iter(f"{_S}row"):
        if len(rows) >= limits.rows:
            raise CannotRead(FileTrouble.TOO_LARGE, f"超过 {limits.rows} 行")
        cells: list[str] = []
        for cell in row.iterchildren(f"{_S}c"):
            at = _column(cell.get("r", ""), len(cells))
            if at < MOST_COLUMNS:
                cells.extend([""] * (at - len(cells)))
                cells.append(_value(cell, words))
        rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _column(reference: str, following: int) -> int:
    match = _COLUMN.match(reference)
    if match is None:
        return following
    number = 0
    for letter in match[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(number - 1, following)


def _value(cell: etree._Element, words: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _words(cell)
    value = cell.findtext(f"{_S}v") or ""
    if kind == "s":
        return words[int(value)] if value.isdecimal() and int(value) < len(words) else ""
    return _number(value) if kind == "n" else value


def _number(value: str) -> str:
    """Return a number as it is shown: telephones are stored as 1.3812345678E10, sums with noise."""
    if value.isdecimal():
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 20:
        return str(number.to_integral_value())
    return f"{float(value):.12g}"
