"""Reprints with a time limit while they are reviewed: their place in the queue, the alarm."""

from datetime import timedelta

import pytest
from tests.contracts.reviewing.review_office import ReviewOffice, good_content

from infodesk.approvals.approval import Verdict
from infodesk.catalog.collecting import Priority
from infodesk.collecting.reprint_clock import Standing
from infodesk.collecting.reprints import ReprintFacts
from infodesk.collecting.watch_reprint_clock import watch_reprint_clock
from infodesk.reviewing import read_desk

HOUR = timedelta(hours=1)


@pytest.fixture
def receive(office: ReviewOffice):
    """Return a function that takes a reprint in and begins its review."""

    def receive(title: str, *, hours: float | None = None, priority: Priority | None = None) -> str:
        article_id = office.receive(good_content(title=title))
        now = office.clock.now()
        with office.database.begin() as records:
            records.reprints.add(
                ReprintFacts(
                    article_id=article_id,
                    received_at=now,
                    priority=priority,
                    reprint_by=now + hours * HOUR if hours is not None else None,
                ),
                sketch=(),
            )
        office.advance(article_id)
        office.clock.pass_time(minutes=1)
        return article_id

    return receive


def watch(office: ReviewOffice) -> dict[str, int]:
    return watch_reprint_clock(
        sources=office.catalog.sources,
        people=office.catalog.people,
        begin=office.database.begin,
        clock=office.clock,
        since=office.clock.now() - timedelta(days=30),
    )


def rows(office: ReviewOffice):
    with office.database.read() as records:
        return records.reprints.clock()


def test_the_urgent_come_first_in_the_queue(office: ReviewOffice, receive) -> None:
    receive("缓", priority=Priority.LOW)
    receive("平")
    receive("平而有时限", hours=48, priority=Priority.NORMAL)
    receive("急", hours=30, priority=Priority.URGENT)
    receive("更急", hours=12, priority=Priority.URGENT)

    with office.database.read() as records:
        queue = read_desk.queue(
            office.catalog.people["editor_jia"],
            records=records,
            catalog=office.catalog,
            now=office.clock.now(),
        )

    assert [item.title for item in queue] == ["更急", "急", "平而有时限", "平", "缓"]
    assert [item.priority for item in queue] == ["urgent", "urgent", "normal", "", "low"]
    assert queue[0].reprint_by is not None
    assert queue[3].reprint_by is None


def test_the_clock_says_at_whom_it_waits(office: ReviewOffice, receive) -> None:
    article_id = receive("办法", hours=12)
    (row,) = rows(office)
    assert (row.step_title, row.assignee_id) == ("中心编辑（初审）", "editor_jia")

    office.decide(article_id, "editor_jia")
    office.advance(article_id)

    (row,) = rows(office)
    assert (row.step_title, row.assignee_id) == ("分管领导（终审）", "leader_yi")
    assert row.standing(office.clock.now()) is Standing.RUNNING


def test_a_refused_text_is_dropped(office: ReviewOffice, receive) -> None:
    article_id = receive("办法", hours=12)
    office.decide(article_id, "editor_jia", verdict=Verdict.REJECTED, remark="与已发稿件重复")
    office.clock.pass_time(hours=24)

    (row,) = rows(office)
    assert row.standing(office.clock.now()) is Standing.DROPPED
    assert watch(office) == {"running": 0, "overdue": 0, "opened": 0}


def test_an_overdue_reprint_is_reported_once_in_its_life(office: ReviewOffice, receive) -> None:
    receive("办法", hours=12)
    receive("方案", hours=48)
    receive("不限时")
    assert watch(office) == {"running": 2, "overdue": 0, "opened": 0}

    office.clock.pass_time(hours=12)
    assert watch(office) == {"running": 1, "overdue": 1, "opened": 1}
    assert watch(office) == {"running": 1, "overdue": 1, "opened": 0}
    with office.database.begin() as records:
        (problem,) = records.problems.open_ones()
        assert problem.kind == "reprint_overdue"
        assert problem.title == "《办法》超过转载时限仍未发布"
        assert "现在“中心编辑（初审）”，由编辑甲办理" in problem.details
        assert "应于 2026-03-02 21:30 前转载" in problem.details
        assert problem.times_seen == 1
        records.problems.close(
            problem.id, closed_by="o", cause="c", solution="s", at=office.clock.now()
        )
    assert watch(office) == {"running": 1, "overdue": 1, "opened": 0}
