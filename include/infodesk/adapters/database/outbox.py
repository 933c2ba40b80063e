"""The outbox's rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, or_, select, update

from infodesk.adapters.database.schema import outbox
from infodesk.kernel.outbox import PARK_AFTER_ATTEMPTS, Errand, Topic, back_off


@dataclass(frozen=True, slots=True)
class OutboxTable:
    """Errands of one transaction."""

    connection: Connection

    def add(self, topic: Topic, subject: str, *, due_at: datetime) -> None:
        """Write an errand; one that waits untouched for the same subject serves as well.

        That one is held until this change is committed: leased before, it would be answered on
        what was there before the change, and nobody would answer the change.
        """
        errand = {"topic": str(topic), "subject": subject, "due_at": due_at}
        if self.connection.scalar(_WAITING, errand) is None:
            self.connection.execute(_ADD, errand)

    def lease(self, topic: Topic, *, now: datetime, lease_for: timedelta) -> list[Errand]:
        """Take every due errand of the topic, oldest first."""
        rows = self.connection.execute(
            select(outbox.c.id, outbox.c.subject, outbox.c.attempts)
            .where(_is_due(topic, now))
            .order_by(outbox.c.id)
            .with_for_update(skip_locked=True)
        ).all()
        if rows:
            self.connection.execute(
                update(outbox)
                .where(outbox.c.id.in_([row.id for row in rows]))
                .values(leased_until=now + lease_for, attempts=outbox.c.attempts + 1)
            )
        return [
            Errand(id=row.id, topic=topic, subject=row.subject, attempts=row.attempts + 1)
            for row in rows
        ]

    def done(self, errand: Errand, *, at: datetime) -> None:
        """Mark an errand as done for good."""
        self.connection.execute(
            update(outbox).where(outbox.c.id == errand.id).values(done_at=at, last_error="")
        )

    def failed(self, errand: Errand, *, error: str, at: datetime) -> bool:
        """Put an errand back with a back-off, or park it after too many tries.

        A worker whose lease had ended changes nothing: the errand is somebody else's by now.
        """
        is_parked = errand.attempts >= PARK_AFTER_ATTEMPTS
        put_back = self.connection.execute(
            update(outbox)
            .where(outbox.c.id == errand.id, outbox.c.attempts == errand.attempts, _is_open())
            .values(
                leased_until=None,
                due_at=at + back_off(errand.attempts),
                parked_at=at if is_parked else None,
                last_error=error,
            )
        )
        return is_parked and put_back.rowcount == 1

    def newest_due(self, topic: Topic, *, now: datetime) -> int:
        """Return the id of the newest due errand of the topic, 0 when none is due.

        The doorbell asks this every second; unlike a count it changes when one errand is leased
        and another falls due between two looks.
        """
        return self.connection.scalar(select(func.max(outbox.c.id)).where(_is_due(topic, now))) or 0

    def unpark(self, *, at: datetime) -> int:
        """Make every parked errand due again with all its tries; return how many."""
        retried = self.connection.execute(
            update(outbox)
            .where(outbox.c.parked_at.is_not(None), outbox.c.done_at.is_(None))
            .values(parked_at=None, leased_until=None, attempts=0, due_at=at)
        )
        return retried.rowcount

    def count_open(self, topic: Topic) -> int:
        """Tell how many errands of the topic are not done, due or not, leased or not."""
        return (
            self.connection.scalar(
                select(func.count()).where((outbox.c.topic == topic) & _is_open())
            )
            or 0
        )


def _is_open() -> ColumnElement[bool]:
    return outbox.c.done_at.is_(None) & outbox.c.parked_at.is_(None)


def _is_due(topic: Topic, now: datetime) -> ColumnElement[bool]:
    free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now)
    return (outbox.c.topic == topic) & _is_open() & (outbox.c.due_at <= now) & free


# Built once: putting a statement together costs more than running it, and these run with every
# article that is collected.
_ADD = insert(outbox)
_WAITING = (
    select(outbox.c.id)
    .where(
        outbox.c.topic == bindparam("topic"),
        outbox.c.subject == bindparam("subject"),
        outbox.c.due_at <= bindparam("due_at"),
        outbox.c.attempts == 0,
        _is_open(),
    )
    .with_for_update()
)
