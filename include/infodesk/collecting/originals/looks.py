"""One look at an original, ready to be recorded, and the records that it meets."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from infodesk.articles.article import Article
from infodesk.articles.ports import Articles
from infodesk.catalog.sources import Source
from infodesk.collecting.originals.look_at_original import Observation
from infodesk.collecting.originals.original_verdicts import Past
from infodesk.collecting.originals.watched import Originals, OriginalWatch
from infodesk.ledger.ports import Ledger
from infodesk.problems.problem import Problems


class LookRecords(Protocol):
    """What a look reads and changes."""

    @property
    def articles(self) -> Articles:
        """The articles and their revisions."""
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


class LookResult(StrEnum):
    """What one look came to."""

    SAME = "same"  # 无变化
    CHANGED = "changed"  # 新发现改动
    GONE = "gone"  # 新发现撤下
    WAITING = "waiting"  # 变化已知，待编辑处理
    UNCLEAR = "unclear"  # 看不清
    ENDED = "ended"  # 不再回看
    OVERTAKEN = "overtaken"  # 另一进程刚刚看过


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look, ready to be recorded."""

    watch: OriginalWatch  # as it was before
    article: Article
    source: Source | None
    observed: Observation
    capture: str  # of the page, where it may be evidence
    at: datetime


def past_of(article_id: str, records: LookRecords) -> Past:
    """Return what is known of an original: the text as it was received, and every change."""
    return Past(
        received=records.articles.revisions(article_id)[0].content,
        changes=tuple(records.originals.changes(article_id)),
    )
