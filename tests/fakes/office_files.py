"""Documents made on the spot: Word, Excel, PDF, archives, sound ones and bad ones."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(members: Mapping[str, bytes | str], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(
    *paragraphs: str,
    table: Sequence[Sequence[object]] = (),
    types: str = "",
    parts: Mapping[str, bytes | str] | None = None,
    raw: str = "",
) -> bytes:
    """Return a Word document with paragraphs, a table, and whatever else `parts` puts inside."""
    body = "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in paragraphs)
    rows = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{escape(str(c))}</w:t></w:r></w:p></w:tc>" for c in row)
        + "</w:tr>"
        for row in table
    )
    if rows:
        body += f"<w:tbl>{rows}</w:tbl>"
    document = f'{_XML}<w:document xmlns:w="{_W}"><w:body>{body}{raw}</w:body></w:document>'
    return packed(
        {"[Content_Types].xml": _TYPES.format(types), "word/document.xml": document}
        | dict(parts or {})
    )


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    *,
    hidden: Sequence[str] = (),
    parts: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """Return a workbook; words are shared strings, numbers are numbers."""
    words: list[str] = []
    members: dict[str, bytes | str] = {"[Content_Types].xml": _TYPES.format("")}
    listed, related = "", ""
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name in hidden else ""
        listed += f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"{state}/>'
        related += f'<Relationship Id="rId{number}" Type="x" Target="worksheets/s{number}.xml"/>'
        members[f"xl/worksheets/s{number}.xml"] = (
            f'{_XML}<worksheet xmlns="{_S}"><sheetData>{_rows(rows, words)}</sheetData></worksheet>'
        )
    members["xl/workbook.xml"] = (
        f'{_XML}<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>'
    )
    members["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{_P}">{related}</Relationships>'
    shared = "".join(f"<si><t>{escape(word)}</t></si>" for word in words)
    members["xl/sharedStrings.xml"] = f'{_XML}<sst xmlns="{_S}">{shared}</sst>'
    return packed(members | dict(parts or {}))


def _rows(rows: Sequence[Sequence[object]], words: list[str]) -> str:
    written = ""
    for y, row in enumerate(rows, start=1):
        cells = ""
        for x, value in enumerate(row):
            place = f'r="{chr(65 + x)}{y}"'
            if isinstance(value, int | float):
                cells += f"<c {place}><v>{value}</v></c>"
            elif value != "":
                words.append(str(value))
                cells += f'<c {place} t="s"><v>{len(words) - 1}</v></c>'
        written += f'<row r="{y}">{cells}</row>'
    return written


def pptx(*slides: str) -> bytes:
    """Return slides of one line each."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    members = {
        f"ppt/slides/slide{n}.xml": f'<s xmlns:a="{drawing}"><a:p><a:r><a:t>{escape(s)}</a:t></a:r>'
        "</a:p></s>"
        for n, s in enumerate(slides, start=1)
    }
    return packed(
        {"[Content_Types].xml": _TYPES.format(""), "ppt/presentation.xml": "<p/>"} | members
    )


def ofd(*pages: str) -> bytes:
    """Return an OFD file of one line a page."""
    members = {
        f"Doc_0/Pages/Page_{n}/Content.xml": '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">'
        f"<ofd:TextCode>{escape(p)}</ofd:TextCode></ofd:Page>"
        for n, p in enumerate(pages)
    }
    return packed({"OFD.xml": "<o/>"} | members)


def pdf(*pages: str, trailer: str = "", catalog: str = "", extra: str = "") -> bytes:
    """Return a PDF with a line of Latin text a page; an empty line makes a page without words."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, line in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({line}) Tj ET" if line else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    if extra:
        objects.append(extra)
    out, offsets = "%PDF-1.7\n", []
    for number, written in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{written}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
    out += f"startxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def locked_pdf() -> bytes:
    """Return a PDF that no known password opens: its checks fit none."""
    key = "5A" * 32
    return pdf(
        "secret",
        trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> "
        "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]",
    )


def locked_zip(name: str = "甲.txt") -> bytes:
    """Return an archive whose member claims to be encrypted."""
    content = bytearray(packed({name: b"words"}))
    content[6] |= 1
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    return bytes(content)


def bomb(megabytes: int = 60) -> bytes:
    """Return an archive that is small to send and large to open."""
    return packed({"word/document.xml": bytes(megabytes << 20), "[Content_Types].xml": "<T/>"})


def overlapping() -> bytes:
    """Return an archive whose directory counts the same packed bytes twice."""
    content = packed({"a.txt": b"x" * 4000, "b.txt": b"y" * 4000})
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    changed = bytearray(content)
    changed[second + 42 : second + 46] = bytes(4)  # the second member begins where the first does
    return bytes(changed)
