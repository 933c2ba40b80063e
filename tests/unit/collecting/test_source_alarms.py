"""A changed site is never taken for "no news": each kind of source raises the alarm.

The recorded pages of a source are changed as sites change them: selectors that find nothing, an
empty list, a page that wants a browser, fewer pages than before, dates in the future, a field gone.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.fakes.captures import MemoryCaptures
from tests.fakes.clock import StoppedClock
from tests.fakes.collecting_records import MemoryDatabase
from tests.fakes.file_store import MemoryFileStore
from tests.fakes.recorded_traps import RecordedSource
from tests.fakes.web_pages import SITES, FakeWebPages, page

from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.loading import load_catalog
from infodesk.catalog.sources import Source
from infodesk.collecting.collect_source import CollectOutcome, collect_source
from infodesk.collecting.web.challenges import CHALLENGE_STATUSES, is_challenge
from infodesk.collecting.web.charset import decode_page
from infodesk.collecting.web.page_errors import ChallengeMet, PageGone
from infodesk.collecting.web.pages import NotModified, Page
from infodesk.kernel.clock import SHANGHAI
from infodesk.problems.problem import ProblemReport

NOW = datetime(2026, 11, 22, 10, tzinfo=SHANGHAI)
SOURCES = load_catalog(Path(__file__).parents[3] / "include" / "catalog").sources

# The catalog's interface only compares; here it collects, with the selectors of what it compares.
COLLECTING_SEARCH = SOURCES["lvliang_gov_search"].model_copy(
    update={"compares": (), "article": SOURCES["lvliang_gov_policies"].article}
)
KINDS = {
    "html_list": SOURCES["ndrc_orders"],
    "html_list_of_founder": SOURCES["sxgov_lvliang"],
    "feed": SOURCES["sxllnews_feed"],
    "digital_paper": SOURCES["llwb_paper"],
    "digital_paper_of_newer_form": SOURCES["llrb_paper"],
    "json_api": COLLECTING_SEARCH,
}
# What a firewall sends instead of a page, with status 200.
SCRIPT_PAGE = (
    "<html><head><script>var $_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=35712;</script>"
    "<script src='/4QbVtADbnLVIc/d.FxJzG50F.dfe1675.js'></script></head><body></body></html>"
)
COOKIE_PAGE = (
    "<script>document.cookie=('_')+('_')+('j')+('s')+'l_clearance_s=1764.3|-1|x;max-age=3600';"
    "location.href=location.pathname+location.search</script>"
)
SLIDER_PAGE = "<html><title>安全验证</title><body><div>请拖动滑块完成验证</div></body></html>"
UNKNOWN_WALL = "<html><head><title>请稍候</title></head><body><div>正在为您跳转</div></body></html>"


class GuardedPages(FakeWebPages):
    """Recorded pages, and challenges told apart as the real fetcher does."""

    def fetch(self, url: str, **asked) -> Page | NotModified:
        answer = super().fetch(url, **asked)
        if isinstance(answer, Page) and (
            answer.status in CHALLENGE_STATUSES or is_challenge(answer.content)
        ):
            raise ChallengeMet(f"网站要求验证：{url}", remedy="请在浏览器中打开核对，不得绕过验证")
        return answer


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A source that has been read well once, and its database."""

    source: Source
    database: MemoryDatabase
    list_pages: tuple[str, ...]
    article_pages: tuple[str, ...]

    @classmethod
    def after_a_good_visit(cls, source: Source) -> "Desk":
        recorded = RecordedSource.of(source, now=NOW)
        desk = cls(
            source=source,
            database=MemoryDatabase(),
            list_pages=tuple(recorded.asked),
            article_pages=tuple(item.url for item in recorded.items),
        )
        outcome = desk.visit(GuardedPages(SITES))
        assert outcome.alarms == ()
        return desk

    @classmethod
    def before_any_visit(cls, source: Source) -> "Desk":
        known = cls.after_a_good_visit(source)
        return cls(
            source=source,
            database=MemoryDatabase(),
            list_pages=known.list_pages,
            article_pages=known.article_pages,
        )

    def visit(self, pages: FakeWebPages, *, later: timedelta = timedelta()) -> CollectOutcome:
        return collect_source(
            self.source,
            department_id="credit_centre",
            rules=CollectingRules(),
            pages=pages,
            captures=MemoryCaptures(),
            files=MemoryFileStore(),
            begin=self.database.begin,
            clock=StoppedClock(NOW + later),
            is_forced=True,
        )

    def lists(self, change: Callable[[str], str]) -> FakeWebPages:
        """Return the recorded web with every page of the list changed."""
        return _changed(self.list_pages, change)

    def articles(self, change: Callable[[str], str]) -> FakeWebPages:
        """Return the recorded web with every article changed."""
        return _changed(self.article_pages, change)

    def problem(self, kind: str) -> ProblemReport:
        return self.database.state.problems[kind, f"source:{self.source.id}"]


def _changed(urls: tuple[str, ...], change: Callable[[str], str]) -> FakeWebPages:
    web = GuardedPages(SITES)
    for url in urls:
        recorded = FakeWebPages(SITES).fetch(url)
        assert isinstance(recorded, Page)
        text = decode_page(recorded.content).text
        web.answers[url] = page(url, change(text).encode(), headers=dict(recorded.headers))
    return web


@pytest.fixture(params=KINDS.values(), ids=KINDS.keys())
def desk(request) -> Desk:
    return Desk.after_a_good_visit(request.param)


@pytest.fixture(params=KINDS.values(), ids=KINDS.keys())
def new_desk(request) -> Desk:
    return Desk.before_any_visit(request.param)


def _said(report: ProblemReport) -> str:
    return f"{report.details}\n{report.remedy}"


def _assert_alarm(desk: Desk, pages: FakeWebPages, *, kind: str, names: str) -> None:
    """The visit opens a problem that names the TOML key, and leaves no trace of "no news"."""
    before = desk.database.state.visits.get(desk.source.id)
    articles = len(desk.database.state.articles)
    outcome = desk.visit(pages, later=timedelta(hours=2))

    assert kind in outcome.alarms
    said = _said(desk.problem(kind))
    assert f"sources/{desk.source.id}.toml" in said
    assert names in said
    assert not outcome.is_unchanged
    visit = desk.database.state.visits[desk.source.id]
    assert kind in visit.alarms
    assert outcome.new == 0
    assert len(desk.database.state.articles) == articles
    # What was new last stays what was new last, so that a silent source still shows as silent; and
    # the page in the way is not remembered as one that was dealt with.
    assert visit.last_new_at == (before.last_new_at if before else None)
    assert not visit.content_hash or (before and visit.content_hash == before.content_hash)
    # It is read again and the problem counts on, rather than being hidden behind a hash.
    again = desk.visit(pages, later=timedelta(hours=4))
    assert kind in again.alarms
    assert desk.database.state.times_seen[kind, f"source:{desk.source.id}"] == 2


# ---- a redesigned page ----


def _without_names(text: str) -> str:
    """Give a page other classes, ids and keys, as a new design does."""
    text = re.sub(r"\b(class|id)=", r"data-old-\1=", text).replace("<area ", "<path ")
    return re.sub(r'"(docpuburl|data)":', r'"new_\1":', text)


REDESIGNED = {
    "html_list": ("source_expectation", "[expect] minimum_items"),
    "html_list_of_founder": ("source_expectation", "[expect] minimum_items"),
    "digital_paper": ("source_expectation", "[expect] minimum_items"),
    "digital_paper_of_newer_form": ("source_expectation", "[expect] minimum_items"),
    "json_api": ("source_failed", "[json_list] items"),
}


@pytest.mark.parametrize("name", REDESIGNED)
def test_a_redesigned_list(name) -> None:
    kind, names = REDESIGNED[name]
    desk = Desk.after_a_good_visit(KINDS[name])
    _assert_alarm(desk, desk.lists(_without_names), kind=kind, names=names)
    fresh = Desk.before_any_visit(KINDS[name])
    _assert_alarm(fresh, fresh.lists(_without_names), kind=kind, names=names)


def test_a_feed_that_became_a_web_page() -> None:
    desk = Desk.after_a_good_visit(KINDS["feed"])
    web = desk.lists(lambda _: "<html><body><h1>栏目已调整</h1><p>欢迎访问</p></body></html>")
    outcome = desk.visit(web)
    assert (outcome.alarms, outcome.is_unchanged) == (("source_failed",), False)
    assert 'kind = "html_list"' in _said(desk.problem("source_failed"))
    assert desk.database.state.visits[desk.source.id].consecutive_failures == 1


def test_an_interface_whose_entries_are_named_otherwise() -> None:
    desk = Desk.after_a_good_visit(KINDS["json_api"])
    web = desk.lists(lambda text: text.replace('"docpuburl"', '"url"'))
    _assert_alarm(desk, web, kind="source_failed", names="[json_list] link")


def test_an_interface_that_answers_with_a_page() -> None:
    desk = Desk.after_a_good_visit(KINDS["json_api"])
    web = desk.lists(lambda _: "<html><body><p>系统维护中</p></body></html>")
    _assert_alarm(desk, web, kind="source_failed", names="toml 的 url")


def test_a_front_page_that_leads_nowhere_any_more() -> None:
    desk = Desk.after_a_good_visit(KINDS["digital_paper"])
    web = GuardedPages(SITES)
    web.answers[str(desk.source.url)] = "<html><body><p>数字报</p></body></html>".encode()
    _assert_alarm(desk, web, kind="source_expectation", names="[expect] minimum_items")


# ---- an empty list ----


def _emptied(text: str) -> str:
    """Take everything out of a list and leave its frame."""
    if text.lstrip().startswith("{"):
        answer = json.loads(text)
        answer["data"] |= {"total": 0, "data": []}
        return json.dumps(answer)
    for entry in (r"<item>.*?</item>", r"<li\b.*?</li>", r"<area\b[^>]*>", r"<a\b.*?</a>"):
        text = re.sub(entry, "", text, flags=re.DOTALL)
    return text


def test_an_empty_list(desk) -> None:
    web = desk.lists(_emptied)
    _assert_alarm(desk, web, kind="source_expectation", names="[expect] minimum_items")


def test_an_empty_list_on_the_first_visit(new_desk) -> None:
    web = new_desk.lists(_emptied)
    _assert_alarm(new_desk, web, kind="source_expectation", names="[expect] minimum_items")
    assert new_desk.database.state.visits[new_desk.source.id].last_new_at is None


# ---- a page that wants a browser or a person ----


@pytest.mark.parametrize("status", sorted(CHALLENGE_STATUSES))
def test_a_challenge_by_status(desk, status) -> None:
    web = GuardedPages(SITES)
    for url in desk.list_pages:
        web.answers[url] = Page(
            url=url, final_url=url, status=status, headers={"content-type": "text/html"},
            content=b"<html><body></body></html>",
        )  # fmt: skip
    _assert_challenge(desk, web)


@pytest.mark.parametrize("wall", [SCRIPT_PAGE, COOKIE_PAGE, SLIDER_PAGE])
def test_a_challenge_page_that_says_it_is_fine(desk, wall) -> None:
    _assert_challenge(desk, desk.lists(lambda _: wall))


def _assert_challenge(desk: Desk, web: FakeWebPages) -> None:
    before = desk.database.state.visits[desk.source.id]
    outcome = desk.visit(web, later=timedelta(hours=2))
    assert outcome.alarms == ("source_challenge",)
    assert web.asked == [web.asked[0]], "nothing more is asked of a host that wants a person"
    report = desk.problem("source_challenge")
    assert "要求人工验证" in report.title
    assert str(desk.source.url) in report.details
    assert "绕过" in report.remedy
    visit = desk.database.state.visits[desk.source.id]
    assert visit.consecutive_failures == 1
    assert (visit.last_new_at, visit.answered_at) == (before.last_new_at, before.answered_at)


def test_a_wall_that_nobody_knows_yet_is_no_empty_list(desk) -> None:
    outcome = desk.visit(desk.lists(lambda _: UNKNOWN_WALL), later=timedelta(hours=2))
    assert outcome.alarms
    assert not outcome.is_unchanged
    (kind,) = outcome.alarms
    assert kind in {"source_failed", "source_expectation"}
    assert "sources/" in _said(desk.problem(kind)) or "html_list" in _said(desk.problem(kind))


def test_a_challenge_met_at_an_article_stops_the_visit(new_desk) -> None:
    web = new_desk.articles(lambda _: SCRIPT_PAGE)
    outcome = new_desk.visit(web)
    assert outcome.alarms == ("source_challenge",)
    assert outcome.new == 0
    assert outcome.left_over + outcome.failed == len(new_desk.article_pages)
    assert new_desk.database.state.visits[new_desk.source.id].content_hash == ""


# ---- fewer pages than before ----


def _with_expectation(name: str, **expected) -> Source:
    source = KINDS[name]
    return source.model_copy(update={"expect": source.expect.model_copy(update=expected)})


def test_a_list_of_fewer_pages() -> None:
    desk = Desk.after_a_good_visit(KINDS["html_list"])
    web = desk.lists(lambda text: re.sub(r"createPageHTML\(\d+", "createPageHTML(1", text))
    _assert_alarm(desk, web, kind="source_expectation", names="[expect] minimum_pages = 3")


def test_a_list_that_says_no_pages_any_more() -> None:
    desk = Desk.after_a_good_visit(KINDS["html_list"])
    web = desk.lists(lambda text: text.replace("createPageHTML", "newPager"))
    _assert_alarm(desk, web, kind="source_expectation", names="[paging] kind")


def test_a_paper_of_fewer_pages() -> None:
    desk = Desk.after_a_good_visit(_with_expectation("digital_paper", minimum_pages=3))
    web = desk.lists(lambda text: re.sub(r'<a id="pageLink" href="node_[34].*?</a>', "", text))
    _assert_alarm(desk, web, kind="source_expectation", names="[expect] minimum_pages")


def test_a_paper_whose_other_pages_are_not_found() -> None:
    """The picture of the first page still leads to its articles, so the paper is not empty."""
    desk = Desk.after_a_good_visit(KINDS["digital_paper_of_newer_form"])
    web = desk.lists(lambda text: text.replace("pageLink", "layoutLink"))
    _assert_alarm(desk, web, kind="source_expectation", names="[expect] minimum_pages = 2")


def test_a_page_of_the_paper_that_is_gone() -> None:
    desk = Desk.before_any_visit(KINDS["digital_paper"])
    web = GuardedPages(SITES)
    web.answers[desk.list_pages[2]] = PageGone(f"网页不存在（404）：{desk.list_pages[2]}")
    outcome = desk.visit(web)
    assert outcome.alarms == ("source_expectation",)
    assert desk.list_pages[2] in _said(desk.problem("source_expectation"))
    assert outcome.new == 2, "the other pages are read all the same"
    assert desk.database.state.visits[desk.source.id].content_hash == ""


def test_an_interface_with_fewer_results() -> None:
    desk = Desk.after_a_good_visit(KINDS["json_api"])
    source = _with_expectation("json_api", minimum_pages=2)
    narrow = Desk(
        source=source,
        database=desk.database,
        list_pages=desk.list_pages,
        article_pages=desk.article_pages,
    )
    web = narrow.lists(lambda text: text.replace('"total": 5', '"total": 4'))
    _assert_alarm(narrow, web, kind="source_expectation", names="[expect] minimum_pages = 2")


def test_no_paper_today() -> None:
    source = KINDS["digital_paper"]
    paper = source.paper.model_copy(update={"weekdays": (7,)})  # the day of the visit
    desk = Desk.after_a_good_visit(source.model_copy(update={"paper": paper}))
    desk.visit(GuardedPages(SITES), later=timedelta(hours=5))
    assert "[paper] weekdays" in _said(desk.problem("source_expectation"))


# ---- dates that cannot be ----


def test_a_list_dated_in_the_future(desk) -> None:
    def in_the_future(text: str) -> str:
        return re.sub(r"2026(?=[-/]?\d\d[-/]\d\d[ <\"/T]| \d\d:)|(?<=Nov )2026", "2027", text)

    if desk.source.kind == "digital_paper":
        web = _paper_of_next_year(desk)
    elif desk.source.id == "sxgov_lvliang":
        web = desk.lists(lambda text: re.sub(r"\[(\d\d-\d\d)\]", r"[2027-\1]", text))
    elif desk.source.kind == "html_list":
        web = desk.lists(lambda text: re.sub(r"<span>2026/", "<span>2027/", text))
    else:
        web = desk.lists(in_the_future)
    before = desk.database.state.visits[desk.source.id].last_new_at
    outcome = desk.visit(web, later=timedelta(hours=2))
    assert "source_expectation" in outcome.alarms
    said = _said(desk.problem("source_expectation"))
    assert "在将来" in said
    assert f"sources/{desk.source.id}.toml" in said
    # A date that cannot be must not keep the alarm of a silent source from ringing.
    assert desk.database.state.visits[desk.source.id].last_new_at == before


def _paper_of_next_year(desk: Desk) -> FakeWebPages:
    def move(text: str) -> str:
        return text.replace("2026-11/", "2027-11/").replace("202611/", "202711/")

    web = GuardedPages(SITES)
    for url in (*desk.list_pages, *desk.article_pages):
        recorded = FakeWebPages(SITES).fetch(url)
        assert isinstance(recorded, Page)
        web.answers[move(url)] = move(decode_page(recorded.content).text).encode()
    return web


@pytest.mark.parametrize(
    ("name", "dates", "key"),
    [
        ("html_list", r"<span>2026/\d\d/\d\d</span>", "[list] date"),
        ("json_api", r'"docpubtime": "[^"]*",', "[json_list] date"),
    ],
)
def test_a_list_whose_dates_are_gone(name, dates, key) -> None:
    desk = Desk.after_a_good_visit(KINDS[name])
    web = desk.lists(lambda text: re.sub(dates, "", text))
    outcome = desk.visit(web, later=timedelta(hours=2))
    assert outcome.alarms == ("source_expectation",)
    assert key in _said(desk.problem("source_expectation"))


# ---- articles that are not as promised ----


def test_redesigned_articles(new_desk) -> None:
    """Without a title or a body nothing is taken in, and the next visit tries again."""
    web = new_desk.articles(
        lambda text: re.sub(
            r"</?founder-[a-z]+>|<!--/?enp.*?-->|<meta name=\"Art[^>]*>|发布日期|标 +题",
            "",
            _without_names(text),
            flags=re.DOTALL,
        ).replace("h1>", "h5>")
    )
    outcome = new_desk.visit(web)
    assert outcome.alarms == ("source_articles",)
    assert (outcome.new, outcome.failed) == (0, len(new_desk.article_pages))
    report = new_desk.problem("source_articles")
    assert all(url.partition("#")[0] in report.details for url in new_desk.article_pages)
    assert new_desk.database.state.visits[new_desk.source.id].content_hash == ""


# What each kind's pages say of their time, taken out.
TIMES = {
    "html_list": r'<meta name="PubDate"[^>]*>|<div class="time">.*?</div>',
    "html_list_of_founder": r'<span id="pubtime_baidu">.*?</span>',
    "feed": r"<i>2026.*?</i>|<span>2026.*?</span>",
    "digital_paper": r"<founder-date>.*?</founder-date>|<span>2026年.*?</span>",
    "digital_paper_of_newer_form": r"<date>.*?</date>|<span class=\"date\">.*?</span>",
    "json_api": r"<td>发布日期：</td><td>.*?</td>",
}


@pytest.mark.parametrize("name", TIMES)
def test_a_required_field_that_is_gone(name) -> None:
    desk = Desk.before_any_visit(_with_expectation(name, required=("title", "published", "body")))
    web = desk.articles(lambda text: re.sub(TIMES[name], "", text))
    outcome = desk.visit(web)
    assert outcome.alarms == ("source_expectation",)
    said = _said(desk.problem("source_expectation"))
    assert "没有读到发布时间" in said
    assert "[article] published" in said
    assert "[expect] required" in said
    assert desk.database.state.visits[desk.source.id].content_hash == ""


# ---- nothing new for too long ----


def test_a_source_that_stays_as_it_is_becomes_silent(desk) -> None:
    """The very same list, day after day, is in the end a problem and not peace."""
    long = timedelta(days=desk.source.expect.maximum_silence_days + 70)
    outcome = desk.visit(GuardedPages(SITES), later=long)
    assert "source_silent" in outcome.alarms
    assert "[expect] maximum_silence_days" in _said(desk.problem("source_silent"))
