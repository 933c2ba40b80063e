"""The doorbell, with a fake outbox behind it."""

import asyncio
import logging
from collections.abc import Callable
from importlib import import_module

import pytest

from infodesk_airflow import doorbell
from infodesk_airflow.doorbell import DoorbellTrigger, watched_asset

Look = Callable[[], int]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "LOOK_EVERY", 0.001)
    monkeypatch.setattr(doorbell, "LOOK_AGAIN_AFTER_ERROR", 0.001)


def rings(monkeypatch: pytest.MonkeyPatch, looks: list[int | Exception]) -> list[int]:
    """Return at which looks (counted from 0) the bell rang, the outbox answering as listed."""
    asked: list[str] = []
    rang: list[int] = []

    def due(topic: str) -> int:
        asked.append(topic)
        if len(asked) > len(looks):
            raise asyncio.CancelledError
        answer = looks[len(asked) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def listen() -> None:
        async for event in DoorbellTrigger("review").run():
            assert event.payload == {}, "an event carries no data"
            rang.append(len(asked) - 1)

    monkeypatch.setattr(doorbell, "_newest_due_errand", due)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(listen())
    assert set(asked) == {"review"}
    return rang


def test_it_is_silent_while_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rings(monkeypatch, [0, 0, 0]) == []


def test_it_rings_at_once_and_then_only_for_news(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rings(monkeypatch, [0, 2, 2, 2, 3, 3, 0, 3, 3]) == [1, 4, 7]


def test_it_rings_again_while_something_stays_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "RING_AGAIN_AFTER", 0)
    assert rings(monkeypatch, [1, 1, 0, 1]) == [0, 1, 3]


def test_a_bell_that_starts_late_rings_for_what_waits_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert rings(monkeypatch, [7]) == [0]


def test_a_database_that_is_down_is_survived_and_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger=doorbell.__name__)
    down = OSError("database is locked")
    assert rings(monkeypatch, [0, down, down, down, 1, down, 1]) == [4]
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO", "ERROR", "INFO"]


def test_news_is_not_lost_over_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rings(monkeypatch, [1, OSError("gone"), 2]) == [0, 2]


def test_a_slow_database_does_not_hold_up_other_triggers(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    def slow(topic: str) -> int:
        time.sleep(0.3)
        return 1

    monkeypatch.setattr(doorbell, "_newest_due_errand", slow)

    async def listen() -> int:
        beats = 0
        first = asyncio.ensure_future(anext(DoorbellTrigger("review").run()))
        while not first.done():
            await asyncio.sleep(0.01)
            beats += 1
        await first
        return beats

    assert asyncio.run(listen()) >= 5


@pytest.fixture
def topics() -> list[str]:
    from infodesk.kernel.outbox import Topic

    return [topic.value for topic in Topic]


def test_the_triggerer_can_rebuild_it(topics: list[str]) -> None:
    for topic in topics:
        path, arguments = DoorbellTrigger(topic).serialize()
        module, _, name = path.rpartition(".")
        rebuilt = getattr(import_module(module), name)(**arguments)
        assert isinstance(rebuilt, DoorbellTrigger)
        assert rebuilt.serialize() == (path, arguments)


def test_every_topic_has_an_asset_and_a_trigger_of_its_own(topics: list[str]) -> None:
    assets = [watched_asset(topic) for topic in topics]
    assert len({asset.name for asset in assets}) == len(topics)
    assert len({asset.uri for asset in assets}) == len(topics)
    keys = {
        DoorbellTrigger.hash(*watcher.trigger.serialize())
        for asset in assets
        for watcher in asset.watchers
    }
    assert len(keys) == len(topics)
