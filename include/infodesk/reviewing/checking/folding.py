"""A text as rules read it: narrowed, some characters dropped, and the way back kept."""

import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

# Zero-width characters and the soft hyphen: invisible, and enough to hide a word from a search.
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
BLANKS = frozenset(" \t\u3000\xa0") | INVISIBLE
# A mark may be spread out or broken by punctuation: 内部资料，注意保存.
PUNCTUATION = frozenset(",，、;；。.：:!！·")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text with full-width forms narrowed and some characters dropped; it knows the way back."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original text of a non-empty place in this one."""
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=64)  # the rules look at the same passages one after another
def fold(text: str, *, dropped: frozenset[str] = INVISIBLE) -> FoldedText:
    """Narrow a text character by character (NFKC), without the dropped ones.

    Circled and superscript numerals stay what they are: as digits they would run into the number
    that follows them.
    """
    narrowing = _narrowing(dropped)
    folded = text.translate(narrowing)
    if len(folded) == len(text):
        return FoldedText(folded, range(len(text)))
    # An array: attachments run to a million characters.
    kept = (at for at, character in enumerate(text) if narrowing[ord(character)] is not None)
    return FoldedText(folded, array("I", kept))


class _Narrowing(dict[int, str | None]):
    """A table for `str.translate` that works a character out when it first meets it."""

    def __init__(self, dropped: frozenset[str]) -> None:
        super().__init__()
        self._dropped = dropped

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        narrow = character if character in self._dropped else _narrow(character)
        self[code] = None if narrow in self._dropped else narrow
        return self[code]


@cache
def _narrowing(dropped: frozenset[str]) -> _Narrowing:
    return _Narrowing(dropped)


def _narrow(character: str) -> str:
    if character < "\x80" or "\u4e00" <= character <= "\u9fff":
        return character
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 and unicodedata.category(character) != "No" else character
