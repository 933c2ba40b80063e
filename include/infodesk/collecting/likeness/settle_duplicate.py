"""A person says whether two articles are one; the texts themselves stay as they are."""

from datetime import datetime

from infodesk.collecting.ports import CollectingRecords
from infodesk.collecting.reprints import DuplicateVerdict
from infodesk.kernel.errors import InfodeskError
from infodesk.ledger.entry import Action


def settle_duplicate(
    article_id: str,
    other_id: str,
    *,
    verdict: DuplicateVerdict,
    by: str,
    at: datetime,
    records: CollectingRecords,
) -> str:
    """Record the answer, and return the reason to reject the later article with, or "".

    The answer rejects nothing: an article leaves the chain only by the opinion of who reviews it
    (article 5), who finds this reason proposed. Raises InfodeskError when nothing is asked about
    the two, or the question was answered already.
    """
    question = records.reprints.question(article_id, other_id)
    if question is None:
        raise InfodeskError("没有关于这两篇稿件是否重复的疑问", remedy="请刷新页面后再看")
    if question.verdict is not None:
        raise InfodeskError("这两篇稿件是否重复已有结论", remedy="请刷新页面查看结论")
    records.reprints.settle(article_id, other_id, verdict=verdict, by=by, at=at)
    records.ledger.append(
        actor=by,
        action=Action.DUPLICATE_SETTLED,
        subject=f"article:{article_id}",
        payload={"other": other_id, "verdict": str(verdict), "doubt": str(question.doubt)},
        at=at,
    )
    if verdict is DuplicateVerdict.DIFFERENT:
        return ""
    return f"与已收稿件《{question.other_title}》是同一篇，不再重复转载"
