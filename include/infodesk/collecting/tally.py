"""What one visit to a source counts on its way."""

from dataclasses import dataclass, field
from datetime import datetime

from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.receive_article import Fate, Received
from infodesk.collecting.web.page_errors import ChallengeMet, HostBusy, PageUnreachable
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue

# A host that does not answer so often in a row is left alone until the next visit.
UNREACHABLE_IN_A_ROW = 3


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts, and what went wrong."""

    newest_at: datetime | None
    article_ids: list[str] = field(default_factory=list)
    listed: int = 0
    known: int = 0
    duplicate: int = 0
    left_over: int = 0
    failures: list[tuple[ListedItem, InfodeskError]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    challenge: ChallengeMet | None = None
    unreachable_in_a_row: int = 0
    retry_after: float = 0  # seconds; the host wants to be left alone for so long

    @property
    def must_stop(self) -> bool:
        """Whether the host had better be left alone for now."""
        is_dead = self.unreachable_in_a_row >= UNREACHABLE_IN_A_ROW
        return self.challenge is not None or is_dead or self.retry_after > 0

    @property
    def is_settled(self) -> bool:
        """Whether everything listed has been dealt with, and as expected."""
        return not (self.left_over or self.failures or self.issues or self.challenge)

    def reached(self) -> None:
        """Note that the host does answer."""
        self.unreachable_in_a_row = 0

    def received(self, received: Received) -> None:
        """Count an article that was dealt with."""
        if received.fate is Fate.NEW:
            self.article_ids.append(received.article_id)
        elif received.fate is Fate.DUPLICATE:
            self.duplicate += 1
        else:
            self.known += 1

    def failed(self, item: ListedItem, error: InfodeskError) -> None:
        """Count an article that could not be taken in."""
        if isinstance(error, ChallengeMet):
            self.challenge = error
        if isinstance(error, HostBusy):
            self.retry_after = error.retry_after
        is_unreachable = isinstance(error, PageUnreachable)
        self.unreachable_in_a_row = self.unreachable_in_a_row + 1 if is_unreachable else 0
        self.failures.append((item, error))

    def dated(self, instant: datetime | None, *, now: datetime) -> None:
        """Keep the newest time; one in the future is wrong and must not keep an alarm silent."""
        if instant and instant <= now:
            self.newest_at = max(instant, self.newest_at or instant)
