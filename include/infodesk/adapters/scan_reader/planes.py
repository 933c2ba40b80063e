"""Carries points and pixels from one plane to another: the printed page and its scan."""

import numpy as np
from numpy.typing import NDArray

from infodesk.adapters.scan_reader.page import Levels

Points = NDArray[np.float64]  # one point (x, y) a row
Mapping3 = NDArray[np.float64]  # a projective mapping, 3 x 3
Picture = NDArray[np.float32]


def carry(mapping: Mapping3, points: Points) -> Points:
    """Return where the mapping takes the points."""
    raised = np.column_stack([points, np.ones(len(points))]) @ mapping.T
    return np.asarray(raised[:, :2] / raised[:, 2:], dtype=np.float64)


def fit_affine(
    sources: Points, targets: Points, weights: NDArray[np.float64] | None = None
) -> Mapping3:
    """Return the affine mapping with the least (weighted) squared error; at least three points."""
    roots = np.ones((len(sources), 1)) if weights is None else np.sqrt(weights)[:, None]
    design = np.column_stack([sources, np.ones(len(sources))])
    solution = np.linalg.lstsq(design * roots, targets * roots, rcond=None)[0]
    return np.vstack([solution.T, [0.0, 0.0, 1.0]])


def fit_projective(sources: Points, targets: Points) -> Mapping3:
    """Return the projective mapping with the least algebraic error; at least five points.

    Both sides are brought to a unit scale first: raw pixel coordinates lose half of the digits.
    """
    to_unit, of_unit = _unit(sources), _unit(targets)
    (x, y), (u, v) = carry(to_unit, sources).T, carry(of_unit, targets).T
    none, one = np.zeros_like(x), np.ones_like(x)
    equations = np.concatenate(
        [
            np.stack([x, y, one, none, none, none, -u * x, -u * y, -u], axis=1),
            np.stack([none, none, none, x, y, one, -v * x, -v * y, -v], axis=1),
        ]
    )
    unit_mapping = np.linalg.svd(equations, full_matrices=False)[2][-1].reshape(3, 3)
    mapping = np.linalg.inv(of_unit) @ unit_mapping @ to_unit
    return np.asarray(mapping / mapping[2, 2], dtype=np.float64)


def look_at(
    picture: Levels | Picture, mapping: Mapping3, left: int, top: int, width: int, height: int
) -> Picture:
    """Return a window of the source plane as the picture on the target plane shows it.

    Interpolated between four pixels; outside of the picture it is NaN.
    """
    columns, rows = np.meshgrid(
        np.arange(left, left + width, dtype=np.float64),
        np.arange(top, top + height, dtype=np.float64),
    )
    x, y = carry(mapping, np.column_stack([columns.ravel(), rows.ravel()])).T
    inside = (x >= 0) & (y >= 0) & (x < picture.shape[1] - 1) & (y < picture.shape[0] - 1)
    seen = np.full(x.shape, np.nan, dtype=np.float32)
    x, y = x[inside], y[inside]
    column, row = x.astype(np.intp), y.astype(np.intp)
    right, down = (x - column).astype(np.float32), (y - row).astype(np.float32)
    upper = picture[row, column] * (1 - right) + picture[row, column + 1] * right
    lower = picture[row + 1, column] * (1 - right) + picture[row + 1, column + 1] * right
    seen[inside] = upper * (1 - down) + lower * down
    return seen.reshape(height, width)


def _unit(points: Points) -> Mapping3:
    centre = points.mean(axis=0)
    spread = max(float(np.abs(points - centre).mean()), 1e-9)
    return np.array(
        [[1 / spread, 0, -centre[0] / spread], [0, 1 / spread, -centre[1] / spread], [0, 0, 1]]
    )
