"""The doorbell: tells Airflow that a topic of the outbox has errands that are due.

An event carries no data and may be lost or come twice: the errands are rows of our own database,
the DAG leases all that are due, and the bell rings again while any is left.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from typing import Any

from airflow.sdk import Asset, AssetWatcher
from airflow.triggers.base import BaseEventTrigger, TriggerEvent

LOOK_EVERY = 1.0  # seconds
LOOK_AGAIN_AFTER_ERROR = 5.0  # seconds; a database that is down is not helped by being asked
RING_AGAIN_AFTER = 30.0  # seconds; repairs an event that Airflow lost

log = logging.getLogger(__name__)


class DoorbellTrigger(BaseEventTrigger):
    """Looks at one topic once a second and rings when something new is due.

    Airflow shares one running trigger between all assets whose trigger has equal arguments, so
    each topic must have a bell of its own: the topic is the argument.
    """

    def __init__(self, topic: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Airflow leaves it untyped
        self.topic = topic

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Return what the triggerer rebuilds this trigger from."""
        return f"{__name__}.{type(self).__qualname__}", {"topic": self.topic}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Ring for as long as the triggerer lives."""
        bell = _Bell()
        is_answering = True
        while True:
            try:
                due = await asyncio.to_thread(_newest_due_errand, self.topic)
            except Exception:
                if is_answering:  # said once, not once a second through a night
                    log.exception("主题 %s 的待办查询失败，恢复前每 5 秒再试", self.topic)
                is_answering = False
                await asyncio.sleep(LOOK_AGAIN_AFTER_ERROR)
                continue
            if not is_answering:
                log.info("主题 %s 的待办查询已恢复", self.topic)
                is_answering = True
            if bell.must_ring(due, now=time.monotonic()):
                yield TriggerEvent({})  # type: ignore[no-untyped-call]  # Airflow leaves it untyped
            await asyncio.sleep(LOOK_EVERY)


def watched_asset(topic: str) -> Asset:
    """Return the asset that is updated whenever the topic has errands; DAGs schedule on it."""
    watcher = AssetWatcher(name=f"doorbell_{topic}", trigger=DoorbellTrigger(topic))
    return Asset(name=f"errands_{topic}", uri=f"infodesk://errands/{topic}", watchers=[watcher])


class _Bell:
    """Decides when to ring: at once when other errands are due than before, else after a while."""

    def __init__(self) -> None:
        self._seen = 0
        self._rang_at = float("-inf")

    def must_ring(self, due: int, *, now: float) -> bool:
        is_news = due != self._seen
        self._seen = due
        if not due or not (is_news or now - self._rang_at >= RING_AGAIN_AFTER):
            return False
        self._rang_at = now
        return True


def _newest_due_errand(topic: str) -> int:
    from infodesk.bootstrap import newest_due_errand

    return newest_due_errand(topic)
