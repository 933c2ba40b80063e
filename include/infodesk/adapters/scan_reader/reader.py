"""Reads the signed scan of an approval form: which form it is, and where somebody wrote on it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from infodesk.adapters.scan_reader.ink import boxes_with_writing, measure_ink
from infodesk.adapters.scan_reader.original import Original, read_original
from infodesk.adapters.scan_reader.page import Levels, Page
from infodesk.adapters.scan_reader.pages import open_pages
from infodesk.adapters.scan_reader.placing import place
from infodesk.adapters.scan_reader.planes import Mapping3, Points, carry
from infodesk.adapters.scan_reader.qr_codes import FoundCode, find_codes
from infodesk.reviewing.form_number import FormReference
from infodesk.reviewing.scans import BlankScan, NoFormCode, NotTheOriginal, OtherForm, ScanReading

# Of the 300 scans described in ink.py those from 150 dpi on matched at 0.956 and better; coarser
# ones in two levels fell to 0.85 and below, and three were refused. The code and the foot of a form
# on another form matched at 0.80 (most of the print is the same), on a bare sheet at 0.
_SAME_PAGE: Final = 0.85
_TOO_FINE: Final = 1.2  # times the resolution of the original


@dataclass(frozen=True, slots=True, kw_only=True)
class _CodedPage:
    page: Page
    page_count: int
    code: FoundCode


class SignedFormReader:
    """A ScanReader over pdfium, Pillow, zxing-cpp and numpy."""

    def identify(self, scan: bytes) -> tuple[FormReference, ...]:
        """Return the forms whose QR codes are in the scan, in page order, each once."""
        return tuple(dict.fromkeys(coded.code.reference for coded in _coded_pages(scan)))

    def read(self, scan: bytes, *, original: bytes) -> ScanReading:
        """Find ink on the scan of a form by comparing it with the PDF that was printed.

        Where the form was scanned several times into one file, the page with most ink in the final
        box is reported. Raises OriginalUnreadable for an original that we did not print.
        """
        printed = read_original(original)
        found: list[FormReference] = []
        readings: list[ScanReading | None] = []
        for coded in _coded_pages(scan):
            found.append(coded.code.reference)
            if coded.code.reference == printed.reference:
                readings.append(_read(coded, printed))
        if not readings:
            raise _other_form(printed, tuple(dict.fromkeys(found)))
        genuine = [reading for reading in readings if reading is not None]
        if not genuine:
            raise NotTheOriginal(
                f"扫描件上有审批单 {printed.reference.number} 的二维码，但页面与存档的审批单对不上",
                remedy="请将系统打印的审批单原件完整、平整地重新扫描，分辨率不低于 150 dpi",
            )
        return max(genuine, key=_final_ink)


def _coded_pages(scan: bytes) -> Iterator[_CodedPage]:
    """Yield each form on each page.

    Raises BlankScan or NoFormCode when there is none, and the refusals of a file that cannot be
    opened.
    """
    is_blank, is_coded = True, False
    count, pages = open_pages(scan)
    for page in pages:
        if page.is_blank:
            continue
        is_blank = False
        for code in find_codes(page):
            is_coded = True
            yield _CodedPage(page=page, page_count=count, code=code)
    if is_blank:
        raise BlankScan("扫描件是空白页", remedy="请检查放纸方向后重新扫描")
    if not is_coded:
        raise NoFormCode(
            "没有找到审批单的二维码",
            remedy="请确认扫描的是审批单，二维码完整、未被遮挡，分辨率不低于 150 dpi",
        )


def _read(coded: _CodedPage, original: Original) -> ScanReading | None:
    """Return what is written on the page, None where it is not the page that was printed."""
    levels, corners = _at_common_scale(coded.page.faintest, coded.code.corners, original)
    placing = place(original, levels, corners)
    if placing.match < _SAME_PAGE:
        return None
    ink = measure_ink(original, levels, placing)
    turns, skew = _attitude(placing.mapping, original)
    return ScanReading(
        form=coded.code.reference,
        page_count=coded.page_count,
        page=coded.page.number,
        quarter_turns=turns,
        skew_degrees=skew,
        match=placing.match,
        final_box=original.final_box,
        ink=ink,
        boxes_with_ink=boxes_with_writing(ink),
    )


def _at_common_scale(levels: Levels, corners: Points, original: Original) -> tuple[Levels, Points]:
    """Reduce a fine scan to the resolution of the original, as its code shows it.

    Fewer pixels would be skipped over where two are compared with one; a coarse scan stays as it
    is, for the comparison interpolates.
    """
    excess = _side(corners) / _side(original.code_corners)
    if excess <= _TOO_FINE:
        return levels, corners
    height, width = levels.shape
    size = (max(1, round(width / excess)), max(1, round(height / excess)))
    reduced = Image.fromarray(levels).resize(size, Image.Resampling.BOX)
    return np.asarray(reduced), corners * (size[0] / width, size[1] / height)


def _side(corners: Points) -> float:
    return float(np.hypot(*(corners - np.roll(corners, 1, axis=0)).T).mean())


def _attitude(mapping: Mapping3, original: Original) -> tuple[int, float]:
    """Return the quarter turns by which the page lies on the scan, and the degrees beyond."""
    middle = original.code_corners.mean(axis=0)
    (x0, y0), (x1, y1) = carry(mapping, np.array([middle, middle + np.array([100.0, 0.0])]))
    degrees = math.degrees(math.atan2(y1 - y0, x1 - x0))
    turns = round(degrees / 90)
    return turns % 4, degrees - 90 * turns


def _final_ink(reading: ScanReading) -> float:
    return reading.ink[reading.final_box]


def _other_form(original: Original, found: tuple[FormReference, ...]) -> OtherForm:
    named = "、".join(str(reference.number) for reference in found)
    wanted = original.reference.number
    if any(reference.number == wanted for reference in found):
        return OtherForm(
            f"扫描件是审批单 {wanted} 的旧打印件，内容或栏目此后有改动",
            remedy="请重新打印审批单送签，再扫描上传",
            found=found,
        )
    return OtherForm(
        f"扫描件是审批单 {named}，不是 {wanted}", remedy="请核对编号后上传", found=found
    )
