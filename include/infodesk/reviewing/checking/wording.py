"""Wordings that the office's table knows to be wrong (article 7: 杜绝政治错误、内容差错)."""

from collections.abc import Iterator

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.folding import BLANKS, fold
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Passage
from infodesk.reviewing.checking.rule import Family, Rule, in_passages


def _confusions(passage: Passage, tables: OfficeTables) -> Iterator[Finding]:
    # Line ends stay: the last word of a paragraph and the first of the next are not one word.
    folded = fold(passage.text, dropped=BLANKS)
    for first, last, confusion in tables.confusions.find(folded.text):
        start, end = folded.span(first, last)
        if "\t" in passage.text[start:end]:
            continue  # neither are two cells of a table
        yield Finding(
            what=f"疑有错误：“{confusion.wrong}”应为“{confusion.right}”"
            + (f"（{confusion.why}）" if confusion.why else ""),
            remedy=f"请改为“{confusion.right}”；原文无误的写明理由",
            passage=passage,
            start=start,
            end=end,
        )


RULES = (
    Rule(
        id="confusion",
        family=Family.WORDING,
        severity=Severity.MUST_ANSWER,
        title="易错词",
        reports="confusions 所列的错误写法，空格和全角半角不计",
        leaves="分在两段、两个单元格的字，以及 unless 所列词语",
        basis="第七条",
        find=in_passages(_confusions),
    ),
)
