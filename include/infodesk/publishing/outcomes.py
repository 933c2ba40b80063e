"""What became of an errand to publish."""

from dataclasses import dataclass
from enum import StrEnum

from infodesk.kernel.issues import Issue


class PublishOutcome(StrEnum):
    """How an errand ended; every one of them is final for that errand."""

    LIVE = "live"
    HANDED_OVER = "handed_over"  # a person publishes, or mends what he published
    REFUSED = "refused"  # a problem is open
    FAILED = "failed"  # a problem is open
    WAITING = "waiting"  # for the centre, or for its time: then a new errand is written
    NOTHING_TO_DO = "nothing_to_do"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    """The end of one errand, and why."""

    publication_id: str
    outcome: PublishOutcome
    address: str = ""
    reasons: tuple[Issue, ...] = ()
