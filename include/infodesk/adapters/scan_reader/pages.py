"""Opens whatever was uploaded as pages, judging it by its content and not by its name."""

from collections.abc import Iterator

from infodesk.adapters.scan_reader.image_pages import image_pages
from infodesk.adapters.scan_reader.page import Page, check_bytes
from infodesk.adapters.scan_reader.pdf_pages import is_pdf, pdf_pages


def open_pages(content: bytes) -> tuple[int, Iterator[Page]]:
    """Return how many pages there are, and the pages; one at a time is held in memory.

    Raises NotAScan, EncryptedScan, DamagedScan, TooManyPages or ScanTooLarge.
    """
    check_bytes(content)
    return pdf_pages(content) if is_pdf(content) else image_pages(content)
