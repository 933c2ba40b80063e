"""The pieces of a text that checks look into, and how a finding in one of them is reported."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from infodesk.articles.article import Content
from infodesk.kernel.issues import Issue, Severity
from infodesk.reviewing.plain_text import plain_text

CONTEXT = 12  # characters shown on either side of a finding

# Zero-width characters and the soft hyphen: invisible, and enough to hide a word from a search.
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
BLANKS = frozenset(" \t\u3000\xa0") | INVISIBLE

# An excerpt travels in mails and is kept: numbers that stand beside a finding stay out of it.
_LONG_NUMBER = re.compile(r"[0-9０-９Xx*-]{7,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found at a place in a passage; `shown` replaces the excerpt where it is given."""

    rule_id: str
    severity: Severity
    what: str
    remedy: str
    start: int
    end: int
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of the text by its Chinese name; only the body's offsets mean anything outside."""

    name: str
    text: str
    is_body: bool = False

    def issue(self, finding: Finding) -> Issue:
        """Report a finding in this passage."""
        return Issue(
            rule_id=finding.rule_id,
            severity=finding.severity,
            message=f"{self.name}{finding.what}",
            remedy=finding.remedy,
            excerpt=finding.shown or self._around(finding.start, finding.end),
            start=finding.start if self.is_body else None,
            end=finding.end if self.is_body else None,
        )

    def _around(self, start: int, end: int) -> str:
        first, last = max(0, start - CONTEXT), min(len(self.text), end + CONTEXT)
        excerpt = _LONG_NUMBER.sub("…", " ".join(self.text[first:last].split()))
        return f"{'…' if first else ''}{excerpt}{'…' if last < len(self.text) else ''}"


def passages(content: Content) -> Iterator[Passage]:
    """Yield everything of a text that the public would read, attachments by their names."""
    yield Passage(name="标题", text=content.title)
    yield Passage(name="来源", text=content.credit)
    yield Passage(name="文号", text=content.document_number)
    yield Passage(name="正文", text=plain_text(content.body_html), is_body=True)
    for attachment in content.attachments:
        yield Passage(name="附件名", text=attachment.name)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text with full-width forms narrowed and some characters dropped; it knows the way back."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original text of a non-empty place in this one."""
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=16)  # the rules look at the same few passages one after another
def fold(text: str, *, dropped: frozenset[str] = INVISIBLE) -> FoldedText:
    """Narrow a text character by character (NFKC), without the dropped ones.

    Circled and superscript numerals stay what they are: as digits they would run into the number
    that follows them.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character in dropped:
            continue
        narrow = _narrow(character)
        if narrow not in dropped:
            folded.append(narrow)
            offsets.append(offset)
    return FoldedText("".join(folded), tuple(offsets))


@lru_cache(maxsize=4096)
def _narrow(character: str) -> str:
    if character < "\x80" or "\u4e00" <= character <= "\u9fff":
        return character
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 and unicodedata.category(character) != "No" else character
