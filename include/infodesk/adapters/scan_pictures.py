"""Makes of an uploaded scan the picture that a clerk looks at: the page of his form, upright."""

import io
import math
from typing import Final

from PIL import Image

from infodesk.adapters.scan_reader.page import Page
from infodesk.adapters.scan_reader.pages import open_pages
from infodesk.adapters.scan_reader.qr_codes import FoundCode, find_codes

_LONGEST_SIDE: Final = 1754  # A4 at 150 dpi: small handwriting stays legible
_QUALITY: Final = 80


def form_picture(scan: bytes, *, form_number: str) -> bytes:
    """Return the page of a scan that shows the form of that number, as a JPEG in shades of grey.

    A scan was matched with its form when it was received; where the code cannot be found again the
    first page is shown as it lies. Raises the refusals of `reviewing.scans` for a broken file.
    """
    _, pages = open_pages(scan)
    first: Page | None = None
    for page in pages:
        first = first or page
        for code in find_codes(page):
            if str(code.reference.number) == form_number:
                return _jpeg(page, quarter_turns=_turns_to_upright(code))
    return _jpeg(first, quarter_turns=0) if first else b""


def _turns_to_upright(code: FoundCode) -> int:
    """Return by how many quarter turns to the left the page must be turned."""
    (x0, y0), (x1, y1) = code.corners[0], code.corners[1]
    return round(math.degrees(math.atan2(y1 - y0, x1 - x0)) / 90) % 4


def _jpeg(page: Page, *, quarter_turns: int) -> bytes:
    picture = Image.fromarray(page.light).rotate(90 * quarter_turns, expand=True)
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    file = io.BytesIO()
    picture.save(file, format="JPEG", quality=_QUALITY)
    return file.getvalue()
