"""The outbox: what a committed change still has to cause.

A change writes its errand in its own transaction, so that neither can exist without the other.
Workers lease what is due, work idempotently and mark it done; an expired lease is due again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

PARK_AFTER_ATTEMPTS = 12  # with the back-off below: about a working day of trying


class Topic(StrEnum):
    """What an errand is about; each topic has a doorbell and one DAG that answers it."""

    REVIEW = "review"  # subject: review case
    PUBLISH = "publish"  # subject: publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One leased row of the outbox."""

    id: int
    topic: Topic
    subject: str
    attempts: int  # this one included


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 15 s, doubled each time, an hour at most."""
    doublings = min(attempts - 1, 8)
    return min(timedelta(seconds=15 * (1 << doublings)), timedelta(hours=1))


class Outbox(Protocol):
    """Errands of one transaction."""

    def add(self, topic: Topic, subject: str, *, due_at: datetime) -> None:
        """Write an errand that falls due at the given instant."""
        ...

    def lease(self, topic: Topic, *, now: datetime, lease_for: timedelta) -> list[Errand]:
        """Take every due errand of the topic; nobody else gets it before the lease ends."""
        ...

    def done(self, errand: Errand, *, at: datetime) -> None:
        """Mark an errand as done for good."""
        ...

    def failed(self, errand: Errand, *, error: str, at: datetime) -> bool:
        """Put an errand back with a back-off; return True when it is parked instead.

        A parked errand rings no more; the caller opens a problem for a person.
        """
        ...
