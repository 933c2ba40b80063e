"""Traces of a text that nobody finished (article 7: 杜绝内容差错)."""

import re
from collections.abc import Iterator

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Passage
from infodesk.reviewing.checking.phrases import marked_phrases, matched
from infodesk.reviewing.checking.rule import Family, Rule, in_passages

# Places that somebody meant to fill in: XXX, 20XX年, 〔2026〕 号. Chinese news writes ××× for a
# person who is not to be named, so three crosses of that kind alone are only a hint.
_PLACEHOLDERS = (
    re.compile(r"(?<![0-9A-Za-z*])[Xx]{3,}(?![0-9A-Za-z*])"),
    re.compile(r"×{3,}(?=同志|局长|主任|书记|市长|单位|有限公司)"),
    re.compile(r"20 ?[Xx×]{2}(?: ?年)?"),
    re.compile(r"[〔\[(【]20[0-9Xx×]{2}[〕\])】] *(?:[Xx×]+)? *号"),
)
_POSSIBLE_PLACEHOLDERS = (
    re.compile(r"(?<![0-9A-Za-z*×])[Xx×]{2}(?![0-9A-Za-z*×])"),
    re.compile(r"(?<![0-9A-Za-z*×])×{3,}(?![0-9A-Za-z*×]|同志|局长|主任|书记|市长|单位|有限公司)"),
    re.compile(r"(?:20[0-9]{2} *)?年 +月 +日"),
)


def _leftovers(passage: Passage, tables: OfficeTables) -> Iterator[Finding]:
    places = [(s, e, mark.text) for s, e, mark in marked_phrases(passage, tables.draft_marks)]
    for start, end, words in [*places, *matched(passage, _PLACEHOLDERS)]:
        yield Finding(
            what=f"有未定稿的痕迹“{words}”",
            remedy="请补全内容或删去；确系正文的写明理由",
            passage=passage,
            start=start,
            end=end,
        )


def _possible_drafts(passage: Passage, tables: OfficeTables) -> Iterator[Finding]:
    places = [(s, e, mark.text) for s, e, mark in marked_phrases(passage, tables.draft_hints)]
    for start, end, words in [*places, *matched(passage, _POSSIBLE_PLACEHOLDERS)]:
        yield Finding(
            what=f"有“{words}”，请看是不是未定稿",
            remedy="确是定稿的不必改动",
            passage=passage,
            start=start,
            end=end,
        )


RULES = (
    Rule(
        id="draft_leftover",
        family=Family.DRAFTS,
        severity=Severity.BLOCK,
        title="未定稿的痕迹",
        reports="draft_marks 所列字样，以及 XXX、20XX年、缺号的文号",
        leaves="车牌、型号、尺码中的 X，掩去中间几位的号码",
        basis="第七条",
        find=in_passages(_leftovers),
    ),
    Rule(
        id="possible_draft",
        family=Family.DRAFTS,
        severity=Severity.HINT,
        title="可能是未定稿",
        reports="draft_hints 所列字样（如征求意见稿），单独的 XX、×××，空着的年月日",
        leaves="已写全的日期",
        basis="第七条",
        find=in_passages(_possible_drafts),
    ),
)
