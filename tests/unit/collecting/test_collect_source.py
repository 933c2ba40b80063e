"""A visit to a source: what is taken in, what is not, and what happens when things go wrong."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from tests.fakes.captures import MemoryCaptures
from tests.fakes.clock import StoppedClock
from tests.fakes.collecting_records import MemoryDatabase
from tests.fakes.file_store import MemoryFileStore
from tests.fakes.web_pages import FakeWebPages

from infodesk.articles.article import Origin
from infodesk.articles.states import ArticleState
from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.sources import Source
from infodesk.channels.destination import Placement
from infodesk.collecting import article_groups
from infodesk.collecting.collect_source import collect_source
from infodesk.collecting.web.page_errors import (
    AddressRefused,
    ChallengeMet,
    HostBusy,
    PageBroken,
    PageGone,
    PageTooLarge,
    PageUnreachable,
)
from infodesk.collecting.web.pages import NotModified, Page
from infodesk.kernel.outbox import Topic
from infodesk.ledger.entry import Action

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
LIST = "https://a.gov.cn/tzgg/"
PNG = b"\x89PNG\r\n\x1a\n0"


class Desk:
    """A source with a list of articles, and everything that collecting touches."""

    def __init__(self, **source) -> None:
        self.pages = FakeWebPages()
        self.files = MemoryFileStore()
        self.captures = MemoryCaptures()
        self.rules = CollectingRules()
        self.database = MemoryDatabase()
        self.clock = StoppedClock(NOW)
        self.source = Source.model_validate(
            {
                "id": "a_notices",
                "name": "某市·通知公告",
                "kind": "html_list",
                "url": LIST,
                "credit": "某市网站",
                "target": [{"channel": "portal", "column": "city"}],
                "list": {"item": "li", "date": "span"},
                "article": {"title": ["h1"], "published": [".t"], "credit": [".c"], "body": ["#b"]},
            }
            | source
        )
        self.publish("1", "2", "3")

    @property
    def state(self):
        return self.database.state

    def publish(self, *names: str, day: int = 20) -> None:
        self.lists(*names, day=day)
        for name in names:
            self.pages.answers[LIST + name] = self.article(name)

    def lists(self, *names: str, day: int = 20) -> None:
        items = [f"<li><a href='{n}'>第{n}条</a><span>2026-11-{day}</span></li>" for n in names]
        self.pages.answers[LIST] = f"<ul>{''.join(items)}</ul>".encode()

    @staticmethod
    def article(name: str, body: str = "") -> bytes:
        return (
            f"<h1>第{name}条</h1><i class=t>2026-11-20 08:00</i><i class=c>来源：某局</i>"
            f"<div id=b><p>正文{name}</p>{body}</div>"
        ).encode()

    def collect(self, *, is_forced: bool = True):
        """Visit the source, due or not: most tests are not about the time of visits."""
        self.pages.asked.clear()
        return collect_source(
            self.source,
            department_id="credit_centre",
            rules=self.rules,
            pages=self.pages,
            captures=self.captures,
            files=self.files,
            begin=self.database.begin,
            clock=self.clock,
            is_forced=is_forced,
        )

    @property
    def visit(self):
        return self.state.visits[self.source.id]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_new_articles_are_recorded_with_all_that_follows(desk) -> None:
    outcome = desk.collect()
    assert (outcome.listed, outcome.new, outcome.failed, outcome.alarms) == (3, 3, 0, ())
    article = desk.state.articles[outcome.article_ids[0]]
    assert (article.origin, article.state) == (Origin.REPRINT, ArticleState.RECEIVED)
    assert (article.department_id, article.source_id) == ("credit_centre", "a_notices")
    assert article.source_url == LIST + "1"
    assert article.source_published_at == datetime(2026, 11, 20, tzinfo=UTC)
    content = article.revision.content
    assert (content.title, content.body_html) == ("第1条", "<p>正文1</p>")
    assert (content.credit, content.credit_url) == ("某局", LIST + "1")
    assert article.revision.content_hash == content.content_hash
    assert (article.revision.number, article.revision.created_by) == (1, "collector")
    assert desk.state.destinations[article.id].placements == (
        Placement(channel_id="portal", column_id="city"),
    )
    assert desk.state.errands == [(Topic.REVIEW, id_) for id_ in outcome.article_ids]
    entries = [e for e in desk.state.entries if e["action"] is Action.COLLECTED]
    assert [e["subject"] for e in entries] == [f"article:{id_}" for id_ in outcome.article_ids]
    assert entries[0]["revision_hash"] == content.content_hash
    assert entries[0]["payload"]["url"] == LIST + "1"


def test_a_source_is_credited_where_the_page_names_none(desk) -> None:
    desk.pages.answers[LIST + "1"] = desk.article("1").replace("来源：某局".encode(), b"")
    outcome = desk.collect()
    assert desk.state.articles[outcome.article_ids[0]].revision.content.credit == "某市网站"


def test_a_second_visit_takes_only_what_is_new(desk) -> None:
    desk.collect()
    desk.publish("4", "1", "2", "3")
    outcome = desk.collect()
    assert (outcome.new, outcome.known) == (1, 3)
    assert desk.pages.asked == [LIST, LIST + "4"]
    assert len(desk.state.articles) == 4


def test_an_unchanged_list_is_not_read_again(desk) -> None:
    desk.collect()
    outcome = desk.collect()
    assert outcome.is_unchanged
    assert (outcome.listed, outcome.new) == (0, 0)
    assert desk.pages.asked == [LIST]


def test_http_and_https_are_one_address(desk) -> None:
    desk.collect()
    desk.lists("1", "http://a.gov.cn/tzgg/2", "https://a.gov.cn:443/tzgg/3?utm_source=x")
    assert desk.collect().known == 3


def test_no_more_than_items_per_run_and_the_rest_next_time() -> None:
    desk = Desk(items_per_run=2)
    outcome = desk.collect()
    assert (outcome.new, outcome.left_over) == (2, 1)
    outcome = desk.collect()
    assert (outcome.new, outcome.left_over, outcome.known) == (1, 0, 2)
    assert desk.collect().is_unchanged


class TestConditionalRequests:
    def _answer(self, desk, **headers: str) -> None:
        answer = desk.pages.answers[LIST]
        content = answer if isinstance(answer, bytes) else answer.content
        desk.pages.answers[LIST] = Page(
            url=LIST, final_url=LIST, status=200, headers=headers, content=content
        )

    def _sent(self, desk) -> tuple[str, str]:
        desk.pages.validators.clear()
        desk.collect()
        return desk.pages.validators[0]

    def test_both_validators_are_kept_and_sent(self, desk) -> None:
        self._answer(desk, **{"etag": '"1"', "last-modified": "yesterday"})
        assert self._sent(desk) == ("", "")
        assert self._sent(desk) == ('"1"', "yesterday")

    def test_each_is_updated_though_the_other_is_gone(self, desk) -> None:
        self._answer(desk, **{"etag": '"1"', "last-modified": "yesterday"})
        desk.collect()
        self._answer(desk, **{"last-modified": "today"})
        desk.collect()
        assert self._sent(desk) == ("", "today")

    def test_a_304_updates_what_it_brings_and_keeps_the_rest(self, desk) -> None:
        self._answer(desk, **{"etag": '"1"', "last-modified": "yesterday"})
        desk.collect()
        desk.pages.answers[LIST] = NotModified(url=LIST, etag='"2"')
        assert desk.collect().is_unchanged
        assert self._sent(desk) == ('"2"', "yesterday")

    def test_nothing_is_sent_while_anything_is_left_over(self, desk) -> None:
        desk.pages.answers[LIST + "2"] = PageGone("网页不存在")
        self._answer(desk, etag='"1"')
        desk.collect()
        assert self._sent(desk) == ("", "")

    def test_once_a_day_the_list_is_asked_for_in_full(self, desk) -> None:
        self._answer(desk, etag='"1"')
        desk.collect()
        desk.clock.pass_time(hours=23)
        assert self._sent(desk) == ('"1"', "")
        desk.clock.pass_time(hours=2)
        assert self._sent(desk) == ('"1"', "")  # the visit before had read it again
        desk.pages.answers[LIST] = NotModified(url=LIST)
        desk.clock.pass_time(hours=23)
        desk.collect()
        desk.clock.pass_time(hours=2)
        assert self._sent(desk) == ("", "")

    def test_an_etag_that_lies_is_not_believed(self, desk) -> None:
        self._answer(desk, etag='"1"')
        desk.collect()
        desk.publish("4", "1", "2", "3")
        self._answer(desk, etag='"1"')
        assert desk.collect().new == 1


class TestWhenASourceIsAsked:
    def test_one_that_was_just_asked_is_left_alone(self, desk) -> None:
        assert desk.collect(is_forced=False).new == 3
        outcome = desk.collect(is_forced=False)
        assert (outcome.is_due, outcome.not_due, outcome.listed) == (False, 1, 0)
        assert desk.pages.asked == []
        desk.clock.pass_time(minutes=60)
        assert desk.collect(is_forced=False).is_due

    def test_a_person_may_want_it_now(self, desk) -> None:
        desk.collect()
        assert desk.collect(is_forced=True).is_due

    def test_it_is_asked_less_often_while_nothing_comes(self, desk) -> None:
        waits = []
        for names in ("123", "123", "123", "0123"):
            desk.publish(*names)
            desk.collect()
            waits.append(desk.visit.interval_minutes)
        assert waits == [60, 90, 135, 67]
        assert desk.visit.next_check_at == desk.clock.now() + timedelta(minutes=67)

    def test_what_was_left_over_is_taken_by_the_next_run(self) -> None:
        desk = Desk(items_per_run=2)
        desk.collect(is_forced=False)
        assert desk.collect(is_forced=False).new == 1
        assert not desk.collect(is_forced=False).is_due

    def test_failures_make_the_wait_longer_and_never_endless(self, desk) -> None:
        desk.pages.answers[LIST] = PageUnreachable("无法连接")
        waits = []
        for _ in range(8):
            desk.collect()
            waits.append((desk.visit.next_check_at - desk.clock.now()) // timedelta(minutes=1))
        assert waits == [60, 120, 240, 480, 960, 1440, 1440, 1440]

    def test_the_problem_says_since_when_and_when_next(self, desk) -> None:
        desk.collect()
        desk.clock.pass_time(hours=2)
        desk.pages.answers[LIST] = PageUnreachable("无法连接")
        desk.collect()
        details = desk.state.problems["source_failed", "source:a_notices"].details
        assert "2026-11-22 10:00 之后一直没有读到，连续 1 次" in details
        assert "2026-11-22 13:00 之后的下一次运行再试" in details

    def test_one_that_is_not_read_for_days_is_an_alarm_of_its_own(self, desk) -> None:
        desk.collect()
        desk.pages.answers[LIST] = PageUnreachable("无法连接")
        desk.clock.pass_time(hours=72)
        assert desk.collect().alarms == ("source_failed",)
        desk.clock.pass_time(hours=1)
        assert desk.collect().alarms == ("source_failed", "source_overdue")
        problem = desk.state.problems["source_overdue", "source:a_notices"]
        assert "人工查看该栏目" in problem.remedy

    @pytest.mark.parametrize("where", [LIST, LIST + "2"])
    def test_a_host_that_wants_rest_gets_it(self, desk, where) -> None:
        busy = HostBusy("对方要求稍后再访问（429）")
        busy.retry_after = 4 * 3600
        desk.pages.answers[where] = busy
        outcome = desk.collect()
        assert desk.visit.next_check_at == desk.clock.now() + timedelta(hours=4)
        assert desk.pages.asked[-1] == where
        assert outcome.left_over == (0 if where == LIST else 1)


class TestEvidence:
    def test_a_list_that_is_not_as_expected_is_kept(self, desk) -> None:
        desk.pages.answers[LIST] = b"<div>new design</div>"
        desk.collect()
        (kept,) = [k for k, page in desk.captures.pages.items() if page.url == LIST]
        assert kept in desk.state.problems["source_expectation", "source:a_notices"].details

    def test_a_page_that_cannot_be_read_is_kept(self) -> None:
        desk = Desk(kind="feed", list=None)
        desk.collect()
        (kept,) = desk.captures.pages
        assert kept in desk.state.problems["source_failed", "source:a_notices"].details

    def test_where_nothing_came_nothing_is_kept(self, desk) -> None:
        desk.pages.answers[LIST] = PageUnreachable("无法连接")
        desk.collect()
        assert desk.captures.pages == {}

    def test_a_list_in_order_is_not_kept_but_each_article_is(self, desk) -> None:
        desk.collect()
        assert sorted(page.url for page in desk.captures.pages.values()) == [
            LIST + name for name in "123"
        ]


class TestDuplicates:
    def test_the_same_text_elsewhere_is_a_witness_and_not_a_second_article(self, desk) -> None:
        desk.publish("1", "x/1")
        desk.pages.answers[LIST + "x/1"] = desk.article("1")
        outcome = desk.collect()
        assert (outcome.new, outcome.duplicate) == (1, 1)
        assert set(desk.state.keys.values()) == set(outcome.article_ids)
        desk.lists("1", "x/1", day=21)
        outcome = desk.collect()
        assert (outcome.known, outcome.duplicate) == (2, 0)

    def test_identical_titles_are_two_articles(self, desk) -> None:
        desk.publish("1", "2")
        desk.pages.answers[LIST + "2"] = desk.article("1", "<p>另一次调价</p>")
        assert desk.collect().new == 2

    def test_another_worker_that_was_faster_wins(self, desk) -> None:
        """Between our look and our transaction the address may have been taken."""

        class Late(FakeWebPages):
            def fetch(self, url, **options):
                if url == LIST + "1":
                    desk.state.keys["https://a.gov.cn/tzgg/1"] = "theirs"
                return super().fetch(url, **options)

        late = Late()
        late.answers = desk.pages.answers
        desk.pages = late
        outcome = desk.collect()
        assert (outcome.new, outcome.known) == (2, 1)
        assert desk.state.keys["https://a.gov.cn/tzgg/1"] == "theirs"
        assert len(desk.state.errands) == 2


class TestAnArticleThatFails:
    @pytest.mark.parametrize(
        "error",
        [
            PageGone("网页不存在（404）"),
            PageTooLarge("内容超过 20 MB"),
            PageBroken("压缩内容损坏"),
            AddressRefused("拒绝访问内部地址"),
            PageUnreachable("对方返回错误（500）"),
        ],
    )
    def test_it_does_not_stop_the_others(self, desk, error) -> None:
        desk.pages.answers[LIST + "2"] = error
        outcome = desk.collect()
        assert (outcome.new, outcome.failed, outcome.alarms) == (2, 1, ("source_articles",))
        problem = desk.state.problems["source_articles", "source:a_notices"]
        assert problem.title == "信息源“某市·通知公告”有 1 篇文章未能收取"
        assert "第2条" in problem.details
        assert error.message in problem.details
        assert problem.remedy

    def test_it_is_tried_again(self, desk) -> None:
        page = desk.pages.answers[LIST + "2"]
        desk.pages.answers[LIST + "2"] = PageGone("网页不存在")
        desk.collect()
        desk.pages.answers[LIST + "2"] = page
        outcome = desk.collect()
        assert (outcome.new, outcome.known, outcome.alarms) == (1, 2, ())

    def test_a_redesigned_page_is_a_failure(self, desk) -> None:
        desk.pages.answers[LIST + "2"] = b"<h1>x</h1><div id=new-design><p>x</p></div>"
        outcome = desk.collect()
        assert outcome.failed == 1
        assert "没有读到正文" in desk.state.problems["source_articles", "source:a_notices"].details

    def test_an_invalid_selector_is_said_and_not_raised(self) -> None:
        desk = Desk(
            article={"title": ["h1 >"], "published": [".t"], "credit": [".c"], "body": ["#b"]}
        )
        outcome = desk.collect()
        assert outcome.failed == 3
        assert (
            "选择器无法识别" in desk.state.problems["source_articles", "source:a_notices"].details
        )

    def test_a_host_that_no_longer_answers_is_left_alone(self, desk) -> None:
        names = [str(n) for n in range(10)]
        desk.publish(*names)
        for name in names[2:]:
            desk.pages.answers[LIST + name] = PageUnreachable("对方响应过慢")
        outcome = desk.collect()
        assert (outcome.new, outcome.failed, outcome.left_over) == (2, 3, 5)

    def test_a_challenge_stops_the_visit(self, desk) -> None:
        desk.pages.answers[LIST + "2"] = ChallengeMet("网站要求人工验证（412）")
        outcome = desk.collect()
        assert (outcome.new, outcome.failed, outcome.left_over) == (1, 1, 1)
        assert outcome.alarms == ("source_challenge",)
        problem = desk.state.problems["source_challenge", "source:a_notices"]
        assert "要求人工验证，已停止采集" in problem.title

    def test_an_article_of_another_host_is_left_to_the_general_reader(self, desk) -> None:
        desk.lists("https://www.gov.cn/1.html")
        desk.pages.answers["https://www.gov.cn/1.html"] = (
            "<h1>通用标题</h1><div id=c>通用正文，有标点。</div>".encode()
        )
        (article_id,) = desk.collect().article_ids
        content = desk.state.articles[article_id].revision.content
        assert (content.title, content.body_html) == ("通用标题", "<p>通用正文，有标点。</p>")


class TestFiles:
    def test_a_dead_picture_is_a_problem_of_the_article_and_the_text_goes_on(self, desk) -> None:
        desk.publish("1")
        desk.pages.answers[LIST + "1"] = desk.article("1", "<img src=dead.png><img src=a.png>")
        desk.pages.answers[LIST + "a.png"] = PNG
        outcome = desk.collect()
        assert (outcome.new, outcome.failed, outcome.alarms) == (1, 0, ())
        (article_id,) = outcome.article_ids
        problem = desk.state.problems["article_files", f"article:{article_id}"]
        assert problem.title == "《第1条》有 1 个图片或附件未能收取"
        assert "dead.png" in problem.details
        assert desk.state.errands == [(Topic.REVIEW, article_id)]
        assert desk.state.entries[0]["payload"]["files_lost"] == 1
        assert list(desk.files.files.values()) == [PNG]

    def test_a_challenge_at_a_file_leaves_the_article_for_later(self, desk) -> None:
        desk.publish("1")
        desk.pages.answers[LIST + "1"] = desk.article("1", "<img src=a.png>")
        desk.pages.answers[LIST + "a.png"] = ChallengeMet("人工验证")
        assert desk.collect().alarms == ("source_challenge",)
        assert desk.state.articles == {}
        desk.pages.answers[LIST + "a.png"] = PNG
        assert desk.collect().new == 1


class TestASourceThatFails:
    @pytest.mark.parametrize(
        ("answer", "kind"),
        [
            (PageUnreachable("无法连接"), "source_failed"),
            (PageGone("网页不存在（404）"), "source_failed"),
            (AddressRefused("拒绝访问内部地址"), "source_failed"),
            (PageTooLarge("内容有 50 MB"), "source_failed"),
            (PageBroken("压缩内容损坏或不完整"), "source_failed"),
            (ChallengeMet("网站要求人工验证（521）"), "source_challenge"),
        ],
    )
    def test_it_is_a_problem_and_not_an_error(self, desk, answer, kind) -> None:
        desk.pages.answers[LIST] = answer
        outcome = desk.collect()
        assert (outcome.listed, outcome.new, outcome.alarms) == (0, 0, (kind,))
        problem = desk.state.problems[kind, "source:a_notices"]
        assert "某市·通知公告" in problem.title
        assert answer.message in problem.details
        assert LIST in problem.details
        assert problem.remedy

    def test_failures_in_a_row_are_counted_and_the_ledger_hears_once(self, desk) -> None:
        good = desk.pages.answers[LIST]
        desk.pages.answers[LIST] = PageUnreachable("无法连接")
        for _ in range(3):
            desk.collect()
        assert desk.state.visits["a_notices"].consecutive_failures == 3
        assert desk.state.times_seen["source_failed", "source:a_notices"] == 3
        alarms = [e for e in desk.state.entries if e["action"] is Action.SOURCE_ALARM]
        assert [e["subject"] for e in alarms] == ["source:a_notices"]
        desk.pages.answers[LIST] = good
        assert desk.collect().new == 3
        assert desk.state.visits["a_notices"].consecutive_failures == 0
        desk.pages.answers[LIST] = PageUnreachable("无法连接")
        desk.collect()
        alarms = [e for e in desk.state.entries if e["action"] is Action.SOURCE_ALARM]
        assert len(alarms) == 2

    def test_an_empty_list_is_an_alarm(self, desk) -> None:
        desk.collect()
        desk.pages.answers[LIST] = b"<div>new design</div>"
        for _ in range(2):
            outcome = desk.collect()
            assert (outcome.listed, outcome.alarms) == (0, ("source_expectation",))
        problem = desk.state.problems["source_expectation", "source:a_notices"]
        assert "只读到 0 条" in problem.details

    def test_a_page_instead_of_a_feed(self) -> None:
        desk = Desk(kind="feed", list=None)
        assert desk.collect().alarms == ("source_failed",)
        assert "不是订阅源" in desk.state.problems["source_failed", "source:a_notices"].details

    def test_a_broken_feed_is_read_and_reported(self) -> None:
        desk = Desk(kind="feed", list=None)
        desk.pages.answers[LIST] = (
            b"<rss version='2.0'><channel><item><title>A & B</title>"
            b"<link>https://a.gov.cn/tzgg/1</link></item></channel>"
        )
        outcome = desk.collect()
        assert (outcome.new, outcome.alarms) == (1, ("source_expectation",))
        problem = desk.state.problems["source_expectation", "source:a_notices"]
        assert "不是规范的 XML" in problem.details

    def test_a_source_without_list_selectors(self) -> None:
        desk = Desk(list=None)
        assert desk.collect().alarms == ("source_failed",)

    def test_silence_is_an_alarm_though_the_list_is_unchanged(self) -> None:
        desk = Desk(expect={"maximum_silence_days": 14})
        assert desk.collect().alarms == ()
        desk.clock.pass_time(days=12, hours=15)
        assert desk.collect().alarms == ("source_silent",)
        assert "上限 14 天" in desk.state.problems["source_silent", "source:a_notices"].details

    def test_a_source_silent_long_before_our_first_visit(self) -> None:
        desk = Desk(expect={"maximum_silence_days": 5})
        desk.clock.pass_time(days=30)
        assert desk.collect().alarms == ("source_silent",)

    def test_a_date_in_the_future_is_an_alarm_and_silences_none(self, desk) -> None:
        desk.lists("1", "2", "3", day=29)
        outcome = desk.collect()
        assert (outcome.new, outcome.alarms) == (3, ("source_expectation",))
        assert desk.state.visits["a_notices"].last_new_at == datetime(2026, 11, 20, tzinfo=UTC)

    def test_a_missing_field_is_an_alarm_and_the_article_is_kept(self, desk) -> None:
        desk.pages.answers[LIST + "1"] = desk.article("1").replace(b"class=t", b"class=new")
        outcome = desk.collect()
        assert (outcome.new, outcome.alarms) == (3, ("source_expectation",))
        problem = desk.state.problems["source_expectation", "source:a_notices"]
        assert "《第1条》没有读到发布时间" in problem.details


@pytest.mark.parametrize(
    ("together", "commit"),
    [(1, c) for c in range(1, 8)] + [(2, c) for c in range(1, 7)] + [(16, c) for c in range(1, 6)],
)
def test_a_kill_at_any_commit_loses_nothing_and_doubles_nothing(
    desk, monkeypatch, together, commit
) -> None:
    """A visit looks three times, records its articles one by one or together, and concludes."""
    monkeypatch.setattr(article_groups, "MOST_TOGETHER", together)
    desk.database.die_before_commit = commit
    with pytest.raises(KeyboardInterrupt):
        desk.collect()
    desk.database.die_before_commit = 0
    desk.collect()
    titles = [a.revision.content.title for a in desk.state.articles.values()]
    assert sorted(titles) == ["第1条", "第2条", "第3条"]
    assert sorted(subject for _, subject in desk.state.errands) == sorted(desk.state.articles)
    assert len([e for e in desk.state.entries if e["action"] is Action.COLLECTED]) == 3
    assert desk.collect().is_unchanged


def test_no_transaction_waits_for_the_network(desk) -> None:
    """Pages may come in beside a transaction, but not inside it."""
    recording = threading.get_ident()

    class Watchful(FakeWebPages):
        def fetch(self, url, **options):
            assert threading.get_ident() != recording or not desk.database.is_open
            return super().fetch(url, **options)

    watchful = Watchful()
    watchful.answers = desk.pages.answers
    desk.pages = watchful
    assert desk.collect().new == 3
