"""Time: stored instants are UTC with microseconds, people read Asia/Shanghai."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time; tests bring one that they set themselves."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        return datetime.now(UTC)


def as_text(instant: datetime) -> str:
    """Write an instant the one way it is stored and hashed: UTC, microseconds, 27 characters.

    Raises ValueError for a naive datetime: without a zone it is not an instant.
    """
    if instant.tzinfo is None:
        raise ValueError(f"没有时区的时间不能入库：{instant!r}")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """Read what `as_text` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def local_date(instant: datetime) -> date:
    """Return the calendar day in Shanghai on which the instant falls."""
    return instant.astimezone(SHANGHAI).date()
