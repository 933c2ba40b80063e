"""Marks of secrecy and of papers that are not meant for the public (article 2)."""

import re
from collections.abc import Iterator

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.folding import BLANKS, fold
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Passage
from infodesk.reviewing.checking.phrases import marked_phrases
from infodesk.reviewing.checking.rule import Family, Rule, in_passages

# 国家秘密载体 carry the level, a star and the term: 机密★10年, 秘密★, 绝密★启用前.
_SECRECY = (
    re.compile(r"[绝机]密[★☆✩✭]|(?<![业公])秘密[★☆✩✭]"),
    re.compile(r"(?:绝密|机密|(?<![业公])秘密)\*(?:长期|\d+[年月]|启[用封]前)"),
    re.compile(r"密级[\]】)]?[:：]?[\[【(]?(?:绝密|机密|秘密)"),
    re.compile(r"(?m)^[\[【(]?(?:绝密|机密|秘密)[\]】)]?$"),
)


def _secrecy_marks(passage: Passage, _: OfficeTables) -> Iterator[Finding]:
    folded = fold(passage.text, dropped=BLANKS)
    if "密" not in folded.text:
        return
    taken: set[int] = set()
    for pattern in _SECRECY:
        for match in pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield Finding(
                    what=f"有密级标志“{match[0]}”",
                    remedy="涉密信息不得上网发布（第二条）；请停止流转，报保密工作负责人",
                    passage=passage,
                    start=start,
                    end=end,
                )


def _internal_marks(passage: Passage, tables: OfficeTables) -> Iterator[Finding]:
    for start, end, mark in marked_phrases(passage, tables.internal_marks):
        yield Finding(
            what=f"有内部资料的标记“{mark.text}”",
            remedy="请向来稿单位核实能否公开；确可公开的删去标记并写明理由",
            passage=passage,
            start=start,
            end=end,
        )


RULES = (
    Rule(
        id="secrecy_mark",
        family=Family.SECRECY,
        severity=Severity.BLOCK,
        title="密级标志",
        reports="绝密、机密、秘密加★或期限，“密级：”字样，单独成行的密级",
        leaves="行文中的“国家秘密”“商业秘密”“保密级别”等词语",
        basis="第二条",
        find=in_passages(_secrecy_marks),
    ),
    Rule(
        id="internal_mark",
        family=Family.SECRECY,
        severity=Severity.BLOCK,
        title="内部资料标记",
        reports="review_rules.toml 中 internal_marks 所列字样，空格、标点、全角半角不计",
        leaves="行文中提到而不是标记的（alone），以及 unless 所列词语",
        basis="第二条",
        find=in_passages(_internal_marks),
    ),
)
