"""When two texts are the same text, when a person is asked, and when they are two.

The layers, from the certain to the doubtful: the same address (`normalised_url`), the same words
and files (`fingerprint`), the same document number and title, and the same passages. A title alone
never counts, and texts whose figures differ are never taken for one: successive price notices bear
identical titles and differ in a few digits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from infodesk.catalog.collecting import Duplicates
from infodesk.channels.rendering import readable_text
from infodesk.collecting.likeness.differing_figures import figures_differ
from infodesk.collecting.likeness.folded_words import (
    figures,
    folded,
    folded_number,
    one_width,
    share_in,
    shingles,
    without_figures,
)
from infodesk.kernel.canonical import canonical_json, sha256_hex

_SHORTEST_COMPARED = 40  # shingles; below, a common phrase would already be most of the text
_SHORTEST_TITLE = 8  # characters of a title that may be part of the other


class Likeness(StrEnum):
    """How an article was known to be one that we have."""

    WORDS = "words"  # 文字和文件完全相同
    DOCUMENT = "document"  # 文号相同，标题一致
    PASSAGES = "passages"  # 文字基本相同，数字无出入


class Doubt(StrEnum):
    """Why a person is asked whether two articles are one."""

    NUMBER = "number"  # 文号相同，文字有出入
    CONTAINED = "contained"  # 一篇的大部分文字在另一篇中
    TITLE = "title"  # 数日之内标题相同
    FIGURES = "figures"  # 文字相同而数字不同：可能是更正
    FILES = "files"  # 文字相同而附件不同
    REWORDED = "reworded"  # 同一网站再次发布，文字略有不同：可能是更正


@dataclass(frozen=True, kw_only=True)  # without slots: what is derived is kept
class Comparable:
    """A collected text as it is compared with others."""

    title: str
    text: str  # readable, NFKC
    document_number: str = ""
    attachments: frozenset[str] = frozenset()  # hashes; pictures are compressed anew on the way
    at: datetime  # its publication, or when it was received
    host: str = ""  # of the site where it stood; empty where that is not known

    @cached_property
    def title_key(self) -> str:
        """The title, folded."""
        return folded(self.title)

    @cached_property
    def number(self) -> str:
        """The document number, folded."""
        return folded_number(self.document_number)

    @cached_property
    def words(self) -> str:
        """The text, folded."""
        return folded(self.text)

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The shingles of the text."""
        return shingles(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What two texts are to each other; neither field is set where they are simply two."""

    likeness: Likeness | None = None
    doubt: Doubt | None = None
    share: float = 0.0  # of the one in the other, the larger of both directions, from 0 to 1


def judge(new: Comparable, known: Comparable, rules: Duplicates) -> Judgement:
    """Return what a new text is to one that we have."""
    each = _shares(new.shingles, known.shingles)
    share, has_one_number = max(each), bool(new.number) and new.number == known.number
    is_soon = abs(new.at - known.at) <= timedelta(days=rules.title_days)
    is_document = has_one_number and _titles_agree(new, known)
    reads_alike = share >= rules.ask_at and _reads_alike(new, known, rules.same_at)
    difference = _what_differs(new, known) if is_document or reads_alike else None
    if (is_document or min(each) >= rules.same_at) and difference is None:
        difference = _what_one_site_changed(new, known)
    if is_document and difference is None:
        return Judgement(likeness=Likeness.DOCUMENT, share=share)
    if min(each) >= rules.same_at and difference is None:
        return Judgement(likeness=Likeness.PASSAGES, share=share)
    if difference is Doubt.FIGURES and not (has_one_number or is_soon):
        # The next notice of a series. Only one that follows at once may be a correction.
        return Judgement(share=share)
    doubt = difference or _doubt(new, known, share, rules, is_soon=is_soon)
    return Judgement(doubt=doubt, share=share)


def fingerprint(*, title: str, body_html: str, file_hashes: Sequence[str]) -> str:
    """Return a hash that two reprints of one text share, whatever their layout.

    It covers the words of title and body and the files; not the source, the address, white space,
    character width or the order in which files are listed. The files count because many notices
    say no more than "see the attachment".
    """
    return fingerprint_of_text(
        title=title, text=comparable_text(body_html), file_hashes=file_hashes
    )


def fingerprint_of_text(*, title: str, text: str, file_hashes: Sequence[str]) -> str:
    """Return the same, given the body's `comparable_text`."""
    words = [_bare(one_width(title)), _bare(text)]
    return sha256_hex(canonical_json([*words, *sorted(set(file_hashes))]))


def comparable_text(body_html: str) -> str:
    """Return the words of a body, one line a paragraph, in one width of characters (NFKC)."""
    return one_width(readable_text(body_html))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _shares(one: frozenset[int], other: frozenset[int]) -> tuple[float, float]:
    if min(len(one), len(other)) < _SHORTEST_COMPARED:
        return 0.0, 0.0
    return share_in(one, other), share_in(other, one)


def _reads_alike(one: Comparable, other: Comparable, same_at: float) -> bool:
    """Tell whether two texts are the same but for their figures: one, or two of a series."""
    plain = (shingles(without_figures(text.words)) for text in (one, other))
    return min(_shares(*plain)) >= same_at


def _titles_agree(one: Comparable, other: Comparable) -> bool:
    shorter, longer = sorted((one.title_key, other.title_key), key=len)
    return shorter == longer or (len(shorter) >= _SHORTEST_TITLE and shorter in longer)


def _what_differs(one: Comparable, other: Comparable) -> Doubt | None:
    """Return what speaks against two texts being one although their words agree."""
    if one.number and other.number and one.number != other.number:
        return Doubt.FIGURES
    in_one, in_other = figures(one.title_key), figures(other.title_key)
    if not (in_one <= in_other or in_other <= in_one) or figures_differ(one.text, other.text):
        return Doubt.FIGURES
    if one.attachments and other.attachments and not one.attachments & other.attachments:
        return Doubt.FILES
    return None


def _what_one_site_changed(new: Comparable, known: Comparable) -> Doubt | None:
    """Return a doubt where a site publishes its own text again in slightly other words.

    Another medium that cuts or rewords is a witness; the publisher itself does so to correct.
    """
    is_verbatim = new.words == known.words and new.title_key == known.title_key
    return Doubt.REWORDED if new.host and new.host == known.host and not is_verbatim else None


def _doubt(
    one: Comparable, other: Comparable, share: float, rules: Duplicates, *, is_soon: bool
) -> Doubt | None:
    if one.number and one.number == other.number:
        return Doubt.NUMBER
    if share >= rules.ask_at:
        return Doubt.CONTAINED
    if is_soon and one.title_key and one.title_key == other.title_key:
        return Doubt.TITLE
    return None
