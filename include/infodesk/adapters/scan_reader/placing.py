"""Finds where every point of the printed form lies on its scan, skewed, shrunk or turned."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from infodesk.adapters.scan_reader.original import (
    LANDMARK_REACH,
    PIXELS_PER_MM,
    Original,
)
from infodesk.adapters.scan_reader.page import Levels, Mask
from infodesk.adapters.scan_reader.planes import (
    Mapping3,
    Picture,
    Points,
    carry,
    fit_affine,
    fit_projective,
    look_at,
)

_ALIKE: Final = 0.55  # correlation from which a landmark counts as found
_TRUE: Final = 2.5  # pixels by which a found landmark may miss what those around it say
_SEARCH: Final = 10  # pixels in each direction, 1.7 mm
_RIM: Final = 45  # pixels; closer to the edge of a scan a landmark's search may leave it
_TRANSFORMED: Final = 64  # pixels; a power of two, no less than a landmark with its search
_PAIRS_FOR_PERSPECTIVE: Final = 16
_NEIGHBOURS: Final = 8
_NEAR_MM: Final = 40
_FAR_WEIGHT: Final = 0.002
# The corners of the code are known to half a pixel. Twice as far away as the code is wide, that is
# a pixel, across the page eight: so landmarks are taken in ever wider rings (mm around the code),
# each making the mapping good enough for the next; the last, over the whole page, is taken twice.
_RINGS: Final = (60, 110, 170, 230, 400, 400)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placing:
    """Where the form lies on the scan: one mapping for the page, and what it misses by locally."""

    mapping: Mapping3 = field(repr=False)  # from pixels of the original to pixels of the scan
    match: float  # share of the landmarks on the scan that were found in their place
    landmarks: Points = field(repr=False)
    offsets: Points = field(repr=False)  # of the landmarks, in pixels of the original

    def around(self, point: Points) -> Mapping3:
        """Return the mapping that is best around one point (x, y) of the original.

        Paper is bent and feeders slip: a page may be a millimetre off in its middle although its
        ends are in place, more than print is allowed to smear.
        """
        local = _local_fit(point, self.landmarks, self.offsets)
        return np.asarray(self.mapping @ local, dtype=np.float64)


def place(original: Original, scan: Levels, corners: Points) -> Placing:
    """Lay the original over the scan, starting from the corners of its code.

    `scan` has about the resolution of the original. A page that only carries the code gets a low
    match.
    """
    away = np.hypot(*(original.landmarks - original.code_corners.mean(axis=0)).T)
    placing = Placing(
        mapping=fit_affine(original.code_corners, corners),
        match=0.0,
        landmarks=np.empty((0, 2)),
        offsets=np.empty((0, 2)),
    )
    for reach in _RINGS:
        found, seen = _find(original, scan, placing, away <= reach * PIXELS_PER_MM)
        # The corners of the code keep a ring with few landmarks from swinging round.
        mapping = _agree(
            np.concatenate([original.code_corners, found]), np.concatenate([corners, seen])
        )
        back = np.asarray(np.linalg.inv(mapping), dtype=np.float64)
        offsets = carry(back, seen) - found
        is_true = _fit_their_neighbours(found, offsets)
        placing = Placing(
            mapping=mapping,
            match=_share(original, scan, mapping, found[is_true]),
            landmarks=found[is_true],
            offsets=offsets[is_true],
        )
    return placing


def _share(original: Original, scan: Levels, mapping: Mapping3, found: Points) -> float:
    """Return the share of the landmarks on the scan that were found.

    One beyond the edge of the scan is not held against it: a skewed page loses its corners.
    """

    def count(landmarks: Points) -> int:
        x, y = carry(mapping, landmarks).T
        height, width = scan.shape
        inside = (x > _RIM) & (y > _RIM) & (x < width - _RIM) & (y < height - _RIM)
        return int(inside.sum())

    return count(found) / max(count(original.landmarks), 1)


def _agree(sources: Points, targets: Points) -> Mapping3:
    """Return the mapping on which most pairs agree."""
    mapping = fit_affine(sources, targets)
    for _ in range(4):
        misses = np.hypot(*(carry(mapping, sources) - targets).T)
        is_true = misses <= max(_TRUE, 2 * float(np.median(misses)))
        fit = fit_projective if is_true.sum() >= _PAIRS_FOR_PERSPECTIVE else fit_affine
        mapping = fit(sources[is_true], targets[is_true])
    return mapping


def _fit_their_neighbours(landmarks: Points, offsets: Points) -> Mask:
    """Say which landmarks moved as those around them did; the others are look-alikes."""
    is_true = np.ones(len(landmarks), dtype=np.bool_)
    for _ in range(2):
        if is_true.sum() < _NEIGHBOURS:
            return np.zeros(len(landmarks), dtype=np.bool_)
        expected = np.concatenate(
            [
                carry(_local_fit(point, landmarks[is_true], offsets[is_true]), point[None])
                for point in landmarks
            ]
        )
        is_true = np.hypot(*(landmarks + offsets - expected).T) <= _TRUE
    return is_true


def _local_fit(centre: Points, landmarks: Points, offsets: Points) -> Mapping3:
    """Return the affine mapping from landmarks to where they were seen, near ones counting most."""
    if len(landmarks) < _NEIGHBOURS:
        return np.eye(3)
    distance = np.hypot(*(landmarks - centre).T) / (_NEAR_MM * PIXELS_PER_MM)
    # A far landmark still counts a little, so that a bare part of the page is not torn off.
    weights = np.exp(-(distance**2)) + _FAR_WEIGHT
    return fit_affine(landmarks, landmarks + offsets, weights)


def _find(
    original: Original, scan: Levels, placing: Placing, is_sought: Mask
) -> tuple[Points, Points]:
    """Return the landmarks that are where those already found let expect them, and where."""
    reach, side = LANDMARK_REACH, 2 * (LANDMARK_REACH + _SEARCH) + 1
    patches, windows, visible, mappings = [], [], [], []
    for x, y in original.landmarks[is_sought].astype(int):
        mapping = placing.around(np.array([x, y], dtype=np.float64))
        window = look_at(scan, mapping, x - side // 2, y - side // 2, side, side)
        if not np.isnan(window).any():
            patches.append(original.softened[y - reach : y + reach + 1, x - reach : x + reach + 1])
            windows.append(window)
            visible.append((x, y))
            mappings.append(mapping)
    if not visible:
        return np.empty((0, 2)), np.empty((0, 2))
    landmarks = np.array(visible, dtype=np.float64)
    offsets, is_found = _summits(_correlate(np.stack(windows), np.stack(patches)))
    seen = np.concatenate(
        [
            carry(mapping, point[None])
            for mapping, point in zip(mappings, landmarks + offsets, strict=True)
        ]
    )
    return landmarks[is_found], seen[is_found]


def _correlate(windows: Picture, patches: Picture) -> Picture:
    """Return how alike each patch is to its window at each offset: 1 for the same, 0 for nothing.

    Independent of brightness and contrast (normalised cross-correlation, by Fourier transform).
    """
    side, size = windows.shape[-1], patches.shape[-1]
    steps = side - size + 1
    patches = patches - patches.mean(axis=(1, 2), keepdims=True)
    windows = windows - windows.mean(axis=(1, 2), keepdims=True)
    padded = (_TRANSFORMED, _TRANSFORMED)
    spectrum = np.fft.rfft2(windows, s=padded) * np.conj(np.fft.rfft2(patches, s=padded))
    together = np.fft.irfft2(spectrum, s=padded)[:, :steps, :steps]
    energy = _sums(windows**2, size) - _sums(windows, size) ** 2 / size**2
    norms = np.sqrt((patches**2).sum(axis=(1, 2)))[:, None, None]
    return np.asarray(together / (norms * np.sqrt(np.maximum(energy, 1.0))), dtype=np.float32)


def _sums(windows: Picture, size: int) -> NDArray[np.float64]:
    """Return the sum over the square of `size` at each offset of each window."""
    sums = np.cumsum(np.cumsum(windows, axis=1, dtype=np.float64), axis=2)
    sums = np.pad(sums, ((0, 0), (1, 0), (1, 0)))
    return np.asarray(
        sums[:, size:, size:] - sums[:, :-size, size:] - sums[:, size:, :-size]
        + sums[:, :-size, :-size]
    )  # fmt: skip


def _summits(likeness: Picture) -> tuple[Points, Mask]:
    """Return the offset (x, y) of each best likeness to a part of a pixel, and whether it counts.

    A summit on the edge of the search is none: it still rises beyond.
    """
    count, steps, _ = likeness.shape
    row, column = np.divmod(likeness.reshape(count, -1).argmax(axis=1), steps)
    is_inside = (row > 0) & (row < steps - 1) & (column > 0) & (column < steps - 1)
    r, c = np.clip(row, 1, steps - 2), np.clip(column, 1, steps - 2)
    each = np.arange(count)
    here = likeness[each, r, c]
    x = c + _peak(likeness[each, r, c - 1], here, likeness[each, r, c + 1])
    y = r + _peak(likeness[each, r - 1, c], here, likeness[each, r + 1, c])
    return np.column_stack([x, y]) - steps // 2, is_inside & (here > _ALIKE)


def _peak(before: Picture, here: Picture, after: Picture) -> NDArray[np.float64]:
    """Return where the parabola through three neighbours is highest, from -0.5 to 0.5."""
    curvature = np.maximum(2.0 * here - before - after, 1e-6)
    return np.asarray(np.clip((after - before) / (2 * curvature), -0.5, 0.5), dtype=np.float64)
