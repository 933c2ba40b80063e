"""The form as we printed it: its picture, its boxes, and the landmarks by which to find both."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from infodesk.adapters.scan_reader.page import Mask
from infodesk.adapters.scan_reader.pdf_pages import attachment, first_page
from infodesk.adapters.scan_reader.planes import Picture, Points
from infodesk.catalog.chains import FormBox
from infodesk.kernel.errors import InfodeskError
from infodesk.reviewing.form_number import FormReference, parse_qr

DPI: Final = 150  # the original and the scan are compared at this resolution
PIXELS_PER_MM: Final = DPI / 25.4
LANDMARK_REACH: Final = 20  # a landmark is a square of 41 pixels, 7 mm
_CELL: Final = 118  # at most one landmark in every 20 mm square
_GEOMETRY: Final = "geometry.json"
_PRINTED: Final = 200  # the palest grey of the form is 90
# Pixels, 0.7 mm. Landmarks of 24 scans missed the fitted original by 0.9 at most; soft lenses and
# toner take the rest.
_SPREAD: Final = 4


class OriginalUnreadable(InfodeskError):
    """The stored PDF does not say where its boxes lie; it is no form of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A rectangle of the printed page, in pixels at DPI."""

    left: int
    top: int
    width: int
    height: int

    @property
    def centre(self) -> Points:
        """The point (x, y) in its middle."""
        return np.array([self.left + self.width / 2, self.top + self.height / 2])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Original:
    """The printed form at DPI."""

    reference: FormReference
    final_box: FormBox
    boxes: Mapping[FormBox, Window]
    code_corners: Points = field(repr=False)
    softened: Picture = field(repr=False)  # as sharp as a scanner sees it
    printed: Mask = field(repr=False)  # where print may lie on a scan, smeared and displaced
    landmarks: Points = field(repr=False)


@lru_cache(maxsize=4)
def read_original(pdf: bytes) -> Original:
    """Read one of our printed forms. Raises OriginalUnreadable for any other PDF."""
    told = attachment(pdf, _GEOMETRY)
    if told is None:
        raise OriginalUnreadable(
            "存档的审批单不含版面说明，无法与扫描件比对", remedy="请重新打印审批单，再送签"
        )
    geometry = json.loads(told)
    reference = parse_qr(geometry["reference"])
    if reference is None:
        raise OriginalUnreadable("存档的审批单编号不成立", remedy="请报运维人员检查")
    picture = first_page(pdf, dpi=DPI)
    softened = np.asarray(picture.filter(ImageFilter.GaussianBlur(1)), dtype=np.float32)
    code = _window(geometry["qr"])
    right, bottom = code.left + code.width, code.top + code.height
    return Original(
        reference=reference,
        final_box=FormBox(geometry["final_box"]),
        boxes={FormBox(key): _window(place) for key, place in geometry["boxes"].items()},
        code_corners=np.array(
            [(code.left, code.top), (right, code.top), (right, bottom), (code.left, bottom)],
            dtype=np.float64,
        ),
        softened=softened,
        printed=np.asarray(_spread(picture)) < _PRINTED,
        landmarks=_landmarks(softened),
    )


def _spread(picture: Image.Image) -> Image.Image:
    for _ in range(_SPREAD):
        picture = picture.filter(ImageFilter.MinFilter(3))
    return picture


def _window(place: Mapping[str, float]) -> Window:
    return Window(
        left=round(place["x"] * PIXELS_PER_MM),
        top=round(place["y"] * PIXELS_PER_MM),
        width=round(place["width"] * PIXELS_PER_MM),
        height=round(place["height"] * PIXELS_PER_MM),
    )


def _landmarks(picture: Picture) -> Points:
    """Return the most distinct point of each cell: one that looks different a step away.

    Distinct in both directions is what counts (the smaller eigenvalue of the structure tensor):
    the middle of a ruled line can slide along itself unnoticed, a crossing or a character cannot.
    """
    down, across = (np.asarray(slope, dtype=np.float32) for slope in np.gradient(picture))
    xx, yy, xy = _around(across * across), _around(down * down), _around(across * down)
    distinctness = (xx + yy) / 2 - np.sqrt(((xx - yy) / 2) ** 2 + xy * xy)
    margin = LANDMARK_REACH + 1
    height, width = picture.shape
    found = []
    for top in range(margin, height - margin, _CELL):
        for left in range(margin, width - margin, _CELL):
            cell = distinctness[
                top : min(top + _CELL, height - margin), left : min(left + _CELL, width - margin)
            ]
            row, column = np.unravel_index(int(cell.argmax()), cell.shape)
            found.append((cell[row, column], left + int(column), top + int(row)))
    strongest = max(strength for strength, _, _ in found)
    return np.array(
        [(x, y) for strength, x, y in found if strength > 0.08 * strongest], dtype=np.float64
    )


def _around(levels: Picture) -> Picture:
    """Average over a square of half a landmark's width on each side."""
    reach = LANDMARK_REACH // 2
    side = 2 * reach + 1
    padded = np.pad(levels, reach, mode="edge").astype(np.float64)
    sums = np.pad(np.cumsum(np.cumsum(padded, axis=0), axis=1), ((1, 0), (1, 0)))
    total = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return np.asarray(total / side**2, dtype=np.float32)
