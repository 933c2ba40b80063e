"""Where approvals are kept."""

from typing import Protocol

from infodesk.approvals.approval import Approval


class Approvals(Protocol):
    """Approvals with their opinions, within one transaction."""

    def add(self, approval: Approval) -> None:
        """Record a new approval."""
        ...

    def locked(self, approval_id: str) -> Approval | None:
        """Return an approval and hold it until the transaction ends."""
        ...

    def get(self, approval_id: str) -> Approval | None:
        """Return an approval for reading."""
        ...

    def save(self, approval: Approval) -> None:
        """Store what has changed: state, assignee, opinions, paper."""
        ...
