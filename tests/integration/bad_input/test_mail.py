"""A mail server that is down delays letters and loses none."""

import pytest
from tests.integration.bad_input.bad_office import BadOffice, token_in

from infodesk.bootstrap import desk, open_errands

MOST_TRIES = 12


@pytest.fixture
def collected(office: BadOffice) -> BadOffice:
    office.add_good_source("news", one="第一篇稿件", two="第二篇稿件")
    assert office.collect()["new"] == 2
    return office


def addressees(office: BadOffice) -> list[str]:
    return sorted(recipient.partition("@")[0] for recipient, _ in office.post.letters)


def items_that_open(office: BadOffice) -> set[str]:
    """Return what the newest letter of each person leads to, as the person who follows it."""
    found: set[str] = set()
    for text in dict(office.post.letters).values():
        link = desk.open_link(token_in(text), method="GET", address="", agent="")
        who = desk.person(link.person_id)
        assert who is not None
        found |= {item.title for item in desk.queue(who)}
    return found


def test_letters_go_out_when_the_mail_server_is_up_again(collected: BadOffice) -> None:
    office = collected
    assert office.request_reviews() == {"done": 0, "failed": 2, "mails": 0}
    assert office.problems() == {}  # one failure is weather
    assert office.request_reviews() == {"done": 0, "failed": 2, "mails": 0}
    for revision in office.revisions().values():
        problem = office.problems()["errand_review", revision.article_id]
        assert "正在重试" in problem.title
        assert "连不上或中途断开" in problem.title
        assert "请看邮件服务是否在运行" in problem.remedy

    office.post.open()
    assert office.request_reviews()["failed"] == 0

    assert items_that_open(office) == {"第一篇稿件", "第二篇稿件"}
    assert open_errands("review") == 0
    letters = len(office.post.letters)
    assert office.request_reviews() == {"done": 0, "failed": 0, "mails": 0}
    assert len(office.post.letters) == letters


def test_a_mail_server_that_is_down_holds_up_no_collecting(collected: BadOffice) -> None:
    office = collected
    office.request_reviews()
    office.add_good_source("later", one="第三篇稿件")
    office.begin_anew()
    assert office.collect()["new"] == 1

    office.post.open()
    office.request_reviews()

    assert items_that_open(office) == {"第一篇稿件", "第二篇稿件", "第三篇稿件"}


def test_one_who_cannot_be_written_to_holds_up_nobody_else(collected: BadOffice) -> None:
    """The leader's address is refused; the clerk's and the editor's letters go out all the same."""
    office = collected
    office.post.open()
    office.request_reviews()
    office.agree("第一篇稿件")
    office.add_good_source("later", one="第三篇稿件")
    office.begin_anew()
    office.collect()
    office.post.letters.clear()
    office.post.refused = "leader.yi@infodesk.example"

    assert office.request_reviews() == {"done": 1, "failed": 1, "mails": 2}
    assert addressees(office) == ["clerk.bing", "editor.jia"]
    office.request_reviews()
    (problem,) = office.problems().values()
    assert "拒绝了收件人 leader.yi@infodesk.example" in problem.title
    assert "请核对人员目录里的邮箱地址" in problem.remedy

    office.post.refused = ""
    assert office.request_reviews() == {"done": 1, "failed": 0, "mails": 1}
    assert addressees(office) == ["clerk.bing", "editor.jia", "leader.yi"]


def test_a_server_that_stays_down_ends_in_a_problem_and_not_in_endless_ringing(
    collected: BadOffice,
) -> None:
    office = collected
    for _ in range(MOST_TRIES):
        office.clock.pass_time(hours=1)
        assert office.request_reviews()["failed"] == 2

    office.clock.pass_time(hours=2)
    assert office.request_reviews() == {"done": 0, "failed": 0, "mails": 0}
    for revision in office.revisions().values():
        assert "已停止" in office.problems()["errand_review", revision.article_id].title
