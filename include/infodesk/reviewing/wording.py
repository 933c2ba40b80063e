"""Find words that must not stand in a text: marks of secrecy, leftovers of drafts, known errors."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from infodesk.catalog.rules import Confusion, Phrase
from infodesk.kernel.issues import Severity
from infodesk.reviewing.passages import BLANKS, Finding, Passage, fold

# A mark may be spread out or broken by punctuation: 内部资料，注意保存.
PUNCTUATION = frozenset(",，、;；。.：:!！·")
OPENING, CLOSING = '([{<（［【〔《〈「『“"', ')]}>）］】〕》〉」』”"'

# 国家秘密载体 carry the level, a star and the term: 机密★10年, 秘密★, 绝密★启用前 (article 2).
_SECRECY = (
    re.compile(r"[绝机]密[★☆✩✭]|(?<![业公])秘密[★☆✩✭]"),
    re.compile(r"(?:绝密|机密|(?<![业公])秘密)\*(?:长期|\d+[年月]|启[用封]前)"),
    re.compile(r"密级[\]】)]?[:：]?[\[【(]?(?:绝密|机密|秘密)"),
    re.compile(r"(?m)^(?:绝密|机密|秘密)$"),
)

# Places that somebody meant to fill in: XXX, 20XX年, 〔2026〕 号.
_PLACEHOLDERS = (
    re.compile(r"(?<![0-9A-Za-z*])[Xx×]{3,}(?![0-9A-Za-z*])"),
    re.compile(r"20 ?[Xx×]{2}(?: ?年)?"),
    re.compile(r"[〔\[(【]20[0-9Xx×]{2}[〕\])】] *(?:[Xx×]+)? *号"),
)
_POSSIBLE_PLACEHOLDERS = (
    re.compile(r"(?<![0-9A-Za-z*×])[Xx×]{2}(?![0-9A-Za-z*×])"),
    re.compile(r"(?:20[0-9]{2} *)?年 +月 +日"),
)


def find_secrecy_marks(passage: Passage) -> Iterator[Finding]:
    """Yield each mark of a state secret (article 2: 涉密信息不得上网发布)."""
    folded = fold(passage.text, dropped=BLANKS)
    for pattern in _SECRECY:
        for match in pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            yield Finding(
                rule_id="secrecy_mark",
                severity=Severity.BLOCK,
                what=f"有密级标志“{match[0]}”",
                remedy="涉密信息不得上网发布（第二条）；请停止流转，报保密工作负责人",
                start=start,
                end=end,
            )


def find_internal_marks(passage: Passage, marks: Iterable[Phrase]) -> Iterator[Finding]:
    """Yield each mark of papers that are not meant for the public."""
    for start, end, mark in _phrases(passage, marks):
        yield Finding(
            rule_id="internal_mark",
            severity=Severity.BLOCK,
            what=f"有内部资料的标记“{mark.text}”",
            remedy="请向来稿单位核实能否公开；确可公开的删去标记并写明理由",
            start=start,
            end=end,
        )


def find_draft_leftovers(passage: Passage, marks: Iterable[Phrase]) -> Iterator[Finding]:
    """Yield each trace of an unfinished text."""
    places = [(start, end, mark.text) for start, end, mark in _phrases(passage, marks)]
    for start, end, text in [*places, *_patterns(passage, _PLACEHOLDERS)]:
        yield Finding(
            rule_id="draft_leftover",
            severity=Severity.BLOCK,
            what=f"有未定稿的痕迹“{text}”",
            remedy="请补全内容或删去；确系正文的写明理由",
            start=start,
            end=end,
        )


def find_possible_drafts(passage: Passage, marks: Iterable[Phrase]) -> Iterator[Finding]:
    """Yield words that may stand in a finished text and may betray an unfinished one."""
    places = [(start, end, mark.text) for start, end, mark in _phrases(passage, marks)]
    for start, end, text in [*places, *_patterns(passage, _POSSIBLE_PLACEHOLDERS)]:
        yield Finding(
            rule_id="possible_draft",
            severity=Severity.HINT,
            what=f"有“{text}”，请看是不是未定稿",
            remedy="确是定稿的不必改动",
            start=start,
            end=end,
        )


def find_confusions(passage: Passage, confusions: Iterable[Confusion]) -> Iterator[Finding]:
    """Yield each wording that the office's table knows to be wrong (article 7: 杜绝内容差错)."""
    # Line ends stay: the last word of a paragraph and the first of the next are not one word.
    folded = fold(passage.text, dropped=BLANKS)
    for confusion in confusions:
        for at in _occurrences(folded.text, confusion.wrong, confusion.unless):
            start, end = folded.span(at, at + len(confusion.wrong))
            yield Finding(
                rule_id="confusion",
                severity=Severity.MUST_ANSWER,
                what=f"疑有错误：“{confusion.wrong}”应为“{confusion.right}”"
                + (f"（{confusion.why}）" if confusion.why else ""),
                remedy=f"请改为“{confusion.right}”；原文无误的写明理由",
                start=start,
                end=end,
            )


def _phrases(passage: Passage, marks: Iterable[Phrase]) -> Iterator[tuple[int, int, Phrase]]:
    folded = fold(passage.text, dropped=BLANKS | PUNCTUATION | {"\n"})
    lowered = folded.text.lower()
    for mark in marks:
        for at in _occurrences(lowered, _bare(mark.text), tuple(map(_bare, mark.unless))):
            start, end = folded.span(at, at + len(_bare(mark.text)))
            if not mark.alone or _stands_alone(passage.text, start, end):
                yield start, end, mark


@lru_cache(maxsize=512)
def _bare(phrase: str) -> str:
    return fold(phrase, dropped=BLANKS | PUNCTUATION).text.lower()


def _occurrences(text: str, wanted: str, exceptions: tuple[str, ...]) -> Iterator[int]:
    """Yield where the words stand, except inside one of the exceptions."""
    excepted = [
        range(at, at + len(exception))
        for exception in exceptions
        for at in _all_at(text, exception)
    ]
    for at in _all_at(text, wanted):
        last = at + len(wanted) - 1
        if not any(at in place and last in place for place in excepted):
            yield at


def _all_at(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a mark has its line, table cell or brackets to itself."""
    skipped = "".join(BLANKS - {"\t"} | PUNCTUATION)
    before, after = text[:start].rstrip(skipped), text[end:].lstrip(skipped)
    begins = not before or before[-1] in "\n\t" or before[-1] in OPENING
    ends = not after or after[0] in "\n\t" or after[0] in CLOSING
    return begins and ends


def _patterns(
    passage: Passage, patterns: Iterable[re.Pattern[str]]
) -> Iterator[tuple[int, int, str]]:
    folded = fold(passage.text)
    for pattern in patterns:
        for match in pattern.finditer(folded.text):
            yield *folded.span(*match.span()), match[0]
