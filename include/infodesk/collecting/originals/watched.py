"""The original of a reprint: when it is looked at again, what was found there, what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol


class OriginalState(StrEnum):
    """What the last look that could tell has found.

    A look that could not tell leaves it as it is, and counts in `unclear_in_a_row`.
    """

    UNSEEN = ""  # 还没有回看
    SAME = "same"  # 与收取时一致，或与编辑已处理的变化一致
    CHANGED = "changed"  # 有改动
    GONE = "gone"  # 已撤下


class ChangeKind(StrEnum):
    """What happened to an original."""

    CHANGED = "changed"  # 内容有改动
    GONE = "gone"  # 已撤下
    RESTORED = "restored"  # 撤下后又恢复，而我们已按撤稿处理


WHAT_HAPPENED: Final[Mapping[ChangeKind, str]] = {
    ChangeKind.CHANGED: "原文有改动",
    ChangeKind.GONE: "原文已撤下",
    ChangeKind.RESTORED: "原文撤下后又恢复",
}


class ChangeVerdict(StrEnum):
    """What became of a change; the first three are an editor's word."""

    OPEN = ""  # 待编辑处理
    NO_ACTION = "no_action"  # 无需处理
    CORRECT = "correct"  # 更正
    WITHDRAW = "withdraw"  # 撤稿
    SUPERSEDED = "superseded"  # 原文又有新的变化
    REVERTED = "reverted"  # 原文已恢复原样


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalWatch:
    """One original under watch."""

    article_id: str
    source_id: str
    url: str
    since: datetime  # when the text was received
    next_look_at: datetime | None  # None: no longer watched
    looks: int = 0
    last_look_at: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    seen_hash: str = ""  # of the words that were last read there
    state: OriginalState = OriginalState.UNSEEN
    unclear_in_a_row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalFile:
    """An attachment as the original offers it; it is not fetched."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalChange:
    """What was found at an original, and what an editor said of it.

    The words are those that stand there now; of an original that is gone there are none.
    """

    id: str
    article_id: str
    found_at: datetime
    kind: ChangeKind
    title: str = ""
    body_html: str = ""  # sanitised; its addresses are absolute
    credit: str = ""
    document_number: str = ""
    published_at: datetime | None = None
    files: tuple[OriginalFile, ...] = ()
    capture: str = ""  # the record that shows it; empty where the server sent no page
    note: str = ""  # what the server said
    verdict: ChangeVerdict = ChangeVerdict.OPEN
    remark: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an editor."""
        return self.verdict is ChangeVerdict.OPEN

    @property
    def is_decided(self) -> bool:
        """Whether an editor has said what is to be done."""
        return self.verdict in _DECISIONS


_DECISIONS = frozenset({ChangeVerdict.NO_ACTION, ChangeVerdict.CORRECT, ChangeVerdict.WITHDRAW})


class Originals(Protocol):
    """Originals under watch and their changes, within one transaction."""

    def watch(self, watch: OriginalWatch) -> None:
        """Begin to watch an original; one that is watched already stays as it is."""
        ...

    def due_hosts(self, *, now: datetime) -> list[str]:
        """Return the hosts of the originals that are due, in a fixed order."""
        ...

    def due(self, *, host: str, now: datetime, limit: int) -> list[OriginalWatch]:
        """Return the originals of a host that are due, the longest due first."""
        ...

    def locked(self, article_id: str) -> OriginalWatch | None:
        """Return a watch and hold it until the transaction ends."""
        ...

    def get(self, article_id: str) -> OriginalWatch | None:
        """Return a watch."""
        ...

    def save(self, watch: OriginalWatch) -> None:
        """Put a watch in the place of what it was."""
        ...

    def add_change(self, change: OriginalChange) -> None:
        """Record a change."""
        ...

    def change(self, change_id: str) -> OriginalChange | None:
        """Return a change."""
        ...

    def locked_change(self, change_id: str) -> OriginalChange | None:
        """Return a change and hold it until the transaction ends."""
        ...

    def changes(self, article_id: str) -> list[OriginalChange]:
        """Return all changes of an article's original, oldest first."""
        ...

    def open_changes(self) -> list[OriginalChange]:
        """Return the changes that wait for an editor, newest first."""
        ...

    def settle(
        self,
        change_id: str,
        *,
        verdict: ChangeVerdict,
        remark: str,
        settled_by: str,
        at: datetime,
    ) -> bool:
        """Settle an open change; False, and nothing changed, when it is settled already."""
        ...
