"""Opens PDFs with pdfium: scans that were uploaded, and the forms that we printed ourselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from infodesk.adapters.scan_reader.page import (
    LONGEST_SIDE,
    Page,
    check_pages,
    check_pixels,
    damaged,
    page_of,
)
from infodesk.reviewing.scans import EncryptedScan, ScanTooLarge

_DPI: Final = 200
_SHORTEST_LONGER_SIDE: Final = 2339  # A4 at 200 dpi: also for a page that claims to be a stamp
_MAX_OBJECTS: Final = 20_000  # a form of ours has a hundred, a scan one

# pdfium keeps global state: two threads inside it at once corrupt each other's documents.
_turn: Final = Lock()


def is_pdf(content: bytes) -> bool:
    """Say whether the content, not the name, is that of a PDF."""
    return b"%PDF-" in content[:1024]


def pdf_pages(content: bytes) -> tuple[int, Iterator[Page]]:
    """Return how many pages a PDF has, and the pages one after the other.

    Raises EncryptedScan, DamagedScan, TooManyPages or ScanTooLarge, the iterator the last three.
    """
    with _opened(content) as document:
        count = len(document)
    check_pages(count)
    return count, _rendered(content, count)


def first_page(pdf: bytes, *, dpi: float) -> Image.Image:
    """Return the first page of one of our own PDFs in shades of grey."""
    with _opened(pdf) as document:
        picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture.convert("L")


def attachment(pdf: bytes, name: str) -> bytes | None:
    """Return an attached file of one of our own PDFs, None where it has none of that name."""
    with _opened(pdf) as document:
        for place in range(document.count_attachments()):
            attached = document.get_attachment(place)
            if attached.get_name() == name:
                return bytes(attached.get_data())
    return None


def _rendered(content: bytes, count: int) -> Iterator[Page]:
    for place in range(count):
        # The lock is not held while the caller works on the page.
        with _opened(content) as document:
            page = document[place]
            _check_contents(page)
            longer = max(page.get_size()) * _DPI / 72
            wanted = min(max(longer, _SHORTEST_LONGER_SIDE), LONGEST_SIDE)
            picture = page.render(scale=_DPI / 72 * wanted / longer).to_pil()
        yield page_of(place + 1, picture)


def _check_contents(page: pypdfium2.PdfPage) -> None:
    """Refuse a page whose drawing would take minutes or gigabytes, before it is drawn."""
    if raw.FPDFPage_CountObjects(page) > _MAX_OBJECTS:
        raise ScanTooLarge("页面内容过于复杂，不像扫描件", remedy="请上传纸质审批单的扫描件")
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        check_pixels(*image.get_px_size())


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _turn:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if error.err_code == raw.FPDF_ERR_PASSWORD:
                raise EncryptedScan(
                    "PDF 设有密码，无法打开", remedy="请上传未加密的扫描件"
                ) from error
            raise damaged() from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise damaged() from error
        finally:
            document.close()
