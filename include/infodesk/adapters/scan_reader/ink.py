"""Measures what was written on a form: what is dark on the scan and was not printed."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from infodesk.adapters.scan_reader.original import PIXELS_PER_MM, Original, Window
from infodesk.adapters.scan_reader.page import Levels, Mask
from infodesk.adapters.scan_reader.placing import Placing
from infodesk.adapters.scan_reader.planes import Mapping3, Picture, look_at
from infodesk.catalog.chains import FormBox

_EDGE: Final = 6  # pixels inside the ruled lines of a box that belong to the lines
_BLOCK: Final = 48  # pixels, 8 mm: more than a stroke is wide, less than a shadow
_STREAK: Final = 0.6  # share of the scan's length; no line of the form is that long when skewed

# How the two limits below were found: 300 scans by ops_scripts/rehearsal/paper.py of three forms
# (short, with full boxes, with long texts) at 100 to 300 dpi, skewed by up to 7 degrees, at all
# quarter turns, shrunk to as little as 93 %, a quarter of them in two levels, the rest in colour at
# JPEG quality 30 to 90, with sensor noise up to 12 of 255 and up to 300 specks of dust. At this
# darkness all 1083 unwritten boxes had 0.0 mm2 and the 105 signatures 15.6 or more. One character
# of 9 mm by a pale pen of 0.25 mm has 6.0, the same in grey pencil 0.5 (and is refused: a final
# opinion is given in ink). tests/integration/scan_reader repeats a smaller series.
_INK_DARKNESS: Final = 0.3  # of the step from paper to black on the same scan
WRITING_MM2: Final = 3.0


def boxes_with_writing(ink: Mapping[FormBox, float]) -> frozenset[FormBox]:
    """Return the boxes with enough ink to be a signature."""
    return frozenset(box for box, area in ink.items() if area >= WRITING_MM2)


def measure_ink(original: Original, scan: Levels, placing: Placing) -> Mapping[FormBox, float]:
    """Return for each box the area in mm² of strokes that the original does not have."""
    contrast = _contrast(original, scan, placing.mapping)
    clean = _without_streaks(scan)
    return {
        box: _ink_in(window, original.printed, clean, placing.around(window.centre), contrast)
        for box, window in original.boxes.items()
    }


def _ink_in(
    window: Window, printed: Mask, scan: Levels, mapping: Mapping3, contrast: float
) -> float:
    left, top = window.left + _EDGE, window.top + _EDGE
    width, height = window.width - 2 * _EDGE, window.height - 2 * _EDGE
    seen = look_at(scan, mapping, left, top, width, height)
    is_free = ~printed[top : top + height, left : left + width] & ~np.isnan(seen)
    seen = np.nan_to_num(seen, nan=255.0)
    darkness = (_paper(seen) - seen) / contrast
    strokes = _without_specks((darkness > _INK_DARKNESS) & is_free)
    return float(strokes.sum()) / PIXELS_PER_MM**2


def _contrast(original: Original, scan: Levels, mapping: Mapping3) -> float:
    """Return the levels between paper and black on this scan, as its QR code shows them."""
    left, top = original.code_corners[0].astype(int)
    right, bottom = original.code_corners[2].astype(int)
    code = look_at(scan, mapping, left, top, right - left, bottom - top)
    black, white = np.nanpercentile(code, (20, 80))
    return max(float(white - black), 40.0)


def _paper(seen: Picture) -> Picture:
    """Return the level of the bare paper around each point, whatever lamp or shadow does."""
    rows, columns = (max(1, side // _BLOCK) for side in seen.shape)
    height, width = rows * _BLOCK, columns * _BLOCK
    blocks = seen[:height, :width].reshape(rows, seen[:height].shape[0] // rows, columns, -1)
    levels = np.percentile(blocks, 80, axis=(1, 3)).astype(np.float32)
    picture = Image.fromarray(levels).resize(
        (seen.shape[1], seen.shape[0]), Image.Resampling.BILINEAR
    )
    return np.asarray(picture)


def _without_streaks(scan: Levels) -> Levels:
    """Wipe lines that run along the whole scan: dirt on the glass of a feeder draws them.

    They are exactly parallel to an edge of the picture, as no stroke of a hand is.
    """
    clean = scan.copy()
    is_dark = scan < 0.8 * np.percentile(scan, 80)
    for picture, dark in ((clean, is_dark), (clean.T, is_dark.T)):
        streaks = np.flatnonzero(dark.mean(axis=0) > _STREAK)
        for column in streaks:
            picture[:, max(0, column - 1) : column + 2] = 255
    return clean


def _without_specks(mask: Mask) -> Mask:
    """Keep what has company, near and wide.

    A stroke of the thinnest pen fills two fifths of a square of five pixels and goes on for
    millimetres; dust, noise and the frayed edge of a printed character do either, not both.
    """
    near = mask & (_company(mask, reach=2) >= 8)
    return near & (_company(near, reach=10) >= 40)


def _company(mask: Mask, *, reach: int) -> NDArray[np.int64]:
    """Count the marked pixels in the square around each pixel."""
    side = 2 * reach + 1
    sums = np.cumsum(np.cumsum(np.pad(mask, reach), axis=0, dtype=np.int64), axis=1)
    sums = np.pad(sums, ((1, 0), (1, 0)))
    return sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
