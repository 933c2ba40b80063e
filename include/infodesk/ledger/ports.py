"""What the ledger needs of a database, and offers to everybody else."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from infodesk.kernel.canonical import Plain
from infodesk.ledger.entry import Action, LedgerEntry


class Ledger(Protocol):
    """The append-only record (regulation, article 7)."""

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
        """Add an entry to the running transaction.

        It is written at the very end of the transaction, because writing locks the chain's head
        for everybody.
        """
        ...

    def head(self) -> tuple[int, str]:
        """Return number and hash of the newest entry; (0, GENESIS) where there is none."""
        ...

    def history(self, subject: str) -> list[LedgerEntry]:
        """Return all entries about a subject, oldest first."""
        ...

    def entries(self, *, after: int = 0) -> Iterator[LedgerEntry]:
        """Yield the entries behind a number in order, without loading them all."""
        ...
