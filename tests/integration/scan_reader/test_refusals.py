"""What cannot serve as a scan is refused by what it is, with the way out, in little time."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
import segno
from PIL import Image
from tests.fakes.approval_forms import example_form

from infodesk.adapters.scan_reader import OriginalUnreadable, SignedFormReader
from infodesk.adapters.typst_forms import TypstForms
from infodesk.reviewing.form_number import FormNumber
from infodesk.reviewing.scans import (
    BlankScan,
    DamagedScan,
    EncryptedScan,
    NoFormCode,
    NotAScan,
    NotTheOriginal,
    OtherForm,
    ScanRefused,
    ScanTooLarge,
    TooManyPages,
)
from rehearsal.paper import Scanner, form_geometry, scan, sign_and_scan, write_in


@pytest.fixture(scope="module")
def signed_jpeg(paper) -> bytes:
    return sign_and_scan(paper.pdf, scanner=Scanner(as_pdf=False), seed=6)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, format=kind, **options)
    return file.getvalue()


def white(width: int = 1240, height: int = 1754) -> Image.Image:
    return Image.new("L", (width, height), 250)


def giant_png() -> bytes:
    """Make a few bytes that say they are four gigapixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", 65000, 65000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def noisy() -> bytes:
    rows = random.Random(1).randbytes(400 * 600)
    return saved(Image.frombytes("L", (400, 600), rows), "PNG")


def with_other_code() -> bytes:
    page = white()
    code = io.BytesIO()
    segno.make("https://www.example.gov.cn/", error="q").save(code, kind="png", scale=8)
    page.paste(Image.open(code).convert("L"), (200, 200))
    return saved(page, "JPEG")


def encrypted_pdf() -> bytes:
    """Make a PDF that names the standard security handler; its password is nobody's."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"28" * 32 + b">/U<" + b"5A" * 32 + b">>>"
        b"endobj\ntrailer<</Root 1 0 R/Encrypt 4 0 R/ID[<" + b"00" * 16 + b"><" + b"00" * 16
        + b">]>>\n%%EOF"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("make", "refusal", "told"),
    [
        (lambda: b"", NotAScan, "PDF、JPG、PNG 或 TIFF"),
        (lambda: b"MZ" + bytes(5000), NotAScan, "既不是 PDF"),
        (lambda: b"<html><body>form.pdf</body></html>", NotAScan, "既不是 PDF"),
        (lambda: b"PK\x03\x04" + bytes(400), NotAScan, "既不是 PDF"),
        (lambda: saved(white(), "GIF"), NotAScan, "既不是 PDF"),
        (lambda: b"%PDF-1.7\nnothing more", DamagedScan, "重新扫描"),
        (lambda: saved(white(), "PDF")[:-900], DamagedScan, "重新扫描"),
        (lambda: saved(white(), "JPEG")[:4000], DamagedScan, "重新扫描"),
        (lambda: noisy()[:20000], DamagedScan, "重新扫描"),
        (encrypted_pdf, EncryptedScan, "未加密"),
        (lambda: b"%PDF-1.7" + bytes(30 * 1024 * 1024), ScanTooLarge, "30 MB"),
        (giant_png, ScanTooLarge, "6000 万像素"),
        (lambda: saved(Image.new("1", (8000, 8000)), "PNG"), ScanTooLarge, "6000 万像素"),
        (lambda: saved(Image.new("1", (10000, 10000)), "TIFF"), ScanTooLarge, "6000 万像素"),
        (lambda: saved(Image.new("1", (8000, 8000)), "PDF"), ScanTooLarge, "6000 万像素"),
        (
            lambda: saved(white(200, 300), "PDF", save_all=True, append_images=[white(9, 9)] * 20),
            TooManyPages,
            "21 页",
        ),
        (
            lambda: saved(white(200, 300), "TIFF", save_all=True, append_images=[white(9, 9)] * 20),
            TooManyPages,
            "21 页",
        ),
        (lambda: saved(white(), "PDF"), BlankScan, "空白页"),
        (lambda: saved(white(), "PNG"), BlankScan, "空白页"),
        (lambda: saved(white(3, 3), "PNG"), BlankScan, "空白页"),
        (noisy, NoFormCode, "150 dpi"),
        (with_other_code, NoFormCode, "二维码"),
    ],
)
def test_other_files_are_refused(
    reader: SignedFormReader,
    paper,
    make: Callable[[], bytes],
    refusal: type[ScanRefused],
    told: str,
) -> None:
    content = make()
    with pytest.raises(refusal) as identifying:
        reader.identify(content)
    assert type(identifying.value) is refusal
    assert told in str(identifying.value)
    assert identifying.value.remedy
    with pytest.raises(refusal):
        reader.read(content, original=paper.pdf)


def test_a_blank_sheet_with_dust_is_blank(reader: SignedFormReader) -> None:
    sheet = Image.new("RGB", (2480, 3508), "white")
    with pytest.raises(BlankScan):
        reader.identify(scan(sheet, Scanner(specks=300, noise=10, skew_degrees=0)))


def test_another_form_is_told_by_its_number(
    reader: SignedFormReader, printer: TypstForms, paper
) -> None:
    other = printer.print_form(example_form(number=FormNumber.parse("LLFG-2026-000099"))).pdf
    with pytest.raises(OtherForm, match=r"LLFG-2026-000099，不是 LLFG-2026-000123") as refusal:
        reader.read(sign_and_scan(other, seed=3), original=paper.pdf)
    assert [str(found.number) for found in refusal.value.found] == ["LLFG-2026-000099"]


def test_a_form_printed_before_an_edit_is_told(
    reader: SignedFormReader, printer: TypstForms, paper
) -> None:
    reprinted = printer.print_form(example_form(approval_hash="00" * 32)).pdf
    with pytest.raises(OtherForm, match="旧打印件") as refusal:
        reader.read(sign_and_scan(paper.pdf, seed=3), original=reprinted)
    assert refusal.value.found[0].is_printed_for(example_form().approval_hash)


def test_the_code_on_another_sheet_proves_nothing(reader: SignedFormReader, paper) -> None:
    sheet = paper.sheet()
    code = (230, 2880, 620, 3270)
    bare = Image.new("RGB", sheet.size, "white")
    bare.paste(sheet.crop(code), code[:2])
    write_in(bare, form_geometry(paper.pdf).boxes["supervising_leader"], random.Random(3))
    upload = scan(bare, Scanner())
    assert reader.identify(upload)
    with pytest.raises(NotTheOriginal, match="LLFG-2026-000123"):
        reader.read(upload, original=paper.pdf)


def test_an_original_that_is_no_form_of_ours_is_told(reader: SignedFormReader, paper) -> None:
    with pytest.raises(OriginalUnreadable, match="版面说明"):
        reader.read(paper.pdf, original=saved(white(), "PDF"))


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("PNG", "RGBA", {}),
        ("PNG", "LA", {}),
        ("PNG", "P", {}),
        ("PNG", "I;16", {}),
        ("JPEG", "CMYK", {}),
        ("TIFF", "1", {"compression": "group4"}),
        ("WEBP", "RGB", {"quality": 50}),
        ("BMP", "RGB", {}),
    ],
)
def test_every_kind_of_picture_is_read(
    reader: SignedFormReader, paper, signed_jpeg, kind: str, mode: str, options: dict[str, object]
) -> None:
    page = Image.open(io.BytesIO(signed_jpeg))
    if mode == "I;16":
        levels = page.convert("L")
        sixteen = b"".join(bytes((0, level)) for level in levels.tobytes())
        page = Image.frombytes("I;16", levels.size, sixteen)
    else:
        page = page.convert(mode)
    assert reader.read(saved(page, kind, **options), original=paper.pdf).is_signed


def test_a_telephone_says_which_way_is_up(reader: SignedFormReader, paper, signed_jpeg) -> None:
    """EXIF orientation 6: the pixels lie on their side and are to be turned."""
    upright = Image.open(io.BytesIO(signed_jpeg))
    orientation = Image.Exif()
    orientation[0x0112] = 6
    reading = reader.read(
        saved(upright.rotate(90, expand=True), "JPEG", exif=orientation), original=paper.pdf
    )
    assert reading.quarter_turns == 0
    assert reading.is_signed


def test_a_page_without_size_or_with_too_many_strokes_is_bounded(
    reader: SignedFormReader, paper
) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_400, 14_400)  # five metres
    document.new_page(3, 3)
    file = io.BytesIO()
    document.save(file)
    with pytest.raises(BlankScan):
        reader.identify(file.getvalue())
    strokes = b"0 0 m 9 9 l S\n" * 30_000
    crowded = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length " + str(len(strokes)).encode() + b">>stream\n" + strokes +
        b"endstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip
    with pytest.raises(ScanTooLarge, match="过于复杂"):
        reader.identify(crowded)


def test_readers_do_not_disturb_one_another(reader: SignedFormReader, paper) -> None:
    """Pdfium is not made for threads; the desk has many."""
    signed, unsigned = sign_and_scan(paper.pdf, seed=1), scan(paper.sheet(), Scanner())
    uploads = [signed, unsigned] * 2
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(lambda each: reader.read(each, original=paper.pdf), uploads))
    assert [reading.is_signed for reading in readings] == [True, False] * 2
