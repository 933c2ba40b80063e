"""Which characters our fonts can draw, and what is printed for those that they cannot."""

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

MISSING_GLYPH: Final = "〓"  # the geta mark: how Chinese typesetters say that a type is lacking
_SEGMENT_COVERAGE: Final = 12  # the cmap format that lists all of Unicode as ranges
_VARIATION_SELECTORS: Final = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
# Addresses and hashes offer the typesetter no place to break the line and would leave their cell.
_LONG_WORD: Final = re.compile(r"[!-~]{16}(?=[!-~])")
_MOST_PRINTED: Final = 2000  # characters; no cell of the form holds a third of that
_BREAK_HERE: Final = "\u200b"


def drawn_characters(fonts: Iterable[Path]) -> frozenset[int]:
    """Return the code points for which at least one of the fonts has a glyph.

    Raises ValueError for a font without a full Unicode cmap.
    """
    return frozenset(
        code
        for font in fonts
        for first, last in _character_ranges(font.read_bytes())
        for code in range(first, last + 1)
    )


class TextCleaner:
    """Makes any text printable, and remembers what it had to replace."""

    def __init__(self, drawn: frozenset[int]) -> None:
        self._drawn = drawn
        self._missing: dict[str, None] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters that were replaced so far, each once, in order of appearance."""
        return tuple(self._missing)

    def __call__(self, text: str) -> str:
        """Return the text on one line, without controls, with 〓 for what no font can draw.

        What is far too long for any cell is cut, so that nobody's text can hold up the typesetter.
        """
        composed = unicodedata.normalize("NFC", text[:_MOST_PRINTED])
        printable = "".join(map(self._printable, composed))
        return _LONG_WORD.sub(rf"\g<0>{_BREAK_HERE}", " ".join(printable.split()))

    def _printable(self, character: str) -> str:
        if character.isspace() or unicodedata.category(character) == "Cc":
            return " "
        if _is_formless(character):
            return ""
        if ord(character) in self._drawn:
            return character
        self._missing[character] = None
        return MISSING_GLYPH


def _is_formless(character: str) -> bool:
    """Joiners, direction marks and variation selectors draw nothing themselves.

    A direction mark could also turn an opinion round on paper, so none is let through.
    """
    return unicodedata.category(character) == "Cf" or any(
        ord(character) in selectors for selectors in _VARIATION_SELECTORS
    )


def _character_ranges(font: bytes) -> Iterator[tuple[int, int]]:
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    for place in range(count):
        _platform, _encoding, start = struct.unpack_from(">HHI", cmap, 4 + 8 * place)
        (layout,) = struct.unpack_from(">H", cmap, start)
        if layout == _SEGMENT_COVERAGE:
            (groups,) = struct.unpack_from(">I", cmap, start + 12)
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(">III", cmap, start + 16 + 12 * group)
                yield first, last
            return
    raise ValueError("字体没有完整的 Unicode 字符表")


def _table(font: bytes, name: bytes) -> memoryview:
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        tag, _checksum, start, length = struct.unpack_from(">4sIII", font, 12 + 16 * place)
        if tag == name:
            return memoryview(font)[start : start + length]
    raise ValueError(f"字体缺少 {name.decode()} 表")
