"""Finds the QR codes of our forms on a page, also on a poor one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from infodesk.adapters.scan_reader.page import Levels, Page
from infodesk.reviewing.form_number import FormReference, parse_qr

# Beyond this many pixels on the longer side a code of 25 mm has pixels enough; enlarging such a
# page again would cost seconds and gain nothing.
_LARGE_ENOUGH: Final = 2600
_QR_ONLY: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoundCode:
    """The code of one form, and where it lies on the page."""

    reference: FormReference
    # Four points (x, y) in pixels: the code's own top left, top right, bottom right, bottom left,
    # however the page was turned.
    corners: NDArray[np.float64] = field(repr=False)


def find_codes(page: Page) -> tuple[FoundCode, ...]:
    """Return the codes of our forms on the page; codes of others are not ours to report.

    Costs milliseconds on a page with a code, some tenths of a second on one without.
    """
    for picture, enlargement in _attempts(page.light):
        found = tuple(_read(picture, enlargement))
        if found:
            return found
    return ()


def _attempts(light: Levels) -> Iterator[tuple[Levels, int]]:
    """Yield the page as it is, then what helped on scans that could not be read as they were.

    A median takes the noise of a bad lamp, enlarging helps where a module has under three pixels.
    """
    yield light, 1
    picture = Image.fromarray(light)
    smooth = picture.filter(ImageFilter.MedianFilter(3))
    yield np.asarray(smooth), 1
    if max(picture.size) <= _LARGE_ENOUGH:
        double = (picture.width * 2, picture.height * 2)
        for each in (picture, smooth):
            yield np.asarray(each.resize(double, Image.Resampling.BICUBIC)), 2


def _read(picture: Levels, enlargement: int) -> Iterator[FoundCode]:
    for code in zxingcpp.read_barcodes(picture, formats=_QR_ONLY, try_invert=False):
        reference = parse_qr(code.text)
        if reference is not None:
            place = code.position
            corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            yield FoundCode(
                reference=reference,
                corners=np.array([(c.x, c.y) for c in corners], dtype=np.float64) / enlargement,
            )
