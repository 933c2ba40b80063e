"""Plays the paper's part in a rehearsal: prints a form, signs it by pen and scans it again."""

import io
import json
import math
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

_PRINT_DPI: Final = 300
_A4_MM: Final = (210.0, 297.0)
_BALLPOINT_COLOURS: Final = ((18, 18, 24), (24, 42, 128), (38, 60, 150))

Rectangle = tuple[float, float, float, float]  # left, top, width, height in mm
Stroke = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """How well the paper lies, and what the machine makes of it; the defaults are an office's."""

    dpi: int = 150
    skew_degrees: float = 1.5
    quarter_turns: int = 0  # counter-clockwise
    scale: float = 0.985  # printers that "fit to page" shrink it
    shift_mm: tuple[float, float] = (1.5, -1.0)
    blur_px: float = 0.6
    noise: float = 6.0  # standard deviation, of 255 levels
    specks: int = 40
    jpeg_quality: int = 60
    is_black_and_white: bool = False
    as_pdf: bool = True


def sign_and_scan(
    pdf: bytes, *, box: str | None = None, scanner: Scanner | None = None, seed: int = 0
) -> bytes:
    """Return the scan of a printed form that was signed by pen in one of its opinion boxes.

    Without `box` the final reviewer's is signed. Equal arguments give equal bytes.
    """
    geometry = form_geometry(pdf)
    chance = random.Random(seed)  # noqa: S311 -- the hand must write the same again
    page = print_page(pdf)
    write_in(page, geometry.boxes[box or geometry.final_box], chance)
    return scan(page, scanner or Scanner(), seed=seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGeometry:
    """Where the boxes of a printed form lie, as the form itself says."""

    final_box: str
    boxes: dict[str, Rectangle]


def form_geometry(pdf: bytes) -> FormGeometry:
    """Read the geometry that is attached to every form."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        told = json.loads(bytes(document.get_attachment(0).get_data()))
    finally:
        document.close()
    return FormGeometry(
        final_box=told["final_box"],
        boxes={
            key: (place["x"], place["y"], place["width"], place["height"])
            for key, place in told["boxes"].items()
        },
    )


def print_page(pdf: bytes) -> "Image":
    """Return the form as it comes out of the printer."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page: Image = document[0].render(scale=_PRINT_DPI / 72).to_pil().convert("RGB")
    finally:
        document.close()
    return page


def write_in(page: "Image", box: Rectangle, chance: random.Random) -> None:
    """Write two or three signs of made-up strokes by ballpoint somewhere in the box."""
    from PIL import ImageDraw

    left, top, width, height = box
    size = chance.uniform(10, 14)
    signs = chance.choice((2, 3))
    x = left + chance.uniform(6, width - signs * size - 6)
    y = top + chance.uniform(7, height - size - 4)
    pen = ImageDraw.Draw(page)
    colour = chance.choice(_BALLPOINT_COLOURS)
    thickness = max(3, round(_pixels(chance.uniform(0.35, 0.6))))
    for sign in range(signs):
        for stroke in _sign(x + sign * size, y, size, chance):
            points = [(_pixels(px), _pixels(py)) for px, py in stroke]
            pen.line(points, fill=colour, width=thickness, joint="curve")


def scan(page: "Image", scanner: Scanner, *, seed: int = 0) -> bytes:
    """Lay the page on the glass and return the file that the scanner sends."""
    from PIL import Image, ImageFilter

    picture = _on_the_glass(page, scanner)
    picture = picture.filter(ImageFilter.GaussianBlur(scanner.blur_px))
    picture = Image.fromarray(_worn(picture, scanner, seed))
    picture = picture.rotate(90 * scanner.quarter_turns, expand=True)
    if scanner.is_black_and_white:
        picture = picture.convert("L").point(lambda level: 255 if level > 150 else 0).convert("1")
    return _sent(picture, scanner)


def _sign(x: float, y: float, size: float, chance: random.Random) -> list[Stroke]:
    """Make the strokes of one sign: mostly short and nearly straight, as of a running hand."""
    strokes: list[Stroke] = []
    for _ in range(chance.randint(4, 7)):
        start = (x + chance.uniform(0, 0.6) * size, y + chance.uniform(0, 0.8) * size)
        angle = chance.choice((0.1, 0.9, 1.5, 2.3)) + chance.uniform(-0.3, 0.3)
        length = size * chance.uniform(0.3, 0.75)
        bend = chance.uniform(-0.25, 0.25) * length
        strokes.append(_arc(start, angle, length, bend))
    return strokes


def _arc(start: tuple[float, float], angle: float, length: float, bend: float) -> Stroke:
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    stroke: Stroke = []
    for step in range(13):
        share = step / 12
        bow = bend * math.sin(math.pi * share)
        stroke.append(
            (
                start[0] + length * share * along[0] + bow * across[0],
                start[1] + length * share * along[1] + bow * across[1],
            )
        )
    return stroke


def _on_the_glass(page: "Image", scanner: Scanner) -> "Image":
    """Shrink, turn and shift the paper; what leaves the glass is lost, what it leaves is lid."""
    from PIL import Image

    factor = scanner.dpi / _PRINT_DPI
    right, down = scanner.shift_mm
    glass = (round(_A4_MM[0] / 25.4 * scanner.dpi), round(_A4_MM[1] / 25.4 * scanner.dpi))
    reduced = page.resize(
        (round(page.width * factor * scanner.scale), round(page.height * factor * scanner.scale)),
        Image.Resampling.LANCZOS,
        reducing_gap=2.0,
    )
    sheet = Image.new("RGB", glass, (250, 250, 248))
    sheet.paste(reduced, ((glass[0] - reduced.width) // 2, (glass[1] - reduced.height) // 2))
    return sheet.rotate(
        -scanner.skew_degrees,
        resample=Image.Resampling.BILINEAR,
        translate=(round(right / 25.4 * scanner.dpi), round(down / 25.4 * scanner.dpi)),
        fillcolor=(238, 238, 236),
    )


def _worn(picture: "Image", scanner: Scanner, seed: int) -> "np.ndarray":
    """Add grey blacks, a lamp that fades to one side, noise of the sensor, dust on the glass."""
    import numpy as np

    dice = np.random.default_rng(seed)
    levels = np.asarray(picture, dtype=np.float32)
    height, width = levels.shape[:2]
    levels = 30 + levels * (225 / 255)
    levels *= np.linspace(1.0, 0.92, width, dtype=np.float32)[None, :, None]
    levels += scanner.noise * dice.standard_normal(levels.shape, dtype=np.float32)
    for _ in range(scanner.specks):
        row, column = int(dice.integers(0, height - 3)), int(dice.integers(0, width - 3))
        levels[row : row + 2, column : column + 2] -= 120
    return np.clip(levels, 0, 255).astype(np.uint8)


def _sent(picture: "Image", scanner: Scanner) -> bytes:
    """Pack the picture as scanners do: colours as JPEG, two levels as CCITT group 4."""
    file = io.BytesIO()
    resolution = (scanner.dpi, scanner.dpi)
    if scanner.as_pdf:
        packing = {} if scanner.is_black_and_white else {"quality": scanner.jpeg_quality}
        # The time of day would make every scan of the same sheet another file.
        then = time.gmtime(0)
        picture.save(
            file, format="PDF", resolution=scanner.dpi, creationDate=then, modDate=then, **packing
        )
    elif scanner.is_black_and_white:
        picture.save(file, format="TIFF", compression="group4", dpi=resolution)
    else:
        picture.save(file, format="JPEG", quality=scanner.jpeg_quality, dpi=resolution)
    return file.getvalue()


def _pixels(millimetres: float) -> float:
    return millimetres / 25.4 * _PRINT_DPI
