"""Digital papers: one day's issue, its pages and their articles."""

from datetime import date, datetime

import pytest
from tests.fakes.web_pages import FakeWebPages

from infodesk.catalog.sources import PaperSelectors, ReprintTarget, Source, SourceKind
from infodesk.collecting.listing.founder_marks import with_marked_parts
from infodesk.collecting.listing.paper_checks import check_issue
from infodesk.collecting.listing.papers import PaperIssue, read_issue
from infodesk.collecting.web.page_errors import ChallengeMet, PageGone, PageUnreachable
from infodesk.collecting.web.page_tree import page_tree, text_of
from infodesk.collecting.web.selectors import select_first
from infodesk.kernel.clock import SHANGHAI

FRONT = "http://epaper.infodesk.example/llrb/"
DAY = FRONT + "html/2026-11/23/"
PAPER = PaperSelectors(
    page_link="#pages a[href*=node_]", article_link="#list a, map area", page_name="#name"
)
SOURCE = Source(
    id="daily",
    name="日报",
    kind=SourceKind.DIGITAL_PAPER,
    url=FRONT,
    credit="日报",
    target=(ReprintTarget(channel="portal", column="media"),),
    paper=PAPER,
)
REFRESH = b'<html><head><meta http-equiv="REFRESH" content="0; URL=html/2026-11/23/node_2.htm">'
PAGES = "<div id=pages><a href=node_2.htm>01</a><a href=node_3.htm>02</a></div>"


def _node(name: str, articles: str, pages: str = PAGES) -> bytes:
    text = f"<html><body><p id=name>{name}</p>{pages}<ul id=list>{articles}</ul></body></html>"
    return text.encode()


@pytest.fixture
def web() -> FakeWebPages:
    web = FakeWebPages()
    web.answers = {
        FRONT: REFRESH,
        DAY + "node_2.htm": _node(
            "第01版：要闻",
            "<li><a href=content_1.htm>甲</a></li><li><a href=content_2.htm>乙</a></li>"
            "<li><a href=content_9.htm>广 告</a></li>"
            "<map><area href=content_1.htm><area href=content_3.htm#x></map>",
        ),
        DAY + "node_3.htm": _node(
            "第02版：县域",
            "<li><a href=content_4.htm>丙</a></li><li><a href=content_2.htm>乙（下转）</a></li>",
        ),
    }
    return web


def _read(web: FakeWebPages, **given) -> PaperIssue:
    return read_issue(SOURCE, PAPER, web.fetch(FRONT), pages=web, **given)


def test_an_issue(web) -> None:
    issue = _read(web)
    assert [(i.url[-13:], i.title, i.column) for i in issue.listing.items] == [
        ("content_1.htm", "甲", "第01版：要闻"),
        ("content_2.htm", "乙（下转）", "第01版：要闻"),
        ("content_3.htm", "", "第01版：要闻"),  # only the picture of the page leads there
        ("content_4.htm", "丙", "第02版：县域"),
    ]
    assert {i.published for i in issue.listing.items} == {datetime(2026, 11, 23, tzinfo=SHANGHAI)}
    assert (issue.day, issue.pages, issue.lost) == (date(2026, 11, 23), 2, ())


def test_each_page_is_asked_for_once(web) -> None:
    _read(web)
    assert web.asked == [FRONT, DAY + "node_2.htm", DAY + "node_3.htm"]


def test_the_newer_form_of_addresses() -> None:
    web = FakeWebPages()
    day = FRONT + "pc/layout/202611/23/"
    web.answers = {
        FRONT: b"<script>window.location.href = 'pc/layout/202611/23/node_1.html';</script>",
        day + "node_1.html": _node(
            "A01", "<li><a href='../../../content/202611/23/content_7.html'>甲</a></li>", pages=""
        ),
    }
    issue = _read(web)
    assert issue.listing.items[0].url == FRONT + "pc/content/202611/23/content_7.html"
    assert issue.day == date(2026, 11, 23)


def test_a_front_page_that_is_the_first_page_itself(web) -> None:
    web.answers[FRONT] = _node("01", "<a href=html/2026-11/23/content_1.htm>甲</a>", pages="")
    issue = _read(web)
    assert [item.title for item in issue.listing.items] == ["甲"]
    assert issue.day is None


def test_yesterdays_issue_where_todays_is_not_there_yet(web) -> None:
    yesterday = FRONT + "html/2026-11/22/node_2.htm"
    web.answers[yesterday] = _node("01", "<a href=content_8.htm>昨</a>", pages="")
    web.answers[DAY + "node_2.htm"] = PageGone("没有")
    issue = _read(web)
    assert issue.day == date(2026, 11, 22)
    assert [item.title for item in issue.listing.items] == ["昨"]


def test_no_issue_in_a_week_is_told(web) -> None:
    del web.answers[DAY + "node_2.htm"]
    with pytest.raises(PageGone):
        _read(web)
    assert web.asked[-1] == FRONT + "html/2026-11/16/node_2.htm"


def test_issues_since_the_last_visit_are_read_too(web) -> None:
    web.answers[FRONT + "html/2026-11/21/node_2.htm"] = _node(
        "01", "<a href=content_5.htm>前日</a>", pages=""
    )  # nothing came out on the 22nd
    issue = _read(web, since=date(2026, 11, 21))
    assert [i.title for i in issue.listing.items][-1] == "前日"
    assert issue.listing.items[-1].published == datetime(2026, 11, 21, tzinfo=SHANGHAI)
    assert issue.day == date(2026, 11, 23)
    assert FRONT + "html/2026-11/20/node_2.htm" not in web.asked


def test_links_to_other_days_and_hosts_are_no_pages_of_the_issue(web) -> None:
    web.answers[DAY + "node_2.htm"] = _node(
        "01",
        "<a href=content_1.htm>甲</a><a href=http://ads.infodesk.example/1.htm>外链</a>",
        pages="<div id=pages><a href=../22/node_2.htm>上一期</a>"
        "<a href=http://other.infodesk.example/html/2026-11/23/node_1.htm>他报</a></div>",
    )
    issue = _read(web)
    assert issue.pages == 1
    assert [item.title for item in issue.listing.items] == ["甲"]


def test_a_page_that_is_lost_loses_no_other(web) -> None:
    web.answers[DAY + "node_3.htm"] = PageUnreachable("没有应答")
    issue = _read(web)
    assert len(issue.listing.items) == 3
    assert [str(error) for error in issue.lost] == ["没有应答"]


def test_a_challenge_stops_everything(web) -> None:
    web.answers[DAY + "node_3.htm"] = ChallengeMet("要求验证")
    with pytest.raises(ChallengeMet):
        _read(web)


class TestTodaysIssue:
    """Before noon yesterday's paper is as good as today's."""

    @staticmethod
    def _issues(web: FakeWebPages, now: datetime, paper: PaperSelectors = PAPER) -> list[str]:
        return [i.rule_id for i in check_issue(_read(web), SOURCE, paper, now=now)]

    @pytest.mark.parametrize(
        ("hour", "issues"),
        [(8, []), (11, []), (12, ["expect.todays_issue"]), (23, ["expect.todays_issue"])],
    )
    def test_by_noon_it_should_be_there(self, web, hour, issues) -> None:
        tuesday = datetime(2026, 11, 24, hour, tzinfo=SHANGHAI)
        assert self._issues(web, tuesday) == issues

    def test_it_is_there(self, web) -> None:
        assert self._issues(web, datetime(2026, 11, 23, 18, tzinfo=SHANGHAI)) == []

    def test_not_on_days_without_a_paper(self, web) -> None:
        tuesday = datetime(2026, 11, 24, 18, tzinfo=SHANGHAI)
        weekly = PAPER.model_copy(update={"weekdays": (1,)})
        assert self._issues(web, tuesday, weekly) == []

    def test_a_lost_page_is_told(self, web) -> None:
        web.answers[DAY + "node_3.htm"] = PageUnreachable("没有应答", remedy="再试")
        (issue,) = check_issue(
            _read(web), SOURCE, PAPER, now=datetime(2026, 11, 23, 8, tzinfo=SHANGHAI)
        )
        assert issue.rule_id == "listing.paper_page_lost"
        assert "没有应答" in issue.message


class TestFounderMarks:
    """The parts of a page that Founder marks by comments."""

    def test_content_and_properties_become_elements(self) -> None:
        tree = page_tree(
            with_marked_parts(
                "<html><body><founder-content><!--enpcontent--><p>正文。</p><!--/enpcontent-->"
                "</founder-content><p>责编</p>"
                "<!--enpproperty <founder-date>2026-10-02</founder-date>"
                "<founder-title>题</founder-title> /enpproperty--></body></html>"
            )
        )
        assert text_of(select_first(tree, ".enpcontent")) == "正文。"
        assert text_of(select_first(tree, ".enpproperty founder-date")) == "2026-10-02"
        assert text_of(select_first(tree, "founder-content > .enpcontent > p")) == "正文。"

    def test_a_page_without_them_stays(self) -> None:
        text = "<!-- enp --><p>enp</p><!--enpcontent--><p>没有收尾</p>"
        assert with_marked_parts(text) == text

    def test_many_beginnings_cost_no_time(self) -> None:
        text = "<!--enpcontent-->x<!--/enpcontent-->" + "<!--enpcontent--><!--enpproperty " * 60_000
        assert with_marked_parts(text).startswith('<div class="enpcontent">x</div>')
