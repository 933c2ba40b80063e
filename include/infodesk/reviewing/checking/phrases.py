"""Finds the office's phrases in a passage, whatever blanks and punctuation break them up."""

from collections.abc import Iterable, Iterator
from re import Pattern

from infodesk.catalog.rules import Phrase
from infodesk.reviewing.checking.folding import BLANKS, PUNCTUATION, fold
from infodesk.reviewing.checking.lexicon import Lexicon
from infodesk.reviewing.checking.passages import Passage

_DROPPED = BLANKS | PUNCTUATION | {"\n"}
_SKIPPED = "".join(BLANKS - {"\t"} | PUNCTUATION)
_NEAR = 80  # more blanks than that stand beside no mark
_OPENING, _CLOSING = '([{<（［【〔《〈「『“"', ')]}>）］】〕》〉」』”"'


def marked_phrases(passage: Passage, phrases: Lexicon[Phrase]) -> Iterator[tuple[int, int, Phrase]]:
    """Yield start, end and phrase; one that counts only `alone` must have its place to itself."""
    folded = fold(passage.text, dropped=_DROPPED)
    for first, last, phrase in phrases.find(folded.text.lower()):
        start, end = folded.span(first, last)
        if not phrase.alone or stands_alone(passage.text, start, end):
            yield start, end, phrase


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a mark has its line, table cell or brackets to itself."""
    before = text[max(0, start - _NEAR) : start].rstrip(_SKIPPED)
    after = text[end : end + _NEAR].lstrip(_SKIPPED)
    begins = not before or before[-1] in "\n\t" or before[-1] in _OPENING
    ends = not after or after[0] in "\n\t" or after[0] in _CLOSING
    return begins and ends


def matched(passage: Passage, patterns: Iterable[Pattern[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield where each pattern fits the narrowed text, with the words that it found."""
    folded = fold(passage.text)
    for pattern in patterns:
        for match in pattern.finditer(folded.text):
            yield *folded.span(*match.span()), match[0]
