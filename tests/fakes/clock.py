"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

A_MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai


class StoppedClock:
    """Tells the instant that it was set to."""

    def __init__(self, instant: datetime = A_MONDAY) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

    def pass_time(self, **span: float) -> datetime:
        """Move on by a `timedelta(**span)` and return the instant that it then is."""
        self.instant += timedelta(**span)
        return self.instant
