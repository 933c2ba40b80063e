"""Originals under watch, from a received text to an editor's word, on both engines."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from tests.contracts.kills import MortalDatabase, is_killed_in
from tests.fakes.clock import A_MONDAY, StoppedClock
from tests.fakes.web_pages import FakeWebPages, page

from infodesk.adapters.database.database import Database
from infodesk.articles.article import Article, Content, Origin, Revision
from infodesk.articles.states import ArticleState
from infodesk.catalog.collecting import SourceWatch
from infodesk.catalog.sources import Source
from infodesk.collecting.originals.original_verdicts import Past
from infodesk.collecting.originals.read_originals import read_original
from infodesk.collecting.originals.settle_original import (
    ChangeSettled,
    ChangeUnknown,
    settle_original,
)
from infodesk.collecting.originals.watch_originals import Lookout, watch_originals
from infodesk.collecting.originals.watched import (
    ChangeKind,
    ChangeVerdict,
    OriginalChange,
    OriginalState,
    OriginalWatch,
)
from infodesk.collecting.web.page_errors import ChallengeMet, HostBusy, PageGone, PageUnreachable
from infodesk.collecting.web.pages import NotModified, Page
from infodesk.kernel.canonical import sha256_hex
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.ids import new_id
from infodesk.ledger.verification import verify

HOST = "www.first.example"
URL = f"http://{HOST}/1.html"
TITLE = "某项工作的通知"
BODY = "<p>请于三月底前报送材料。</p><p>联系电话见附件。</p>"
SOURCE = Source.model_validate(
    {
        "id": "first_news",
        "name": "某委·工作动态",
        "kind": "html_list",
        "url": f"http://{HOST}/news/",
        "credit": "某委网站",
        "target": [{"channel": "portal", "column": "national"}],
        "article": {"title": ["h1"], "published": ["i"], "credit": ["b"], "body": ["#body"]},
    }
)


def web(title: str = TITLE, body: str = BODY, credit: str = "来源：某局") -> bytes:
    return (
        f"<h1>{title}</h1><i>2026-03-01 08:00</i><b>{credit}</b><div id=body>{body}</div>"
    ).encode()


CHANGED = web(body=BODY.replace("三月底", "四月底"))


class MemoryCaptures:
    def __init__(self) -> None:
        self.kept: dict[str, Page] = {}

    def keep(self, page: Page, *, at: datetime) -> str:
        del at
        self.kept[sha256_hex(page.content)] = page
        return sha256_hex(page.content)

    def read(self, sha256: str) -> Page:
        return self.kept[sha256]


@dataclass
class Post:
    """One host whose originals are looked at, and the editor who settles what is found."""

    database: Database
    clock: StoppedClock = field(default_factory=StoppedClock)
    pages: FakeWebPages = field(default_factory=FakeWebPages)
    captures: MemoryCaptures = field(default_factory=MemoryCaptures)
    rules: SourceWatch = field(default_factory=SourceWatch)

    def receive(self, url: str = URL, *, title: str = TITLE, credit: str = "某局") -> str:
        content = Content(title=title, body_html=BODY, credit=credit, credit_url=url)
        article_id = new_id()
        article = Article(
            id=article_id,
            origin=Origin.REPRINT,
            state=ArticleState.RECEIVED,
            department_id="centre",
            received_at=self.clock.now(),
            source_id="first_news",
            source_url=url,
            revision=self._revision(article_id, 1, content),
        )
        with self.database.begin() as records:
            records.articles.add(article)
            records.originals.watch(
                OriginalWatch(
                    article_id=article_id,
                    source_id="first_news",
                    url=url,
                    since=self.clock.now(),
                    next_look_at=self.clock.now() + timedelta(hours=2),
                )
            )
        self.pages.answers[url] = web(title=title)
        return article_id

    def edit(self, article_id: str, **changes: str) -> None:
        """Save a revision of our own."""
        with self.database.begin() as records:
            before = records.articles.get(article_id).revision
            content = replace(before.content, **changes)
            revision = self._revision(article_id, before.number + 1, content)
            records.articles.add_revision(revision)

    def _revision(self, article_id: str, number: int, content: Content) -> Revision:
        return Revision(
            id=new_id(),
            article_id=article_id,
            number=number,
            content=content,
            content_hash=content.content_hash,
            created_by="collector",
            created_at=self.clock.now(),
        )

    def lookout(self, database: Database | None = None) -> Lookout:
        return Lookout(
            pages=self.pages,
            captures=self.captures,
            begin=(database or self.database).begin,
            clock=self.clock,
            rules=self.rules,
            sources={SOURCE.id: SOURCE},
        )

    def look(self, answer: object = None, *, days: float = 31, url: str = URL) -> dict[str, int]:
        """Let time pass, let the site answer so, and look; return what was counted."""
        self.clock.pass_time(days=days)
        if answer is not None:
            self.pages.answers[url] = answer  # type: ignore[assignment]
        counts = watch_originals(HOST, lookout=self.lookout())
        return {name: count for name, count in counts.items() if count}

    def settle(self, verdict: ChangeVerdict, remark: str = "已核对") -> OriginalChange:
        return settle_original(
            self.open[0].id,
            verdict=verdict,
            remark=remark,
            settled_by="editor_jia",
            begin=self.database.begin,
            clock=self.clock,
        )

    @property
    def open(self) -> list[OriginalChange]:
        with self.database.read() as records:
            return records.originals.open_changes()

    def watch_of(self, article_id: str) -> OriginalWatch:
        with self.database.read() as records:
            return records.originals.get(article_id)

    def changes(self, article_id: str) -> list[tuple[str, str]]:
        with self.database.read() as records:
            found = records.originals.changes(article_id)
        return [(str(c.kind), str(c.verdict)) for c in found]

    def actions(self) -> list[str]:
        with self.database.read() as records:
            return [e.action for e in records.ledger.entries()]

    def problems(self) -> list[str]:
        with self.database.read() as records:
            return [p.kind for p in records.problems.open_ones()]


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


def test_an_original_that_stands_is_looked_at_often_and_then_rarely(post: Post) -> None:
    article_id = post.receive()
    assert post.look(days=0) == {}  # not due yet

    waits = []
    for _ in range(7):
        watch = post.watch_of(article_id)
        assert watch.next_look_at is not None
        post.clock.instant = watch.next_look_at
        waits.append((watch.next_look_at - A_MONDAY) / timedelta(hours=1))
        assert post.look(days=0) == {"same": 1}

    assert waits == [2, 8, 24, 72, 168, 720, 1272]
    watch = post.watch_of(article_id)
    assert (watch.state, watch.looks, watch.last_look_at) == (
        OriginalState.SAME, 7, post.clock.now(),
    )  # fmt: skip
    assert post.actions() == []
    assert post.captures.kept == {}  # nothing new, so no evidence is needed


def test_a_change_becomes_one_task_with_its_evidence(post: Post) -> None:
    article_id = post.receive()

    assert post.look(CHANGED) == {"changed": 1}

    (change,) = post.open
    assert change.kind is ChangeKind.CHANGED
    assert "四月底" in change.body_html
    assert change.credit == "某局"
    assert change.capture in post.captures.kept
    with post.database.read() as records:
        (problem,) = records.problems.open_ones()
        entry = records.ledger.history(f"article:{article_id}")[0]
    assert (problem.kind, problem.subject) == ("original_changed", f"article:{article_id}")
    assert entry.action == "original_changed"
    assert json.loads(entry.payload)["capture"] == change.capture

    # The same words again are the same change, however often they are met.
    assert post.look(CHANGED) == {"waiting": 1}
    assert post.look(CHANGED) == {"waiting": 1}
    assert post.changes(article_id) == [("changed", "")]
    assert post.actions().count("original_changed") == 1


def test_our_own_edits_do_not_count(post: Post) -> None:
    article_id = post.receive()
    post.edit(article_id, title="我委改过的标题", body_html="<p>我委改过的正文。</p>")

    assert post.look() == {"same": 1}

    assert post.look(CHANGED) == {"changed": 1}
    with post.database.read() as records:
        shown = read_original(post.open[0].id, records=records)
    assert shown.then.title == TITLE
    assert shown.then.body_html == BODY
    assert shown.now is not None
    assert "四月底" in shown.now.body_html
    assert shown.article.revision.content.title == "我委改过的标题"


@pytest.mark.parametrize(
    "answer", [PageGone("网页不存在（404）", remedy="无"), "<p>该页面不存在</p>".encode()]
)
def test_an_original_that_is_gone_is_told_once(post: Post, answer: object) -> None:
    article_id = post.receive()

    assert post.look(answer) == {"gone": 1}
    assert post.look(answer) == {"waiting": 1}

    (change,) = post.open
    assert change.kind is ChangeKind.GONE
    assert change.note
    assert post.actions().count("original_gone") == 1
    post.settle(ChangeVerdict.NO_ACTION, "来源网站清理旧闻")
    assert post.look(answer) == {"same": 1}
    assert post.changes(article_id) == [("gone", "no_action")]
    assert post.problems() == []


def test_a_second_change_takes_the_place_of_the_one_that_waits(post: Post) -> None:
    article_id = post.receive()
    post.look(CHANGED)
    first = post.open[0]

    post.look(web(body=BODY.replace("三月底", "五月底")))

    (second,) = post.open
    assert "五月底" in second.body_html
    assert post.changes(article_id) == [("changed", "superseded"), ("changed", "")]
    with post.database.read() as records:
        shown = read_original(second.id, records=records)
        entry = records.ledger.history(f"article:{article_id}")[-1]
    assert shown.then.body_html == BODY  # not the version that no editor has decided on
    assert [other.id for other in shown.others] == [first.id]
    assert json.loads(entry.payload)["supersedes"] == first.id
    assert post.problems() == ["original_changed"]


def test_what_an_editor_has_decided_on_is_what_counts_from_then_on(post: Post) -> None:
    article_id = post.receive()
    post.look(CHANGED)
    post.settle(ChangeVerdict.CORRECT, "按原文更正")

    assert post.look(CHANGED) == {"same": 1}
    assert post.look(web(title="某项工作的补充通知", body=BODY)) == {"changed": 1}

    with post.database.read() as records:
        shown = read_original(post.open[0].id, records=records)
    assert "四月底" in shown.then.body_html
    assert post.changes(article_id) == [("changed", "correct"), ("changed", "")]


def test_a_change_that_the_site_takes_back_needs_nobody(post: Post) -> None:
    article_id = post.receive()
    post.look(CHANGED)

    assert post.look(web()) == {"same": 1}

    assert post.open == []
    assert post.problems() == []
    assert post.changes(article_id) == [("changed", "reverted")]
    assert post.actions()[-2:] == ["original_settled", "problem_closed"]
    assert post.look() == {"same": 1}


def test_an_original_that_comes_back_is_told_where_we_had_withdrawn(post: Post) -> None:
    gone = PageGone("网页不存在（404）", remedy="无")
    article_id = post.receive()
    post.look(gone)
    post.settle(ChangeVerdict.WITHDRAW, "来源已撤稿")

    assert post.look(web()) == {"changed": 1}

    assert post.open[0].kind is ChangeKind.RESTORED
    assert post.look() == {"waiting": 1}
    post.settle(ChangeVerdict.NO_ACTION, "不再转载")
    assert post.look() == {"same": 1}
    assert post.changes(article_id) == [("gone", "withdraw"), ("restored", "no_action")]


def test_a_text_that_is_gone_and_comes_back_otherwise_is_changed(post: Post) -> None:
    article_id = post.receive()
    post.look(CHANGED)
    post.look(PageGone("网页不存在（404）", remedy="无"))

    assert post.look(CHANGED) == {"changed": 1}

    kinds = [("changed", "superseded"), ("gone", "superseded"), ("changed", "")]
    assert post.changes(article_id) == kinds


def test_an_unmodified_page_is_the_one_that_was_read_last(post: Post) -> None:
    article_id = post.receive()
    page_now = replace(page(URL, web()), headers={"content-type": "text/html", "etag": '"1"'})
    post.look(page_now)
    assert post.pages.validators[-1] == ("", "")

    assert post.look(NotModified(url=URL, last_modified="Mon, 02 Mar 2026 00:00:00 GMT")) == {
        "same": 1
    }

    assert post.pages.validators[-1] == ('"1"', "")
    watch = post.watch_of(article_id)
    assert (watch.etag, watch.last_modified) == ('"1"', "Mon, 02 Mar 2026 00:00:00 GMT")


def test_what_cannot_be_told_is_tried_again_soon_and_after_three_times_a_problem(
    post: Post,
) -> None:
    article_id = post.receive()
    timeout = PageUnreachable("连接超时", remedy="稍后再试")

    assert post.look(timeout, days=1) == {"unclear": 1}
    assert post.look(days=0) == {}
    assert post.look(days=1 / 24) == {"unclear": 1}
    assert post.problems() == []
    assert post.look(days=4 / 24) == {"unclear": 1}

    with post.database.read() as records:
        (problem,) = records.problems.open_ones()
    assert (problem.kind, problem.subject) == ("original_unclear", "source:first_news")
    assert "3 次" in problem.title
    assert post.open == []
    assert post.changes(article_id) == []
    assert post.look(web(), days=12 / 24) == {"same": 1}
    assert post.watch_of(article_id).unclear_in_a_row == 0


@pytest.mark.parametrize(
    ("error", "asked"),
    [
        (ChallengeMet("要求验证", remedy="人工处理"), 1),
        (HostBusy("请稍后再来", remedy="稍后再试"), 1),
        (PageUnreachable("连接超时", remedy="稍后再试"), 3),
    ],
)
def test_a_host_that_wants_its_peace_is_left_alone(
    post: Post, error: Exception, asked: int
) -> None:
    for number in range(5):
        url = f"http://{HOST}/{number}.html"
        post.receive(url, title=f"通知{number}")
        post.pages.answers[url] = error

    assert post.look() == {"unclear": asked, "left_over": 5 - asked}

    assert len(post.pages.asked) == asked


def test_a_page_that_trips_our_reader_does_not_hold_up_the_others(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.receive(f"http://{HOST}/0.html", title="通知0")
    post.receive(f"http://{HOST}/1.html", title="通知1")
    post.pages.answers[f"http://{HOST}/0.html"] = RuntimeError("boom")

    assert post.look() == {"unclear": 1, "same": 1}

    assert "程序出错" in caplog.text


def test_a_text_that_was_not_used_is_no_longer_watched(post: Post) -> None:
    article_id = post.receive()
    with post.database.begin() as records:
        records.articles.move(article_id, ArticleState.SPIKED)

    assert post.look(CHANGED) == {"ended": 1}

    assert post.pages.asked == []
    assert post.watch_of(article_id).next_look_at is None


def test_a_source_that_left_the_catalog_is_still_watched(post: Post) -> None:
    post.receive()
    lookout = replace(post.lookout(), sources={})
    post.clock.pass_time(days=31)
    post.pages.answers[URL] = PageGone("网页不存在（404）", remedy="无")

    assert watch_originals(HOST, lookout=lookout)["gone"] == 1


def test_a_credit_of_our_own_is_not_compared_with_the_page(post: Post) -> None:
    """The page names no source and we credited its site; nothing has changed."""
    post.receive(credit="某委网站")

    assert post.look(web(credit="")) == {"same": 1}
    assert post.look(web(credit="来源：另一家")) == {"changed": 1}


def test_two_workers_at_once_record_one_change(post: Post) -> None:
    article_id = post.receive()
    post.clock.pass_time(days=31)

    class SlowPages(FakeWebPages):
        def fetch(self, url: str, **options) -> Page | NotModified:
            if not self.asked:  # another worker looks and records while this one waits
                self.asked.append(url)
                other = post.pages
                other.answers[URL] = CHANGED
                watch_originals(HOST, lookout=post.lookout())
            return super().fetch(url, **options)

    slow = SlowPages()
    slow.answers[URL] = CHANGED

    counts = watch_originals(HOST, lookout=replace(post.lookout(), pages=slow))

    assert counts["overtaken"] == 1
    assert post.changes(article_id) == [("changed", "")]


def test_an_editors_word_needs_a_reason_and_counts_once(post: Post) -> None:
    article_id = post.receive()
    post.look(CHANGED)
    change = post.open[0]

    with pytest.raises(InfodeskError, match="理由"):
        post.settle(ChangeVerdict.NO_ACTION, "  ")
    with pytest.raises(InfodeskError, match="请选择"):
        post.settle(ChangeVerdict.SUPERSEDED)
    settled = post.settle(ChangeVerdict.NO_ACTION, "只改了电话")
    assert (settled.verdict, settled.remark, settled.settled_by) == (
        ChangeVerdict.NO_ACTION, "只改了电话", "editor_jia",
    )  # fmt: skip

    for error, change_id in ((ChangeSettled, change.id), (ChangeUnknown, new_id())):
        with pytest.raises(error):
            settle_original(
                change_id,
                verdict=ChangeVerdict.WITHDRAW,
                remark="晚了一步",
                settled_by="editor_yi",
                begin=post.database.begin,
                clock=post.clock,
            )
    assert post.problems() == []
    with post.database.read() as records:
        entries = records.ledger.history(f"article:{article_id}")
        problem = records.problems.get(
            next(e.subject for e in records.ledger.entries() if e.action == "problem_closed")
            .removeprefix("problem:")
        )  # fmt: skip
    assert [e.action for e in entries] == ["original_changed", "original_settled"]
    assert json.loads(entries[-1].payload)["remark"] == "只改了电话"
    assert problem.solution == "编辑核对后认为无需处理：只改了电话"


def test_what_the_office_ignores_is_no_change(post: Post) -> None:
    post.rules = SourceWatch(ignore=(r"联系电话.*。",))
    post.receive()

    assert post.look(web(body=BODY.replace("见附件", "另行通知"))) == {"same": 1}
    assert post.look(CHANGED) == {"changed": 1}


def test_a_past_without_changes_begins_with_the_text_as_received() -> None:
    content = Content(title=TITLE, body_html=BODY)
    assert Past(received=content, changes=()).text == (TITLE, BODY)


@pytest.mark.parametrize("is_before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("at_commit", [1, 2, 3])
def test_a_kill_at_any_commit_loses_nothing_and_tells_nothing_twice(
    store, post: Post, at_commit: int, is_before: bool
) -> None:
    answers = (CHANGED, PageGone("网页不存在（404）", remedy="无"), web())
    ids = []
    for number, answer in enumerate(answers):
        url = f"http://{HOST}/{number}.html"
        ids.append(post.receive(url))
        post.pages.answers[url] = answer
    post.clock.pass_time(days=31)
    post.database.close()

    def look() -> None:
        mortal = MortalDatabase(store.url, at_commit=at_commit, is_before=is_before)
        watch_originals(HOST, lookout=post.lookout(mortal))

    assert is_killed_in(look)
    watch_originals(HOST, lookout=post.lookout())
    watch_originals(HOST, lookout=post.lookout())

    assert [post.changes(id_) for id_ in ids] == [[("changed", "")], [("gone", "")], []]
    assert [post.watch_of(id_).looks for id_ in ids] == [1, 1, 1]
    assert Counter(post.actions()) == {
        "original_changed": 1, "original_gone": 1, "problem_opened": 2,
    }  # fmt: skip
    with post.database.read() as records:
        assert verify(records.ledger.entries(), head=records.ledger.head()).is_intact
