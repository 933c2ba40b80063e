"""The states of an article, and the only ways from one to another."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from infodesk.kernel.errors import InfodeskError

S = TypeVar("S", bound=StrEnum)


class ArticleState(StrEnum):
    """Where a text stands, whatever its revisions, reviews and publications do."""

    RECEIVED = "received"  # 已接收，未送审
    UNDER_REVIEW = "under_review"  # 审核中
    CLEARED = "cleared"  # 审签完毕
    NEEDS_CHANGES = "needs_changes"  # 退回修改
    SPIKED = "spiked"  # 不予采用


ARTICLE_TRANSITIONS: Mapping[ArticleState, frozenset[ArticleState]] = {
    ArticleState.RECEIVED: frozenset({ArticleState.UNDER_REVIEW, ArticleState.SPIKED}),
    ArticleState.UNDER_REVIEW: frozenset(
        {ArticleState.CLEARED, ArticleState.NEEDS_CHANGES, ArticleState.SPIKED}
    ),
    # A cleared text goes back under review when it is edited; what is live stays as approved.
    ArticleState.CLEARED: frozenset({ArticleState.UNDER_REVIEW}),
    ArticleState.NEEDS_CHANGES: frozenset({ArticleState.UNDER_REVIEW, ArticleState.SPIKED}),
    ArticleState.SPIKED: frozenset(),
}


class ForbiddenTransition(InfodeskError):
    """The rules know no way from the one state to the other."""


def check_transition(table: Mapping[S, frozenset[S]], before: S, after: S) -> None:
    """Raise ForbiddenTransition unless the table leads from `before` to `after`."""
    if after not in table[before]:
        raise ForbiddenTransition(
            f"状态不能从“{before}”变为“{after}”", remedy="请刷新页面，按当前状态处理"
        )
