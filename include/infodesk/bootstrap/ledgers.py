"""The ledger for scripts: verified on demand, and written to a file."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from infodesk.bootstrap.wiring import wiring
from infodesk.ledger.verification import Break, verify


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerReport:
    """What a person wants to know of the ledger."""

    entries: int
    head_seq: int
    head_hash: str
    breaks: tuple[Break, ...]
    holds_expected: bool  # whether the hash that was asked for occurs in it

    @property
    def is_intact(self) -> bool:
        """Whether the chain is unbroken."""
        return not self.breaks


def ledger_report(*, expected_hash: str = "") -> LedgerReport:
    """Verify the whole ledger; `expected_hash` is one that left the house, by mail or on paper."""
    with wiring().database.read() as records:
        result = verify(records.ledger.entries(), head=records.ledger.head())
        holds = not expected_hash or any(
            entry.hash == expected_hash for entry in records.ledger.entries()
        )
    return LedgerReport(
        entries=result.entries,
        head_seq=result.head_seq,
        head_hash=result.head_hash,
        breaks=result.breaks,
        holds_expected=holds,
    )


def export_ledger(file: Path) -> int:
    """Write every entry as a line of JSON; return how many."""
    count = 0
    with wiring().database.read() as records, file.open("x", encoding="utf-8") as lines:
        for entry in records.ledger.entries():
            lines.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            count += 1
    return count
