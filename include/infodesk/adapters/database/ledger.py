"""The ledger's rows."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from infodesk.adapters.database.schema import ledger, ledger_head
from infodesk.kernel.canonical import Plain, canonical_json
from infodesk.kernel.clock import as_text
from infodesk.ledger.entry import GENESIS, VERSION, Action, LedgerEntry, entry_hash

_CHUNK = 1_000  # entries read at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    at: str
    actor: str
    action: str
    subject: str
    revision_hash: str
    payload: str


@dataclass(slots=True)
class LedgerTable:
    """Collects the entries of one transaction and writes them at its very end."""

    connection: Connection
    _drafts: list[_Draft] = field(default_factory=list)

    def append(
        self,
        *,
        actor: str,
        action: Action,
        subject: str,
        at: datetime,
        revision_hash: str = "",
        payload: Mapping[str, Plain] | None = None,
    ) -> None:
        """Keep an entry for the end of the transaction."""
        self._drafts.append(
            _Draft(
                at=as_text(at),
                actor=actor,
                action=str(action),
                subject=subject,
                revision_hash=revision_hash,
                payload=canonical_json(payload or {}),
            )
        )

    def write(self) -> None:
        """Chain and insert what was collected; from here to the commit nobody else can."""
        if not self._drafts:
            return
        head = self.connection.execute(
            select(ledger_head.c.seq, ledger_head.c.hash).with_for_update()
        ).one()
        seq, previous = head.seq, head.hash
        rows = []
        for draft in self._drafts:
            seq += 1
            fields = asdict(draft) | {
                "seq": seq,
                "previous_hash": previous,
                "version": VERSION,
            }
            previous = entry_hash(**fields)
            rows.append(fields | {"hash": previous})
        self.connection.execute(insert(ledger), rows)
        self.connection.execute(update(ledger_head).values(seq=seq, hash=previous))
        self._drafts.clear()

    def head(self) -> tuple[int, str]:
        """Return number and hash of the newest entry as the head row has it."""
        row = self.connection.execute(select(ledger_head.c.seq, ledger_head.c.hash)).one_or_none()
        return (row.seq, row.hash) if row else (0, GENESIS)

    def history(self, subject: str) -> list[LedgerEntry]:
        """Return all entries about a subject, oldest first."""
        rows = self.connection.execute(
            select(ledger).where(ledger.c.subject == subject).order_by(ledger.c.seq)
        )
        return [_entry(row) for row in rows]

    def entries(self, *, after: int = 0) -> Iterator[LedgerEntry]:
        """Yield the entries behind a number in order, a thousand at a time."""
        while rows := self.connection.execute(
            select(ledger).where(ledger.c.seq > after).order_by(ledger.c.seq).limit(_CHUNK)
        ).all():
            yield from (_entry(row) for row in rows)
            after = rows[-1].seq


def _entry(row: Row[tuple[object, ...]]) -> LedgerEntry:
    return LedgerEntry(**row._mapping)  # noqa: SLF001 - the documented way to a row's columns
