"""Seeded sets of the rules about attachments: real files, opened by the real reader."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random
from zipfile import ZIP_STORED

from tests.fakes.check_cases.seeds import DAY, SENTENCES, Seeded
from tests.fakes.office_files import (
    OLE,
    bomb,
    docx,
    locked_pdf,
    locked_zip,
    ofd,
    overlapping,
    packed,
    pdf,
    pptx,
    xlsx,
)

from infodesk.adapters.attachment_texts.limits import ORDINARY, CannotRead, Limits
from infodesk.adapters.attachment_texts.reading import read_file
from infodesk.articles.article import Attachment, Content, Origin
from infodesk.reviewing.checking.checked_text import CheckedText, checked_text
from infodesk.reviewing.checking.files import FileReading, FileTrouble, FoundTrouble

File = tuple[str, bytes]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
HTML = b"<!DOCTYPE html><html><body>404</body></html>"
SMALL = replace(ORDINARY, pages=3, rows=50, characters=2_000, member_bytes=200_000)

_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    "</Relationships>"
)


def checked_file(name: str, content: bytes | None, limits: Limits = ORDINARY) -> CheckedText:
    """Return a text with one attachment, read as it would be."""
    attachment = Attachment(name=name, sha256="0" * 64, size_bytes=1, media_type="x")
    pieces, troubles = [], [FoundTrouble(kind=FileTrouble.MISSING)]
    if content is not None:
        try:
            pieces, troubles = read_file(name, content, limits)
        except CannotRead as refused:
            troubles = [refused.trouble]
    reading = FileReading(attachment=attachment, pieces=tuple(pieces), troubles=tuple(troubles))
    known = {
        "title": "通知",
        "body_html": "<p>见附件</p>",
        "credit": "网",
        "credit_url": "http://n.example",
    }
    content_of = Content(**known, attachments=(attachment,))
    return checked_text(content_of, origin=Origin.REPRINT, dated=DAY, readings=[reading])


def sound_files() -> list[File]:
    """Return files that nothing is wrong with."""
    random = Random("sound")
    lines = lambda: random.sample(SENTENCES, 3)  # noqa: E731
    rows = [["项", "数"], ["甲", 1], ["乙", 2], ["合计", 3]]
    files: list[File] = []
    for n in range(3):
        files += [
            (f"通知{n}.docx", docx(*lines())),
            (f"表{n}.docx", docx(*lines(), table=rows)),
            (f"名单{n}.xlsx", xlsx({"一": rows, "二": [["字"]]})),
            (f"Notice{n}.PDF", pdf("page one", f"page {n}")),
            (f"幻灯{n}.pptx", pptx(*lines())),
            (f"版式{n}.ofd", ofd(*lines())),
            (f"说明{n}.txt", "\n".join(lines()).encode("gb18030" if n else "utf-8")),
            (f"数据{n}.csv", b"a,b\n1,2\n"),
            (f"材料{n}.zip", packed({"通知.docx": docx(*lines()), "a.txt": b"words"})),
        ]
    own = _RELATIONS.format(kind="attachedTemplate", target="file:///C:/Users/a/Normal.dotm")
    link = _RELATIONS.format(kind="hyperlink", target="https://news.example/")
    return [
        *files,
        ("自有模板.docx", docx("x", parts={"word/_rels/settings.xml.rels": own})),
        ("超链接.docx", docx("x", parts={"word/_rels/document.xml.rels": link})),
        ("只打包.zip", packed({"a.pdf": pdf("x")}, how=ZIP_STORED)),
        ("指数.csv", b"BMI,MZ\n1,2\n"),
        ("型号.txt", b"MZ-700 and BM-3"),
        ("图片.docx", docx("x", parts={"word/media/image1.png": PNG})),
    ]


def _mismatched() -> list[File]:
    files: list[File] = [
        (f"甲{s}", HTML) for s in (".pdf", ".docx", ".xlsx", ".doc", ".zip", ".png")
    ]
    files += [(f"乙{s}", PNG) for s in (".pdf", ".docx", ".txt", ".xls")]
    files += [(f"丙{s}", pdf("x")) for s in (".docx", ".doc", ".jpg", ".zip", ".csv")]
    files += [("丁.pdf", docx("x")), ("丁.docx", xlsx({"一": [["x"]]})), ("丁.xlsx", docx("x"))]
    files += [("戊.docx", packed({"a.txt": b"x"})), ("戊.docx", OLE), ("戊.doc", docx("x"))]
    files += [("庚.txt", b"words\n" + pdf("x")), ("己.ofd", docx("x")), ("己.pptx", ofd("x"))]
    return files


def _locked() -> list[File]:
    envelope = OLE + "EncryptedPackage".encode("utf-16-le")
    files: list[File] = [(f"甲{n}.pdf", locked_pdf()) for n in range(7)]
    files += [(f"乙{n}{s}", envelope) for n in range(2) for s in (".docx", ".xlsx", ".pptx")]
    files += [(f"丙{n}.zip", locked_zip(f"{n}.txt")) for n in range(7)]
    return [*files, ("丁.doc", envelope), ("丁.xls", envelope)]


def _damaged() -> list[File]:
    whole = docx(*SENTENCES)
    files: list[File] = [("甲.docx", whole[: len(whole) * n // 12]) for n in range(3, 11)]
    files += [("乙.pdf", b"%PDF-1.7\n" + bytes([n]) * 400) for n in range(8)]
    files += [
        (f"丙{n}.docx", packed({"word/document.xml": "<a><b></a>" + " " * n})) for n in range(4)
    ]
    return [*files, ("丁.zip", packed({"a.txt": b"x"})[:-8])]


def _unsafe() -> list[File]:
    macro = {"word/vbaProject.bin": b"\x00"}
    entity = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>'
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    remote = _RELATIONS.format(kind="attachedTemplate", target="http://news.example/t.dotm")
    script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    rows = {"一": [["x"]]}
    return [
        ("宏.docx", docx("x", parts=macro)),
        ("宏.xlsx", xlsx(rows, parts={"xl/vbaProject.bin": b"\x00"})),
        ("宏表.xlsx", xlsx(rows, parts={"xl/macrosheets/sheet1.xml": "<x/>"})),
        ("宏.docm", docx("x")),
        ("宏.xlsm", xlsx(rows)),
        ("宏型.docx", docx("x", types='<Override ContentType="a.macroEnabled.main+xml"/>')),
        ("旧宏.doc", OLE + "_VBA_PROJECT".encode("utf-16-le")),
        ("嵌.docx", docx("x", parts={"word/embeddings/oleObject1.bin": OLE})),
        ("嵌.xlsx", xlsx(rows, parts={"xl/embeddings/oleObject1.bin": OLE})),
        ("嵌.rtf", b"{\\rtf1 {\\object\\objdata 0105}}"),
        ("控件.docx", docx("x", parts={"word/activeX/activeX1.xml": "<x/>"})),
        ("模板.docx", docx("x", parts={"word/_rels/settings.xml.rels": remote})),
        ("脚本.pdf", pdf("x", catalog=script)),
        ("启动.pdf", pdf("x", catalog="/OpenAction << /S /Launch /F (cmd.exe) >>")),
        ("程序.exe", b"MZ" + bytes(64)),
        ("通知.pdf", b"MZ" + bytes(64)),
        ("脚本.bat", b"del *.*"),
        ("包.zip", packed({"安装.exe": b"MZ" + bytes(64)})),
        ("炸弹.docx", bomb()),
        ("叠.zip", overlapping()),
        ("实体.docx", packed({"word/document.xml": entity})),
        ("外部.docx", packed({"word/document.xml": outside})),
        ("两用.docx", packed({"a.pdf": pdf("x"), "word/document.xml": "<a/>"}, how=ZIP_STORED)),
        ("两用.pdf", pdf("x") + packed({"a.txt": b"x"})),
        ("两用.png", PNG + packed({"a.js": b"x"})),
        ("套.zip", packed({"内.zip": packed({"a.txt": b"x"})})),
        ("套.docx", docx("x", parts={"word/media/a.rar": b"Rar!\x1a\x07"})),
    ]


def _large() -> list[File]:
    rows = [[str(n), "字" * 10] for n in range(80)]
    files: list[File] = [(f"页{n}.pdf", pdf(*["page"] * (4 + n))) for n in range(8)]
    files += [(f"行{n}.xlsx", xlsx({"一": rows + [["x"]] * n})) for n in range(8)]
    files += [(f"字{n}.txt", "字".encode() * (2_001 + n)) for n in range(4)]
    return [*files, ("部.docx", docx("字" * 2_500)), ("部.zip", packed({"a.txt": b"x" * 3_000}))]


def _unread() -> list[File]:
    files: list[File] = [
        (f"图{n}{s}", c) for n in range(3) for s, c in ((".png", PNG), (".jpg", JPEG))
    ]
    files += [(f"扫描{n}.pdf", pdf(*[""] * (n + 1))) for n in range(5)]
    files += [(f"旧{n}{s}", OLE) for n in range(2) for s in (".doc", ".xls", ".wps", ".ppt")]
    files += [
        ("半.pdf", pdf("words", "")),
        ("包.rar", b"Rar!\x1a\x07\x01"),
        ("包.7z", b"7z\xbc\xaf\x27\x1c\x00"),
    ]
    chart = {"word/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx({"一": [["x"]]})}
    return [
        *files,
        ("图表.docx", docx("x", parts=chart)),
        ("文.rtf", b"{\\rtf1 x}"),
        ("声.mp3", b"ID3" + bytes(9)),
    ]


def _texts(files: Iterable[File], limits: Limits = ORDINARY) -> list[CheckedText]:
    return [checked_file(name, content, limits) for name, content in files]


def file_cases() -> dict[str, Seeded]:
    """Return the sets by rule: each one's near misses are sound files and the others' bad ones."""
    bad = {
        "attachment_mismatch": _mismatched(),
        "attachment_locked": _locked(),
        "attachment_damaged": _damaged(),
        "attachment_unsafe": _unsafe(),
        "attachment_unread": _unread(),
    }
    sound = _texts(sound_files())
    missing = [checked_file(f"缺{n}.pdf", None) for n in range(15)]
    missing += [checked_file(f"空{n}.docx", b"") for n in range(8)]
    read = {rule: _texts(files) for rule, files in bad.items()}
    cases = {
        rule: Seeded(
            texts, [*sound, *missing, *(t for r, ts in read.items() if r != rule for t in ts)]
        )
        for rule, texts in read.items()
    }
    # An old file with macros, or an encrypted one, cannot be read besides: both is right.
    also = ("旧宏", "嵌", "丁.doc", "丁.xls")
    cases["attachment_unread"] = replace(
        cases["attachment_unread"],
        near=[
            t
            for t in cases["attachment_unread"].near
            if not t.content.attachments[0].name.startswith(also)
        ],
    )
    cases["attachment_missing"] = Seeded(missing, sound)
    cases["attachment_too_large"] = Seeded(_texts(_large(), SMALL), _texts(sound_files(), SMALL))
    return cases
