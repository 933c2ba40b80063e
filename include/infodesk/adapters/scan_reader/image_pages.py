"""Opens photographs and scanned images: the formats that scanners and telephones send."""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from infodesk.adapters.scan_reader.page import (
    Page,
    check_pages,
    check_pixels,
    damaged,
    page_of,
    too_many_pixels,
)
from infodesk.reviewing.scans import NotAScan

# Each further format is a further parser that reads what strangers wrote.
_FORMATS: Final = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")
# What Pillow's parsers raise when a file breaks off or lies about itself.
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, struct.error, zlib.error,
)  # fmt: skip


def image_pages(content: bytes) -> tuple[int, Iterator[Page]]:
    """Return how many frames an image has, and the frames one after the other.

    Raises NotAScan, DamagedScan, TooManyPages or ScanTooLarge; the iterator raises the last three.
    """
    with _opened(content) as image:
        check_pixels(*image.size)
        count = int(getattr(image, "n_frames", 1))
    check_pages(count)
    return count, _frames(content, count)


def _frames(content: bytes, count: int) -> Iterator[Page]:
    for place in range(count):
        with _opened(content) as image:
            image.seek(place)
            check_pixels(*image.size)
            image.load()
            page = page_of(place + 1, ImageOps.exif_transpose(image))
        yield page


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """Open the image and tell every way in which it can be broken as a refusal.

    Sizes come from the header, before any pixel is unpacked; Pillow's own guard against giant
    pictures speaks up only beyond ours, as a warning or, still further, an error.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            yield image
    except UnidentifiedImageError as error:
        raise NotAScan(
            "上传的文件既不是 PDF，也不是可识别的图像",
            remedy="请上传 PDF、JPG、PNG 或 TIFF 格式的扫描件",
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels() from error
    except _BROKEN as error:
        raise damaged() from error
