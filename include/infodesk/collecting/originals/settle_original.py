"""Settle a change of an original: an editor says what is to become of our copy.

The word is recorded and nothing is done by itself: a correction is an edit that goes through the
whole chain again, a withdrawal is an act of its own (articles 2 and 5).
"""

from datetime import datetime
from typing import Protocol

from infodesk.articles.ports import Articles
from infodesk.collecting.originals.original_alarms import CHANGED
from infodesk.collecting.originals.watched import ChangeVerdict, OriginalChange, Originals
from infodesk.kernel.clock import Clock
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.ledger.ports import Ledger
from infodesk.problems.problem import ProblemRecords, Problems, close_problem

_SOLUTIONS = {
    ChangeVerdict.NO_ACTION: "编辑核对后认为无需处理",
    ChangeVerdict.CORRECT: "编辑决定更正我方稿件",
    ChangeVerdict.WITHDRAW: "编辑决定撤下我方稿件",
}


class SettleRecords(Protocol):
    """What settling reads and changes."""

    @property
    def articles(self) -> Articles:
        """The articles."""
        ...

    @property
    def originals(self) -> Originals:
        """The originals under watch."""
        ...

    @property
    def problems(self) -> Problems:
        """The register of problems."""
        ...

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        ...


class ChangeUnknown(InfodeskError):
    """There is no such change."""

    def __init__(self) -> None:
        super().__init__("没有找到这项原文变化", remedy="请从“原文变化”清单进入")


class ChangeSettled(InfodeskError):
    """Somebody has settled the change already, or the original has changed once more."""

    def __init__(self) -> None:
        super().__init__(
            "这项原文变化已经处理，或原文又有新的变化，您的意见没有保存",
            remedy="请刷新页面，按最新情况处理",
        )


def settle_original(
    change_id: str,
    *,
    verdict: ChangeVerdict,
    remark: str,
    settled_by: str,
    begin: Begin[SettleRecords],
    clock: Clock,
) -> OriginalChange:
    """Record an editor's word on a change, and return the change as it stands then.

    Raises ChangeUnknown, ChangeSettled, and InfodeskError where the word has no reason.
    """
    if verdict not in _SOLUTIONS:
        raise InfodeskError("请选择如何处理")
    if not remark.strip():
        raise InfodeskError("请写明理由", remedy="理由会记入台账")
    now = clock.now()
    with begin() as records:
        change = records.originals.locked_change(change_id)
        if change is None:
            raise ChangeUnknown
        if not change.is_open:
            raise ChangeSettled
        _record(change, verdict, remark.strip(), settled_by=settled_by, at=now, records=records)
        settled = records.originals.change(change_id)
    return settled or change


def close_changed_problem(
    article_id: str,
    *,
    cause: str,
    solution: str,
    closed_by: str,
    at: datetime,
    records: ProblemRecords,
) -> None:
    """Close the problem that a change of an article's original opened, where it is still open."""
    for problem in records.problems.open_ones():
        if problem.kind == CHANGED and problem.subject == f"article:{article_id}":
            close_problem(
                problem.id,
                closed_by=closed_by,
                cause=cause,
                solution=solution,
                at=at,
                records=records,
            )


def _record(
    change: OriginalChange,
    verdict: ChangeVerdict,
    remark: str,
    *,
    settled_by: str,
    at: datetime,
    records: SettleRecords,
) -> None:
    records.originals.settle(
        change.id, verdict=verdict, remark=remark, settled_by=settled_by, at=at
    )
    article = records.articles.get(change.article_id)
    records.ledger.append(
        actor=settled_by,
        action=Action.ORIGINAL_SETTLED,
        subject=f"article:{change.article_id}",
        revision_hash=article.revision.content_hash if article else "",
        payload={"change": change.id, "verdict": str(verdict), "remark": remark},
        at=at,
    )
    close_changed_problem(
        change.article_id,
        cause="原文有变化",
        solution=f"{_SOLUTIONS[verdict]}：{remark}",
        closed_by=settled_by,
        at=at,
        records=records,
    )
