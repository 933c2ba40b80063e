"""One page of a scan as levels of grey, and the limits within which we open any."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from infodesk.reviewing.scans import DamagedScan, ScanTooLarge, TooManyPages

Levels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

MAX_BYTES: Final = 30 * 1024 * 1024
MAX_PAGES: Final = 20
MAX_PIXELS: Final = 60_000_000
# A page is worked on with at most this many pixels on its longer side: A4 at 300 dpi.
LONGEST_SIDE: Final = 3508
_RESCAN: Final = "请按 150 至 300 dpi 重新扫描，只扫审批单"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """One page as the scanner saw it; white is 255.

    `light` is the luminance, for the QR code. `faintest` is the darkest of the three colours at
    each point: in it a blue, a red and a black pen are about equally dark.
    """

    number: int  # from 1
    light: Levels = field(repr=False)
    faintest: Levels = field(repr=False)

    @property
    def is_blank(self) -> bool:
        """Whether there is hardly anything on the page that is darker than paper.

        Looked at from afar, where most dust has vanished: 24 blank sheets with up to 300 specks had
        0.0011 at most, as many scans of a form 0.055 at least.
        """
        afar = np.asarray(Image.fromarray(self.light).reduce(4))
        return float(np.mean(afar < 0.7 * np.percentile(afar, 90))) < 0.005


def page_of(number: int, picture: Image.Image) -> Page:
    """Make a page of a picture in any mode, reduced to the size that we work with."""
    colours = _on_white(picture)
    excess = max(colours.size) / LONGEST_SIDE
    if excess > 1:
        size = (round(colours.width / excess), round(colours.height / excess))
        colours = colours.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    red, green, blue = colours.split()
    return Page(
        number=number,
        light=np.asarray(colours.convert("L")),
        faintest=np.asarray(ImageChops.darker(ImageChops.darker(red, green), blue)),
    )


def check_bytes(content: bytes) -> None:
    """Raise ScanTooLarge for more bytes than the scan of a form ever has."""
    if len(content) > MAX_BYTES:
        raise ScanTooLarge(
            f"文件有 {len(content) / 2**20:.0f} MB，超过 {MAX_BYTES // 2**20} MB", remedy=_RESCAN
        )


def check_pages(count: int) -> None:
    """Raise TooManyPages, or DamagedScan where there is none."""
    if count > MAX_PAGES:
        raise TooManyPages(
            f"文件有 {count} 页，超过 {MAX_PAGES} 页", remedy="请只上传审批单所在的页"
        )
    if count < 1:
        raise damaged()


def check_pixels(width: int, height: int) -> None:
    """Raise ScanTooLarge for a picture that would fill the memory once it is unpacked."""
    if width * height > MAX_PIXELS:
        raise too_many_pixels()


def too_many_pixels() -> ScanTooLarge:
    """Return the refusal of a picture beyond MAX_PIXELS."""
    return ScanTooLarge(f"图像超过 {MAX_PIXELS // 10_000} 万像素", remedy=_RESCAN)


def damaged() -> DamagedScan:
    """Return the refusal of a file that breaks off or contradicts itself."""
    return DamagedScan("文件已损坏，无法完整打开", remedy="请重新扫描，或重新下载后上传")


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture in colours; what is transparent is paper."""
    if picture.mode.startswith("I;16"):
        # Pillow would clip sixteen bits to eight instead of scaling them.
        sixteen = np.asarray(picture, dtype=np.uint16)
        return Image.fromarray((sixteen >> 8).astype(np.uint8)).convert("RGB")
    if picture.has_transparency_data:
        layers = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers).convert("RGB")
    return picture.convert("RGB")
