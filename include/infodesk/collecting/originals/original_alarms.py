"""The problems that a changed or unreachable original opens, in words for the operator."""

from infodesk.catalog.sources import Source
from infodesk.collecting.originals.watched import WHAT_HAPPENED, OriginalChange, OriginalWatch
from infodesk.kernel.errors import InfodeskError
from infodesk.problems.problem import ProblemReport

CHANGED = "original_changed"  # 已收稿件的原文有变化
UNCLEAR = "original_unclear"  # 原文连续几次看不清


def original_changed(change: OriginalChange, *, title: str, url: str) -> ProblemReport:
    """Report a change; it stays on the board until an editor has settled it."""
    return ProblemReport(
        kind=CHANGED,
        subject=f"article:{change.article_id}",
        title=f"《{title}》{WHAT_HAPPENED[change.kind]}，待编辑处理",
        details="\n".join(line for line in (f"原文：{url}", change.note) if line),
        remedy="由中心编辑在审签台“原文变化”中核对后选择无需处理、更正或撤稿；系统不会自动改稿",
    )


def original_unclear(
    watch: OriginalWatch, error: InfodeskError, *, title: str, source: Source | None
) -> ProblemReport:
    """Report an original that could not be looked at several times in a row.

    One problem a source: when a site is down, all of its originals are.
    """
    name = source.name if source else watch.source_id or "（目录中已没有这个来源）"
    return ProblemReport(
        kind=UNCLEAR,
        subject=f"source:{watch.source_id or 'unknown'}",
        title=f"来源“{name}”的原文连续 {watch.unclear_in_a_row} 次无法核对",
        details=f"最近一篇：《{title}》\n原文：{watch.url}\n{error.message}",
        remedy=error.remedy or "请在浏览器中打开原文核对；网站恢复后会自动继续回看",
    )
