"""Verify a ledger: every hash, every link, no gap, and the head where it must be."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from infodesk.ledger.entry import GENESIS, LedgerEntry, entry_hash


class Damage(StrEnum):
    """What is wrong with an entry."""

    CONTENT = "content"  # 内容与哈希不符
    LINK = "link"  # 与上一条不衔接
    GAP = "gap"  # 序号不连续
    HEAD = "head"  # 末条与登记的末条不符（末尾被截断）


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where the chain is broken, and how."""

    seq: int
    damage: Damage


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The result over a whole ledger."""

    entries: int
    head_seq: int
    head_hash: str
    breaks: tuple[Break, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was changed, removed or inserted, as far as the chain can tell."""
        return not self.breaks


def verify(entries: Iterable[LedgerEntry], *, head: tuple[int, str]) -> Verification:
    """Walk the entries in order and report every break.

    `head` is (number, hash) as known from elsewhere: the head row, a mail or a printed form.
    Cutting the tail of a chain leaves a valid shorter chain; only the head shows it.
    """
    breaks: list[Break] = []
    count, seq, previous = 0, 0, GENESIS
    for entry in entries:
        count += 1
        if entry.seq != seq + 1:
            breaks.append(Break(seq=entry.seq, damage=Damage.GAP))
        elif entry.previous_hash != previous:
            breaks.append(Break(seq=entry.seq, damage=Damage.LINK))
        if _recomputed(entry) != entry.hash:
            breaks.append(Break(seq=entry.seq, damage=Damage.CONTENT))
        seq, previous = entry.seq, entry.hash
    if (seq, previous) != head:
        breaks.append(Break(seq=head[0], damage=Damage.HEAD))
    return Verification(entries=count, head_seq=seq, head_hash=previous, breaks=tuple(breaks))


def _recomputed(entry: LedgerEntry) -> str:
    return entry_hash(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        revision_hash=entry.revision_hash,
        payload=entry.payload,
        previous_hash=entry.previous_hash,
        version=entry.version,
    )
